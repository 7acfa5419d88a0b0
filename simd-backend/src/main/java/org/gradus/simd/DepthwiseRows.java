package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.gradus.core.backend.Taps;

/**
 * Three by three taps of one plane, for places side by side without a stride: the plane is read where it stands, and lanes and
 * rows outside of it become the zeros that are multiplied there. Nothing is laid out, so that no load waits for a store.
 */
final class DepthwiseRows {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();
    private static final float[] ZEROS = new float[3 * L];

    private final Taps taps;
    private final int first;
    private final int second;
    private final int third;

    /** For each vector of a row, where it begins; the last one ends with the row where this is longer than a vector. */
    private final int blocks;

    /** For each vector of a row and each column of taps, which lanes are outside the plane. */
    private final boolean[] outside;

    DepthwiseRows(Taps taps) {
        this.taps = taps;
        first = taps.tapX()[0];
        second = taps.tapX()[1];
        third = taps.tapX()[2];
        blocks = (taps.columns() + L - 1) / L;
        outside = new boolean[blocks * 3 * L];
        for (int i = 0; i < outside.length; i++) {
            int column = begin(i / (3 * L)) + i % L + taps.tapX()[i / L % 3];
            outside[i] = column < 0 || column >= taps.width();
        }
    }

    /** Whether places are read this way; one channel makes one. */
    static boolean suits(Taps t) {
        boolean near = t.tapX().length == 3 && Math.max(Math.abs(t.tapX()[0]), Math.abs(t.tapX()[2])) <= L;
        return near && t.tapY().length == 3 && t.stepY() == 1 && t.stepX() == 1;
    }

    private int begin(int block) {
        return Math.max(0, Math.min(block * L, taps.columns() - L));
    }

    /** Whether vectors stay inside the array when rows of the plane at {@code in} are read. */
    boolean reaches(float[] x, int in) {
        int least = Math.min(first, third);
        int end = in + (taps.height() - 1) * taps.width() + begin(blocks - 1) + Math.max(first, third) + L;
        return in + least >= 0 && end <= x.length;
    }

    /** The rows {@code from ≤ row < to} of places of the plane at {@code in}, to the plane at {@code out}. */
    void run(int from, int to, float[] x, int in, float[] w, int wOff, float added, float[] y, int out) {
        int columns = taps.columns();
        // a vector may reach over the end of its row, where the next one will be written, but not over the last
        int whole = columns >= L ? to : Math.max(from, to - (L - columns + columns - 1) / columns);
        for (int block = 0; block < blocks; block++) {
            int x0 = begin(block);
            rows(from, whole, x, in + x0, block * 3 * L, w, wOff, added, y, out + from * columns + x0, columns);
        }
        if (whole < to) {
            float[] edge = Buffers.take(Buffers.Use.EDGE, (to - whole) * L);
            rows(whole, to, x, in, 0, w, wOff, added, edge, 0, L);
            for (int row = whole; row < to; row++) {
                System.arraycopy(edge, (row - whole) * L, y, out + row * columns, columns);
            }
        }
    }

    private void rows(
            int from,
            int to,
            float[] x,
            int in,
            int lanes,
            float[] w,
            int wOff,
            float added,
            float[] y,
            int out,
            int distance) {
        VectorMask<Float> m0 = VectorMask.fromArray(F, outside, lanes);
        VectorMask<Float> m1 = VectorMask.fromArray(F, outside, lanes + L);
        VectorMask<Float> m2 = VectorMask.fromArray(F, outside, lanes + 2 * L);
        FloatVector w0 = FloatVector.broadcast(F, w[wOff]);
        FloatVector w1 = FloatVector.broadcast(F, w[wOff + 1]);
        FloatVector w2 = FloatVector.broadcast(F, w[wOff + 2]);
        FloatVector w3 = FloatVector.broadcast(F, w[wOff + 3]);
        FloatVector w4 = FloatVector.broadcast(F, w[wOff + 4]);
        FloatVector w5 = FloatVector.broadcast(F, w[wOff + 5]);
        FloatVector w6 = FloatVector.broadcast(F, w[wOff + 6]);
        FloatVector w7 = FloatVector.broadcast(F, w[wOff + 7]);
        FloatVector w8 = FloatVector.broadcast(F, w[wOff + 8]);
        FloatVector zero = FloatVector.zero(F);
        FloatVector last = FloatVector.broadcast(F, added);
        int height = taps.height();
        int width = taps.width();
        int top = taps.tapY()[0];
        int middle = taps.tapY()[1];
        int bottom = taps.tapY()[2];
        for (int row = from; row < to; row++) {
            boolean in0 = row + top >= 0 && row + top < height;
            boolean in1 = row + middle >= 0 && row + middle < height;
            boolean in2 = row + bottom >= 0 && row + bottom < height;
            float[] s0 = in0 ? x : ZEROS;
            float[] s1 = in1 ? x : ZEROS;
            float[] s2 = in2 ? x : ZEROS;
            int o0 = in0 ? in + (row + top) * width : L;
            int o1 = in1 ? in + (row + middle) * width : L;
            int o2 = in2 ? in + (row + bottom) * width : L;
            FloatVector v = zero;
            v = w0.fma(lanes(s0, o0 + first, zero, m0), v);
            v = w1.fma(lanes(s0, o0 + second, zero, m1), v);
            v = w2.fma(lanes(s0, o0 + third, zero, m2), v);
            v = w3.fma(lanes(s1, o1 + first, zero, m0), v);
            v = w4.fma(lanes(s1, o1 + second, zero, m1), v);
            v = w5.fma(lanes(s1, o1 + third, zero, m2), v);
            v = w6.fma(lanes(s2, o2 + first, zero, m0), v);
            v = w7.fma(lanes(s2, o2 + second, zero, m1), v);
            v = w8.fma(lanes(s2, o2 + third, zero, m2), v);
            v.add(last).intoArray(y, out + (row - from) * distance);
        }
    }

    private static FloatVector lanes(float[] x, int at, FloatVector zero, VectorMask<Float> outside) {
        return FloatVector.fromArray(F, x, at).blend(zero, outside);
    }
}
