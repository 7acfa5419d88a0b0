package org.gradus.simd;

import java.util.Arrays;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Taps;
import org.gradus.core.backend.Window;
import org.gradus.core.backend.Workers;

/**
 * The gradient of one group's images: each piece lays out a band of gradients once for all stride phases. These are products
 * by themselves, whose places lie between each other in the chunk that is written to the images.
 */
final class ConvImagesGradient {
    private static final int L = Species.F.length();

    private final ConvShape s;
    private final int group;
    private final int channels;
    private final int outs;
    private final int stepY;
    private final int stepX;
    private final Band band;
    private final Bands bands;
    private final int plane;
    private final Taps[] phases;
    private final PlacesProduct[] products;
    private final boolean gaps;
    private final ChannelsProduct channelsProduct;

    /** Whether vectors hold places of a channel instead of channels of a place. */
    private final boolean across;

    private ConvImagesGradient(ConvShape s, int group, float[] w, int threads) {
        this.s = s;
        this.group = group;
        Window window = s.window();
        stepY = window.strideHeight();
        stepX = window.strideWidth();
        channels = s.inChannels() / s.groups();
        outs = s.outChannels() / s.groups();
        phases = new Taps[stepY * stepX];
        int firstY = Integer.MAX_VALUE;
        int firstX = Integer.MAX_VALUE;
        int lastY = Integer.MIN_VALUE;
        int lastX = Integer.MIN_VALUE;
        int count = 0;
        boolean empty = false;
        for (int i = 0; i < phases.length; i++) {
            Taps taps = Taps.inputGradient(s, i / stepX, i % stepX);
            phases[i] = taps;
            count += taps.count();
            empty |= taps.count() == 0;
            for (int y : taps.tapY()) {
                firstY = Math.min(firstY, y);
                lastY = Math.max(lastY, y);
            }
            for (int x : taps.tapX()) {
                firstX = Math.min(firstX, x);
                lastX = Math.max(lastX, x);
            }
        }
        gaps = empty;
        int rows = phases[0].rows();
        int columns = phases[0].columns();
        band = Band.of(s.outHeight(), s.outWidth(), columns, 1, 1, firstY, firstX, lastY, lastX);
        bands = Bands.of(
                rows,
                columns * phases.length,
                (long) outs * band.plane(rows),
                (long) channels * outs * count / phases.length,
                s.n() * s.groups(),
                threads,
                1);
        plane = band.plane(bands.most());
        across = phases.length == 1 && ChannelsProduct.suits(channels, columns, outs * count);
        products = new PlacesProduct[phases.length];
        int[] at = Buffers.ints(Buffers.Table.TAPS, outs * count);
        int padded = PlacesProduct.padded(channels);
        int size = across ? ChannelsProduct.size(outs * count, channels) : outs * count * padded;
        float[] weights = Buffers.take(Buffers.Use.WEIGHTS, size);
        channelsProduct = new ChannelsProduct(outs * count, channels, at, weights);
        int first = 0;
        for (int i = 0; i < phases.length; i++) {
            int k = outs * phases[i].count();
            band.taps(outs, plane, phases[i].tapY(), phases[i].tapX(), at, first);
            products[i] = new PlacesProduct(k, channels, at, first, weights, first * padded);
            if (across) {
                packRows(w, count);
            } else {
                pack(products[i], i / stepX, i % stepX, w);
            }
            first += k;
        }
    }

    /** The weights as rows of (output channel, tap), one for each input channel. */
    private void packRows(float[] w, int count) {
        int from = group * outs * channels * count;
        for (int o = 0; o < outs; o++) {
            for (int c = 0; c < channels; c++) {
                for (int tap = 0; tap < count; tap++) {
                    channelsProduct.weights()[channelsProduct.at(c, o * count + tap)] = w[from++];
                }
            }
        }
    }

    /** The weights that meet a phase, as panels of (output channel, tap) by input channels. */
    private void pack(PlacesProduct product, int phaseY, int phaseX, float[] w) {
        Window v = s.window();
        int[] rows = Taps.kernelOfPhase(phaseY, v.padHeight(), v.dilationHeight(), stepY, v.kernelHeight());
        int[] columns = Taps.kernelOfPhase(phaseX, v.padWidth(), v.dilationWidth(), stepX, v.kernelWidth());
        int kernel = v.kernelHeight() * v.kernelWidth();
        for (int j = 0, vectors; j < channels; j += vectors * L) {
            vectors = PlacesProduct.vectors(j, channels);
            int width = vectors * L;
            int count = Math.min(width, channels - j);
            int to = product.at() + j * product.k();
            for (int o = 0; o < outs; o++) {
                int from = ((group * outs + o) * channels + j) * kernel;
                if (rows.length * columns.length == kernel) {
                    Packing.transpose(w, from, kernel, count, kernel, product.weights(), to, width);
                    to += kernel * width;
                    continue;
                }
                for (int ky : rows) {
                    for (int kx : columns) {
                        int tap = from + ky * v.kernelWidth() + kx;
                        for (int i = 0; i < count; i++) {
                            product.weights()[to + i] = w[tap + i * kernel];
                        }
                        to += width;
                    }
                }
            }
        }
    }

    static void run(Workers workers, ConvShape s, int group, float[] dy, float[] w, float[] dx) {
        ConvImagesGradient gradient = new ConvImagesGradient(s, group, w, workers.threads());
        Bands bands = gradient.bands;
        workers.run(s.n() * bands.parts(), piece -> {
            int part = piece % bands.parts();
            gradient.image(piece / bands.parts(), bands.first(part), bands.first(part + 1), dy, dx);
        });
    }

    /** Rows of the first phase's places {@code from ≤ row < to} of an image, and those of the other phases below each. */
    private void image(int image, int from, int to, float[] dy, float[] dx) {
        if (to <= from) {
            return;
        }
        float[] laid = Buffers.take(Buffers.Use.IMAGES, outs * plane + 2 * L + PlacesTile.PLACES);
        int out = (image * s.outChannels() + group * outs) * s.outHeight() * s.outWidth();
        band.lay(dy, out, outs, from, to - from, laid, plane);
        int width = s.width();
        int in = (image * s.inChannels() + group * channels) * s.height() * width;
        if (across) {
            channelsProduct.run(to - from, width, laid, band.rowDistance(), dx, in + from * width, s.height() * width);
            return;
        }
        int ldc = PlacesProduct.padded(channels);
        int chunk = Math.max(1, Bands.chunk(width) / stepY);
        float[] c = Buffers.take(Buffers.Use.TILE, chunk * stepY * width * ldc);
        for (int row = from, rows; row < to; row += rows) {
            rows = Math.min(chunk, to - row);
            int places = (Math.min(s.height(), (row + rows) * stepY) - row * stepY) * width;
            if (gaps) {
                Arrays.fill(c, 0, places * ldc, 0);
            }
            int source = (row - from) * band.rowDistance();
            for (int i = 0; i < phases.length; i++) {
                int some = Math.min(rows, phases[i].rows() - row);
                int target = (i / stepX * width + i % stepX) * ldc;
                products[i].run(
                        some,
                        phases[i].columns(),
                        laid,
                        source,
                        band.rowDistance(),
                        c,
                        target,
                        stepX * ldc,
                        stepY * width * ldc);
            }
            Packing.transpose(c, 0, ldc, places, channels, dx, in + row * stepY * width, s.height() * width);
        }
    }
}
