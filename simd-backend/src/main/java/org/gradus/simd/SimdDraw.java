package org.gradus.simd;

import static org.gradus.simd.Species.F;
import static org.gradus.simd.Species.I;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.gradus.core.backend.Draw;
import org.gradus.core.backend.Workers;

/** Random numbers, as many blocks of the generator at once as a vector has lanes. */
public final class SimdDraw implements Draw {
    private static final int L = F.length();

    /** So many elements are drawn from neighbouring counters, four words each. */
    private static final int GROUP = 128;

    /** So many groups make a piece of work. */
    private static final int GRAIN = 128;

    private static final float TWO_PI = (float) (2 * Math.PI);

    private final Workers workers;

    /**
     * Makes the family.
     *
     * @param workers the threads that it may use
     */
    public SimdDraw(Workers workers) {
        this.workers = workers;
    }

    /** Draws whole groups from {@code out[at]} on. */
    private interface Part<A> {
        void draw(int firstGroup, int groups, A out, int at);
    }

    /** Whole groups are drawn in place; a last one that is cut off is drawn to {@code group} and copied. */
    private <A> void split(int n, A out, A group, Part<A> part) {
        int groups = n / GROUP;
        int pieces = (groups + GRAIN - 1) / GRAIN;
        if (pieces == 1) {
            part.draw(0, groups, out, 0);
        } else if (pieces > 1) {
            workers.run(pieces, p -> {
                int first = p * GRAIN;
                part.draw(first, Math.min(GRAIN, groups - first), out, first * GROUP);
            });
        }
        int rest = n % GROUP;
        if (rest > 0) {
            part.draw(groups, 1, group, 0);
            System.arraycopy(group, 0, out, n - rest, rest);
        }
    }

    @Override
    public void bits(int[] key, int[] out, int n) {
        split(n, out, new int[GROUP], (first, groups, to, at) -> {
            for (int g = 0; g < groups; g++) {
                Threefry4x32.group(key, first + g, to, at + g * GROUP);
            }
        });
    }

    @Override
    public void uniform(int[] key, float[] out, int n) {
        split(n, out, new float[GROUP], (first, groups, to, at) -> {
            int[] words = new int[GROUP];
            for (int g = 0; g < groups; g++) {
                Threefry4x32.group(key, first + g, words, 0);
                uniforms(words, to, at + g * GROUP);
            }
        });
    }

    private static void uniforms(int[] words, float[] out, int at) {
        for (int i = 0; i < GROUP; i += L) {
            fractions(words, i).intoArray(out, at + i);
        }
    }

    @Override
    public void normal(int[] key, float[] out, int n) {
        split(n, out, new float[GROUP], (first, groups, to, at) -> {
            int[] words = new int[GROUP];
            for (int g = 0; g < groups; g++) {
                Threefry4x32.group(key, first + g, words, 0);
                normals(words, 0, to, at + g * GROUP);
                normals(words, 64, to, at + g * GROUP + 64);
            }
        });
    }

    private static void normals(int[] words, int off, float[] out, int at) {
        for (int i = 0; i < 32; i += L) {
            FloatVector u = fractions(words, off + i).add(0x1p-24f);
            FloatVector r = SimdMath.log(u).mul(-2f).sqrt();
            FloatVector theta = fractions(words, off + 32 + i).mul(TWO_PI);
            SimdMath.cos(theta).mul(r).intoArray(out, at + i);
            SimdMath.sin(theta).mul(r).intoArray(out, at + 32 + i);
        }
    }

    @Override
    public void mask(int[] key, double keep, float scale, float[] out, int n) {
        long threshold = (long) Math.ceil(keep * 0x1p32);
        split(n, out, new float[GROUP], (first, groups, to, at) -> {
            int[] words = new int[GROUP];
            for (int g = 0; g < groups; g++) {
                Threefry4x32.group(key, first + g, words, 0);
                masks(words, threshold, scale, to, at + g * GROUP);
            }
        });
    }

    private static void masks(int[] words, long threshold, float scale, float[] out, int at) {
        if (threshold > 0xFFFFFFFFL) {
            Arrays.fill(out, at, at + GROUP, scale);
            return;
        }
        IntVector limit = IntVector.broadcast(I, (int) threshold ^ Integer.MIN_VALUE);
        IntVector kept = IntVector.broadcast(I, Float.floatToRawIntBits(scale));
        IntVector dropped = IntVector.zero(I);
        for (int i = 0; i < GROUP; i += L) {
            IntVector w = IntVector.fromArray(I, words, i).lanewise(VectorOperators.XOR, Integer.MIN_VALUE);
            dropped.blend(kept, w.compare(VectorOperators.LT, limit))
                    .reinterpretAsFloats()
                    .intoArray(out, at + i);
        }
    }

    /** The upper 24 bits of the words as numbers in {@code [0, 1)}. */
    private static FloatVector fractions(int[] words, int at) {
        IntVector upper = IntVector.fromArray(I, words, at).lanewise(VectorOperators.LSHR, 8);
        return ((FloatVector) upper.convertShape(VectorOperators.I2F, F, 0)).mul(0x1p-24f);
    }
}
