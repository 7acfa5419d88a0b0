package org.gradus.simd;

import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Taps;
import org.gradus.core.backend.Workers;

/**
 * The gradient of three by three weights where few channels come in, as in the first layer of a network: vectors hold output
 * channels, whose gradients are turned block by block, and the elements of a place's window are broadcast. Pieces are segments.
 */
final class FewSourcesWeights {
    private static final int L = Species.F.length();
    private static final int BLOCK = Numerics.GEMM_BLOCK;
    private static final int SEGMENT = BLOCK * Numerics.GEMM_SEGMENT_BLOCKS;

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
        int count = gradient.channels * TapsTile.TAPS;
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
            rows.places(from, to, places);
            for (int channel = 0; channel < channels; channel++) {
                rows.lay(x, (group * channels + channel) * in, s.inChannels() * in, from, to, laid);
                int at = sumsAt + channel * TapsTile.TAPS * width;
                for (int j = 0, vectors; j < width; j += vectors * L) {
                    vectors = Math.min(TapsTile.VECTORS, (width - j) / L);
                    TapsTile.multiply(
                            vectors,
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
}
