package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Taps;
import org.gradus.core.backend.Workers;

/**
 * The gradient of the weights of a depthwise convolution. Each weight is one chain over the places of all images: vectors hold
 * the same weight of neighbouring channels, whose images and gradients are turned block by block. Pieces are a vector of channels
 * over one segment.
 */
final class DepthwiseWeights {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();
    private static final int BLOCK = Numerics.GEMM_BLOCK;
    private static final int SEGMENT = BLOCK * Numerics.GEMM_SEGMENT_BLOCKS;

    private final ConvShape s;
    private final Taps taps;
    private final ChannelRows rows;
    private final int k;

    private DepthwiseWeights(ConvShape s) {
        this.s = s;
        taps = Taps.forward(s);
        rows = new ChannelRows(taps, L);
        k = s.n() * taps.places();
    }

    /** Whether every channel has weights of its own, and there are enough of them for a vector. */
    static boolean suits(ConvShape s) {
        return s.groups() == s.inChannels() && s.groups() == s.outChannels() && s.groups() >= L && s.n() > 0;
    }

    static void run(Workers workers, ConvShape s, float[] x, float[] dy, float[] dw) {
        DepthwiseWeights gradient = new DepthwiseWeights(s);
        int count = gradient.taps.count();
        int segments = (gradient.k + SEGMENT - 1) / SEGMENT;
        int vectors = (s.groups() + L - 1) / L;
        int size = count * L;
        float[] sums = Buffers.take(Buffers.Use.SUMS, segments * vectors * size);
        workers.run(segments * vectors, piece -> {
            int begin = piece / vectors * SEGMENT;
            gradient.segment(
                    begin,
                    Math.min(gradient.k, begin + SEGMENT),
                    gradient.first(piece % vectors),
                    x,
                    dy,
                    sums,
                    piece * size);
        });
        for (int segment = 1; segment < segments; segment++) {
            Vectors.add(sums, segment * vectors * size, sums, 0, vectors * size);
        }
        for (int v = 0; v < vectors; v++) {
            Packing.transpose(sums, v * size, L, count, L, dw, gradient.first(v) * count, count);
        }
    }

    /** The first channel of a vector; the last one ends with the channels. */
    private int first(int vector) {
        return Math.min(vector * L, s.groups() - L);
    }

    private void segment(int begin, int end, int channel, float[] x, float[] dy, float[] sums, int sumsAt) {
        int[] places = Buffers.ints(Buffers.Table.PLACES, BLOCK);
        float[] gradients = Buffers.take(Buffers.Use.GRADIENTS, (BLOCK + ChannelRows.MORE) * L);
        int in = s.height() * s.width();
        for (int from = begin; from < end; from += BLOCK) {
            int to = Math.min(end, from + BLOCK);
            float[] laid = Buffers.take(Buffers.Use.IMAGES, rows.size(from, to));
            rows.lay(x, channel * in, s.inChannels() * in, from, to, laid);
            rows.places(from, to, places);
            turn(channel, from, to, dy, gradients);
            int row = 0;
            int[] tapX = taps.tapX();
            int[] tapY = taps.tapY();
            boolean near = s.window().dilationWidth() == 1;
            if (near && tapX.length == 3 && tapY.length == 3) {
                int pitch = rows.tap(tapY[1], tapX[0]) - rows.tap(tapY[0], tapX[0]);
                nine(to - from, gradients, laid, places, rows.tap(tapY[0], tapX[0]), pitch, sums, sumsAt, from > begin);
                continue;
            }
            for (int y : tapY) {
                int first = rows.tap(y, tapX[0]);
                int at = sumsAt + row++ * tapX.length * L;
                if (near && tapX.length == 3) {
                    three(to - from, gradients, laid, places, first, sums, at, from > begin);
                } else if (near && tapX.length == 5) {
                    five(to - from, gradients, laid, places, first, sums, at, from > begin);
                } else {
                    for (int i = 0; i < tapX.length; i++) {
                        one(to - from, gradients, laid, places, rows.tap(y, tapX[i]), sums, at + i * L, from > begin);
                    }
                }
            }
        }
    }

    /** The gradients of a vector of channels at the places {@code from ≤ p < to}, place by place. */
    private void turn(int channel, int from, int to, float[] dy, float[] out) {
        int each = taps.places();
        for (int p = from, length; p < to; p += length) {
            length = Math.min(to - p, each - p % each);
            int source = (p / each * s.outChannels() + channel) * each + p % each;
            int more = ChannelRows.more(dy, source, each, L, length);
            Packing.transpose(dy, source, each, L, more, out, (p - from) * L, L);
        }
    }

    private static void three(int kk, float[] g, float[] x, int[] places, int first, float[] c, int cOff, boolean add) {
        FloatVector c0 = FloatVector.zero(F);
        FloatVector c1 = FloatVector.zero(F);
        FloatVector c2 = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q = places[p] + first;
            FloatVector v = FloatVector.fromArray(F, g, p * L);
            c0 = v.fma(FloatVector.fromArray(F, x, q), c0);
            c1 = v.fma(FloatVector.fromArray(F, x, q + L), c1);
            c2 = v.fma(FloatVector.fromArray(F, x, q + 2 * L), c2);
        }
        if (add) {
            c0 = FloatVector.fromArray(F, c, cOff).add(c0);
            c1 = FloatVector.fromArray(F, c, cOff + L).add(c1);
            c2 = FloatVector.fromArray(F, c, cOff + 2 * L).add(c2);
        }
        c0.intoArray(c, cOff);
        c1.intoArray(c, cOff + L);
        c2.intoArray(c, cOff + 2 * L);
    }

    /** Three rows of three taps. */
    private static void nine(
            int kk, float[] g, float[] x, int[] places, int first, int pitch, float[] c, int cOff, boolean add) {
        FloatVector c0 = FloatVector.zero(F);
        FloatVector c1 = FloatVector.zero(F);
        FloatVector c2 = FloatVector.zero(F);
        FloatVector c3 = FloatVector.zero(F);
        FloatVector c4 = FloatVector.zero(F);
        FloatVector c5 = FloatVector.zero(F);
        FloatVector c6 = FloatVector.zero(F);
        FloatVector c7 = FloatVector.zero(F);
        FloatVector c8 = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q0 = places[p] + first;
            int q1 = q0 + pitch;
            int q2 = q1 + pitch;
            FloatVector v = FloatVector.fromArray(F, g, p * L);
            c0 = v.fma(FloatVector.fromArray(F, x, q0), c0);
            c1 = v.fma(FloatVector.fromArray(F, x, q0 + L), c1);
            c2 = v.fma(FloatVector.fromArray(F, x, q0 + 2 * L), c2);
            c3 = v.fma(FloatVector.fromArray(F, x, q1), c3);
            c4 = v.fma(FloatVector.fromArray(F, x, q1 + L), c4);
            c5 = v.fma(FloatVector.fromArray(F, x, q1 + 2 * L), c5);
            c6 = v.fma(FloatVector.fromArray(F, x, q2), c6);
            c7 = v.fma(FloatVector.fromArray(F, x, q2 + L), c7);
            c8 = v.fma(FloatVector.fromArray(F, x, q2 + 2 * L), c8);
        }
        if (add) {
            c0 = FloatVector.fromArray(F, c, cOff).add(c0);
            c1 = FloatVector.fromArray(F, c, cOff + L).add(c1);
            c2 = FloatVector.fromArray(F, c, cOff + 2 * L).add(c2);
            c3 = FloatVector.fromArray(F, c, cOff + 3 * L).add(c3);
            c4 = FloatVector.fromArray(F, c, cOff + 4 * L).add(c4);
            c5 = FloatVector.fromArray(F, c, cOff + 5 * L).add(c5);
            c6 = FloatVector.fromArray(F, c, cOff + 6 * L).add(c6);
            c7 = FloatVector.fromArray(F, c, cOff + 7 * L).add(c7);
            c8 = FloatVector.fromArray(F, c, cOff + 8 * L).add(c8);
        }
        c0.intoArray(c, cOff);
        c1.intoArray(c, cOff + L);
        c2.intoArray(c, cOff + 2 * L);
        c3.intoArray(c, cOff + 3 * L);
        c4.intoArray(c, cOff + 4 * L);
        c5.intoArray(c, cOff + 5 * L);
        c6.intoArray(c, cOff + 6 * L);
        c7.intoArray(c, cOff + 7 * L);
        c8.intoArray(c, cOff + 8 * L);
    }

    private static void five(int kk, float[] g, float[] x, int[] places, int first, float[] c, int cOff, boolean add) {
        FloatVector c0 = FloatVector.zero(F);
        FloatVector c1 = FloatVector.zero(F);
        FloatVector c2 = FloatVector.zero(F);
        FloatVector c3 = FloatVector.zero(F);
        FloatVector c4 = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q = places[p] + first;
            FloatVector v = FloatVector.fromArray(F, g, p * L);
            c0 = v.fma(FloatVector.fromArray(F, x, q), c0);
            c1 = v.fma(FloatVector.fromArray(F, x, q + L), c1);
            c2 = v.fma(FloatVector.fromArray(F, x, q + 2 * L), c2);
            c3 = v.fma(FloatVector.fromArray(F, x, q + 3 * L), c3);
            c4 = v.fma(FloatVector.fromArray(F, x, q + 4 * L), c4);
        }
        if (add) {
            c0 = FloatVector.fromArray(F, c, cOff).add(c0);
            c1 = FloatVector.fromArray(F, c, cOff + L).add(c1);
            c2 = FloatVector.fromArray(F, c, cOff + 2 * L).add(c2);
            c3 = FloatVector.fromArray(F, c, cOff + 3 * L).add(c3);
            c4 = FloatVector.fromArray(F, c, cOff + 4 * L).add(c4);
        }
        c0.intoArray(c, cOff);
        c1.intoArray(c, cOff + L);
        c2.intoArray(c, cOff + 2 * L);
        c3.intoArray(c, cOff + 3 * L);
        c4.intoArray(c, cOff + 4 * L);
    }

    private static void one(int kk, float[] g, float[] x, int[] places, int tap, float[] c, int cOff, boolean add) {
        FloatVector sum = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            sum = FloatVector.fromArray(F, g, p * L).fma(FloatVector.fromArray(F, x, places[p] + tap), sum);
        }
        if (add) {
            sum = FloatVector.fromArray(F, c, cOff).add(sum);
        }
        sum.intoArray(c, cOff);
    }
}
