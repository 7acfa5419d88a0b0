package org.gradus.simd;

import jdk.incubator.vector.FloatVector;

/** Sums of arrays at unequal offsets, which the compiler does not vectorise by itself. */
final class Vectors {
    private static final int L = Species.F.length();

    private Vectors() {}

    /** {@code y[i] = y[i] + x[i]}. */
    static void add(float[] x, int xOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(Species.F, y, yOff + i)
                    .add(FloatVector.fromArray(Species.F, x, xOff + i))
                    .intoArray(y, yOff + i);
        }
        for (; i < n; i++) {
            y[yOff + i] += x[xOff + i];
        }
    }

    /** {@code y[i] = y[i] + value}. */
    static void add(float value, float[] y, int yOff, int n) {
        FloatVector v = FloatVector.broadcast(Species.F, value);
        int i = 0;
        for (; i + L <= n; i += L) {
            FloatVector.fromArray(Species.F, y, yOff + i).add(v).intoArray(y, yOff + i);
        }
        for (; i < n; i++) {
            y[yOff + i] += value;
        }
    }

    /** {@code y[i] = x[i] + value}; the last vector may write elements again. */
    static void copy(float[] x, int xOff, float value, float[] y, int yOff, int n) {
        if (n < L) {
            for (int i = 0; i < n; i++) {
                y[yOff + i] = x[xOff + i] + value;
            }
            return;
        }
        FloatVector v = FloatVector.broadcast(Species.F, value);
        for (int i = 0; i < n; i += L) {
            int at = Math.min(i, n - L);
            FloatVector.fromArray(Species.F, x, xOff + at).add(v).intoArray(y, yOff + at);
        }
    }
}
