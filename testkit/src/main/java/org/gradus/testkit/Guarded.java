package org.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;

/** Arrays for kernel contracts: inputs of several kinds, outputs with guard zones, and comparison by bits. */
final class Guarded {
    private static final float GUARD = Float.intBitsToFloat(0x7EDCBA98);
    private static final int ZONE = 37;

    private static final float[] SPECIAL = {
        0f,
        -0f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        1f,
        -1f
    };

    private Guarded() {}

    /** n finite numbers of mixed sign and size. */
    static float[] ordinary(int n, long seed) {
        Random random = new Random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (random.nextGaussian() * Math.exp(random.nextGaussian()));
        }
        return x;
    }

    /** Ordinary numbers among which zeros, infinities, NaN and the limits of the type are strewn, one in {@code every}. */
    static float[] special(int n, int every, long seed) {
        Random random = new Random(seed);
        float[] x = ordinary(n, seed + 1);
        for (int i = 0; i < n; i++) {
            if (random.nextInt(every) == 0) {
                x[i] = SPECIAL[random.nextInt(SPECIAL.length)];
            }
        }
        return x;
    }

    /** n indices below {@code bound}. */
    static int[] indices(int n, int bound, long seed) {
        return new Random(seed).ints(n, 0, bound).toArray();
    }

    /** An array for n results behind which a guard zone lies. */
    static float[] output(int n) {
        float[] y = new float[n + ZONE];
        Arrays.fill(y, GUARD);
        return y;
    }

    /** As {@link #output}, with values that a kernel adds to. */
    static float[] output(float[] values) {
        float[] y = output(values.length);
        System.arraycopy(values, 0, y, 0, values.length);
        return y;
    }

    /** The same for ints. */
    static int[] intOutput(int n) {
        int[] y = new int[n + ZONE];
        Arrays.fill(y, Integer.MIN_VALUE);
        return y;
    }

    /** Fails at the first element that differs in its bits; all NaN are equal. Guard zones are part of it. */
    static void assertSameBits(String what, float[] expected, float[] actual) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
                throw new AssertionError(what + ": element " + i + " of " + (expected.length - ZONE) + ": expected "
                        + Float.toHexString(expected[i]) + " but was " + Float.toHexString(actual[i]));
            }
        }
    }

    /** Fails where a kernel wrote behind its n results. */
    static void assertGuard(String what, float[] y, int n) {
        for (int i = n; i < y.length; i++) {
            assertThat(y[i]).as("%s: wrote behind its end at %d", what, i).isEqualTo(GUARD);
        }
    }
}
