package org.gradus.simd;

import static org.gradus.simd.Species.F;
import static org.gradus.simd.Species.I;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.gradus.core.backend.Draw;
import org.gradus.core.backend.UnaryOp;
import org.gradus.core.backend.Workers;

/** Random numbers, as many blocks of the generator at once as a vector has lanes. */
public final class SimdDraw implements Draw {
    private static final int L = F.length();

    /** So many elements are drawn from neighbouring counters, four words each. */
    private static final int GROUP = 128;

    /** So many groups are drawn together. */
    private static final int BATCH = 8;

    /** So many batches make a piece of work. */
    private static final int GRAIN = 16;

    /** So many neighbouring words have one place in their blocks: pairs of such runs make normal numbers. */
    private static final int RUN = 32;

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

    /** Makes numbers of the words from index 0, whole groups of them. */
    private interface Part {
        void make(int[] words, int n, float[] out, int at);
    }

    /** Whole groups are made in place; a last one that is cut off is made elsewhere and copied. */
    private void draw(int[] key, float[] out, int n, Part part) {
        int groups = n / GROUP;
        int batches = (groups + BATCH - 1) / BATCH;
        int pieces = (batches + GRAIN - 1) / GRAIN;
        if (pieces == 1) {
            draw(key, 0, groups, out, part);
        } else if (pieces > 1) {
            int each = BATCH * GRAIN;
            workers.run(pieces, p -> draw(key, p * each, Math.min(each, groups - p * each), out, part));
        }
        int rest = n % GROUP;
        if (rest > 0) {
            int[] words = Buffers.ints(Buffers.Table.WORDS, BATCH * GROUP);
            float[] last = Buffers.take(Buffers.Use.DRAWN, GROUP);
            Threefry4x32.groups(key, groups, 1, words, 0);
            part.make(words, GROUP, last, 0);
            System.arraycopy(last, 0, out, n - rest, rest);
        }
    }

    private static void draw(int[] key, int first, int groups, float[] out, Part part) {
        int[] words = Buffers.ints(Buffers.Table.WORDS, BATCH * GROUP);
        for (int g = first; g < first + groups; g += BATCH) {
            int count = Math.min(BATCH, first + groups - g);
            Threefry4x32.groups(key, g, count, words, 0);
            part.make(words, count * GROUP, out, g * GROUP);
        }
    }

    @Override
    public void bits(int[] key, int[] out, int n) {
        int groups = n / GROUP;
        int batches = (groups + BATCH - 1) / BATCH;
        workers.run(batches, b -> {
            int first = b * BATCH;
            Threefry4x32.groups(key, first, Math.min(BATCH, groups - first), out, first * GROUP);
        });
        int rest = n % GROUP;
        if (rest > 0) {
            int[] words = Buffers.ints(Buffers.Table.WORDS, BATCH * GROUP);
            Threefry4x32.groups(key, groups, 1, words, 0);
            System.arraycopy(words, 0, out, n - rest, rest);
        }
    }

    @Override
    public void uniform(int[] key, float[] out, int n) {
        draw(key, out, n, SimdDraw::uniforms);
    }

    private static void uniforms(int[] words, int n, float[] out, int at) {
        for (int i = 0; i < n; i += L) {
            fractions(words, i).intoArray(out, at + i);
        }
    }

    @Override
    public void normal(int[] key, float[] out, int n) {
        draw(key, out, n, SimdDraw::normals);
    }

    /** The functions go through {@link SimdUnary}, which the compiler takes by itself: all three here would be too much. */
    private static void normals(int[] words, int n, float[] out, int at) {
        float[] radius = Buffers.take(Buffers.Use.RADII, n);
        float[] angle = Buffers.take(Buffers.Use.ANGLES, n);
        int half = n / 2;
        uniformsAndAngles(words, half, radius, angle);
        SimdUnary.apply(UnaryOp.LOG, 0f, radius, 0, radius, 0, half);
        SimdUnary.apply(UnaryOp.SIN, 0f, angle, 0, angle, half, half);
        SimdUnary.apply(UnaryOp.COS, 0f, angle, 0, angle, 0, half);
        timesRadius(half, radius, angle, out, at);
    }

    private static void uniformsAndAngles(int[] words, int half, float[] u, float[] angle) {
        for (int i = 0; i < half; i += L) {
            int p = firstOfPair(i);
            fractions(words, p).add(0x1p-24f).intoArray(u, i);
            fractions(words, p + RUN).mul(TWO_PI).intoArray(angle, i);
        }
    }

    private static void timesRadius(int half, float[] log, float[] factor, float[] out, int at) {
        for (int i = 0; i < half; i += L) {
            FloatVector r = FloatVector.fromArray(F, log, i).mul(-2f).sqrt();
            int p = at + firstOfPair(i);
            FloatVector.fromArray(F, factor, i).mul(r).intoArray(out, p);
            FloatVector.fromArray(F, factor, half + i).mul(r).intoArray(out, p + RUN);
        }
    }

    /** Where the first word of the i-th pair stands; the second comes a run later. */
    private static int firstOfPair(int i) {
        return i / RUN * 2 * RUN + i % RUN;
    }

    @Override
    public void mask(int[] key, double keep, float scale, float[] out, int n) {
        long threshold = (long) Math.ceil(keep * 0x1p32);
        draw(key, out, n, (words, count, to, at) -> masks(words, count, threshold, scale, to, at));
    }

    private static void masks(int[] words, int n, long threshold, float scale, float[] out, int at) {
        if (threshold > 0xFFFFFFFFL) {
            Arrays.fill(out, at, at + n, scale);
            return;
        }
        IntVector limit = IntVector.broadcast(I, (int) threshold ^ Integer.MIN_VALUE);
        IntVector kept = IntVector.broadcast(I, Float.floatToRawIntBits(scale));
        IntVector dropped = IntVector.zero(I);
        for (int i = 0; i < n; i += L) {
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
