package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Matrix products; {@code 2·m·n·k} operations each. */
public class GemmBenchmark extends KernelBenchmark {
    /** Layout (n as it is, t transposed, for each operand), then rows, columns and inner dimension. */
    @Param({
        "nn:16x16x16", "nt:16x16x16", "tn:16x16x16", "nn:32x32x32", "nt:32x32x32", "tn:32x32x32",
        "nn:64x64x64", "nt:64x64x64", "tn:64x64x64", "nn:128x128x128", "nn:256x256x256", "nn:512x512x512",
        "nn:1024x1024x1024", "nn:2048x2048x2048", "nn:32x256x784", "nn:128x256x784", "nn:128x512x512", "nt:32x256x784",
        "nt:128x256x784", "nt:128x512x512", "tn:32x256x784", "tn:128x256x784", "tn:128x512x512", "tt:256x256x256",
        "nn:12544x64x576", "nn:64x12544x576", "tn:576x64x12544", "nt:128x10x256", "nn:1x1024x1024", "nt:1x1024x1024"
    })
    String product = "nn:256x256x256";

    private GemmShape shape = GemmShape.contiguous(false, false, 0, 0, 0);
    private float[] a = {};
    private float[] b = {};
    private float[] c = {};

    /** Makes the benchmark. */
    public GemmBenchmark() {}

    @Override
    Least prepare() {
        String[] parts = product.split(":", -1);
        String[] sizes = parts[1].split("x", -1);
        int m = Integer.parseInt(sizes[0]);
        int n = Integer.parseInt(sizes[1]);
        int k = Integer.parseInt(sizes[2]);
        shape = GemmShape.contiguous(parts[0].charAt(0) == 't', parts[0].charAt(1) == 't', m, n, k);
        a = normal(1, m * k);
        b = normal(2, k * n);
        c = new float[m * n];
        return new Least(2.0 * m * n * k, 4.0 * ((double) m * k + (double) k * n + (double) m * n), Pattern.READ);
    }

    /**
     * One product.
     *
     * @return the result
     */
    @Benchmark
    public float[] multiply() {
        kernels().gemm().multiply(shape, a, 0, b, 0, false, c, 0, Epilogue.NONE, null);
        return c;
    }

    @Override
    void check() {
        GemmShape s = shape;
        for (int i : Expect.samples(s.m(), 9)) {
            for (int j : Expect.samples(s.n(), 9)) {
                double sum = 0;
                double size = 0;
                for (int p = 0; p < s.k(); p++) {
                    double left = s.transA() ? a[p * s.lda() + i] : a[i * s.lda() + p];
                    double right = s.transB() ? b[j * s.ldb() + p] : b[p * s.ldb() + j];
                    sum += left * right;
                    size += Math.abs(left * right);
                }
                Expect.near("element " + i + ", " + j, sum, c[i * s.ldc() + j], Expect.sum(s.k(), size));
            }
        }
    }
}
