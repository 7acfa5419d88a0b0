package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Taps;
import org.gradus.core.backend.Workers;

/**
 * The gradient of three by three weights where few channels come in, as in the first layer of a network: vectors hold output
 * channels, whose gradients are turned block by block, and the elements of a place's window are broadcast. Pieces are segments.
 */
final class FewSourcesWeights {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();
    private static final int BLOCK = Numerics.GEMM_BLOCK;
    private static final int SEGMENT = BLOCK * Numerics.GEMM_SEGMENT_BLOCKS;
    private static final int TAPS = 9;

    private final ConvShape s;
    private final Taps taps;
    private final int group;
    private final int channels;
    private final int outs;

    /** The output channels rounded up to whole vectors. */
    private final int width;

    private final ChannelRows rows;
    private final int k;

    private FewSourcesWeights(ConvShape s, int group) {
        this.s = s;
        this.group = group;
        taps = Taps.forward(s);
        channels = s.inChannels() / s.groups();
        outs = s.outChannels() / s.groups();
        width = (outs + L - 1) / L * L;
        rows = new ChannelRows(taps, 1);
        k = s.n() * taps.places();
    }

    /** Whether a window's elements are fewer than a vector's lanes would be worth. */
    static boolean suits(ConvShape s) {
        boolean square = s.window().kernelHeight() == 3 && s.window().kernelWidth() == 3;
        return square && s.window().dilationWidth() == 1 && s.inChannels() / s.groups() <= 4;
    }

    static void run(Workers workers, ConvShape s, int group, float[] x, float[] dy, float[] dw) {
        FewSourcesWeights gradient = new FewSourcesWeights(s, group);
        int segments = (gradient.k + SEGMENT - 1) / SEGMENT;
        int count = gradient.channels * TAPS;
        int size = count * gradient.width;
        float[] sums = Buffers.take(Buffers.Use.SUMS, segments * size);
        workers.run(segments, segment -> {
            int begin = segment * SEGMENT;
            gradient.segment(begin, Math.min(gradient.k, begin + SEGMENT), x, dy, sums, segment * size);
        });
        for (int segment = 1; segment < segments; segment++) {
            Vectors.add(sums, segment * size, sums, 0, size);
        }
        Packing.transpose(sums, 0, gradient.width, count, gradient.outs, dw, group * gradient.outs * count, count);
    }

    private void segment(int begin, int end, float[] x, float[] dy, float[] sums, int sumsAt) {
        int[] places = Buffers.ints(Buffers.Table.PLACES, BLOCK);
        float[] gradients = Buffers.take(Buffers.Use.GRADIENTS, (BLOCK + ChannelRows.MORE) * width);
        int in = s.height() * s.width();
        int[] tapY = taps.tapY();
        int[] tapX = taps.tapX();
        int first = rows.tap(tapY[0], tapX[0]);
        int pitch = rows.tap(tapY[1], tapX[0]) - first;
        for (int from = begin; from < end; from += BLOCK) {
            int to = Math.min(end, from + BLOCK);
            turn(from, to, dy, gradients);
            float[] laid = Buffers.take(Buffers.Use.IMAGES, rows.size(from, to));
            for (int channel = 0; channel < channels; channel++) {
                rows.lay(x, (group * channels + channel) * in, s.inChannels() * in, from, to, laid, places);
                int at = sumsAt + channel * TAPS * width;
                int j = 0;
                for (; L == 16 && j + 2 * L <= width; j += 2 * L) {
                    nineByTwo(
                            to - from,
                            gradients,
                            j,
                            width,
                            laid,
                            places,
                            first,
                            pitch,
                            sums,
                            at + j,
                            width,
                            from > begin);
                }
                for (; j < width; j += L) {
                    nineByOne(
                            to - from,
                            gradients,
                            j,
                            width,
                            laid,
                            places,
                            first,
                            pitch,
                            sums,
                            at + j,
                            width,
                            from > begin);
                }
            }
        }
    }

    /** The gradients of all output channels at the places {@code from ≤ p < to}, place by place. */
    private void turn(int from, int to, float[] dy, float[] out) {
        int each = taps.places();
        for (int p = from, length; p < to; p += length) {
            length = Math.min(to - p, each - p % each);
            int source = (p / each * s.outChannels() + group * outs) * each + p % each;
            int more = ChannelRows.more(dy, source, each, outs, length);
            Packing.transpose(dy, source, each, outs, more, out, (p - from) * width, width);
        }
    }

    private static void nineByTwo(
            int kk,
            float[] g,
            int gOff,
            int ldg,
            float[] x,
            int[] places,
            int first,
            int pitch,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c1b = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c2b = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c3b = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c4b = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c5b = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c6b = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        FloatVector c7b = FloatVector.zero(F);
        FloatVector c8a = FloatVector.zero(F);
        FloatVector c8b = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q0 = places[p] + first;
            int q1 = q0 + pitch;
            int q2 = q1 + pitch;
            FloatVector ga = FloatVector.fromArray(F, g, gOff + p * ldg);
            FloatVector gb = FloatVector.fromArray(F, g, gOff + p * ldg + L);
            FloatVector v = FloatVector.broadcast(F, x[q0]);
            c0a = v.fma(ga, c0a);
            c0b = v.fma(gb, c0b);
            v = FloatVector.broadcast(F, x[q0 + 1]);
            c1a = v.fma(ga, c1a);
            c1b = v.fma(gb, c1b);
            v = FloatVector.broadcast(F, x[q0 + 2]);
            c2a = v.fma(ga, c2a);
            c2b = v.fma(gb, c2b);
            v = FloatVector.broadcast(F, x[q1]);
            c3a = v.fma(ga, c3a);
            c3b = v.fma(gb, c3b);
            v = FloatVector.broadcast(F, x[q1 + 1]);
            c4a = v.fma(ga, c4a);
            c4b = v.fma(gb, c4b);
            v = FloatVector.broadcast(F, x[q1 + 2]);
            c5a = v.fma(ga, c5a);
            c5b = v.fma(gb, c5b);
            v = FloatVector.broadcast(F, x[q2]);
            c6a = v.fma(ga, c6a);
            c6b = v.fma(gb, c6b);
            v = FloatVector.broadcast(F, x[q2 + 1]);
            c7a = v.fma(ga, c7a);
            c7b = v.fma(gb, c7b);
            v = FloatVector.broadcast(F, x[q2 + 2]);
            c8a = v.fma(ga, c8a);
            c8b = v.fma(gb, c8b);
        }
        if (add) {
            c0a = FloatVector.fromArray(F, c, cOff).add(c0a);
            c0b = FloatVector.fromArray(F, c, cOff + L).add(c0b);
            c1a = FloatVector.fromArray(F, c, cOff + ldc).add(c1a);
            c1b = FloatVector.fromArray(F, c, cOff + ldc + L).add(c1b);
            c2a = FloatVector.fromArray(F, c, cOff + 2 * ldc).add(c2a);
            c2b = FloatVector.fromArray(F, c, cOff + 2 * ldc + L).add(c2b);
            c3a = FloatVector.fromArray(F, c, cOff + 3 * ldc).add(c3a);
            c3b = FloatVector.fromArray(F, c, cOff + 3 * ldc + L).add(c3b);
            c4a = FloatVector.fromArray(F, c, cOff + 4 * ldc).add(c4a);
            c4b = FloatVector.fromArray(F, c, cOff + 4 * ldc + L).add(c4b);
            c5a = FloatVector.fromArray(F, c, cOff + 5 * ldc).add(c5a);
            c5b = FloatVector.fromArray(F, c, cOff + 5 * ldc + L).add(c5b);
            c6a = FloatVector.fromArray(F, c, cOff + 6 * ldc).add(c6a);
            c6b = FloatVector.fromArray(F, c, cOff + 6 * ldc + L).add(c6b);
            c7a = FloatVector.fromArray(F, c, cOff + 7 * ldc).add(c7a);
            c7b = FloatVector.fromArray(F, c, cOff + 7 * ldc + L).add(c7b);
            c8a = FloatVector.fromArray(F, c, cOff + 8 * ldc).add(c8a);
            c8b = FloatVector.fromArray(F, c, cOff + 8 * ldc + L).add(c8b);
        }
        c0a.intoArray(c, cOff);
        c0b.intoArray(c, cOff + L);
        c1a.intoArray(c, cOff + ldc);
        c1b.intoArray(c, cOff + ldc + L);
        c2a.intoArray(c, cOff + 2 * ldc);
        c2b.intoArray(c, cOff + 2 * ldc + L);
        c3a.intoArray(c, cOff + 3 * ldc);
        c3b.intoArray(c, cOff + 3 * ldc + L);
        c4a.intoArray(c, cOff + 4 * ldc);
        c4b.intoArray(c, cOff + 4 * ldc + L);
        c5a.intoArray(c, cOff + 5 * ldc);
        c5b.intoArray(c, cOff + 5 * ldc + L);
        c6a.intoArray(c, cOff + 6 * ldc);
        c6b.intoArray(c, cOff + 6 * ldc + L);
        c7a.intoArray(c, cOff + 7 * ldc);
        c7b.intoArray(c, cOff + 7 * ldc + L);
        c8a.intoArray(c, cOff + 8 * ldc);
        c8b.intoArray(c, cOff + 8 * ldc + L);
    }

    private static void nineByOne(
            int kk,
            float[] g,
            int gOff,
            int ldg,
            float[] x,
            int[] places,
            int first,
            int pitch,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        FloatVector c8a = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q0 = places[p] + first;
            int q1 = q0 + pitch;
            int q2 = q1 + pitch;
            FloatVector ga = FloatVector.fromArray(F, g, gOff + p * ldg);
            FloatVector v = FloatVector.broadcast(F, x[q0]);
            c0a = v.fma(ga, c0a);
            v = FloatVector.broadcast(F, x[q0 + 1]);
            c1a = v.fma(ga, c1a);
            v = FloatVector.broadcast(F, x[q0 + 2]);
            c2a = v.fma(ga, c2a);
            v = FloatVector.broadcast(F, x[q1]);
            c3a = v.fma(ga, c3a);
            v = FloatVector.broadcast(F, x[q1 + 1]);
            c4a = v.fma(ga, c4a);
            v = FloatVector.broadcast(F, x[q1 + 2]);
            c5a = v.fma(ga, c5a);
            v = FloatVector.broadcast(F, x[q2]);
            c6a = v.fma(ga, c6a);
            v = FloatVector.broadcast(F, x[q2 + 1]);
            c7a = v.fma(ga, c7a);
            v = FloatVector.broadcast(F, x[q2 + 2]);
            c8a = v.fma(ga, c8a);
        }
        if (add) {
            c0a = FloatVector.fromArray(F, c, cOff).add(c0a);
            c1a = FloatVector.fromArray(F, c, cOff + ldc).add(c1a);
            c2a = FloatVector.fromArray(F, c, cOff + 2 * ldc).add(c2a);
            c3a = FloatVector.fromArray(F, c, cOff + 3 * ldc).add(c3a);
            c4a = FloatVector.fromArray(F, c, cOff + 4 * ldc).add(c4a);
            c5a = FloatVector.fromArray(F, c, cOff + 5 * ldc).add(c5a);
            c6a = FloatVector.fromArray(F, c, cOff + 6 * ldc).add(c6a);
            c7a = FloatVector.fromArray(F, c, cOff + 7 * ldc).add(c7a);
            c8a = FloatVector.fromArray(F, c, cOff + 8 * ldc).add(c8a);
        }
        c0a.intoArray(c, cOff);
        c1a.intoArray(c, cOff + ldc);
        c2a.intoArray(c, cOff + 2 * ldc);
        c3a.intoArray(c, cOff + 3 * ldc);
        c4a.intoArray(c, cOff + 4 * ldc);
        c5a.intoArray(c, cOff + 5 * ldc);
        c6a.intoArray(c, cOff + 6 * ldc);
        c7a.intoArray(c, cOff + 7 * ldc);
        c8a.intoArray(c, cOff + 8 * ldc);
    }
}
