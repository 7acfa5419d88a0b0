package org.gradus.simd;

import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.gradus.core.backend.Numerics;

/**
 * Sums of contiguous values in the order of {@link org.gradus.core.backend.Reduce}. The 32 lanes of a chunk are 2, 4 or 8
 * vectors; {@code L} is constant to the compiler, which drops the vectors that a width does not need. Between a chunk's
 * whole vectors, its rest and the fold the lanes stand in an array: no vector crosses a call, which would make it an
 * object. Each thread has lanes of its own.
 */
final class SimdLanes {
    private static final int L = F.length();
    private static final VectorShuffle<Float> BY_8 = rotation(8);
    private static final VectorShuffle<Float> BY_4 = rotation(4);
    private static final VectorShuffle<Float> BY_2 = rotation(2);
    private static final VectorShuffle<Float> BY_1 = rotation(1);
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

    float deviationsOfChunk(float[] x, int off, int n, float mean) {
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector a0 = FloatVector.zero(F);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector a4 = a0;
        FloatVector a5 = a0;
        FloatVector a6 = a0;
        FloatVector a7 = a0;
        int end = n & -Numerics.LANES;
        for (int i = 0; i < end; i += Numerics.LANES) {
            int p = off + i;
            a0 = a0.add(FloatVector.fromArray(F, x, p).sub(m));
            a1 = a1.add(FloatVector.fromArray(F, x, p + L).sub(m));
            if (L <= 8) {
                a2 = a2.add(FloatVector.fromArray(F, x, p + 2 * L).sub(m));
                a3 = a3.add(FloatVector.fromArray(F, x, p + 3 * L).sub(m));
            }
            if (L == 4) {
                a4 = a4.add(FloatVector.fromArray(F, x, p + 4 * L).sub(m));
                a5 = a5.add(FloatVector.fromArray(F, x, p + 5 * L).sub(m));
                a6 = a6.add(FloatVector.fromArray(F, x, p + 6 * L).sub(m));
                a7 = a7.add(FloatVector.fromArray(F, x, p + 7 * L).sub(m));
            }
        }
        a0.intoArray(lanes, 0);
        a1.intoArray(lanes, L);
        if (L <= 8) {
            a2.intoArray(lanes, 2 * L);
            a3.intoArray(lanes, 3 * L);
        }
        if (L == 4) {
            a4.intoArray(lanes, 4 * L);
            a5.intoArray(lanes, 5 * L);
            a6.intoArray(lanes, 6 * L);
            a7.intoArray(lanes, 7 * L);
        }
        if (end < n) {
            addDeviations(x, off + end, n - end, mean);
        }
        return fold();
    }

    private float squaredDeviationsOfChunk(float[] x, int off, int n, float mean) {
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector a0 = FloatVector.zero(F);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector a4 = a0;
        FloatVector a5 = a0;
        FloatVector a6 = a0;
        FloatVector a7 = a0;
        int end = n & -Numerics.LANES;
        for (int i = 0; i < end; i += Numerics.LANES) {
            int p = off + i;
            FloatVector d0 = FloatVector.fromArray(F, x, p).sub(m);
            FloatVector d1 = FloatVector.fromArray(F, x, p + L).sub(m);
            a0 = d0.fma(d0, a0);
            a1 = d1.fma(d1, a1);
            if (L <= 8) {
                FloatVector d2 = FloatVector.fromArray(F, x, p + 2 * L).sub(m);
                FloatVector d3 = FloatVector.fromArray(F, x, p + 3 * L).sub(m);
                a2 = d2.fma(d2, a2);
                a3 = d3.fma(d3, a3);
            }
            if (L == 4) {
                FloatVector d4 = FloatVector.fromArray(F, x, p + 4 * L).sub(m);
                FloatVector d5 = FloatVector.fromArray(F, x, p + 5 * L).sub(m);
                FloatVector d6 = FloatVector.fromArray(F, x, p + 6 * L).sub(m);
                FloatVector d7 = FloatVector.fromArray(F, x, p + 7 * L).sub(m);
                a4 = d4.fma(d4, a4);
                a5 = d5.fma(d5, a5);
                a6 = d6.fma(d6, a6);
                a7 = d7.fma(d7, a7);
            }
        }
        a0.intoArray(lanes, 0);
        a1.intoArray(lanes, L);
        if (L <= 8) {
            a2.intoArray(lanes, 2 * L);
            a3.intoArray(lanes, 3 * L);
        }
        if (L == 4) {
            a4.intoArray(lanes, 4 * L);
            a5.intoArray(lanes, 5 * L);
            a6.intoArray(lanes, 6 * L);
            a7.intoArray(lanes, 7 * L);
        }
        if (end < n) {
            addSquaredDeviations(x, off + end, n - end, mean);
        }
        return fold();
    }

    private float weightedDeviationsOfChunk(float[] w, int wOff, float[] x, int off, int n, float mean) {
        FloatVector m = FloatVector.broadcast(F, mean);
        FloatVector a0 = FloatVector.zero(F);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector a4 = a0;
        FloatVector a5 = a0;
        FloatVector a6 = a0;
        FloatVector a7 = a0;
        int end = n & -Numerics.LANES;
        for (int i = 0; i < end; i += Numerics.LANES) {
            int p = off + i;
            int q = wOff + i;
            a0 = FloatVector.fromArray(F, x, p).sub(m).fma(FloatVector.fromArray(F, w, q), a0);
            a1 = FloatVector.fromArray(F, x, p + L).sub(m).fma(FloatVector.fromArray(F, w, q + L), a1);
            if (L <= 8) {
                a2 = FloatVector.fromArray(F, x, p + 2 * L).sub(m).fma(FloatVector.fromArray(F, w, q + 2 * L), a2);
                a3 = FloatVector.fromArray(F, x, p + 3 * L).sub(m).fma(FloatVector.fromArray(F, w, q + 3 * L), a3);
            }
            if (L == 4) {
                a4 = FloatVector.fromArray(F, x, p + 4 * L).sub(m).fma(FloatVector.fromArray(F, w, q + 4 * L), a4);
                a5 = FloatVector.fromArray(F, x, p + 5 * L).sub(m).fma(FloatVector.fromArray(F, w, q + 5 * L), a5);
                a6 = FloatVector.fromArray(F, x, p + 6 * L).sub(m).fma(FloatVector.fromArray(F, w, q + 6 * L), a6);
                a7 = FloatVector.fromArray(F, x, p + 7 * L).sub(m).fma(FloatVector.fromArray(F, w, q + 7 * L), a7);
            }
        }
        a0.intoArray(lanes, 0);
        a1.intoArray(lanes, L);
        if (L <= 8) {
            a2.intoArray(lanes, 2 * L);
            a3.intoArray(lanes, 3 * L);
        }
        if (L == 4) {
            a4.intoArray(lanes, 4 * L);
            a5.intoArray(lanes, 5 * L);
            a6.intoArray(lanes, 6 * L);
            a7.intoArray(lanes, 7 * L);
        }
        if (end < n) {
            addWeightedDeviations(w, wOff + end, x, off + end, n - end, mean);
        }
        return fold();
    }

    private void addDeviations(float[] x, int off, int n, float mean) {
        int i = 0;
        for (; i <= n - L; i += L) {
            FloatVector d = FloatVector.fromArray(F, x, off + i).sub(mean);
            FloatVector.fromArray(F, lanes, i).add(d).intoArray(lanes, i);
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
        for (; i < n; i++) {
            lanes[i] = Math.fma(x[off + i] - mean, w[wOff + i], lanes[i]);
        }
    }

    /** Lane i takes lane i + distance, at distances 16, 8, 4, 2, 1. */
    private float fold() {
        FloatVector v;
        if (L == 16) {
            v = at(0).add(at(16));
            v = v.add(v.rearrange(BY_8));
        } else if (L == 8) {
            v = at(0).add(at(16)).add(at(8).add(at(24)));
        } else {
            FloatVector even = at(0).add(at(16)).add(at(8).add(at(24)));
            v = even.add(at(4).add(at(20)).add(at(12).add(at(28))));
        }
        if (L >= 8) {
            v = v.add(v.rearrange(BY_4));
        }
        v = v.add(v.rearrange(BY_2));
        v = v.add(v.rearrange(BY_1));
        return v.lane(0);
    }

    private FloatVector at(int lane) {
        return FloatVector.fromArray(F, lanes, lane);
    }
}
