package org.gradus.benchmarks.peers;

import java.util.Arrays;
import java.util.List;

/** Times contestants in turns, so that all see the same load. */
final class Turns {
    private static final int ROUNDS = 9;
    private static final double ROUND_NANOS = 4e7;
    private static final double WARM_UP_NANOS = 1.2e9;

    private Turns() {}

    /** Median nanoseconds of each, after warming up; the first, whose code is compiled as it runs, warms up longest. */
    static double[] medians(List<Runnable> runs) {
        int[] repeats = new int[runs.size()];
        double[][] nanos = new double[runs.size()][ROUNDS];
        for (int i = 0; i < runs.size(); i++) {
            double best = warmUp(runs.get(i), WARM_UP_NANOS / (i == 0 ? 1 : 4));
            repeats[i] = (int) Math.max(1, ROUND_NANOS / best);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < runs.size(); i++) {
                long start = System.nanoTime();
                for (int r = 0; r < repeats[i]; r++) {
                    runs.get(i).run();
                }
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
