package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.gradus.core.backend.Taps;

/**
 * Rows of three taps of one plane, for places two columns apart: the plane is read where it stands, and every second lane of two
 * vectors makes one. As for {@link DepthwiseRows}, lanes and rows outside become the zeros that are multiplied there.
 */
final class DepthwiseHalves {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();
    private static final float[] ZEROS = new float[4 * L];
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(F, i -> 2 * i % L);
    private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(F, i -> (2 * i + 1) % L);
    private static final VectorMask<Float> BACK = VectorMask.fromLong(F, -1L << (L / 2));

    private final Taps taps;
    private final int first;
    private final int blocks;

    /** For each vector of a row and each tap of a row, which lanes are outside the plane. */
    private final boolean[] outside;

    DepthwiseHalves(Taps taps) {
        this.taps = taps;
        first = taps.tapX()[0];
        blocks = (taps.columns() + L - 1) / L;
        outside = new boolean[blocks * 3 * L];
        for (int i = 0; i < outside.length; i++) {
            int column = 2 * (begin(i / (3 * L)) + i % L) + taps.tapX()[i / L % 3];
            outside[i] = column < 0 || column >= taps.width();
        }
    }

    /** Whether places are read this way; one channel makes one. */
    static boolean suits(Taps t) {
        int[] x = t.tapX();
        return x.length == 3 && x[1] == x[0] + 1 && x[2] == x[0] + 2 && -L <= x[0] && x[0] <= 0 && t.stepX() == 2;
    }

    private int begin(int block) {
        return Math.max(0, Math.min(block * L, taps.columns() - L));
    }

    /** Whether vectors stay inside the array when rows of the plane at {@code in} are read. */
    boolean reaches(float[] x, int in) {
        int end = in + (taps.height() - 1) * taps.width() + 2 * begin(blocks - 1) + first + 2 + 2 * L;
        return in + first >= 0 && end <= x.length;
    }

    /** The rows {@code from ≤ row < to} of places of the plane at {@code in}, to the plane at {@code out}. */
    void run(int from, int to, float[] x, int in, float[] w, int wOff, float added, float[] y, int out) {
        int columns = taps.columns();
        float[] c = Buffers.take(Buffers.Use.EDGE, (to - from) * L);
        for (int block = 0; block < blocks; block++) {
            int x0 = begin(block);
            for (int i = 0; i < taps.tapY().length; i++) {
                three(from, to, taps.tapY()[i], x, in + 2 * x0, block * 3 * L, w, wOff + 3 * i, c, i > 0);
            }
            for (int row = from; row < to; row++) {
                int target = out + row * columns + x0;
                boolean whole = columns >= L || target + L <= out + to * columns;
                Vectors.copy(c, (row - from) * L, added, y, target, whole ? L : columns);
            }
        }
    }

    /** One row of taps for a vector of places of each row. */
    private void three(
            int from, int to, int tapY, float[] x, int in, int lanes, float[] w, int wOff, float[] c, boolean more) {
        VectorMask<Float> m0 = VectorMask.fromArray(F, outside, lanes);
        VectorMask<Float> m1 = VectorMask.fromArray(F, outside, lanes + L);
        VectorMask<Float> m2 = VectorMask.fromArray(F, outside, lanes + 2 * L);
        FloatVector w0 = FloatVector.broadcast(F, w[wOff]);
        FloatVector w1 = FloatVector.broadcast(F, w[wOff + 1]);
        FloatVector w2 = FloatVector.broadcast(F, w[wOff + 2]);
        FloatVector zero = FloatVector.zero(F);
        for (int row = from; row < to; row++) {
            int y = row * taps.stepY() + tapY;
            boolean inside = y >= 0 && y < taps.height();
            float[] source = inside ? x : ZEROS;
            int at = inside ? in + y * taps.width() + first : 0;
            FloatVector front = FloatVector.fromArray(F, source, at);
            FloatVector back = FloatVector.fromArray(F, source, at + L);
            FloatVector v0 =
                    front.rearrange(EVEN).blend(back.rearrange(EVEN), BACK).blend(zero, m0);
            FloatVector v1 =
                    front.rearrange(ODD).blend(back.rearrange(ODD), BACK).blend(zero, m1);
            front = FloatVector.fromArray(F, source, at + 2);
            back = FloatVector.fromArray(F, source, at + L + 2);
            FloatVector v2 =
                    front.rearrange(EVEN).blend(back.rearrange(EVEN), BACK).blend(zero, m2);
            int target = (row - from) * L;
            FloatVector sum = more ? FloatVector.fromArray(F, c, target) : zero;
            w2.fma(v2, w1.fma(v1, w0.fma(v0, sum))).intoArray(c, target);
        }
    }
}
