package org.gradus.simd;

import static org.gradus.core.scalar.Coefficients.EXP_0;
import static org.gradus.core.scalar.Coefficients.EXP_1;
import static org.gradus.core.scalar.Coefficients.EXP_2;
import static org.gradus.core.scalar.Coefficients.EXP_3;
import static org.gradus.core.scalar.Coefficients.EXP_4;
import static org.gradus.core.scalar.Coefficients.LN_2_0;
import static org.gradus.core.scalar.Coefficients.LN_2_1;
import static org.gradus.core.scalar.Coefficients.LOG2_E;
import static org.gradus.core.scalar.ScalarMath.ROUND;
import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.gradus.core.backend.Numerics;

/**
 * Sums of contiguous values in the order of {@link org.gradus.core.backend.Reduce}. The 32 lanes of a chunk are two vectors, or
 * four of 256 bits, or twice four of 128 bits; {@code L} is constant to the compiler. Between a chunk's
 * whole vectors, its rest and the fold the lanes stand in an array: no vector crosses a call, which would make it an
 * object. Each thread has lanes of its own.
 */
final class SimdLanes {
    private static final int L = F.length();
    private static final VectorShuffle<Float> BY_8 = rotation(8);
    private static final VectorShuffle<Float> BY_4 = rotation(4);
    private static final VectorShuffle<Float> BY_2 = rotation(2);
    private static final VectorShuffle<Float> BY_1 = rotation(1);
    private static final FloatVector INDEX = FloatVector.zero(F).addIndex(1);
    private static final ThreadLocal<SimdLanes> OF_THREAD = ThreadLocal.withInitial(SimdLanes::new);

    private final float[] lanes = new float[Numerics.LANES];

    private SimdLanes() {}

    /** The lanes of the calling thread, for one kernel at a time. */
    static SimdLanes ofThread() {
        return OF_THREAD.get();
    }

    private static VectorShuffle<Float> rotation(int by) {
        return VectorShuffle.fromOp(F, i -> (i + by) % L);
    }

    /** {@code Σ x}. */
    float sum(float[] x, int off, int n) {
        if (L == 16 && n % Numerics.LANES == 0 && Numerics.SHORT <= n && n <= Numerics.CHUNK) {
            return wholeSum(x, off, n);
        }
        return deviations(x, off, n, 0f);
    }

    /** {@code Σ a·b}, each term one fma. */
    float dot(float[] a, int aOff, float[] b, int bOff, int n) {
        return weightedDeviations(a, aOff, b, bOff, n, 0f);
    }

    /** {@code Σ (x − mean)}. */
    float deviations(float[] x, int off, int n, float mean) {
        if (n < Numerics.SHORT) {
            return ShortLanes.deviations(x, off, n, mean);
        }
        float total = deviationsOfChunk(x, off, Math.min(n, Numerics.CHUNK), mean);
        for (int from = Numerics.CHUNK; from < n; from += Numerics.CHUNK) {
            total += deviationsOfChunk(x, off + from, Math.min(n - from, Numerics.CHUNK), mean);
        }
        return total;
    }

    /** {@code Σ (x − mean)²}, each term a subtraction and one fma. */
    float squaredDeviations(float[] x, int off, int n, float mean) {
        if (n < Numerics.SHORT) {
            return ShortLanes.squaredDeviations(x, off, n, mean);
        }
        float total = squaredDeviationsOfChunk(x, off, Math.min(n, Numerics.CHUNK), mean);
        for (int from = Numerics.CHUNK; from < n; from += Numerics.CHUNK) {
            total += squaredDeviationsOfChunk(x, off + from, Math.min(n - from, Numerics.CHUNK), mean);
        }
        return total;
    }

    /** {@code Σ w·(x − mean)}, each term a subtraction and one fma. */
    float weightedDeviations(float[] w, int wOff, float[] x, int off, int n, float mean) {
        if (n < Numerics.SHORT) {
            return ShortLanes.weightedDeviations(w, wOff, 0f, x, off, n, mean);
        }
        float total = weightedDeviationsOfChunk(w, wOff, x, off, Math.min(n, Numerics.CHUNK), mean);
        for (int from = Numerics.CHUNK; from < n; from += Numerics.CHUNK) {
            int m = Math.min(n - from, Numerics.CHUNK);
            total += weightedDeviationsOfChunk(w, wOff + from, x, off + from, m, mean);
        }
        return total;
    }

    /** So many floats hold the lanes of n elements: those of each chunk. */
    static int slots(int n) {
        return (n + Numerics.CHUNK - 1) / Numerics.CHUNK * Numerics.LANES;
    }

    /**
     * {@code e = e^(x − max)} of n numbers, whole vectors of them, that are at most {@code max}, and the lanes of their sum. Whoever
     * folds those only after more rows need not wait for the last exponential.
     */
    static void exponentials(float[] x, int off, int n, float max, float[] e, int at, float[] slots, int slot) {
        for (int from = 0; from < n; from += Numerics.CHUNK) {
            int lane = slot + from / Numerics.CHUNK * Numerics.LANES;
            exponentialsOfChunk(x, off + from, Math.min(n - from, Numerics.CHUNK), max, e, at + from, slots, lane);
        }
    }

    /** The sum of n elements from their lanes. */
    static float fold(float[] slots, int slot, int n) {
        float total = fold(slots, slot);
        for (int from = Numerics.LANES; from < slots(n); from += Numerics.LANES) {
            total += fold(slots, slot + from);
        }
        return total;
    }

    float deviationsOfChunk(float[] x, int off, int n, float mean) {
        int end = n & -Numerics.LANES;
        if (L == 16) {
            deviations(x, off, end, mean, lanes);
        } else {
            for (int lane = 0; lane < Numerics.LANES; lane += 4 * L) {
                deviations(x, off + lane, end, mean, lanes, lane);
            }
        }
        if (end < n) {
            addDeviations(x, off + end, n - end, mean);
        }
        return fold();
    }

    private float squaredDeviationsOfChunk(float[] x, int off, int n, float mean) {
        int end = n & -Numerics.LANES;
        if (L == 16 && end == n) {
            return wholeSquares(x, off, n, mean);
        }
        if (L == 16) {
            squares(x, off, end, mean, lanes);
        } else {
            for (int lane = 0; lane < Numerics.LANES; lane += 4 * L) {
                squares(x, off + lane, end, mean, lanes, lane);
            }
        }
        if (end < n) {
            addSquaredDeviations(x, off + end, n - end, mean);
        }
        return fold();
    }

    private float weightedDeviationsOfChunk(float[] w, int wOff, float[] x, int off, int n, float mean) {
        int end = n & -Numerics.LANES;
        if (L == 16) {
            products(w, wOff, x, off, end, mean, lanes);
        } else {
            for (int lane = 0; lane < Numerics.LANES; lane += 4 * L) {
                products(w, wOff + lane, x, off + lane, end, mean, lanes, lane);
            }
        }
        if (end < n) {
            addWeightedDeviations(w, wOff + end, x, off + end, n - end, mean);
        }
        return fold();
    }

    /**
     * One vector of lanes after the other. These are the steps of {@link SimdMath#expOfNegative}, called by nobody but the
     * Vector API: at the end of a long chain of calls the JIT inlines what is marked for it and nothing else.
     */
    static void exponentialsOfChunk(float[] x, int off, int n, float max, float[] e, int at, float[] slots, int slot) {
        for (int lane = 0; lane < Numerics.LANES; lane += L) {
            FloatVector a = FloatVector.zero(F);
            for (int i = lane; i < n; i += Numerics.LANES) {
                FloatVector d = FloatVector.fromArray(F, x, off + i).sub(FloatVector.broadcast(F, max));
                d = d.blend(-105, d.compare(VectorOperators.LT, -105));
                FloatVector t = d.fma(FloatVector.broadcast(F, LOG2_E), FloatVector.broadcast(F, ROUND));
                FloatVector k = t.sub(FloatVector.broadcast(F, ROUND));
                FloatVector r = k.fma(FloatVector.broadcast(F, -LN_2_0), d);
                r = k.fma(FloatVector.broadcast(F, -LN_2_1), r);
                FloatVector q = FloatVector.broadcast(F, EXP_4).fma(r, FloatVector.broadcast(F, EXP_3));
                q = q.fma(r, FloatVector.broadcast(F, EXP_2));
                q = q.fma(r, FloatVector.broadcast(F, EXP_1));
                q = q.fma(r, FloatVector.broadcast(F, EXP_0));
                FloatVector p = r.mul(r).fma(q, r).add(1);
                IntVector bits = t.reinterpretAsInts();
                IntVector half = bits.lanewise(VectorOperators.LSHR, 1);
                IntVector other = bits.sub(half).lanewise(VectorOperators.LSHL, SimdMath.MANTISSA_BITS);
                half = half.lanewise(VectorOperators.LSHL, SimdMath.MANTISSA_BITS);
                p = p.mul(half.add(SimdMath.ONE_BITS).reinterpretAsFloats());
                p = p.mul(other.add(SimdMath.ONE_BITS).reinterpretAsFloats());
                p.intoArray(e, at + i);
                a = a.add(p);
            }
            a.intoArray(slots, slot + lane);
        }
    }

    /** All lanes as two vectors. */
    private static void deviations(float[] x, int off, int n, float mean, float[] lanes) {
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector a0 = FloatVector.zero(F);
        FloatVector a1 = FloatVector.zero(F);
        for (int i = 0; i < n; i += Numerics.LANES) {
            a0 = a0.add(FloatVector.fromArray(F, x, off + i).sub(m));
            a1 = a1.add(FloatVector.fromArray(F, x, off + i + L).sub(m));
        }
        a0.intoArray(lanes, 0);
        a1.intoArray(lanes, L);
    }

    /** A chunk of whole lanes as two vectors, which do not go by an array: stored across a line of the cache they would come back late. */
    private static float wholeSum(float[] x, int off, int n) {
        FloatVector a0 = FloatVector.zero(F);
        FloatVector a1 = FloatVector.zero(F);
        for (int i = 0; i < n; i += Numerics.LANES) {
            a0 = a0.add(FloatVector.fromArray(F, x, off + i));
            a1 = a1.add(FloatVector.fromArray(F, x, off + i + L));
        }
        return fold(a0.add(a1));
    }

    /** The same of squared deviations. */
    private static float wholeSquares(float[] x, int off, int n, float mean) {
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector a0 = FloatVector.zero(F);
        FloatVector a1 = FloatVector.zero(F);
        for (int i = 0; i < n; i += Numerics.LANES) {
            FloatVector d0 = FloatVector.fromArray(F, x, off + i).sub(m);
            FloatVector d1 = FloatVector.fromArray(F, x, off + i + L).sub(m);
            a0 = d0.fma(d0, a0);
            a1 = d1.fma(d1, a1);
        }
        return fold(a0.add(a1));
    }

    /** Four vectors of lanes from the given one on. */
    private static void deviations(float[] x, int off, int n, float mean, float[] lanes, int lane) {
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector a0 = FloatVector.zero(F);
        FloatVector a1 = FloatVector.zero(F);
        FloatVector a2 = FloatVector.zero(F);
        FloatVector a3 = FloatVector.zero(F);
        for (int i = 0; i < n; i += Numerics.LANES) {
            a0 = a0.add(FloatVector.fromArray(F, x, off + i).sub(m));
            a1 = a1.add(FloatVector.fromArray(F, x, off + i + L).sub(m));
            a2 = a2.add(FloatVector.fromArray(F, x, off + i + 2 * L).sub(m));
            a3 = a3.add(FloatVector.fromArray(F, x, off + i + 3 * L).sub(m));
        }
        a0.intoArray(lanes, lane);
        a1.intoArray(lanes, lane + L);
        a2.intoArray(lanes, lane + 2 * L);
        a3.intoArray(lanes, lane + 3 * L);
    }

    private static void squares(float[] x, int off, int n, float mean, float[] lanes) {
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector a0 = FloatVector.zero(F);
        FloatVector a1 = FloatVector.zero(F);
        for (int i = 0; i < n; i += Numerics.LANES) {
            FloatVector d0 = FloatVector.fromArray(F, x, off + i).sub(m);
            FloatVector d1 = FloatVector.fromArray(F, x, off + i + L).sub(m);
            a0 = d0.fma(d0, a0);
            a1 = d1.fma(d1, a1);
        }
        a0.intoArray(lanes, 0);
        a1.intoArray(lanes, L);
    }

    private static void squares(float[] x, int off, int n, float mean, float[] lanes, int lane) {
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector a0 = FloatVector.zero(F);
        FloatVector a1 = FloatVector.zero(F);
        FloatVector a2 = FloatVector.zero(F);
        FloatVector a3 = FloatVector.zero(F);
        for (int i = 0; i < n; i += Numerics.LANES) {
            FloatVector d0 = FloatVector.fromArray(F, x, off + i).sub(m);
            FloatVector d1 = FloatVector.fromArray(F, x, off + i + L).sub(m);
            FloatVector d2 = FloatVector.fromArray(F, x, off + i + 2 * L).sub(m);
            FloatVector d3 = FloatVector.fromArray(F, x, off + i + 3 * L).sub(m);
            a0 = d0.fma(d0, a0);
            a1 = d1.fma(d1, a1);
            a2 = d2.fma(d2, a2);
            a3 = d3.fma(d3, a3);
        }
        a0.intoArray(lanes, lane);
        a1.intoArray(lanes, lane + L);
        a2.intoArray(lanes, lane + 2 * L);
        a3.intoArray(lanes, lane + 3 * L);
    }

    private static void products(float[] w, int wOff, float[] x, int off, int n, float mean, float[] lanes) {
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector a0 = FloatVector.zero(F);
        FloatVector a1 = FloatVector.zero(F);
        for (int i = 0; i < n; i += Numerics.LANES) {
            FloatVector d0 = FloatVector.fromArray(F, x, off + i).sub(m);
            FloatVector d1 = FloatVector.fromArray(F, x, off + i + L).sub(m);
            a0 = d0.fma(FloatVector.fromArray(F, w, wOff + i), a0);
            a1 = d1.fma(FloatVector.fromArray(F, w, wOff + i + L), a1);
        }
        a0.intoArray(lanes, 0);
        a1.intoArray(lanes, L);
    }

    private static void products(float[] w, int wOff, float[] x, int off, int n, float mean, float[] lanes, int lane) {
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector a0 = FloatVector.zero(F);
        FloatVector a1 = FloatVector.zero(F);
        FloatVector a2 = FloatVector.zero(F);
        FloatVector a3 = FloatVector.zero(F);
        for (int i = 0; i < n; i += Numerics.LANES) {
            FloatVector d0 = FloatVector.fromArray(F, x, off + i).sub(m);
            FloatVector d1 = FloatVector.fromArray(F, x, off + i + L).sub(m);
            FloatVector d2 = FloatVector.fromArray(F, x, off + i + 2 * L).sub(m);
            FloatVector d3 = FloatVector.fromArray(F, x, off + i + 3 * L).sub(m);
            a0 = d0.fma(FloatVector.fromArray(F, w, wOff + i), a0);
            a1 = d1.fma(FloatVector.fromArray(F, w, wOff + i + L), a1);
            a2 = d2.fma(FloatVector.fromArray(F, w, wOff + i + 2 * L), a2);
            a3 = d3.fma(FloatVector.fromArray(F, w, wOff + i + 3 * L), a3);
        }
        a0.intoArray(lanes, lane);
        a1.intoArray(lanes, lane + L);
        a2.intoArray(lanes, lane + 2 * L);
        a3.intoArray(lanes, lane + 3 * L);
    }

    /** A last vector that is not full takes the elements behind its end along, and leaves their lanes as they are. */
    private void addDeviations(float[] x, int off, int n, float mean) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, off + i).sub(mean);
            FloatVector.fromArray(F, lanes, i).add(d).intoArray(lanes, i);
        }
        if (i < n && off + i + L <= x.length) {
            FloatVector a = FloatVector.fromArray(F, lanes, i);
            FloatVector d = FloatVector.fromArray(F, x, off + i).sub(mean);
            a.blend(a.add(d), INDEX.compare(VectorOperators.LT, (float) (n - i)))
                    .intoArray(lanes, i);
            return;
        }
        for (; i < n; i++) {
            lanes[i] += x[off + i] - mean;
        }
    }

    private void addSquaredDeviations(float[] x, int off, int n, float mean) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, off + i).sub(mean);
            d.fma(d, FloatVector.fromArray(F, lanes, i)).intoArray(lanes, i);
        }
        if (i < n && off + i + L <= x.length) {
            FloatVector a = FloatVector.fromArray(F, lanes, i);
            FloatVector d = FloatVector.fromArray(F, x, off + i).sub(mean);
            a.blend(d.fma(d, a), INDEX.compare(VectorOperators.LT, (float) (n - i)))
                    .intoArray(lanes, i);
            return;
        }
        for (; i < n; i++) {
            float d = x[off + i] - mean;
            lanes[i] = Math.fma(d, d, lanes[i]);
        }
    }

    private void addWeightedDeviations(float[] w, int wOff, float[] x, int off, int n, float mean) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, off + i).sub(mean);
            d.fma(FloatVector.fromArray(F, w, wOff + i), FloatVector.fromArray(F, lanes, i))
                    .intoArray(lanes, i);
        }
        if (i < n && off + i + L <= x.length && wOff + i + L <= w.length) {
            FloatVector a = FloatVector.fromArray(F, lanes, i);
            FloatVector d = FloatVector.fromArray(F, x, off + i).sub(mean);
            FloatVector sum = d.fma(FloatVector.fromArray(F, w, wOff + i), a);
            a.blend(sum, INDEX.compare(VectorOperators.LT, (float) (n - i))).intoArray(lanes, i);
            return;
        }
        for (; i < n; i++) {
            lanes[i] = Math.fma(x[off + i] - mean, w[wOff + i], lanes[i]);
        }
    }

    private float fold() {
        return fold(lanes, 0);
    }

    /** Lane i takes lane i + distance, at distances 16, 8, 4, 2, 1. */
    private static float fold(float[] lanes, int lane) {
        FloatVector v;
        if (L == 16) {
            v = at(lanes, lane).add(at(lanes, lane + 16));
        } else if (L == 8) {
            v = at(lanes, lane).add(at(lanes, lane + 16));
            v = v.add(at(lanes, lane + 8).add(at(lanes, lane + 24)));
        } else {
            v = at(lanes, lane).add(at(lanes, lane + 16));
            v = v.add(at(lanes, lane + 8).add(at(lanes, lane + 24)));
            FloatVector odd = at(lanes, lane + 4).add(at(lanes, lane + 20));
            v = v.add(odd.add(at(lanes, lane + 12).add(at(lanes, lane + 28))));
        }
        return fold(v);
    }

    /** The sum of one vector of them. */
    private static float fold(FloatVector lanes) {
        FloatVector v = L == 16 ? lanes.add(lanes.rearrange(BY_8)) : lanes;
        v = L >= 8 ? v.add(v.rearrange(BY_4)) : v;
        v = v.add(v.rearrange(BY_2));
        v = v.add(v.rearrange(BY_1));
        return v.lane(0);
    }

    private static FloatVector at(float[] lanes, int lane) {
        return FloatVector.fromArray(F, lanes, lane);
    }
}
