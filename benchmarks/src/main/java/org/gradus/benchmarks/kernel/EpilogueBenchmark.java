package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.UnaryOp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The product of a fully connected layer, {@code x·Wᵀ}, with what is done to its finished elements. */
public class EpilogueBenchmark extends KernelBenchmark {
    private static final int N = 512;
    private static final int K = 784;

    /** What is done. */
    @Param
    Epilogue epilogue = Epilogue.BIAS_RELU;

    /** Samples. */
    @Param({"1", "128"})
    int rows = 128;

    private GemmShape shape = GemmShape.contiguous(false, true, 0, N, K);
    private float[] x = {};
    private float[] w = {};
    private float[] bias = {};
    private float[] y = {};

    /** Makes the benchmark. */
    public EpilogueBenchmark() {}

    @Override
    Least prepare() {
        shape = GemmShape.contiguous(false, true, rows, N, K);
        x = normal(1, rows * K);
        w = normal(2, N * K);
        bias = normal(3, N);
        y = new float[rows * N];
        return new Least(2.0 * rows * N * K, 4.0 * ((double) x.length + w.length + y.length), Pattern.READ);
    }

    /**
     * One product.
     *
     * @return the result
     */
    @Benchmark
    public float[] multiply() {
        kernels().gemm().multiply(shape, x, 0, w, 0, false, y, 0, epilogue, epilogue == Epilogue.NONE ? null : bias);
        return y;
    }

    @Override
    void check() {
        for (int at : Expect.samples(y.length, 97)) {
            int i = at / N;
            int j = at % N;
            double sum = epilogue == Epilogue.NONE ? 0 : bias[j];
            double size = Math.abs(sum);
            for (int p = 0; p < K; p++) {
                double term = (double) x[i * K + p] * w[j * K + p];
                sum += term;
                size += Math.abs(term);
            }
            double bound = Expect.sum(K + 1, size);
            switch (epilogue) {
                case NONE, BIAS -> Expect.near("element " + at, sum, y[at], bound);
                case BIAS_RELU -> Expect.near("element " + at, Math.max(sum, 0), y[at], bound);
                // its slope is at most 1.13
                case BIAS_GELU -> {
                    double gelu = Oracles.unary(UnaryOp.GELU, sum);
                    Expect.near("element " + at, gelu, y[at], 1.2 * bound + Expect.ulps(gelu));
                }
            }
        }
    }
}
