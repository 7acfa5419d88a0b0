package org.gradus.benchmarks.kernel;

import java.util.Arrays;
import org.gradus.benchmarks.probe.Pattern;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.UnaryOp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Batches of matrix products, as attention has them, stored, finished or added; {@code 2·batch·m·n·k} operations each. */
public class BatchedGemmBenchmark extends KernelBenchmark {
    /** Batch, layout, then rows, columns and inner dimension. */
    @Param({"64:nt:64x64x32", "64:nn:64x32x64", "256:nn:16x16x16", "4:nn:256x256x256", "1:tn:512x256x128"})
    String products = "4:nn:256x256x256";

    /** What happens to the products. */
    @Param
    How how = How.STORED;

    private GemmShape shape = GemmShape.contiguous(false, false, 0, 0, 0);
    private int batch;
    private int cStride;
    private float[] a = {};
    private float[] b = {};
    private float[] c = {};
    private float[] bias = {};

    /** Ways to treat products. */
    public enum How {
        /** Each is a result. */
        STORED,
        /** Each is a result after its own bias and gelu. */
        BIAS_GELU,
        /** Each is added to its result. */
        ADDED,
        /** All are added to one result, as the gradient of a factor that all share. */
        ADDED_TO_ONE
    }

    /** Makes the benchmark. */
    public BatchedGemmBenchmark() {}

    @Override
    Least prepare() {
        String[] parts = products.split(":", -1);
        String[] sizes = parts[2].split("x", -1);
        int m = Integer.parseInt(sizes[0]);
        int n = Integer.parseInt(sizes[1]);
        int k = Integer.parseInt(sizes[2]);
        batch = Integer.parseInt(parts[0]);
        shape = GemmShape.contiguous(parts[1].charAt(0) == 't', parts[1].charAt(1) == 't', m, n, k);
        cStride = how == How.ADDED_TO_ONE ? 0 : m * n;
        a = normal(1, batch * m * k);
        b = normal(2, batch * k * n);
        bias = normal(3, batch * n);
        c = new float[cStride == 0 ? m * n : batch * m * n];
        return new Least(2.0 * batch * m * n * k, 4.0 * ((double) a.length + b.length + c.length), Pattern.READ);
    }

    /**
     * All products.
     *
     * @return the results
     */
    @Benchmark
    public float[] multiply() {
        int m = shape.m();
        int n = shape.n();
        int k = shape.k();
        boolean adds = how == How.ADDED || how == How.ADDED_TO_ONE;
        boolean finishes = how == How.BIAS_GELU;
        kernels()
                .gemm()
                .multiplyBatch(
                        batch,
                        shape,
                        a,
                        0,
                        m * k,
                        b,
                        0,
                        k * n,
                        adds,
                        c,
                        0,
                        cStride,
                        finishes ? Epilogue.BIAS_GELU : Epilogue.NONE,
                        finishes ? bias : null,
                        n);
        return c;
    }

    @Override
    void check() {
        if (how == How.ADDED || how == How.ADDED_TO_ONE) {
            // what the runs have piled up has too many roundings to be told from a mistake
            Arrays.fill(c, 0f);
            multiply();
        }
        GemmShape s = shape;
        for (int at : Expect.samples(c.length, 97)) {
            int item = at / (s.m() * s.n());
            int i = at / s.n() % s.m();
            int j = at % s.n();
            int last = how == How.ADDED_TO_ONE ? batch - 1 : item;
            double sum = how == How.BIAS_GELU ? bias[item * s.n() + j] : 0;
            double size = Math.abs(sum);
            for (int q = item; q <= last; q++) {
                for (int p = 0; p < s.k(); p++) {
                    double left = a[q * s.m() * s.k() + (s.transA() ? p * s.lda() + i : i * s.lda() + p)];
                    double right = b[q * s.k() * s.n() + (s.transB() ? j * s.ldb() + p : p * s.ldb() + j)];
                    sum += left * right;
                    size += Math.abs(left * right);
                }
            }
            double bound = Expect.sum(s.k() + batch, size);
            if (how == How.BIAS_GELU) {
                // its slope is at most 1.13
                double gelu = Oracles.unary(UnaryOp.GELU, sum);
                Expect.near("element " + at, gelu, c[at], 1.2 * bound + Expect.ulps(gelu));
            } else {
                Expect.near("element " + at, sum, c[at], bound);
            }
        }
    }
}
