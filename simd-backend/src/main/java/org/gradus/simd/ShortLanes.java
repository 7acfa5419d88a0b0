package org.gradus.simd;

/**
 * Sums of fewer than {@link org.gradus.core.backend.Numerics#SHORT} contiguous values in the order of
 * {@link org.gradus.core.backend.Reduce}: eight lanes, which are local variables here.
 */
final class ShortLanes {
    private ShortLanes() {}

    /** {@code Σ (x − mean)}. */
    static float deviations(float[] x, int off, int n, float mean) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        float s4 = 0f;
        float s5 = 0f;
        float s6 = 0f;
        float s7 = 0f;
        int end = n & -8;
        for (int k = 0; k < end; k += 8) {
            int i = off + k;
            s0 += x[i] - mean;
            s1 += x[i + 1] - mean;
            s2 += x[i + 2] - mean;
            s3 += x[i + 3] - mean;
            s4 += x[i + 4] - mean;
            s5 += x[i + 5] - mean;
            s6 += x[i + 6] - mean;
            s7 += x[i + 7] - mean;
        }
        int i = off + end;
        int rest = n - end;
        s0 = rest > 0 ? s0 + (x[i] - mean) : s0;
        s1 = rest > 1 ? s1 + (x[i + 1] - mean) : s1;
        s2 = rest > 2 ? s2 + (x[i + 2] - mean) : s2;
        s3 = rest > 3 ? s3 + (x[i + 3] - mean) : s3;
        s4 = rest > 4 ? s4 + (x[i + 4] - mean) : s4;
        s5 = rest > 5 ? s5 + (x[i + 5] - mean) : s5;
        s6 = rest > 6 ? s6 + (x[i + 6] - mean) : s6;
        return fold(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    /** {@code Σ (x − mean)²}, each term a subtraction and one fma. */
    static float squaredDeviations(float[] x, int off, int n, float mean) {
        return weightedDeviations(x, off, mean, x, off, n, mean);
    }

    /** {@code Σ (w − center)·(x − mean)}, each term two subtractions and one fma. */
    static float weightedDeviations(float[] w, int wOff, float center, float[] x, int off, int n, float mean) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        float s4 = 0f;
        float s5 = 0f;
        float s6 = 0f;
        float s7 = 0f;
        int end = n & -8;
        for (int k = 0; k < end; k += 8) {
            int i = off + k;
            int j = wOff + k;
            s0 = Math.fma(w[j] - center, x[i] - mean, s0);
            s1 = Math.fma(w[j + 1] - center, x[i + 1] - mean, s1);
            s2 = Math.fma(w[j + 2] - center, x[i + 2] - mean, s2);
            s3 = Math.fma(w[j + 3] - center, x[i + 3] - mean, s3);
            s4 = Math.fma(w[j + 4] - center, x[i + 4] - mean, s4);
            s5 = Math.fma(w[j + 5] - center, x[i + 5] - mean, s5);
            s6 = Math.fma(w[j + 6] - center, x[i + 6] - mean, s6);
            s7 = Math.fma(w[j + 7] - center, x[i + 7] - mean, s7);
        }
        int i = off + end;
        int j = wOff + end;
        int rest = n - end;
        s0 = rest > 0 ? Math.fma(w[j] - center, x[i] - mean, s0) : s0;
        s1 = rest > 1 ? Math.fma(w[j + 1] - center, x[i + 1] - mean, s1) : s1;
        s2 = rest > 2 ? Math.fma(w[j + 2] - center, x[i + 2] - mean, s2) : s2;
        s3 = rest > 3 ? Math.fma(w[j + 3] - center, x[i + 3] - mean, s3) : s3;
        s4 = rest > 4 ? Math.fma(w[j + 4] - center, x[i + 4] - mean, s4) : s4;
        s5 = rest > 5 ? Math.fma(w[j + 5] - center, x[i + 5] - mean, s5) : s5;
        s6 = rest > 6 ? Math.fma(w[j + 6] - center, x[i + 6] - mean, s6) : s6;
        return fold(s0, s1, s2, s3, s4, s5, s6, s7);
    }

    private static float fold(float s0, float s1, float s2, float s3, float s4, float s5, float s6, float s7) {
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }
}
