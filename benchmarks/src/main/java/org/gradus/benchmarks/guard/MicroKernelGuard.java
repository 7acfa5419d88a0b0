package org.gradus.benchmarks.guard;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradus.benchmarks.kernel.Kernels;
import org.gradus.benchmarks.probe.Probe;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Workers;

/**
 * Fails when a matrix product or a convolution falls under its share of the peak of fused multiply-adds in the same process, or
 * allocates, as they do when a change of a micro-kernel makes the compiler spill registers or box vectors.
 *
 * <p>The tiles are hidden in the backend; each shape here is such that one kind of tile does nearly all of its work. A whole tile
 * must reach three quarters of the peak. The tile of four rows by one vector serves corners alone and has no shape of its own.
 * The best of many runs is taken, so that other load does not fail it.
 */
public final class MicroKernelGuard {
    private static final long MOST_BYTES = 64 << 10;
    private static final int RUNS = 20_000;
    private static final long TIME_NANOS = 2_500_000_000L;

    private MicroKernelGuard() {}

    /**
     * Measures, prints a line for each and exits with status 1 when one is too slow.
     *
     * @param args none
     */
    public static void main(String[] args) {
        Backend backend = Kernels.of("simd", Workers.of(1));
        System.out.printf(Locale.ROOT, "%s; the peak is %.0f GFLOP/s%n", backend.description(), Probe.fma(1));
        List<String> failed = new ArrayList<>();
        for (GuardedWork work : GuardedWork.all(backend, Probe.lanes())) {
            String line = measure(work, failed);
            System.out.println(line);
        }
        if (!failed.isEmpty()) {
            System.err.println("FAILED: " + String.join("; ", failed)
                    + ". Look for spilled registers or boxed vectors in the micro-kernels.");
            System.exit(1);
        }
    }

    /** A line about the work; it is added to {@code failed} when it is too slow or allocates too much. */
    static String measure(GuardedWork work, List<String> failed) {
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        long bytes = Long.MAX_VALUE;
        long end = System.nanoTime() + TIME_NANOS;
        for (int run = 0; run < RUNS && System.nanoTime() < end; run++) {
            long allocated = thread.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            work.run().run();
            best = Math.min(best, System.nanoTime() - start);
            bytes = Math.min(bytes, thread.getCurrentThreadAllocatedBytes() - allocated);
        }
        double share = work.flops() / best / Probe.fma(1);
        String line = String.format(
                Locale.ROOT,
                "%s: %.0f %% of the peak, at least %.0f %% are demanded; %d bytes allocated, at most %d",
                work.name(),
                100 * share,
                100 * work.least(),
                bytes,
                MOST_BYTES);
        if (share < work.least() || bytes > MOST_BYTES) {
            failed.add(line);
        }
        return line;
    }
}
