package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.gradus.core.backend.UnaryOp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Fused gradients of activations, in the first cache and in memory. */
public class UnaryGradientBenchmark extends KernelBenchmark {
    /** The function. */
    @Param({"EXP", "TANH", "SIGMOID", "SOFTPLUS", "RELU", "LEAKY_RELU", "ELU", "GELU", "GELU_TANH", "SILU"})
    UnaryOp op = UnaryOp.RELU;

    /** How many elements. */
    @Param({"2048", "10000000"})
    int n = 2048;

    private float[] v = {};
    private float[] dy = {};
    private float[] dx = {};

    /** Makes the benchmark. */
    public UnaryGradientBenchmark() {}

    @Override
    Least prepare() {
        float[] x = normal(1, n);
        v = new float[n];
        for (int i = 0; i < n; i++) {
            v[i] = op.gradientFrom() == UnaryOp.Gradient.FROM_INPUT ? x[i] : (float) Oracles.unary(op, x[i]);
        }
        dy = normal(2, n);
        dx = new float[n];
        return new Least(0, 12.0 * n, Pattern.TRIAD);
    }

    /**
     * One pass over the elements.
     *
     * @return the result
     */
    @Benchmark
    public float[] unaryGradient() {
        kernels().elementwise().unaryGradient(op, Oracles.SLOPE, v, 0, dy, 0, dx, 0, n);
        return dx;
    }

    @Override
    void check() {
        for (int i : Expect.samples(n, 997)) {
            double slope = Oracles.slope(op, v[i]);
            // near the zeros of a slope its parts cancel: they are of size one
            double bound = 16 * 0x1p-24 * Math.abs(dy[i]) * (1 + Math.abs(slope));
            Expect.near("gradient of " + op + " at " + v[i], dy[i] * slope, dx[i], bound);
        }
    }
}
