package org.gradus.core.backend;

/**
 * The gang of threads that kernels share. Work is cut into pieces by its size alone; which thread runs a piece never
 * matters to a result.
 */
public interface Workers {
    /** The length of the pieces that {@link #split} cuts. */
    int RANGE = 1 << 15;

    /** One piece of work. */
    @FunctionalInterface
    interface Task {
        /**
         * Runs the piece.
         *
         * @param piece its number, from 0
         */
        void run(int piece);
    }

    /** A loop over a range of elements. */
    @FunctionalInterface
    interface Range {
        /**
         * Runs the loop.
         *
         * @param from the first element
         * @param to the element after the last
         */
        void run(int from, int to);
    }

    /**
     * How many threads may work at once, the caller's included.
     *
     * @return at least 1
     */
    int threads();

    /**
     * Runs {@code task} for every piece from 0 to {@code pieces − 1} and returns when all have finished. The caller takes
     * part; a nested call, or one while the gang is busy for another caller, runs on the caller's thread. The first
     * exception of a piece is thrown here after the others have stopped; pieces that had not begun by then are left out.
     *
     * @param pieces how many
     * @param task what to do
     */
    void run(int pieces, Task task);

    /**
     * Runs a loop over {@code 0 ≤ i < n}, in pieces on several threads when n is large. The cut depends on n alone; a loop
     * that treats every element by itself gives the same bits on any number of threads.
     *
     * @param n how many elements
     * @param loop what to do with a range of them
     */
    default void split(int n, Range loop) {
        if (n <= RANGE) {
            loop.run(0, n);
        } else {
            run((n - 1) / RANGE + 1, piece -> loop.run(piece * RANGE, (int) Math.min(n, (piece + 1L) * RANGE)));
        }
    }

    /**
     * A new gang. Its threads are daemons; they start with the first work and end when there has been none for a while.
     *
     * @param threads how many may work at once, the caller's included
     * @return the gang
     * @throws IllegalArgumentException if {@code threads} is below 1
     */
    static Workers of(int threads) {
        return new Gang(threads);
    }

    /**
     * The gang of this JVM: as many threads as {@code -Dgradus.threads} says, by default one for each available processor.
     *
     * @return the shared gang
     * @throws IllegalArgumentException if the property is not a whole number above 0
     */
    static Workers shared() {
        return Gang.shared();
    }
}
