package org.gradus.simd;

import static org.gradus.simd.Species.F;
import static org.gradus.simd.Species.I;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.gradus.core.backend.Numerics;

/**
 * The largest of contiguous values and where it stands. Any order gives the same bits, so the order is the fastest one:
 * a comparison and a choice for each vector, which are half the work of an exact maximum. They pass over NaN and mistake
 * −0 for +0; a sum beside them shows NaN, and where either may have happened the exact maximum is taken again.
 */
final class SimdExtreme {
    private static final int L = F.length();
    private static final IntVector LANE = IntVector.zero(I).addIndex(1);

    private SimdExtreme() {}

    /** {@code sign·max(sign·x)} for a sign of 1 or −1: the largest or the smallest. */
    static float of(float sign, float[] x, int off, int n) {
        if (n < Numerics.SHORT) {
            return sign * ofFew(sign, x, off, n);
        }
        float best = candidate(sign, x, off, n);
        return sign * (Float.isNaN(best) || best == 0 ? exact(sign, x, off, n) : best);
    }

    private static float ofFew(float sign, float[] x, int off, int n) {
        float a = Float.NEGATIVE_INFINITY;
        float b = Float.NEGATIVE_INFINITY;
        int end = off + n - 1;
        int i = off;
        for (; i < end; i += 2) {
            a = Math.max(a, sign * x[i]);
            b = Math.max(b, sign * x[i + 1]);
        }
        return Math.max(b, i == end ? Math.max(a, sign * x[i]) : a);
    }

    /** The maximum, with either sign where it is zero; NaN where there may be one. */
    private static float candidate(float sign, float[] x, int off, int n) {
        FloatVector a0 = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        FloatVector a1 = a0;
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        int end = n - 2 * L;
        for (int i = 0; i <= end; i += 2 * L) {
            FloatVector v0 = FloatVector.fromArray(F, x, off + i).mul(sign);
            FloatVector v1 = FloatVector.fromArray(F, x, off + i + L).mul(sign);
            a0 = a0.blend(v0, v0.compare(VectorOperators.GT, a0));
            a1 = a1.blend(v1, v1.compare(VectorOperators.GT, a1));
            s0 = s0.add(v0);
            s1 = s1.add(v1);
        }
        FloatVector v0 = FloatVector.fromArray(F, x, off + n - 2 * L).mul(sign);
        FloatVector v1 = FloatVector.fromArray(F, x, off + n - L).mul(sign);
        a0 = a0.blend(v0, v0.compare(VectorOperators.GT, a0));
        a1 = a1.blend(v1, v1.compare(VectorOperators.GT, a1));
        a0 = a0.blend(a1, a1.compare(VectorOperators.GT, a0));
        s0 = s0.add(v0).add(s1.add(v1));
        boolean ordered = s0.compare(VectorOperators.EQ, s0).allTrue();
        return ordered ? a0.reduceLanes(VectorOperators.MAX) : Float.NaN;
    }

    /** The largest of those that are no NaN; there are at least {@link Numerics#SHORT}, all of them may be NaN. */
    static float ofNumbers(float[] x, int off, int n) {
        float best = largest(x, off, n);
        return best == 0 ? exact(1f, x, off, n) : best;
    }

    /** Lanes are compared as ints in the order of floats: that takes a quarter of the steps. */
    private static float largest(float[] x, int off, int n) {
        FloatVector a0 = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        int end = n - 4 * L;
        for (int i = 0; i < end; i += 4 * L) {
            FloatVector v0 = FloatVector.fromArray(F, x, off + i);
            FloatVector v1 = FloatVector.fromArray(F, x, off + i + L);
            FloatVector v2 = FloatVector.fromArray(F, x, off + i + 2 * L);
            FloatVector v3 = FloatVector.fromArray(F, x, off + i + 3 * L);
            a0 = a0.blend(v0, v0.compare(VectorOperators.GT, a0));
            a1 = a1.blend(v1, v1.compare(VectorOperators.GT, a1));
            a2 = a2.blend(v2, v2.compare(VectorOperators.GT, a2));
            a3 = a3.blend(v3, v3.compare(VectorOperators.GT, a3));
        }
        FloatVector v0 = FloatVector.fromArray(F, x, off + end);
        FloatVector v1 = FloatVector.fromArray(F, x, off + end + L);
        FloatVector v2 = FloatVector.fromArray(F, x, off + end + 2 * L);
        FloatVector v3 = FloatVector.fromArray(F, x, off + end + 3 * L);
        a0 = a0.blend(v0, v0.compare(VectorOperators.GT, a0));
        a1 = a1.blend(v1, v1.compare(VectorOperators.GT, a1));
        a2 = a2.blend(v2, v2.compare(VectorOperators.GT, a2));
        a3 = a3.blend(v3, v3.compare(VectorOperators.GT, a3));
        a0 = a0.blend(a1, a1.compare(VectorOperators.GT, a0));
        a2 = a2.blend(a3, a3.compare(VectorOperators.GT, a2));
        IntVector bits = a0.blend(a2, a2.compare(VectorOperators.GT, a0)).reinterpretAsInts();
        IntVector negative = bits.lanewise(VectorOperators.ASHR, 31).and(Integer.MAX_VALUE);
        int best = bits.lanewise(VectorOperators.XOR, negative).reduceLanes(VectorOperators.MAX);
        return Float.intBitsToFloat(best ^ best >> 31 & Integer.MAX_VALUE);
    }

    private static float exact(float sign, float[] x, int off, int n) {
        FloatVector best = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        int end = n - L;
        for (int i = 0; i <= end; i += L) {
            best = best.max(FloatVector.fromArray(F, x, off + i).mul(sign));
        }
        return best.max(FloatVector.fromArray(F, x, off + n - L).mul(sign)).reduceLanes(VectorOperators.MAX);
    }

    /** The index of the largest (smallest), the first of equals, the first NaN; n is at least twice a vector. */
    static int at(float sign, float[] x, int off, int n) {
        int at = candidateAt(sign, x, off, n);
        return at < n ? at : atOneByOne(sign, n, x, off, 1);
    }

    /** The index, or n where there may be NaN. Indices are the bits of floats, to be chosen by the comparison of the values. */
    private static int candidateAt(float sign, float[] x, int off, int n) {
        FloatVector a0 = FloatVector.fromArray(F, x, off).mul(sign);
        FloatVector a1 = FloatVector.fromArray(F, x, off + L).mul(sign);
        FloatVector at0 = LANE.reinterpretAsFloats();
        FloatVector at1 = at0;
        FloatVector s0 = a0;
        FloatVector s1 = a1;
        int end = n - 2 * L;
        for (int i = 2 * L; i < end + 2 * L; i += 2 * L) {
            // the last ones begin early enough to be whole
            int from = Math.min(i, end);
            FloatVector index = LANE.add(from).reinterpretAsFloats();
            FloatVector v0 = FloatVector.fromArray(F, x, off + from).mul(sign);
            FloatVector v1 = FloatVector.fromArray(F, x, off + from + L).mul(sign);
            VectorMask<Float> more0 = v0.compare(VectorOperators.GT, a0);
            VectorMask<Float> more1 = v1.compare(VectorOperators.GT, a1);
            a0 = a0.blend(v0, more0);
            a1 = a1.blend(v1, more1);
            at0 = at0.blend(index, more0);
            at1 = at1.blend(index, more1);
            s0 = s0.add(v0);
            s1 = s1.add(v1);
        }
        s0 = s0.add(s1);
        float most = a0.max(a1).reduceLanes(VectorOperators.MAX);
        FloatVector none = IntVector.broadcast(I, n).reinterpretAsFloats();
        IntVector first0 = none.blend(at0, a0.compare(VectorOperators.EQ, most)).reinterpretAsInts();
        IntVector first1 = none.blend(at1, a1.compare(VectorOperators.EQ, most)).reinterpretAsInts();
        int at = first0.min(first1.add(L)).reduceLanes(VectorOperators.MIN);
        return s0.compare(VectorOperators.EQ, s0).allTrue() ? at : n;
    }

    /** A value is taken when it is not at most the best so far, as NaN is not; nothing is taken after NaN. */
    static int atOneByOne(float sign, int n, float[] x, int p, int step) {
        float best = sign * x[p];
        int at = 0;
        for (int i = 1; i < n && !Float.isNaN(best); i++) {
            float v = sign * x[p + i * step];
            if (!(v <= best)) {
                best = v;
                at = i;
            }
        }
        return at;
    }
}
