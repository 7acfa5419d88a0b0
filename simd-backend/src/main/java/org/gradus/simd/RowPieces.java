package org.gradus.simd;

import org.gradus.core.backend.Workers;

/**
 * Cuts rows into pieces of work for the threads, and those into groups, by their size alone.
 *
 * @param workers the threads that may take part
 * @param grain so many elements make a piece
 * @param group so many elements are worked on together
 */
record RowPieces(Workers workers, int grain, int group) {
    /** Some rows of a kernel, with the lanes of the thread that works on them. */
    interface Part {
        void run(int from, int to, SimdLanes lanes);
    }

    /** Runs the part over {@code rows} rows of n elements. */
    void run(int rows, int n, Part part) {
        int together = Math.max(1, group / Math.max(1, n));
        int each = together * Math.max(1, grain / (together * Math.max(1, n)));
        int pieces = (rows + each - 1) / each;
        if (pieces <= 1) {
            groups(0, rows, together, part);
        } else {
            workers.run(pieces, p -> groups(p * each, Math.min(rows, (p + 1) * each), together, part));
        }
    }

    private static void groups(int from, int to, int together, Part part) {
        SimdLanes lanes = SimdLanes.ofThread();
        for (int first = from; first < to; first += together) {
            part.run(first, Math.min(to, first + together), lanes);
        }
    }
}
