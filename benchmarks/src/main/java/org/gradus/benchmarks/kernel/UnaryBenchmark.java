package org.gradus.benchmarks.kernel;

import java.util.Set;
import org.gradus.benchmarks.probe.Pattern;
import org.gradus.core.backend.UnaryOp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Functions of one argument, in the first cache and in memory. */
public class UnaryBenchmark extends KernelBenchmark {
    /** The function. */
    @Param
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
        if (Set.of(UnaryOp.LOG, UnaryOp.LOG1P, UnaryOp.SQRT, UnaryOp.RSQRT).contains(op)) {
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
        kernels().elementwise().unary(op, Oracles.SLOPE, x, 0, y, 0, n);
        return y;
    }

    @Override
    void check() {
        for (int i : Expect.samples(n, 997)) {
            double expected = Oracles.unary(op, x[i]);
            Expect.near(op + " of " + x[i], expected, y[i], bound(expected, x[i]));
        }
    }

    private double bound(double expected, double x) {
        return switch (op) {
            // gelu halves 1 + erf or 1 + tanh, which cancels on the left: its error is that of a number near one
            case GELU, GELU_TANH -> Expect.ulps(expected) + Math.abs(x) * 0x1p-23;
            // a product or a sum with a function that is exact to two units
            case SOFTPLUS, ELU, SILU -> 2 * Expect.ulps(expected);
            default -> Expect.ulps(expected);
        };
    }
}
