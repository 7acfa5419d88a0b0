package org.gradus.simd;

import static org.gradus.simd.Species.D;
import static org.gradus.simd.Species.F;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.gradus.core.backend.Numerics;

/** Sums of squares in double, in the order of {@link org.gradus.core.backend.Reduce}. The 16 lanes are 2, 4 or 8 vectors.
 * Squares are exact in double, so that an fma has the bits of a product and a sum. */
final class SimdSquares {
    private static final int L = D.length();

    /** Brings the upper half of a vector down. */
    private static final VectorShuffle<Float> UPPER = VectorShuffle.fromOp(F, i -> (i + L) % (2 * L));

    private SimdSquares() {}

    /** {@code Σ x²} of one chunk. */
    static double ofChunk(float[] x, int off, int n) {
        DoubleVector a0 = DoubleVector.zero(D);
        DoubleVector a1 = a0;
        DoubleVector a2 = a0;
        DoubleVector a3 = a0;
        DoubleVector a4 = a0;
        DoubleVector a5 = a0;
        DoubleVector a6 = a0;
        DoubleVector a7 = a0;
        int end = off + (n & -Numerics.DOUBLE_LANES);
        int i = off;
        if (L == 8) {
            // Fewer instructions a cache line, so that more lines are on their way from memory at once.
            for (; i <= end - 4 * Numerics.DOUBLE_LANES; i += 4 * Numerics.DOUBLE_LANES) {
                DoubleVector d0 = lower(x, i);
                DoubleVector d1 = upper(x, i);
                DoubleVector d2 = lower(x, i + 2 * L);
                DoubleVector d3 = upper(x, i + 2 * L);
                DoubleVector d4 = lower(x, i + 4 * L);
                DoubleVector d5 = upper(x, i + 4 * L);
                DoubleVector d6 = lower(x, i + 6 * L);
                DoubleVector d7 = upper(x, i + 6 * L);
                a0 = d0.fma(d0, a0);
                a1 = d1.fma(d1, a1);
                a0 = d2.fma(d2, a0);
                a1 = d3.fma(d3, a1);
                a0 = d4.fma(d4, a0);
                a1 = d5.fma(d5, a1);
                a0 = d6.fma(d6, a0);
                a1 = d7.fma(d7, a1);
            }
        }
        for (; i < end; i += Numerics.DOUBLE_LANES) {
            DoubleVector d0 = lower(x, i);
            DoubleVector d1 = upper(x, i);
            a0 = d0.fma(d0, a0);
            a1 = d1.fma(d1, a1);
            if (L <= 4) {
                DoubleVector d2 = lower(x, i + 2 * L);
                DoubleVector d3 = upper(x, i + 2 * L);
                a2 = d2.fma(d2, a2);
                a3 = d3.fma(d3, a3);
            }
            if (L == 2) {
                DoubleVector d4 = lower(x, i + 4 * L);
                DoubleVector d5 = upper(x, i + 4 * L);
                DoubleVector d6 = lower(x, i + 6 * L);
                DoubleVector d7 = upper(x, i + 6 * L);
                a4 = d4.fma(d4, a4);
                a5 = d5.fma(d5, a5);
                a6 = d6.fma(d6, a6);
                a7 = d7.fma(d7, a7);
            }
        }
        // written out: a method of eight vectors that is not inlined would make objects of them
        DoubleVector all = L == 8
                ? a0.add(a1)
                : L == 4
                        ? a0.add(a2).add(a1.add(a3))
                        : a0.add(a4).add(a2.add(a6)).add(a1.add(a5).add(a3.add(a7)));
        double sum = fold(all);
        for (; i < off + n; i++) {
            sum += (double) x[i] * x[i];
        }
        return sum;
    }

    /** The lower half of a vector. */
    private static DoubleVector lower(float[] x, int i) {
        return (DoubleVector) FloatVector.fromArray(F, x, i).convertShape(VectorOperators.F2D, D, 0);
    }

    /** The upper half of a vector. */
    private static DoubleVector upper(float[] x, int i) {
        return (DoubleVector) FloatVector.fromArray(F, x, i).rearrange(UPPER).convertShape(VectorOperators.F2D, D, 0);
    }

    private static double fold(DoubleVector v) {
        if (L == 2) {
            return v.lane(0) + v.lane(1);
        }
        if (L == 4) {
            return (v.lane(0) + v.lane(2)) + (v.lane(1) + v.lane(3));
        }
        return ((v.lane(0) + v.lane(4)) + (v.lane(2) + v.lane(6)))
                + ((v.lane(1) + v.lane(5)) + (v.lane(3) + v.lane(7)));
    }
}
