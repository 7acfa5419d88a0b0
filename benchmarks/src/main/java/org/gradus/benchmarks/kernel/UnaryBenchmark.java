package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.gradus.core.backend.UnaryOp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Functions of one argument, in the first cache and in memory. */
public class UnaryBenchmark extends KernelBenchmark {
    /** The function. */
    @Param({"RELU", "EXP", "LOG", "TANH", "SIGMOID", "GELU", "ERF", "SIN", "SQRT"})
    UnaryOp op = UnaryOp.EXP;

    /** How many elements. */
    @Param({"2048", "10000000"})
    int n = 2048;

    private float[] x = {};
    private float[] y = {};

    /** Makes the benchmark. */
    public UnaryBenchmark() {}

    @Override
    Least prepare() {
        x = normal(1, n);
        if (op == UnaryOp.LOG || op == UnaryOp.SQRT) {
            for (int i = 0; i < n; i++) {
                x[i] = Math.abs(x[i]);
            }
        }
        y = new float[n];
        return new Least(0, 8.0 * n, Pattern.COPY);
    }

    /**
     * One pass over the elements.
     *
     * @return the result
     */
    @Benchmark
    public float[] unary() {
        kernels().elementwise().unary(op, 0f, x, 0, y, 0, n);
        return y;
    }

    @Override
    void check() {
        for (int i : Expect.samples(n, 997)) {
            double expected = Oracles.unary(op, x[i]);
            // gelu halves 1 + erf, which cancels on the left: its error is that of a number near one
            double cancelled = op == UnaryOp.GELU ? Math.abs(x[i]) * 0x1p-23 : 0;
            Expect.near(op + " of " + x[i], expected, y[i], Expect.ulps(expected) + cancelled);
        }
    }
}
