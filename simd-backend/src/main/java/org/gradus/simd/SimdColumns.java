package org.gradus.simd;

import static org.gradus.simd.Species.F;
import static org.gradus.simd.Species.I;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.gradus.core.backend.Numerics;

/**
 * Reductions of the columns of {@code [n, inner]} matrices, in the order of {@link org.gradus.core.backend.Reduce}. A
 * block's sum is never −0, so that adding the first one to +0 is the same as storing it.
 */
final class SimdColumns {
    private static final int L = F.length();

    /** So many rows are added to a block's sums by one call. */
    private static final int ROWS = 16;

    /** Of sums of one vector and of four. */
    static final Rehearsal REHEARSAL =
            new Rehearsal(5, (vectors, rows, add) -> rows(vectors, rows, 0, Rehearsal.ZEROS, 0, Rehearsal.ZEROS, 0));

    private SimdColumns() {}

    /** {@code y[j] = Σ x[·, j]} for the columns {@code from ≤ j < to}; n is at least 1. */
    static void sum(int n, int inner, float[] x, int xOff, float[] y, int yOff, int from, int to) {
        int j = from;
        for (; j <= to - 4 * L; j += 4 * L) {
            sumFour(n, inner, x, xOff + j, y, yOff + j);
        }
        for (; j <= to - L; j += L) {
            sumOne(n, inner, x, xOff + j, y, yOff + j);
        }
        if (j < to && to - from >= L) {
            sumOne(n, inner, x, xOff + to - L, y, yOff + to - L);
        } else {
            for (; j < to; j++) {
                y[yOff + j] = sumScalar(n, inner, x, xOff + j);
            }
        }
    }

    private static void sumFour(int n, int inner, float[] x, int p, float[] y, int q) {
        Arrays.fill(y, q, q + 4 * L, 0);
        float[] block = Buffers.take(Buffers.Use.COLUMNS, 4 * L);
        for (int from = 0; from < n; from += Numerics.OUTER_BLOCK) {
            int end = Math.min(n, from + Numerics.OUTER_BLOCK);
            if (from == 0) {
                add(4, end, inner, x, p, y, q);
            } else {
                Arrays.fill(block, 0, 4 * L, 0);
                add(4, end - from, inner, x, p + from * inner, block, 0);
                Vectors.add(block, 0, y, q, 4 * L);
            }
        }
    }

    /** Some rows a call: so the loop is called often and soon compiled, and boxes its vectors no longer. */
    private static void add(int vectors, int rows, int inner, float[] x, int p, float[] y, int q) {
        if (REHEARSAL.isOver(vectors)) {
            for (int i = 0; i < rows; i += ROWS) {
                rows(vectors, Math.min(ROWS, rows - i), inner, x, p + i * inner, y, q);
            }
            return;
        }
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < vectors * L; j++) {
                y[q + j] += x[p + i * inner + j];
            }
        }
        REHEARSAL.practise(vectors);
    }

    private static void rows(int vectors, int rows, int inner, float[] x, int p, float[] y, int q) {
        if (vectors == 4) {
            rowsOfFour(rows, inner, x, p, y, q);
        } else {
            rowsOfOne(rows, inner, x, p, y, q);
        }
    }

    private static void rowsOfFour(int rows, int inner, float[] x, int p, float[] y, int q) {
        if (rows == 0) {
            return;
        }
        FloatVector a0 = FloatVector.fromArray(F, y, q);
        FloatVector a1 = FloatVector.fromArray(F, y, q + L);
        FloatVector a2 = FloatVector.fromArray(F, y, q + 2 * L);
        FloatVector a3 = FloatVector.fromArray(F, y, q + 3 * L);
        for (int i = 0; i < rows; i++) {
            int row = p + i * inner;
            a0 = a0.add(FloatVector.fromArray(F, x, row));
            a1 = a1.add(FloatVector.fromArray(F, x, row + L));
            a2 = a2.add(FloatVector.fromArray(F, x, row + 2 * L));
            a3 = a3.add(FloatVector.fromArray(F, x, row + 3 * L));
        }
        a0.intoArray(y, q);
        a1.intoArray(y, q + L);
        a2.intoArray(y, q + 2 * L);
        a3.intoArray(y, q + 3 * L);
    }

    private static void sumOne(int n, int inner, float[] x, int p, float[] y, int q) {
        Arrays.fill(y, q, q + L, 0);
        float[] block = Buffers.take(Buffers.Use.COLUMNS, L);
        for (int from = 0; from < n; from += Numerics.OUTER_BLOCK) {
            int end = Math.min(n, from + Numerics.OUTER_BLOCK);
            if (from == 0) {
                add(1, end, inner, x, p, y, q);
            } else {
                Arrays.fill(block, 0, L, 0);
                add(1, end - from, inner, x, p + from * inner, block, 0);
                Vectors.add(block, 0, y, q, L);
            }
        }
    }

    private static void rowsOfOne(int rows, int inner, float[] x, int p, float[] y, int q) {
        if (rows == 0) {
            return;
        }
        FloatVector a = FloatVector.fromArray(F, y, q);
        for (int i = 0; i < rows; i++) {
            a = a.add(FloatVector.fromArray(F, x, p + i * inner));
        }
        a.intoArray(y, q);
    }

    private static float sumScalar(int n, int inner, float[] x, int p) {
        float total = 0f;
        for (int from = 0; from < n; from += Numerics.OUTER_BLOCK) {
            int end = Math.min(n, from + Numerics.OUTER_BLOCK);
            float a = 0f;
            for (int i = from; i < end; i++) {
                a += x[p + i * inner];
            }
            total += a;
        }
        return total;
    }

    /** {@code y[j] = sign·max(sign·x[·, j])} for a sign of 1 or −1; any order gives the same bits. */
    static void extreme(float sign, int n, int inner, float[] x, int xOff, float[] y, int yOff, int from, int to) {
        int j = from;
        for (; j <= to - 4 * L; j += 4 * L) {
            extremeFour(sign, n, inner, x, xOff + j, y, yOff + j);
        }
        for (; j <= to - L; j += L) {
            extremeOne(sign, n, inner, x, xOff + j, y, yOff + j);
        }
        if (j < to && to - from >= L) {
            extremeOne(sign, n, inner, x, xOff + to - L, y, yOff + to - L);
        } else {
            for (; j < to; j++) {
                float best = Float.NEGATIVE_INFINITY;
                for (int i = 0; i < n; i++) {
                    best = Math.max(best, sign * x[xOff + j + i * inner]);
                }
                y[yOff + j] = sign * best;
            }
        }
    }

    /** As {@link SimdExtreme}: the fast maxima first, the exact ones where those may be wrong. */
    private static void extremeFour(float sign, int n, int inner, float[] x, int p, float[] y, int q) {
        FloatVector best0 = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        FloatVector best1 = best0;
        FloatVector best2 = best0;
        FloatVector best3 = best0;
        FloatVector sum = FloatVector.zero(F);
        for (int i = 0; i < n; i++) {
            int row = p + i * inner;
            FloatVector v0 = FloatVector.fromArray(F, x, row).mul(sign);
            FloatVector v1 = FloatVector.fromArray(F, x, row + L).mul(sign);
            FloatVector v2 = FloatVector.fromArray(F, x, row + 2 * L).mul(sign);
            FloatVector v3 = FloatVector.fromArray(F, x, row + 3 * L).mul(sign);
            best0 = best0.blend(v0, v0.compare(VectorOperators.GT, best0));
            best1 = best1.blend(v1, v1.compare(VectorOperators.GT, best1));
            best2 = best2.blend(v2, v2.compare(VectorOperators.GT, best2));
            best3 = best3.blend(v3, v3.compare(VectorOperators.GT, best3));
            sum = sum.add(v0.add(v1).add(v2.add(v3)));
        }
        best0.mul(sign).intoArray(y, q);
        best1.mul(sign).intoArray(y, q + L);
        best2.mul(sign).intoArray(y, q + 2 * L);
        best3.mul(sign).intoArray(y, q + 3 * L);
        FloatVector nearest = best0.abs().min(best1.abs()).min(best2.abs().min(best3.abs()));
        if (!sum.compare(VectorOperators.EQ, sum).allTrue()
                || nearest.compare(VectorOperators.EQ, 0f).anyTrue()) {
            for (int j = 0; j < 4 * L; j += L) {
                extremeExactly(sign, n, inner, x, p + j, y, q + j);
            }
        }
    }

    private static void extremeOne(float sign, int n, int inner, float[] x, int p, float[] y, int q) {
        FloatVector best = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        FloatVector sum = FloatVector.zero(F);
        for (int i = 0; i < n; i++) {
            FloatVector v = FloatVector.fromArray(F, x, p + i * inner).mul(sign);
            best = best.blend(v, v.compare(VectorOperators.GT, best));
            sum = sum.add(v);
        }
        best.mul(sign).intoArray(y, q);
        if (!sum.compare(VectorOperators.EQ, sum).allTrue()
                || best.compare(VectorOperators.EQ, 0f).anyTrue()) {
            extremeExactly(sign, n, inner, x, p, y, q);
        }
    }

    private static void extremeExactly(float sign, int n, int inner, float[] x, int p, float[] y, int q) {
        FloatVector best = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < n; i++) {
            best = best.max(FloatVector.fromArray(F, x, p + i * inner).mul(sign));
        }
        best.mul(sign).intoArray(y, q);
    }

    /** {@code y[j]} = the index of the largest (smallest) of column j for {@code from ≤ j < to}, the first of equals, the first NaN. */
    static void argExtreme(float sign, int n, int inner, float[] x, int xOff, int[] y, int yOff, int from, int to) {
        int j = from;
        for (; j <= to - 4 * L; j += 4 * L) {
            if (!argExtremeFour(sign, n, inner, x, xOff + j, y, yOff + j)) {
                argExtremeOneByOne(sign, n, inner, x, xOff, y, yOff, j, j + 4 * L);
            }
        }
        for (; j <= to - L; j += L) {
            if (!argExtremeOne(sign, n, inner, x, xOff + j, y, yOff + j)) {
                argExtremeOneByOne(sign, n, inner, x, xOff, y, yOff, j, j + L);
            }
        }
        argExtremeOneByOne(sign, n, inner, x, xOff, y, yOff, j, to);
    }

    /**
     * Whether the indices of four vectors of columns are found: not so where their sums are NaN, which one of the values then
     * may be. Indices stand in vectors of floats, whose bits they are, to be chosen by the comparison of the values.
     */
    private static boolean argExtremeFour(float sign, int n, int inner, float[] x, int p, int[] y, int q) {
        FloatVector best0 = FloatVector.fromArray(F, x, p).mul(sign);
        FloatVector best1 = FloatVector.fromArray(F, x, p + L).mul(sign);
        FloatVector best2 = FloatVector.fromArray(F, x, p + 2 * L).mul(sign);
        FloatVector best3 = FloatVector.fromArray(F, x, p + 3 * L).mul(sign);
        FloatVector at0 = FloatVector.zero(F);
        FloatVector at1 = at0;
        FloatVector at2 = at0;
        FloatVector at3 = at0;
        FloatVector sum = best0.add(best1).add(best2).add(best3);
        for (int i = 1; i < n; i++) {
            int row = p + i * inner;
            FloatVector index = IntVector.broadcast(I, i).reinterpretAsFloats();
            FloatVector v0 = FloatVector.fromArray(F, x, row).mul(sign);
            FloatVector v1 = FloatVector.fromArray(F, x, row + L).mul(sign);
            FloatVector v2 = FloatVector.fromArray(F, x, row + 2 * L).mul(sign);
            FloatVector v3 = FloatVector.fromArray(F, x, row + 3 * L).mul(sign);
            VectorMask<Float> more0 = v0.compare(VectorOperators.GT, best0);
            VectorMask<Float> more1 = v1.compare(VectorOperators.GT, best1);
            VectorMask<Float> more2 = v2.compare(VectorOperators.GT, best2);
            VectorMask<Float> more3 = v3.compare(VectorOperators.GT, best3);
            best0 = best0.blend(v0, more0);
            best1 = best1.blend(v1, more1);
            best2 = best2.blend(v2, more2);
            best3 = best3.blend(v3, more3);
            at0 = at0.blend(index, more0);
            at1 = at1.blend(index, more1);
            at2 = at2.blend(index, more2);
            at3 = at3.blend(index, more3);
            sum = sum.add(v0.add(v1).add(v2.add(v3)));
        }
        at0.reinterpretAsInts().intoArray(y, q);
        at1.reinterpretAsInts().intoArray(y, q + L);
        at2.reinterpretAsInts().intoArray(y, q + 2 * L);
        at3.reinterpretAsInts().intoArray(y, q + 3 * L);
        return sum.compare(VectorOperators.EQ, sum).allTrue();
    }

    private static boolean argExtremeOne(float sign, int n, int inner, float[] x, int p, int[] y, int q) {
        FloatVector best = FloatVector.fromArray(F, x, p).mul(sign);
        FloatVector at = FloatVector.zero(F);
        FloatVector sum = best;
        for (int i = 1; i < n; i++) {
            FloatVector index = IntVector.broadcast(I, i).reinterpretAsFloats();
            FloatVector v = FloatVector.fromArray(F, x, p + i * inner).mul(sign);
            VectorMask<Float> more = v.compare(VectorOperators.GT, best);
            best = best.blend(v, more);
            at = at.blend(index, more);
            sum = sum.add(v);
        }
        at.reinterpretAsInts().intoArray(y, q);
        return sum.compare(VectorOperators.EQ, sum).allTrue();
    }

    private static void argExtremeOneByOne(
            float sign, int n, int inner, float[] x, int xOff, int[] y, int yOff, int from, int to) {
        for (int j = from; j < to; j++) {
            y[yOff + j] = SimdExtreme.atOneByOne(sign, n, x, xOff + j, inner);
        }
    }
}
