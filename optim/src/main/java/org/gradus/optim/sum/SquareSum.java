package org.gradus.optim.sum;

import org.gradus.core.backend.Backends;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Workers;

/** {@code Σ x²} in double, in the order of {@link org.gradus.core.backend.Reduce#sumOfSquares}. */
public final class SquareSum {
    private SquareSum() {}

    /**
     * Sums up the squares of all elements.
     *
     * @param x the elements
     * @param workers the threads to use
     * @return the sum
     */
    public static double of(float[] x, Workers workers) {
        return of(x, x.length, workers);
    }

    /**
     * Sums up the squares of the first elements.
     *
     * @param x the elements
     * @param n how many
     * @param workers the threads to use
     * @return the sum
     */
    public static double of(float[] x, int n, Workers workers) {
        if (n <= Numerics.CHUNK) {
            return of(x, 0, n); // without an object for each of many small parameters
        }
        return ChunkSum.of(n, workers, (from, to) -> of(x, from, to - from));
    }

    /**
     * Sums up the squares of some elements on this thread; of all of them it has the bits of the other methods.
     *
     * @param x the elements
     * @param from the first
     * @param n how many
     * @return the sum
     */
    public static double of(float[] x, int from, int n) {
        return Backends.current().reduce().sumOfSquares(x, from, n);
    }
}
