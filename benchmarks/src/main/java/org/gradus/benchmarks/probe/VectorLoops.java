package org.gradus.benchmarks.probe;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The loops in vectors as wide as the kernels use, so that no second width enters the process. */
final class VectorLoops implements Loops {
    private static final VectorSpecies<Float> F = VectorSpecies.of(
            float.class,
            VectorShape.forBitSize(
                    Integer.getInteger("gradus.simd.bits", FloatVector.SPECIES_PREFERRED.vectorBitSize())));
    private static final int L = F.length();
    private static final int CHAINS = 10;

    @Override
    public float fma(int steps, float seed) {
        FloatVector y = FloatVector.broadcast(F, 0.999f);
        FloatVector x = FloatVector.broadcast(F, seed);
        FloatVector a0 = x, a1 = x, a2 = x, a3 = x, a4 = x, a5 = x, a6 = x, a7 = x, a8 = x, a9 = x;
        for (int i = 0; i < steps; i++) {
            a0 = a0.fma(y, x);
            a1 = a1.fma(y, x);
            a2 = a2.fma(y, x);
            a3 = a3.fma(y, x);
            a4 = a4.fma(y, x);
            a5 = a5.fma(y, x);
            a6 = a6.fma(y, x);
            a7 = a7.fma(y, x);
            a8 = a8.fma(y, x);
            a9 = a9.fma(y, x);
        }
        return a0.add(a1)
                .add(a2)
                .add(a3)
                .add(a4)
                .add(a5)
                .add(a6)
                .add(a7)
                .add(a8)
                .add(a9)
                .lane(0);
    }

    @Override
    public int flopsPerStep() {
        return 2 * CHAINS * L;
    }

    @Override
    public int lanes() {
        return L;
    }

    @Override
    public float pass(Pattern pattern, float[] a, float[] b, float[] c, int from, int to) {
        return switch (pattern) {
            case READ -> read(b, from, to);
            case COPY -> copy(a, b, from, to);
            case TRIAD -> triad(a, b, c, from, to);
            case UPDATE -> update(a, b, from, to);
        };
    }

    /** Sums in eight chains, so that no chain's latency is waited for. */
    private static float read(float[] b, int from, int to) {
        FloatVector zero = FloatVector.zero(F);
        FloatVector s0 = zero, s1 = zero, s2 = zero, s3 = zero, s4 = zero, s5 = zero, s6 = zero, s7 = zero;
        int end = to - (to - from) % (8 * L);
        for (int i = from; i < end; i += 8 * L) {
            s0 = s0.add(FloatVector.fromArray(F, b, i));
            s1 = s1.add(FloatVector.fromArray(F, b, i + L));
            s2 = s2.add(FloatVector.fromArray(F, b, i + 2 * L));
            s3 = s3.add(FloatVector.fromArray(F, b, i + 3 * L));
            s4 = s4.add(FloatVector.fromArray(F, b, i + 4 * L));
            s5 = s5.add(FloatVector.fromArray(F, b, i + 5 * L));
            s6 = s6.add(FloatVector.fromArray(F, b, i + 6 * L));
            s7 = s7.add(FloatVector.fromArray(F, b, i + 7 * L));
        }
        return s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).lane(0);
    }

    private static float copy(float[] a, float[] b, int from, int to) {
        int end = to - (to - from) % L;
        for (int i = from; i < end; i += L) {
            FloatVector.fromArray(F, b, i).intoArray(a, i);
        }
        return a[from];
    }

    private static float triad(float[] a, float[] b, float[] c, int from, int to) {
        FloatVector s = FloatVector.broadcast(F, 0.5f);
        int end = to - (to - from) % L;
        for (int i = from; i < end; i += L) {
            FloatVector.fromArray(F, c, i)
                    .mul(s)
                    .add(FloatVector.fromArray(F, b, i))
                    .intoArray(a, i);
        }
        return a[from];
    }

    private static float update(float[] a, float[] b, int from, int to) {
        FloatVector s = FloatVector.broadcast(F, 0.5f);
        int end = to - (to - from) % L;
        for (int i = from; i < end; i += L) {
            FloatVector.fromArray(F, b, i)
                    .mul(s)
                    .add(FloatVector.fromArray(F, a, i))
                    .intoArray(a, i);
        }
        return a[from];
    }
}
