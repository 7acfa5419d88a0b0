package org.gradus.benchmarks.probe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.gradus.core.backend.Workers;

/**
 * The limits of the machine, measured in this process: by the Vector API where its module is there, in plain Java elsewhere.
 * Each figure is the best of many short rounds, so that a moment of other load does not lower it; it is measured when it is
 * first asked for.
 */
public final class Probe {
    private static final long WARM_UP_NANOS = 250_000_000;
    private static final long MEASURE_NANOS = 250_000_000;
    private static final int LEAST_RUNS = 12;
    private static final int FMA_STEPS = 1 << 17;
    private static final int CACHE_LINE = 16;
    private static final Loops LOOPS = vectors() ? new VectorLoops() : new ScalarLoops();
    private static final Loops PLAIN = new ScalarLoops();
    private static final Map<String, Double> KNOWN = new ConcurrentHashMap<>();

    private Probe() {}

    /**
     * Whether the Vector API is there.
     *
     * @return true when its module was resolved
     */
    public static boolean vectors() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /**
     * How many floats a vector of this process has.
     *
     * @return the number, 1 without the Vector API
     */
    public static int lanes() {
        return LOOPS.lanes();
    }

    /**
     * The peak of fused multiply-adds on floats, two operations each.
     *
     * @param threads how many threads work at once
     * @return GFLOP/s
     */
    public static double fma(int threads) {
        return KNOWN.computeIfAbsent("fma " + threads, key -> {
            float[] sink = new float[threads * CACHE_LINE];
            Workers workers = Workers.of(threads);
            double nanos = best(() -> workers.run(threads, i -> sink[i * CACHE_LINE] = LOOPS.fma(FMA_STEPS, 0.001f)));
            return (double) FMA_STEPS * LOOPS.flopsPerStep() * threads / nanos;
        });
    }

    /**
     * The bandwidth of one pattern: the better of vector code and plain Java.
     *
     * @param pattern what is read and written
     * @param level where the arrays lie
     * @param threads how many threads work at once, each on a part of the arrays
     * @return GB/s, counted as {@link Pattern#bytes()} says
     */
    public static double bandwidth(Pattern pattern, Level level, int threads) {
        return KNOWN.computeIfAbsent(pattern + " " + level + " " + threads, key -> {
            int each = (int) (level.workingSet(threads) / pattern.arrays() / threads / 4) / 64 * 64;
            float[][] arrays = new float[3][];
            for (int i = 0; i < 3; i++) {
                arrays[i] = i < pattern.arrays() || i == 1 ? new float[each * threads] : new float[64];
            }
            double vector = pass(LOOPS, pattern, arrays, each, threads);
            double plain = LOOPS == PLAIN ? vector : pass(PLAIN, pattern, arrays, each, threads);
            return (double) pattern.bytes() * each * threads / Math.min(vector, plain);
        });
    }

    /**
     * One reading of an array by the vector code of {@link Pattern#READ}, to be timed in turns with what has to read the same array.
     *
     * @param array what is read
     * @param threads how many threads read a part each
     * @return what reads it
     */
    public static Runnable reading(float[] array, int threads) {
        float[] sink = new float[threads * CACHE_LINE];
        Workers workers = Workers.of(threads);
        int each = (array.length + threads - 1) / threads;
        return () -> workers.run(threads, i -> {
            int end = Math.min(array.length, (i + 1) * each);
            sink[i * CACHE_LINE] = LOOPS.pass(Pattern.READ, array, array, array, i * each, end);
        });
    }

    private static double pass(Loops loops, Pattern pattern, float[][] arrays, int each, int threads) {
        float[] sink = new float[threads * CACHE_LINE];
        Workers workers = Workers.of(threads);
        int repeats = Math.max(1, (1 << 18) / each);
        return best(() -> workers.run(threads, i -> {
                    for (int r = 0; r < repeats; r++) {
                        sink[i * CACHE_LINE] +=
                                loops.pass(pattern, arrays[0], arrays[1], arrays[2], i * each, (i + 1) * each);
                    }
                }))
                / repeats;
    }

    /** Nanoseconds of the fastest run. */
    private static double best(Runnable run) {
        // under load the compiler may take longer than the time to warm up, hence a number of runs, too
        long end = System.nanoTime() + WARM_UP_NANOS;
        for (int i = 0; i < LEAST_RUNS || System.nanoTime() < end; i++) {
            run.run();
        }
        long best = Long.MAX_VALUE;
        end = System.nanoTime() + MEASURE_NANOS;
        long now = System.nanoTime();
        for (int i = 0; i < LEAST_RUNS || now < end; i++) {
            run.run();
            long after = System.nanoTime();
            best = Math.min(best, after - now);
            now = after;
        }
        return best;
    }
}
