package org.gradus.optim.sum;

import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Workers;

/**
 * A sum in double over a range of elements, on several threads when the range is long. The order is fixed by the length alone:
 * chunks of {@link Numerics#CHUNK} elements, each summed by itself, are added in ascending order.
 */
public final class ChunkSum {
    private static final int CHUNKS_PER_PIECE = 4;

    private ChunkSum() {}

    /** What one chunk comes to. */
    @FunctionalInterface
    public interface Chunk {
        /**
         * Sums up a chunk, in an order that depends on its length alone.
         *
         * @param from the first element
         * @param to the element after the last
         * @return the sum
         */
        double of(int from, int to);
    }

    /**
     * Sums up {@code 0 ≤ i < n}.
     *
     * @param n how many elements
     * @param workers the threads to use
     * @param chunk sums up a part; what it writes besides must concern its own elements only
     * @return the sum of all parts
     */
    public static double of(int n, Workers workers, Chunk chunk) {
        if (n <= Numerics.CHUNK) {
            return chunk.of(0, n);
        }
        int chunks = (n - 1) / Numerics.CHUNK + 1;
        double[] sums = new double[chunks];
        workers.run((chunks - 1) / CHUNKS_PER_PIECE + 1, piece -> {
            int last = Math.min(chunks, (piece + 1) * CHUNKS_PER_PIECE);
            for (int c = piece * CHUNKS_PER_PIECE; c < last; c++) {
                int from = c * Numerics.CHUNK;
                sums[c] = chunk.of(from, from + Math.min(n - from, Numerics.CHUNK));
            }
        });
        double sum = 0;
        for (double s : sums) {
            sum += s;
        }
        return sum;
    }
}
