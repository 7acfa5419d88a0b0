package org.gradus.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The chains of one channel's places over a short k, a few taps at a time for all places: their weights stay in registers, and
 * chains that go on are read again. For one channel of results this is faster than a tile, since its many places hide the
 * time that an fma takes.
 */
final class PlaneChains {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();

    private PlaneChains() {}

    /**
     * {@code c[cOff + row·cRow + i] = Σ w[wOff + p]·a[aOff + row·aRow + taps[first + p] + i]} for {@code 0 ≤ i < width}, which are
     * whole vectors, and {@code 0 ≤ p < k}.
     */
    static void run(
            int rows,
            int width,
            int k,
            float[] w,
            int wOff,
            float[] a,
            int aOff,
            int aRow,
            int[] taps,
            int first,
            float[] c,
            int cOff,
            int cRow) {
        int p = 0;
        if (k >= 9) {
            nineFirst(rows, width, w, wOff, a, aOff, aRow, taps, first, c, cOff, cRow);
            p = 9;
        } else if (k >= 4) {
            fourFirst(rows, width, w, wOff, a, aOff, aRow, taps, first, c, cOff, cRow);
            p = 4;
        } else if (k >= 2) {
            twoFirst(rows, width, w, wOff, a, aOff, aRow, taps, first, c, cOff, cRow);
            p = 2;
        } else if (k == 1) {
            oneFirst(rows, width, w, wOff, a, aOff, aRow, taps, first, c, cOff, cRow);
            p = 1;
        } else {
            for (int row = 0; row < rows; row++) {
                Arrays.fill(c, cOff + row * cRow, cOff + row * cRow + width, 0f);
            }
        }
        for (; p + 9 <= k; p += 9) {
            nine(rows, width, w, wOff + p, a, aOff, aRow, taps, first + p, c, cOff, cRow);
        }
        for (; p + 3 <= k; p += 3) {
            three(rows, width, w, wOff + p, a, aOff, aRow, taps, first + p, c, cOff, cRow);
        }
        for (; p < k; p++) {
            one(rows, width, w, wOff + p, a, aOff, aRow, taps, first + p, c, cOff, cRow);
        }
    }

    /** The first nine taps: chains begin with +0. */
    private static void nineFirst(
            int rows,
            int width,
            float[] w,
            int wOff,
            float[] a,
            int aOff,
            int aRow,
            int[] taps,
            int tap,
            float[] c,
            int cOff,
            int cRow) {
        FloatVector w0 = FloatVector.broadcast(F, w[wOff]);
        FloatVector w1 = FloatVector.broadcast(F, w[wOff + 1]);
        FloatVector w2 = FloatVector.broadcast(F, w[wOff + 2]);
        FloatVector w3 = FloatVector.broadcast(F, w[wOff + 3]);
        FloatVector w4 = FloatVector.broadcast(F, w[wOff + 4]);
        FloatVector w5 = FloatVector.broadcast(F, w[wOff + 5]);
        FloatVector w6 = FloatVector.broadcast(F, w[wOff + 6]);
        FloatVector w7 = FloatVector.broadcast(F, w[wOff + 7]);
        FloatVector w8 = FloatVector.broadcast(F, w[wOff + 8]);
        int q0 = aOff + taps[tap];
        int q1 = aOff + taps[tap + 1];
        int q2 = aOff + taps[tap + 2];
        int q3 = aOff + taps[tap + 3];
        int q4 = aOff + taps[tap + 4];
        int q5 = aOff + taps[tap + 5];
        int q6 = aOff + taps[tap + 6];
        int q7 = aOff + taps[tap + 7];
        int q8 = aOff + taps[tap + 8];
        for (int row = 0; row < rows; row++) {
            int from = row * aRow;
            int to = cOff + row * cRow;
            for (int i = 0; i < width; i += L) {
                FloatVector v = FloatVector.zero(F);
                v = w0.fma(FloatVector.fromArray(F, a, q0 + from + i), v);
                v = w1.fma(FloatVector.fromArray(F, a, q1 + from + i), v);
                v = w2.fma(FloatVector.fromArray(F, a, q2 + from + i), v);
                v = w3.fma(FloatVector.fromArray(F, a, q3 + from + i), v);
                v = w4.fma(FloatVector.fromArray(F, a, q4 + from + i), v);
                v = w5.fma(FloatVector.fromArray(F, a, q5 + from + i), v);
                v = w6.fma(FloatVector.fromArray(F, a, q6 + from + i), v);
                v = w7.fma(FloatVector.fromArray(F, a, q7 + from + i), v);
                v = w8.fma(FloatVector.fromArray(F, a, q8 + from + i), v);
                v.intoArray(c, to + i);
            }
        }
    }

    /** Nine more. */
    private static void nine(
            int rows,
            int width,
            float[] w,
            int wOff,
            float[] a,
            int aOff,
            int aRow,
            int[] taps,
            int tap,
            float[] c,
            int cOff,
            int cRow) {
        FloatVector w0 = FloatVector.broadcast(F, w[wOff]);
        FloatVector w1 = FloatVector.broadcast(F, w[wOff + 1]);
        FloatVector w2 = FloatVector.broadcast(F, w[wOff + 2]);
        FloatVector w3 = FloatVector.broadcast(F, w[wOff + 3]);
        FloatVector w4 = FloatVector.broadcast(F, w[wOff + 4]);
        FloatVector w5 = FloatVector.broadcast(F, w[wOff + 5]);
        FloatVector w6 = FloatVector.broadcast(F, w[wOff + 6]);
        FloatVector w7 = FloatVector.broadcast(F, w[wOff + 7]);
        FloatVector w8 = FloatVector.broadcast(F, w[wOff + 8]);
        int q0 = aOff + taps[tap];
        int q1 = aOff + taps[tap + 1];
        int q2 = aOff + taps[tap + 2];
        int q3 = aOff + taps[tap + 3];
        int q4 = aOff + taps[tap + 4];
        int q5 = aOff + taps[tap + 5];
        int q6 = aOff + taps[tap + 6];
        int q7 = aOff + taps[tap + 7];
        int q8 = aOff + taps[tap + 8];
        for (int row = 0; row < rows; row++) {
            int from = row * aRow;
            int to = cOff + row * cRow;
            for (int i = 0; i < width; i += L) {
                FloatVector v = FloatVector.fromArray(F, c, to + i);
                v = w0.fma(FloatVector.fromArray(F, a, q0 + from + i), v);
                v = w1.fma(FloatVector.fromArray(F, a, q1 + from + i), v);
                v = w2.fma(FloatVector.fromArray(F, a, q2 + from + i), v);
                v = w3.fma(FloatVector.fromArray(F, a, q3 + from + i), v);
                v = w4.fma(FloatVector.fromArray(F, a, q4 + from + i), v);
                v = w5.fma(FloatVector.fromArray(F, a, q5 + from + i), v);
                v = w6.fma(FloatVector.fromArray(F, a, q6 + from + i), v);
                v = w7.fma(FloatVector.fromArray(F, a, q7 + from + i), v);
                v = w8.fma(FloatVector.fromArray(F, a, q8 + from + i), v);
                v.intoArray(c, to + i);
            }
        }
    }

    /** Three more. */
    private static void three(
            int rows,
            int width,
            float[] w,
            int wOff,
            float[] a,
            int aOff,
            int aRow,
            int[] taps,
            int tap,
            float[] c,
            int cOff,
            int cRow) {
        FloatVector w0 = FloatVector.broadcast(F, w[wOff]);
        FloatVector w1 = FloatVector.broadcast(F, w[wOff + 1]);
        FloatVector w2 = FloatVector.broadcast(F, w[wOff + 2]);
        int q0 = aOff + taps[tap];
        int q1 = aOff + taps[tap + 1];
        int q2 = aOff + taps[tap + 2];
        for (int row = 0; row < rows; row++) {
            int from = row * aRow;
            int to = cOff + row * cRow;
            for (int i = 0; i < width; i += L) {
                FloatVector v = FloatVector.fromArray(F, c, to + i);
                v = w0.fma(FloatVector.fromArray(F, a, q0 + from + i), v);
                v = w1.fma(FloatVector.fromArray(F, a, q1 + from + i), v);
                v = w2.fma(FloatVector.fromArray(F, a, q2 + from + i), v);
                v.intoArray(c, to + i);
            }
        }
    }

    /** One more. */
    private static void one(
            int rows,
            int width,
            float[] w,
            int wOff,
            float[] a,
            int aOff,
            int aRow,
            int[] taps,
            int tap,
            float[] c,
            int cOff,
            int cRow) {
        FloatVector w0 = FloatVector.broadcast(F, w[wOff]);
        int q0 = aOff + taps[tap];
        for (int row = 0; row < rows; row++) {
            int from = row * aRow;
            int to = cOff + row * cRow;
            for (int i = 0; i < width; i += L) {
                FloatVector v = FloatVector.fromArray(F, c, to + i);
                v = w0.fma(FloatVector.fromArray(F, a, q0 + from + i), v);
                v.intoArray(c, to + i);
            }
        }
    }

    /** Four taps, where there are fewer than nine: the phases of a stride of two have one, two and four. */
    private static void fourFirst(
            int rows,
            int width,
            float[] w,
            int wOff,
            float[] a,
            int aOff,
            int aRow,
            int[] taps,
            int tap,
            float[] c,
            int cOff,
            int cRow) {
        FloatVector w0 = FloatVector.broadcast(F, w[wOff]);
        FloatVector w1 = FloatVector.broadcast(F, w[wOff + 1]);
        FloatVector w2 = FloatVector.broadcast(F, w[wOff + 2]);
        FloatVector w3 = FloatVector.broadcast(F, w[wOff + 3]);
        int q0 = aOff + taps[tap];
        int q1 = aOff + taps[tap + 1];
        int q2 = aOff + taps[tap + 2];
        int q3 = aOff + taps[tap + 3];
        for (int row = 0; row < rows; row++) {
            int from = row * aRow;
            int to = cOff + row * cRow;
            for (int i = 0; i < width; i += L) {
                FloatVector v = FloatVector.zero(F);
                v = w0.fma(FloatVector.fromArray(F, a, q0 + from + i), v);
                v = w1.fma(FloatVector.fromArray(F, a, q1 + from + i), v);
                v = w2.fma(FloatVector.fromArray(F, a, q2 + from + i), v);
                v = w3.fma(FloatVector.fromArray(F, a, q3 + from + i), v);
                v.intoArray(c, to + i);
            }
        }
    }

    /** Two taps. */
    private static void twoFirst(
            int rows,
            int width,
            float[] w,
            int wOff,
            float[] a,
            int aOff,
            int aRow,
            int[] taps,
            int tap,
            float[] c,
            int cOff,
            int cRow) {
        FloatVector w0 = FloatVector.broadcast(F, w[wOff]);
        FloatVector w1 = FloatVector.broadcast(F, w[wOff + 1]);
        int q0 = aOff + taps[tap];
        int q1 = aOff + taps[tap + 1];
        for (int row = 0; row < rows; row++) {
            int from = row * aRow;
            int to = cOff + row * cRow;
            for (int i = 0; i < width; i += L) {
                FloatVector v = FloatVector.zero(F);
                v = w0.fma(FloatVector.fromArray(F, a, q0 + from + i), v);
                v = w1.fma(FloatVector.fromArray(F, a, q1 + from + i), v);
                v.intoArray(c, to + i);
            }
        }
    }

    /** A single tap. */
    private static void oneFirst(
            int rows,
            int width,
            float[] w,
            int wOff,
            float[] a,
            int aOff,
            int aRow,
            int[] taps,
            int tap,
            float[] c,
            int cOff,
            int cRow) {
        FloatVector w0 = FloatVector.broadcast(F, w[wOff]);
        int q0 = aOff + taps[tap];
        for (int row = 0; row < rows; row++) {
            int from = row * aRow;
            int to = cOff + row * cRow;
            for (int i = 0; i < width; i += L) {
                FloatVector v = FloatVector.zero(F);
                v = w0.fma(FloatVector.fromArray(F, a, q0 + from + i), v);
                v.intoArray(c, to + i);
            }
        }
    }
}
