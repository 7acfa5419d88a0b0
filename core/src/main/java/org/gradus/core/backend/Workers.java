package org.gradus.core.backend;

/**
 * The gang of threads that kernels share. Work is cut into pieces by its size alone; which thread runs a piece never
 * matters to a result.
 */
public interface Workers {
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

    /**
     * How many threads may work at once, the caller's included.
     *
     * @return at least 1
     */
    int threads();

    /**
     * Runs {@code task} for every piece from 0 to {@code pieces − 1} and returns when all have finished. The caller takes
     * part; a nested call, or one while the gang is busy for another caller, runs on the caller's thread. An exception of a
     * piece is thrown here after the others have stopped.
     *
     * @param pieces how many
     * @param task what to do
     */
    void run(int pieces, Task task);
}
