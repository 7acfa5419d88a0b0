package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.gradus.core.backend.BinaryOp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Sums, products, quotients and powers of a matrix and a matrix, a row or a column. */
public class BinaryBenchmark extends KernelBenchmark {
    /** The function. */
    @Param({"ADD", "MUL", "DIV", "POW"})
    BinaryOp op = BinaryOp.ADD;

    /** What the right operand is. */
    @Param({"MATRIX", "ROW", "COLUMN"})
    Right right = Right.MATRIX;

    /** Rows. */
    @Param({"8", "16384"})
    int rows = 8;

    /** Numbers in a row; fewer than a vector holds, or many. */
    @Param({"10", "512"})
    int columns = 512;

    private float[] a = {};
    private float[] b = {};
    private float[] out = {};

    /** A right operand. */
    public enum Right {
        /** Of the same shape. */
        MATRIX,
        /** One number for each column. */
        ROW,
        /** One number for each row. */
        COLUMN
    }

    /** Makes the benchmark. */
    public BinaryBenchmark() {}

    @Override
    Least prepare() {
        a = positive(1, rows * columns);
        b = positive(2, right == Right.MATRIX ? rows * columns : right == Right.ROW ? columns : rows);
        out = new float[a.length];
        return new Least(0, 4.0 * (2.0 * a.length + b.length), Pattern.TRIAD);
    }

    private static float[] positive(int seed, int n) {
        float[] x = normal(seed, n);
        for (int i = 0; i < n; i++) {
            x[i] = Math.abs(x[i]) + 0.125f;
        }
        return x;
    }

    /**
     * One pass over the elements.
     *
     * @return the result
     */
    @Benchmark
    public float[] binary() {
        int row = right == Right.MATRIX ? columns : right == Right.ROW ? 0 : 1;
        int step = right == Right.COLUMN ? 0 : 1;
        kernels().elementwise().binary(op, rows, columns, a, 0, columns, 1, b, 0, row, step, out, 0);
        return out;
    }

    @Override
    void check() {
        for (int i : Expect.samples(out.length, 997)) {
            double x = a[i];
            double y = b[right == Right.MATRIX ? i : right == Right.ROW ? i % columns : i / columns];
            double expected = switch (op) {
                case ADD -> x + y;
                case MUL -> x * y;
                case DIV -> x / y;
                case POW -> StrictMath.pow(x, y);
                default -> throw new IllegalArgumentException("no oracle for " + op);
            };
            Expect.near(x + " " + op + " " + y, expected, out[i], Expect.ulps(expected));
        }
    }
}
