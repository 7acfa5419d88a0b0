package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The two ways to put lines side by side: copying where they are neighbours already, transposing where they are not. */
final class Packing {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();

    /** Lanes 4 to 7, 8 to 11 and 12 to 15. */
    private static final VectorMask<Float> SECOND = lanes(4, 4);

    private static final VectorMask<Float> THIRD = lanes(4, 8);
    private static final VectorMask<Float> FOURTH = lanes(4, 12);

    /** Every second lane, and every second pair of lanes. */
    private static final VectorMask<Float> ODD = lanes(1, 1);

    private static final VectorMask<Float> ODD_PAIRS = lanes(2, 2);
    private static final VectorShuffle<Float> SWAP = VectorShuffle.fromOp(F, i -> i ^ 1);
    private static final VectorShuffle<Float> SWAP_PAIRS = VectorShuffle.fromOp(F, i -> i ^ 2);

    private Packing() {}

    /** Lanes whose number has the bits of {@code value} among those of 4 and 8, 2 or 1, as the size of the group says. */
    private static VectorMask<Float> lanes(int size, int value) {
        boolean[] set = new boolean[L];
        for (int i = 0; i < L; i++) {
            set[i] = size == 4 ? i / 4 == value / 4 : (i & value) != 0;
        }
        return VectorMask.fromArray(F, set, 0);
    }

    /**
     * {@code out[off + p·width + i] = x[at + p·distance + i]} for {@code 0 ≤ p < length}, {@code 0 ≤ i < count}; count
     * is at most width, width a multiple of the vector's length. Copies whole vectors where the source has them.
     */
    static void copy(float[] x, int at, int distance, int count, int width, int length, float[] out, int off) {
        int source = Math.floorDiv(x.length - width - at, Math.max(1, distance)) + 1;
        int fast = Math.max(0, Math.min(length, source));
        if (width == 3 * L) {
            for (int p = 0; p < fast; p++) {
                FloatVector.fromArray(F, x, at + p * distance).intoArray(out, off + p * 3 * L);
                FloatVector.fromArray(F, x, at + p * distance + L).intoArray(out, off + p * 3 * L + L);
                FloatVector.fromArray(F, x, at + p * distance + 2 * L).intoArray(out, off + p * 3 * L + 2 * L);
            }
        } else if (width == 2 * L) {
            for (int p = 0; p < fast; p++) {
                FloatVector.fromArray(F, x, at + p * distance).intoArray(out, off + p * 2 * L);
                FloatVector.fromArray(F, x, at + p * distance + L).intoArray(out, off + p * 2 * L + L);
            }
        } else {
            for (int i = 0; i < width; i += L) {
                for (int p = 0; p < fast; p++) {
                    FloatVector.fromArray(F, x, at + p * distance + i).intoArray(out, off + p * width + i);
                }
            }
        }
        for (int p = fast; p < length; p++) {
            System.arraycopy(x, at + p * distance, out, off + p * width, count);
        }
    }

    /** {@code out[off + j·width + i] = x[at + i·distance + j]} for {@code 0 ≤ i < lines}, {@code 0 ≤ j < length}. */
    static void transpose(float[] x, int at, int distance, int lines, int length, float[] out, int off, int width) {
        int i = 0;
        for (; i + L <= lines; i += L) {
            int done = length - length % 4;
            whole(x, at + i * distance, distance, done, out, off + i, width);
            for (int j = done; j < length; j++) {
                for (int q = 0; q < L; q++) {
                    out[off + j * width + i + q] = x[at + (i + q) * distance + j];
                }
            }
        }
        for (; i + 4 <= lines; i += 4) {
            four(x, at + i * distance, distance, length, out, off + i, width);
        }
        for (; i < lines; i++) {
            for (int j = 0; j < length; j++) {
                out[off + j * width + i] = x[at + i * distance + j];
            }
        }
    }

    private static void four(float[] x, int x0, int distance, int length, float[] out, int off, int width) {
        int x1 = x0 + distance;
        int x2 = x1 + distance;
        int x3 = x2 + distance;
        for (int j = 0; j < length; j++) {
            out[off + j * width] = x[x0 + j];
            out[off + j * width + 1] = x[x1 + j];
            out[off + j * width + 2] = x[x2 + j];
            out[off + j * width + 3] = x[x3 + j];
        }
    }

    /**
     * As many lines as a vector has lanes, four elements of each at a time. Loads that begin 4, 8 and 12 elements early
     * bring these elements of the lines 4 to 7, 8 to 11 and 12 to 15 to the lanes of these numbers; what remains is to
     * transpose within groups of four lanes: pairs, then pairs of pairs.
     */
    private static void whole(float[] x, int at, int d, int length, float[] out, int off, int width) {
        int x0 = at;
        int x1 = at + d;
        int x2 = at + 2 * d;
        int x3 = at + 3 * d;
        int x4 = at + 4 * d - 4;
        int x5 = at + 5 * d - 4;
        int x6 = at + 6 * d - 4;
        int x7 = at + 7 * d - 4;
        int x8 = at + 8 * d - 8;
        int x9 = at + 9 * d - 8;
        int x10 = at + 10 * d - 8;
        int x11 = at + 11 * d - 8;
        int x12 = at + 12 * d - 12;
        int x13 = at + 13 * d - 12;
        int x14 = at + 14 * d - 12;
        int x15 = at + 15 * d - 12;
        for (int j = 0; j < length; j += 4) {
            FloatVector a = FloatVector.fromArray(F, x, x0 + j);
            FloatVector b = FloatVector.fromArray(F, x, x1 + j);
            FloatVector c = FloatVector.fromArray(F, x, x2 + j);
            FloatVector e = FloatVector.fromArray(F, x, x3 + j);
            if (L >= 8) {
                a = a.blend(FloatVector.fromArray(F, x, x4 + j), SECOND);
                b = b.blend(FloatVector.fromArray(F, x, x5 + j), SECOND);
                c = c.blend(FloatVector.fromArray(F, x, x6 + j), SECOND);
                e = e.blend(FloatVector.fromArray(F, x, x7 + j), SECOND);
            }
            if (L == 16) {
                a = a.blend(FloatVector.fromArray(F, x, x8 + j), THIRD);
                b = b.blend(FloatVector.fromArray(F, x, x9 + j), THIRD);
                c = c.blend(FloatVector.fromArray(F, x, x10 + j), THIRD);
                e = e.blend(FloatVector.fromArray(F, x, x11 + j), THIRD);
                a = a.blend(FloatVector.fromArray(F, x, x12 + j), FOURTH);
                b = b.blend(FloatVector.fromArray(F, x, x13 + j), FOURTH);
                c = c.blend(FloatVector.fromArray(F, x, x14 + j), FOURTH);
                e = e.blend(FloatVector.fromArray(F, x, x15 + j), FOURTH);
            }
            FloatVector ab = a.blend(b.rearrange(SWAP), ODD);
            FloatVector ba = a.rearrange(SWAP).blend(b, ODD);
            FloatVector ce = c.blend(e.rearrange(SWAP), ODD);
            FloatVector ec = c.rearrange(SWAP).blend(e, ODD);
            int to = off + j * width;
            ab.blend(ce.rearrange(SWAP_PAIRS), ODD_PAIRS).intoArray(out, to);
            ba.blend(ec.rearrange(SWAP_PAIRS), ODD_PAIRS).intoArray(out, to + width);
            ab.rearrange(SWAP_PAIRS).blend(ce, ODD_PAIRS).intoArray(out, to + 2 * width);
            ba.rearrange(SWAP_PAIRS).blend(ec, ODD_PAIRS).intoArray(out, to + 3 * width);
        }
    }
}
