package org.gradus.optim.sum;

import org.gradus.core.backend.Workers;

/**
 * {@code Σ x²} in double of terms that are in no array: they are made block by block, each block is summed as by {@link SquareSum},
 * blocks of a chunk and chunks are added in ascending order.
 */
public final class TermSum {
    /** Three blocks fit into the first-level cache beside what the terms are made of. */
    private static final int BLOCK = 512;

    private TermSum() {}

    /**
     * What makes the terms. It copies its operands to the front of the blocks that it is given and works there: only loops at one
     * common index become vector code.
     */
    @FunctionalInterface
    public interface Terms {
        /**
         * Makes some terms.
         *
         * @param terms where they belong, from index 0
         * @param a scratch memory of the same length
         * @param b scratch memory of the same length
         * @param from the number of the first
         * @param n how many
         */
        void fill(float[] terms, float[] a, float[] b, int from, int n);
    }

    /**
     * Sums up the squares of the terms {@code 0 ≤ i < n}.
     *
     * @param n how many
     * @param workers the threads to use
     * @param terms makes them; what it writes besides must concern its own elements only
     * @return the sum
     */
    public static double of(int n, Workers workers, Terms terms) {
        return ChunkSum.ofEach(n, workers, () -> {
            int block = Math.min(BLOCK, n);
            float[] x = new float[block];
            float[] a = new float[block];
            float[] b = new float[block];
            return (from, to) -> {
                double sum = 0;
                for (int i = from; i < to; i += block) {
                    int length = Math.min(block, to - i);
                    terms.fill(x, a, b, i, length);
                    sum += SquareSum.of(x, 0, length);
                }
                return sum;
            };
        });
    }
}
