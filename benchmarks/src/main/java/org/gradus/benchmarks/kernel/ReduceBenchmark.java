package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.gradus.core.backend.ReduceOp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Reductions and scans of a matrix, along its rows or down its columns. */
public class ReduceBenchmark extends KernelBenchmark {
    /** Rows, columns, and which of them are reduced. */
    @Param({"64x512 rows", "64x512 columns", "12544x64 rows", "12544x64 columns", "1x10000000 rows"})
    String axis = "64x512 rows";

    private int outer;
    private int n;
    private int inner;
    private float[] x = {};
    private float[] sum = {};
    private double squares;
    private float[] largest = {};
    private int[] where = {};
    private float[] cumulated = {};

    /** Makes the benchmark. */
    public ReduceBenchmark() {}

    @Override
    Least prepare() {
        String[] parts = axis.split("[x ]", -1);
        boolean rows = parts[2].equals("rows");
        outer = rows ? Integer.parseInt(parts[0]) : 1;
        n = Integer.parseInt(parts[rows ? 1 : 0]);
        inner = rows ? 1 : Integer.parseInt(parts[1]);
        x = normal(1, outer * n * inner);
        sum = new float[outer * inner];
        largest = new float[outer * inner];
        where = new int[outer * inner];
        cumulated = new float[x.length];
        return new Least(0, 4.0 * x.length, Pattern.READ);
    }

    /**
     * Sums.
     *
     * @return the result
     */
    @Benchmark
    public float[] sum() {
        kernels().reduce().reduce(ReduceOp.SUM, outer, n, inner, x, sum);
        return sum;
    }

    /**
     * The sum of all squares in double.
     *
     * @return the result
     */
    @Benchmark
    public double sumOfSquares() {
        squares = kernels().reduce().sumOfSquares(x, 0, x.length);
        return squares;
    }

    /**
     * Largest elements.
     *
     * @return the result
     */
    @Benchmark
    public float[] max() {
        kernels().reduce().reduce(ReduceOp.MAX, outer, n, inner, x, largest);
        return largest;
    }

    /**
     * Where the largest elements stand.
     *
     * @return the result
     */
    @Benchmark
    public int[] argMax() {
        kernels().reduce().argExtreme(true, outer, n, inner, x, where);
        return where;
    }

    /**
     * Cumulative sums, which also write as much as they read: the roofline does not count that.
     *
     * @return the result
     */
    @Benchmark
    public float[] cumulativeSum() {
        kernels().reduce().cumulativeSum(false, outer, n, inner, x, cumulated);
        return cumulated;
    }

    @Override
    void check() {
        if (squares != 0) {
            double total = 0;
            for (float v : x) {
                total += (double) v * v;
            }
            Expect.near("sum of squares", total, squares, 1e-12 * total);
        }
        for (int at : Expect.samples(sum.length, 17)) {
            int first = at / inner * n * inner + at % inner;
            double total = 0;
            double size = 0;
            int best = 0;
            for (int i = 0; i < n; i++) {
                float v = x[first + i * inner];
                total += v;
                size += Math.abs(v);
                best = v > x[first + best * inner] ? i : best;
            }
            if (sum[0] != 0) {
                Expect.near("sum " + at, total, sum[at], Expect.sum(n, size));
            }
            if (largest[0] != 0) {
                Expect.near("largest " + at, x[first + best * inner], largest[at], 0);
            }
            if (where[0] + where[where.length - 1] != 0) {
                Expect.near("position " + at, best, where[at], 0);
            }
            if (cumulated[0] != 0) {
                Expect.near("cumulative sum " + at, total, cumulated[first + (n - 1) * inner], Expect.sum(n, size));
            }
        }
    }
}
