package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Batches of matrix products, as attention has them; {@code 2·batch·m·n·k} operations each. */
public class BatchedGemmBenchmark extends KernelBenchmark {
    /** Batch, layout, then rows, columns and inner dimension. */
    @Param({"64:nt:64x64x32", "64:nn:64x32x64", "256:nn:16x16x16", "4:nn:256x256x256"})
    String products = "4:nn:256x256x256";

    private GemmShape shape = GemmShape.contiguous(false, false, 0, 0, 0);
    private int batch;
    private float[] a = {};
    private float[] b = {};
    private float[] c = {};

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
        a = normal(1, batch * m * k);
        b = normal(2, batch * k * n);
        c = new float[batch * m * n];
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
        kernels()
                .gemm()
                .multiplyBatch(batch, shape, a, 0, m * k, b, 0, k * n, false, c, 0, m * n, Epilogue.NONE, null, 0);
        return c;
    }

    @Override
    void check() {
        GemmShape s = shape;
        for (int at : Expect.samples(c.length, 97)) {
            int item = at / (s.m() * s.n());
            int i = at / s.n() % s.m();
            int j = at % s.n();
            double sum = 0;
            double size = 0;
            for (int p = 0; p < s.k(); p++) {
                double left = a[item * s.m() * s.k() + (s.transA() ? p * s.lda() + i : i * s.lda() + p)];
                double right = b[item * s.k() * s.n() + (s.transB() ? j * s.ldb() + p : p * s.ldb() + j)];
                sum += left * right;
                size += Math.abs(left * right);
            }
            Expect.near("element " + at, sum, c[at], Expect.sum(s.k(), size));
        }
    }
}
