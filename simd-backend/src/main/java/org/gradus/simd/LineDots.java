package org.gradus.simd;

import static org.gradus.simd.Packing.ODD;
import static org.gradus.simd.Packing.ODD_EIGHTS;
import static org.gradus.simd.Packing.ODD_FOURS;
import static org.gradus.simd.Packing.ODD_PAIRS;
import static org.gradus.simd.Packing.SWAP;
import static org.gradus.simd.Packing.SWAP_FOURS;
import static org.gradus.simd.Packing.SWAP_PAIRS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The chains of as many lines as a vector has lanes, each the product of a line's neighbouring elements with a vector. The
 * elements are transposed in registers, as {@link Packing} does: a chain stays in its lane and ascends.
 */
final class LineDots {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();

    private LineDots() {}

    /** {@code y[yOff + i] = Σ x[xOff + p]·b[at + i·d + p]} for {@code 0 ≤ i < L}, {@code 0 ≤ p < length}. */
    static void run(float[] b, int at, int d, int length, float[] x, int xOff, float[] y, int yOff) {
        int done = length - length % (L == 16 ? 8 : 4);
        if (L == 16) {
            sixteen(b, at, d, done, x, xOff, y, yOff);
        } else {
            few(b, at, d, done, x, xOff, y, yOff);
        }
        for (int p = done; p < length; p++) {
            for (int i = 0; i < L; i++) {
                y[yOff + i] = Math.fma(x[xOff + p], b[at + i * d + p], y[yOff + i]);
            }
        }
    }

    private static void few(float[] x, int at, int d, int length, float[] v, int vOff, float[] y, int yOff) {
        int x1 = at + d;
        int x2 = at + 2 * d;
        int x3 = at + 3 * d;
        int x4 = at + 4 * d - 4;
        int x5 = at + 5 * d - 4;
        int x6 = at + 6 * d - 4;
        int x7 = at + 7 * d - 4;
        FloatVector sum = FloatVector.zero(F);
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
            sum = FloatVector.broadcast(F, v[vOff + j]).fma(ab.blend(ce.rearrange(SWAP_PAIRS), ODD_PAIRS), sum);
            sum = FloatVector.broadcast(F, v[vOff + j + 1]).fma(ba.blend(ec.rearrange(SWAP_PAIRS), ODD_PAIRS), sum);
            sum = FloatVector.broadcast(F, v[vOff + j + 2])
                    .fma(ab.rearrange(SWAP_PAIRS).blend(ce, ODD_PAIRS), sum);
            sum = FloatVector.broadcast(F, v[vOff + j + 3])
                    .fma(ba.rearrange(SWAP_PAIRS).blend(ec, ODD_PAIRS), sum);
        }
        sum.intoArray(y, yOff);
    }

    private static void sixteen(float[] x, int at, int d, int length, float[] v, int vOff, float[] y, int yOff) {
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
        FloatVector sum = FloatVector.zero(F);
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
            sum = FloatVector.broadcast(F, v[vOff + j]).fma(e0, sum);
            sum = FloatVector.broadcast(F, v[vOff + j + 1]).fma(e1, sum);
            sum = FloatVector.broadcast(F, v[vOff + j + 2]).fma(e2, sum);
            sum = FloatVector.broadcast(F, v[vOff + j + 3]).fma(e3, sum);
            sum = FloatVector.broadcast(F, v[vOff + j + 4]).fma(e4, sum);
            sum = FloatVector.broadcast(F, v[vOff + j + 5]).fma(e5, sum);
            sum = FloatVector.broadcast(F, v[vOff + j + 6]).fma(e6, sum);
            sum = FloatVector.broadcast(F, v[vOff + j + 7]).fma(e7, sum);
        }
        sum.intoArray(y, yOff);
    }
}
