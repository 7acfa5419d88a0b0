package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The two ways to put lines side by side: copying where they are neighbours already, transposing where they are not. */
final class Packing {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();

    /** Every second lane, every second pair, four and eight of lanes. */
    static final VectorMask<Float> ODD = lanes(1);

    static final VectorMask<Float> ODD_PAIRS = lanes(2);
    static final VectorMask<Float> ODD_FOURS = lanes(4);
    static final VectorMask<Float> ODD_EIGHTS = lanes(8);
    static final VectorShuffle<Float> SWAP = VectorShuffle.fromOp(F, i -> i ^ 1);
    static final VectorShuffle<Float> SWAP_PAIRS = VectorShuffle.fromOp(F, i -> i ^ 2);

    /** With two or four lanes there is nothing to swap. */
    static final VectorShuffle<Float> SWAP_FOURS = VectorShuffle.fromOp(F, i -> (i ^ 4) % L);

    private Packing() {}

    /** Lanes whose number has this bit. */
    private static VectorMask<Float> lanes(int bit) {
        boolean[] set = new boolean[L];
        for (int i = 0; i < L; i++) {
            set[i] = (i & bit) != 0;
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
        if (width == 4 * L) {
            for (int p = 0; p < fast; p++) {
                FloatVector.fromArray(F, x, at + p * distance).intoArray(out, off + p * 4 * L);
                FloatVector.fromArray(F, x, at + p * distance + L).intoArray(out, off + p * 4 * L + L);
                FloatVector.fromArray(F, x, at + p * distance + 2 * L).intoArray(out, off + p * 4 * L + 2 * L);
                FloatVector.fromArray(F, x, at + p * distance + 3 * L).intoArray(out, off + p * 4 * L + 3 * L);
            }
        } else if (width == 3 * L) {
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
            int step = L == 16 ? 8 : 4;
            int done = length - length % step;
            some(x, at + i * distance, distance, done, out, off + i, width);
            if (done < length && length >= step) {
                int last = length - step;
                some(x, at + i * distance + last, distance, step, out, off + i + last * width, width);
            } else {
                for (int j = 0; j < length - done; j++) {
                    for (int q = 0; q < L; q++) {
                        out[off + j * width + i + q] = x[at + (i + q) * distance + j];
                    }
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

    /** As many lines as a vector has lanes. */
    private static void some(float[] x, int at, int distance, int length, float[] out, int off, int width) {
        if (L == 16) {
            sixteen(x, at, distance, length, out, off, width);
        } else {
            few(x, at, distance, length, out, off, width);
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
     * Four or eight lines, four elements of each at a time. Loads that begin 4 elements early bring these elements of the
     * lines 4 to 7 to the lanes of these numbers; what remains is to transpose within groups of four lanes: pairs, then
     * pairs of pairs.
     */
    private static void few(float[] x, int at, int d, int length, float[] out, int off, int width) {
        int x1 = at + d;
        int x2 = at + 2 * d;
        int x3 = at + 3 * d;
        int x4 = at + 4 * d - 4;
        int x5 = at + 5 * d - 4;
        int x6 = at + 6 * d - 4;
        int x7 = at + 7 * d - 4;
        for (int j = 0; j < length; j += 4) {
            FloatVector a = FloatVector.fromArray(F, x, at + j);
            FloatVector b = FloatVector.fromArray(F, x, x1 + j);
            FloatVector c = FloatVector.fromArray(F, x, x2 + j);
            FloatVector e = FloatVector.fromArray(F, x, x3 + j);
            if (L == 8) {
                a = a.blend(FloatVector.fromArray(F, x, x4 + j), ODD_FOURS);
                b = b.blend(FloatVector.fromArray(F, x, x5 + j), ODD_FOURS);
                c = c.blend(FloatVector.fromArray(F, x, x6 + j), ODD_FOURS);
                e = e.blend(FloatVector.fromArray(F, x, x7 + j), ODD_FOURS);
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

    /**
     * Sixteen lines, eight elements of each at a time. Loads that begin 8 elements early bring these elements of the lines
     * 8 to 15 to the upper lanes; what remains is to transpose within groups of eight lanes.
     */
    private static void sixteen(float[] x, int at, int d, int length, float[] out, int off, int width) {
        int x1 = at + d;
        int x2 = at + 2 * d;
        int x3 = at + 3 * d;
        int x4 = at + 4 * d;
        int x5 = at + 5 * d;
        int x6 = at + 6 * d;
        int x7 = at + 7 * d;
        int x8 = at + 8 * d - 8;
        int x9 = at + 9 * d - 8;
        int x10 = at + 10 * d - 8;
        int x11 = at + 11 * d - 8;
        int x12 = at + 12 * d - 8;
        int x13 = at + 13 * d - 8;
        int x14 = at + 14 * d - 8;
        int x15 = at + 15 * d - 8;
        for (int j = 0; j < length; j += 8) {
            FloatVector a0 = FloatVector.fromArray(F, x, at + j).blend(FloatVector.fromArray(F, x, x8 + j), ODD_EIGHTS);
            FloatVector a1 = FloatVector.fromArray(F, x, x1 + j).blend(FloatVector.fromArray(F, x, x9 + j), ODD_EIGHTS);
            FloatVector a2 =
                    FloatVector.fromArray(F, x, x2 + j).blend(FloatVector.fromArray(F, x, x10 + j), ODD_EIGHTS);
            FloatVector a3 =
                    FloatVector.fromArray(F, x, x3 + j).blend(FloatVector.fromArray(F, x, x11 + j), ODD_EIGHTS);
            FloatVector a4 =
                    FloatVector.fromArray(F, x, x4 + j).blend(FloatVector.fromArray(F, x, x12 + j), ODD_EIGHTS);
            FloatVector a5 =
                    FloatVector.fromArray(F, x, x5 + j).blend(FloatVector.fromArray(F, x, x13 + j), ODD_EIGHTS);
            FloatVector a6 =
                    FloatVector.fromArray(F, x, x6 + j).blend(FloatVector.fromArray(F, x, x14 + j), ODD_EIGHTS);
            FloatVector a7 =
                    FloatVector.fromArray(F, x, x7 + j).blend(FloatVector.fromArray(F, x, x15 + j), ODD_EIGHTS);
            FloatVector b0 = a0.blend(a4.rearrange(SWAP_FOURS), ODD_FOURS);
            FloatVector b4 = a0.rearrange(SWAP_FOURS).blend(a4, ODD_FOURS);
            FloatVector b1 = a1.blend(a5.rearrange(SWAP_FOURS), ODD_FOURS);
            FloatVector b5 = a1.rearrange(SWAP_FOURS).blend(a5, ODD_FOURS);
            FloatVector b2 = a2.blend(a6.rearrange(SWAP_FOURS), ODD_FOURS);
            FloatVector b6 = a2.rearrange(SWAP_FOURS).blend(a6, ODD_FOURS);
            FloatVector b3 = a3.blend(a7.rearrange(SWAP_FOURS), ODD_FOURS);
            FloatVector b7 = a3.rearrange(SWAP_FOURS).blend(a7, ODD_FOURS);
            FloatVector c0 = b0.blend(b2.rearrange(SWAP_PAIRS), ODD_PAIRS);
            FloatVector c2 = b0.rearrange(SWAP_PAIRS).blend(b2, ODD_PAIRS);
            FloatVector c1 = b1.blend(b3.rearrange(SWAP_PAIRS), ODD_PAIRS);
            FloatVector c3 = b1.rearrange(SWAP_PAIRS).blend(b3, ODD_PAIRS);
            FloatVector c4 = b4.blend(b6.rearrange(SWAP_PAIRS), ODD_PAIRS);
            FloatVector c6 = b4.rearrange(SWAP_PAIRS).blend(b6, ODD_PAIRS);
            FloatVector c5 = b5.blend(b7.rearrange(SWAP_PAIRS), ODD_PAIRS);
            FloatVector c7 = b5.rearrange(SWAP_PAIRS).blend(b7, ODD_PAIRS);
            FloatVector e0 = c0.blend(c1.rearrange(SWAP), ODD);
            FloatVector e1 = c0.rearrange(SWAP).blend(c1, ODD);
            FloatVector e2 = c2.blend(c3.rearrange(SWAP), ODD);
            FloatVector e3 = c2.rearrange(SWAP).blend(c3, ODD);
            FloatVector e4 = c4.blend(c5.rearrange(SWAP), ODD);
            FloatVector e5 = c4.rearrange(SWAP).blend(c5, ODD);
            FloatVector e6 = c6.blend(c7.rearrange(SWAP), ODD);
            FloatVector e7 = c6.rearrange(SWAP).blend(c7, ODD);
            int to = off + j * width;
            e0.intoArray(out, to);
            e1.intoArray(out, to + width);
            e2.intoArray(out, to + 2 * width);
            e3.intoArray(out, to + 3 * width);
            e4.intoArray(out, to + 4 * width);
            e5.intoArray(out, to + 5 * width);
            e6.intoArray(out, to + 6 * width);
            e7.intoArray(out, to + 7 * width);
        }
    }
}
