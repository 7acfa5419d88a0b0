package org.gradus.optim.rule;

import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Workers;

/**
 * Sums over elements in double. The order is fixed by the length alone: chunks of {@link Numerics#CHUNK} elements, each by
 * itself, then added in ascending order; within a chunk element i goes to lane i mod 4.
 */
final class Sums {
    private static final int LANES = 4;

    private Sums() {}

    /** The sums of one chunk. */
    @FunctionalInterface
    interface Chunk {
        /**
         * Computes them.
         *
         * @param from the first element
         * @param to the element after the last
         * @param sums where to put them
         * @param at the place of the first; the others follow
         */
        void run(int from, int to, double[] sums, int at);
    }

    /** Several sums over {@code 0 ≤ i < n} at once. */
    static double[] of(int n, int count, Workers workers, Chunk chunk) {
        double[] sums = new double[count];
        if (n <= Numerics.CHUNK) {
            chunk.run(0, n, sums, 0);
            return sums;
        }
        int chunks = (n - 1) / Numerics.CHUNK + 1;
        double[] parts = new double[chunks * count];
        workers.run(chunks, c -> {
            int from = c * Numerics.CHUNK;
            chunk.run(from, Math.min(n - from, Numerics.CHUNK) + from, parts, c * count);
        });
        for (int i = 0; i < parts.length; i++) {
            sums[i % count] += parts[i];
        }
        return sums;
    }

    /** {@code Σ a·b}. */
    static double dot(float[] a, float[] b, Workers workers) {
        return of(a.length, 1, workers, (from, to, sums, at) -> sums[at] = dot(a, from, b, from, to - from))[0];
    }

    /** {@code Σ a·b} over n elements from two places on, as one chunk. */
    static double dot(float[] a, int fromA, float[] b, int fromB, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            s0 += (double) a[fromA + i] * b[fromB + i];
            s1 += (double) a[fromA + i + 1] * b[fromB + i + 1];
            s2 += (double) a[fromA + i + 2] * b[fromB + i + 2];
            s3 += (double) a[fromA + i + 3] * b[fromB + i + 3];
        }
        for (; i < n; i++) {
            s0 += (double) a[fromA + i] * b[fromB + i];
        }
        return (s0 + s2) + (s1 + s3);
    }

    /** {@code Σ g·(a − b)} of a range. */
    static double dotDifference(float[] g, float[] a, float[] b, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 += g[i] * ((double) a[i] - b[i]);
            s1 += g[i + 1] * ((double) a[i + 1] - b[i + 1]);
            s2 += g[i + 2] * ((double) a[i + 2] - b[i + 2]);
            s3 += g[i + 3] * ((double) a[i + 3] - b[i + 3]);
        }
        for (; i < to; i++) {
            s0 += g[i] * ((double) a[i] - b[i]);
        }
        return (s0 + s2) + (s1 + s3);
    }

    /** {@code Σ |x|} of a range. */
    static double absolute(float[] x, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            s0 += Math.abs(x[i]);
            s1 += Math.abs(x[i + 1]);
            s2 += Math.abs(x[i + 2]);
            s3 += Math.abs(x[i + 3]);
        }
        for (; i < to; i++) {
            s0 += Math.abs(x[i]);
        }
        return (s0 + s2) + (s1 + s3);
    }
}
