package org.gradus.optim;

import org.gradus.core.backend.Workers;

/**
 * What a rule is told about the present step of one parameter.
 *
 * @param rate the learning rate: the schedule's value times the parameter's own factor
 * @param decay the strength of l2 or weight decay for this parameter
 * @param step how many updates this parameter has had, this one included: 1 at the first
 * @param workers the threads to use, best through {@link #split}
 * @param shared the state that all parameters of a {@link JointRule} share; empty for other rules
 */
public record StepContext(double rate, double decay, long step, Workers workers, Slots shared) {
    private static final int PIECE = 1 << 15;

    /** A loop over a range of elements. */
    @FunctionalInterface
    public interface Range {
        /**
         * Runs the loop.
         *
         * @param from the first element
         * @param to the element after the last
         */
        void run(int from, int to);
    }

    /**
     * Runs a loop over {@code 0 ≤ i < n}, in pieces on several threads when n is large. The cut depends on n alone; a loop
     * that treats every element by itself gives the same bits on any number of threads.
     *
     * @param n how many elements
     * @param loop what to do with a range of them
     */
    public void split(int n, Range loop) {
        split(workers, n, loop);
    }

    static void split(Workers workers, int n, Range loop) {
        if (n <= PIECE) {
            loop.run(0, n);
        } else {
            int pieces = (n - 1) / PIECE + 1;
            workers.run(pieces, piece -> loop.run(piece * PIECE, (int) Math.min(n, (piece + 1L) * PIECE)));
        }
    }
}
