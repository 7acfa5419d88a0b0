package org.gradus.simd;

import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Taps;
import org.gradus.core.backend.Workers;
import org.jspecify.annotations.Nullable;

/** The convolution of one group of channels: each piece lays out a band of an image and multiplies it, chunk by chunk. */
final class ConvForward {
    private static final int L = Species.F.length();

    private final ConvShape s;
    private final Taps taps;
    private final Band band;
    private final int group;
    private final int channels;
    private final int outs;
    private final Bands bands;
    private final int plane;
    private final PlacesProduct product;
    private final ChannelsProduct channelsProduct;

    /** Whether vectors hold places of a channel instead of channels of a place. */
    private final boolean across;

    private ConvForward(ConvShape s, int group, float[] w) {
        this.s = s;
        this.group = group;
        taps = Taps.forward(s);
        channels = s.inChannels() / s.groups();
        outs = s.outChannels() / s.groups();
        int[] tapY = taps.tapY();
        int[] tapX = taps.tapX();
        band = Band.of(
                taps.height(),
                taps.width(),
                taps.columns(),
                taps.stepY(),
                taps.stepX(),
                tapY[0],
                tapX[0],
                tapY[tapY.length - 1],
                tapX[tapX.length - 1]);
        int k = channels * taps.count();
        bands = Bands.of(
                taps.rows(),
                taps.columns(),
                (long) channels * band.plane(taps.rows()),
                (long) outs * k,
                s.n() * s.groups());
        plane = band.plane(bands.most());
        int[] at = Buffers.ints(Buffers.Table.TAPS, k);
        band.taps(channels, plane, tapY, tapX, at, 0);
        across = ChannelsProduct.suits(outs, taps.columns());
        int size = across ? ChannelsProduct.size(k, outs) : k * PlacesProduct.padded(outs);
        float[] weights = Buffers.take(Buffers.Use.WEIGHTS, size);
        product = new PlacesProduct(k, outs, at, 0, weights, 0);
        channelsProduct = new ChannelsProduct(k, outs, at, weights);
        if (across) {
            for (int o = 0; o < outs; o++) {
                for (int p = 0; p < k; p++) {
                    weights[channelsProduct.at(o, p)] = w[(group * outs + o) * k + p];
                }
            }
            return;
        }
        for (int j = 0, vectors; j < outs; j += vectors * L) {
            vectors = PlacesProduct.vectors(j, outs);
            int count = Math.min(vectors * L, outs - j);
            Packing.transpose(w, (group * outs + j) * k, k, count, k, weights, j * k, vectors * L);
        }
    }

    static void run(Workers workers, ConvShape s, int group, float[] x, float[] w, float @Nullable [] bias, float[] y) {
        ConvForward forward = new ConvForward(s, group, w);
        Bands bands = forward.bands;
        workers.run(s.n() * bands.parts(), piece -> {
            int part = piece % bands.parts();
            forward.image(piece / bands.parts(), bands.first(part), bands.first(part + 1), x, bias, y);
        });
    }

    /** Rows of places {@code from ≤ row < to} of an image. */
    private void image(int image, int from, int to, float[] x, float @Nullable [] bias, float[] y) {
        if (to <= from) {
            return;
        }
        int columns = taps.columns();
        float[] laid = Buffers.take(Buffers.Use.IMAGES, channels * plane + 2 * L + PlacesTile.PLACES);
        int in = (image * s.inChannels() + group * channels) * s.height() * s.width();
        band.lay(x, in, channels, from, to - from, laid, plane);
        int out = (image * s.outChannels() + group * outs) * taps.places();
        if (across) {
            int first = out + from * columns;
            channelsProduct.run(to - from, columns, laid, band.rowDistance(), y, first, taps.places());
            for (int o = 0; bias != null && o < outs; o++) {
                Vectors.add(bias[group * outs + o], y, first + o * taps.places(), (to - from) * columns);
            }
            return;
        }
        int ldc = PlacesProduct.padded(outs);
        int chunk = Bands.chunk(columns);
        float[] c = Buffers.take(Buffers.Use.TILE, chunk * columns * ldc);
        for (int row = from, rows; row < to; row += rows) {
            rows = Math.min(chunk, to - row);
            int source = (row - from) * band.rowDistance();
            product.run(rows, columns, laid, source, band.rowDistance(), c, 0, ldc, columns * ldc);
            if (bias != null) {
                for (int place = 0; place < rows * columns; place++) {
                    Vectors.add(bias, group * outs, c, place * ldc, outs);
                }
            }
            Packing.transpose(c, 0, ldc, rows * columns, outs, y, out + row * columns, taps.places());
        }
    }
}
