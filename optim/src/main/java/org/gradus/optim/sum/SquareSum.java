package org.gradus.optim.sum;

import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Workers;

/**
 * {@code Σ x²} in double. The order is fixed by the length alone: chunks as of {@link ChunkSum}, in each of which element i goes
 * to lane i mod 8 and lanes fold at distances 4, 2, 1.
 */
public final class SquareSum {
    private static final int LANES = Numerics.SHORT_LANES;

    private SquareSum() {}

    /**
     * Sums up the squares of all elements.
     *
     * @param x the elements
     * @param workers the threads to use
     * @return the sum
     */
    public static double of(float[] x, Workers workers) {
        return ChunkSum.of(x.length, workers, (from, to) -> chunk(x, from, to - from));
    }

    /**
     * Sums up the squares of some elements on this thread; of all of them it has the bits of the other method.
     *
     * @param x the elements
     * @param from the first
     * @param n how many
     * @return the sum
     */
    public static double of(float[] x, int from, int n) {
        double sum = 0;
        int next = from;
        for (int rest = n; rest > 0; rest -= Numerics.CHUNK) {
            sum += chunk(x, next, Math.min(rest, Numerics.CHUNK));
            next += Numerics.CHUNK;
        }
        return sum;
    }

    /** The lanes are eight local variables: a local array would be stored and loaded for each element. */
    private static double chunk(float[] x, int from, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int whole = from + n - n % LANES;
        for (int i = from; i < whole; i += LANES) {
            s0 += square(x[i]);
            s1 += square(x[i + 1]);
            s2 += square(x[i + 2]);
            s3 += square(x[i + 3]);
            s4 += square(x[i + 4]);
            s5 += square(x[i + 5]);
            s6 += square(x[i + 6]);
            s7 += square(x[i + 7]);
        }
        int rest = from + n - whole;
        s0 += rest > 0 ? square(x[whole]) : 0;
        s1 += rest > 1 ? square(x[whole + 1]) : 0;
        s2 += rest > 2 ? square(x[whole + 2]) : 0;
        s3 += rest > 3 ? square(x[whole + 3]) : 0;
        s4 += rest > 4 ? square(x[whole + 4]) : 0;
        s5 += rest > 5 ? square(x[whole + 5]) : 0;
        s6 += rest > 6 ? square(x[whole + 6]) : 0;
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    /** Exact: a float has 24 bits, its square 48. */
    private static double square(double x) {
        return x * x;
    }
}
