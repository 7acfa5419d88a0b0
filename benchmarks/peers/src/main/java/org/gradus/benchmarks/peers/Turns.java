package org.gradus.benchmarks.peers;

import java.util.Arrays;
import java.util.List;

/** Times contestants in turns, so that all see the same load. */
final class Turns {
    private static final int ROUNDS = 9;
    private static final double ROUND_NANOS = 4e7;
    private static final double WARM_UP_NANOS = 1.2e9;

    /**
     * OpenBLAS's threads look for new work without pause for about 100 ms after a call. Whoever computes on as many threads
     * meanwhile shares a processor with them.
     */
    private static final long REST_MILLIS = 200;

    private Turns() {}

    /** Median nanoseconds of each on one thread. */
    static double[] medians(List<Runnable> runs) {
        return medians(runs, 1);
    }

    /**
     * Median nanoseconds of each, after warming up; the first, whose code is compiled as it runs, warms up longest. On
     * several threads there is a rest before each turn, until the threads of the one before sleep, and a short run to wake
     * its own.
     */
    static double[] medians(List<Runnable> runs, int threads) {
        int[] repeats = new int[runs.size()];
        double[][] nanos = new double[runs.size()][ROUNDS];
        for (int i = 0; i < runs.size(); i++) {
            double best = warmUp(runs.get(i), WARM_UP_NANOS / (i == 0 ? 1 : 4));
            repeats[i] = (int) Math.max(1, ROUND_NANOS / best);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < runs.size(); i++) {
                if (threads > 1) {
                    rest();
                    repeat(runs.get(i), 1 + repeats[i] / 8);
                }
                long start = System.nanoTime();
                repeat(runs.get(i), repeats[i]);
                nanos[i][round] = (double) (System.nanoTime() - start) / repeats[i];
            }
        }
        double[] medians = new double[runs.size()];
        for (int i = 0; i < medians.length; i++) {
            Arrays.sort(nanos[i]);
            medians[i] = nanos[i][ROUNDS / 2];
        }
        return medians;
    }

    private static void repeat(Runnable run, int times) {
        for (int i = 0; i < times; i++) {
            run.run();
        }
    }

    private static void rest() {
        try {
            Thread.sleep(REST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs until nothing is faster than before for so long, so that a busy machine does not leave the compiler at work. */
    private static double warmUp(Runnable run, double nanos) {
        double best = Double.MAX_VALUE;
        long since = System.nanoTime();
        long start = since;
        while (start - since < nanos) {
            run.run();
            long end = System.nanoTime();
            if (end - start < 0.8 * best) {
                best = end - start;
                since = end;
            }
            start = end;
        }
        return best;
    }
}
