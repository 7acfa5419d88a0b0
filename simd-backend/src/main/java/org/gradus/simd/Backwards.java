package org.gradus.simd;

import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/** Copies backwards. */
final class Backwards {
    private static final int L = F.length();
    private static final VectorShuffle<Float> TURN = VectorShuffle.fromOp(F, i -> L - 1 - i);

    private Backwards() {}

    /** {@code y[q + i] = x[p − i]} for {@code i < n}; the arrays are two, for the last vector writes elements again. */
    static void copy(int n, float[] x, int p, float[] y, int q) {
        if (n < L) {
            for (int i = 0; i < n; i++) {
                y[q + i] = x[p - i];
            }
            return;
        }
        for (int i = 0; i <= n - L; i += L) {
            FloatVector.fromArray(F, x, p - i - (L - 1)).rearrange(TURN).intoArray(y, q + i);
        }
        FloatVector.fromArray(F, x, p - (n - 1)).rearrange(TURN).intoArray(y, q + n - L);
    }
}
