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
        for (; j <= to - L; j += L) {
            argExtremeOne(sign, n, inner, x, xOff + j, y, yOff + j);
        }
        if (j < to && to - from >= L) {
            argExtremeOne(sign, n, inner, x, xOff + to - L, y, yOff + to - L);
        } else {
            for (; j < to; j++) {
                y[yOff + j] = argExtremeScalar(sign, n, inner, x, xOff + j);
            }
        }
    }

    /** A value is taken when it is not at most the best so far, as NaN is not; nothing is taken after NaN. */
    private static void argExtremeOne(float sign, int n, int inner, float[] x, int p, int[] y, int q) {
        FloatVector best = FloatVector.fromArray(F, x, p).mul(sign);
        IntVector at = IntVector.zero(I);
        for (int i = 1; i < n; i++) {
            FloatVector v = FloatVector.fromArray(F, x, p + i * inner).mul(sign);
            VectorMask<Float> kept = v.compare(VectorOperators.LE, best).or(best.compare(VectorOperators.NE, best));
            best = v.blend(best, kept);
            at = IntVector.broadcast(I, i).blend(at, kept.cast(I));
        }
        at.intoArray(y, q);
    }

    private static int argExtremeScalar(float sign, int n, int inner, float[] x, int p) {
        float best = sign * x[p];
        int at = 0;
        for (int i = 1; i < n && !Float.isNaN(best); i++) {
            float v = sign * x[p + i * inner];
            if (!(v <= best)) {
                best = v;
                at = i;
            }
        }
        return at;
    }
}
