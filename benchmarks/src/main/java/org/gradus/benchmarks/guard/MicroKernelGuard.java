package org.gradus.benchmarks.guard;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.gradus.benchmarks.kernel.Kernels;
import org.gradus.benchmarks.probe.Probe;
import org.gradus.core.Rng;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.Workers;

/**
 * Fails when matrix products fall under three quarters of the peak of fused multiply-adds in the same process, as they do when
 * a change of the micro-kernel makes the compiler spill registers or box vectors.
 *
 * <p>The product is large enough that packing hardly counts, and the best of many runs is taken, so that other load does not
 * fail it.
 */
public final class MicroKernelGuard {
    private static final double LEAST = 0.75;
    private static final long MOST_BYTES = 64 << 10;
    private static final int N = 1024;
    private static final int RUNS = 400;
    private static final long TIME_NANOS = 12_000_000_000L;

    private MicroKernelGuard() {}

    /**
     * Measures, prints one line and exits with status 1 when the kernel is too slow.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Backend backend = Kernels.of("simd", Workers.of(1));
        float[] a = Rng.of(1).normal(N * N);
        float[] b = Rng.of(2).normal(N * N);
        float[] c = new float[N * N];
        GemmShape shape = GemmShape.contiguous(false, false, N, N, N);
        long best = Long.MAX_VALUE;
        long bytes = 0;
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long end = System.nanoTime() + TIME_NANOS;
        for (int run = 0; run < RUNS && System.nanoTime() < end; run++) {
            long allocated = thread.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            backend.gemm().multiply(shape, a, 0, b, 0, false, c, 0, Epilogue.NONE, null);
            best = Math.min(best, System.nanoTime() - start);
            bytes = thread.getCurrentThreadAllocatedBytes() - allocated;
        }
        double rate = 2.0 * N * N * N / best;
        double peak = Probe.fma(1);
        String line = String.format(
                Locale.ROOT,
                "%s: product of %d³: %.1f GFLOP/s, %.0f %% of the peak of %.1f; %d bytes allocated",
                backend.description(),
                N,
                rate,
                100 * rate / peak,
                peak,
                bytes);
        if (rate < LEAST * peak || bytes > MOST_BYTES) {
            System.err.println(
                    "FAILED: " + line + "; at least " + Math.round(100 * LEAST) + " % and at most " + MOST_BYTES
                            + " bytes are demanded. Look for spilled registers or boxed vectors in the micro-kernel.");
            System.exit(1);
        }
        System.out.println("passed: " + line);
    }
}
