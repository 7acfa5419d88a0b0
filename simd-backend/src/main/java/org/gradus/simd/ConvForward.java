package org.gradus.simd;

import java.util.Arrays;
import org.gradus.core.backend.ConvEpilogue;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Taps;
import org.gradus.core.backend.UnaryOp;
import org.gradus.core.backend.Window;
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

    private final boolean relu;

    /** Whether only the largest of each two by two places is stored. */
    private final boolean pooled;

    /** The bias of the group's channels, followed by what is added to lanes without a channel; −0 changes nothing. */
    private final float[] bias;

    private ConvForward(
            ConvShape s,
            int group,
            ConvEpilogue epilogue,
            float[] w,
            float @Nullable [] transposed,
            float @Nullable [] bias,
            int threads) {
        this.s = s;
        this.group = group;
        relu = epilogue.relu();
        pooled = epilogue.pool() != null;
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
                pooled ? taps.rows() & -2 : taps.rows(),
                taps.columns(),
                (long) channels * band.plane(taps.rows()),
                (long) outs * k,
                s.n() * s.groups(),
                threads,
                pooled ? 2 : 1);
        plane = band.plane(bands.most());
        int[] at = Buffers.ints(Buffers.Table.TAPS, k);
        band.taps(channels, plane, tapY, tapX, at, 0);
        across = suitsAcross(s) && !pooled;
        int size = across ? ChannelsProduct.size(k, outs) : k * PlacesProduct.padded(outs);
        float[] weights = Buffers.take(Buffers.Use.WEIGHTS, size);
        product = new PlacesProduct(k, outs, at, 0, weights, 0);
        channelsProduct = new ChannelsProduct(k, outs, at, weights);
        this.bias = Buffers.take(Buffers.Use.BIAS, PlacesProduct.padded(outs));
        Arrays.fill(this.bias, 0, PlacesProduct.padded(outs), -0f);
        if (bias != null) {
            System.arraycopy(bias, group * outs, this.bias, 0, outs);
        }
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
            if (transposed != null) {
                int from = group * outs + j;
                Packing.copy(transposed, from, s.outChannels(), count, vectors * L, k, weights, j * k);
            } else {
                Packing.transpose(w, (group * outs + j) * k, k, count, k, weights, j * k, vectors * L);
            }
        }
    }

    /** Whether vectors of places suit better than vectors of channels. */
    private static boolean suitsAcross(ConvShape s) {
        int k = s.inChannels() / s.groups() * Taps.forward(s).count();
        return ChannelsProduct.suits(s.outChannels() / s.groups(), s.outWidth(), k);
    }

    /** Whether a pooling can take place before results are stored. */
    static boolean pools(ConvShape s, ConvEpilogue epilogue) {
        return epilogue.relu() && Window.square(2).stride(2).equals(epilogue.pool()) && !suitsAcross(s);
    }

    /** One group under an epilogue, whose pooling {@link #pools} allows. */
    static void run(
            Workers workers,
            ConvShape s,
            int group,
            ConvEpilogue epilogue,
            float[] x,
            float[] w,
            float @Nullable [] transposed,
            float @Nullable [] bias,
            float[] y) {
        ConvForward forward = new ConvForward(s, group, epilogue, w, transposed, bias, workers.threads());
        Bands bands = forward.bands;
        workers.run(s.n() * bands.parts(), piece -> {
            int part = piece % bands.parts();
            forward.image(piece / bands.parts(), bands.first(part), bands.first(part + 1), x, bias != null, y);
        });
    }

    /** Rows of places {@code from ≤ row < to} of an image. */
    private void image(int image, int from, int to, float[] x, boolean biased, float[] y) {
        if (to <= from) {
            return;
        }
        float[] laid = Buffers.take(Buffers.Use.IMAGES, channels * plane + 2 * L + PlacesTile.PLACES);
        int in = (image * s.inChannels() + group * channels) * s.height() * s.width();
        band.lay(x, in, channels, from, to - from, laid, plane);
        int firstPlane = image * s.outChannels() + group * outs;
        if (across) {
            planes(laid, from, to, biased, y, firstPlane * taps.places());
        } else if (pooled) {
            largest(laid, from, to, y, firstPlane * (taps.rows() / 2) * (taps.columns() / 2));
        } else {
            places(laid, from, to, biased, y, firstPlane * taps.places());
        }
    }

    private void planes(float[] laid, int from, int to, boolean biased, float[] y, int out) {
        int columns = taps.columns();
        int first = out + from * columns;
        channelsProduct.run(to - from, columns, laid, band.rowDistance(), y, first, taps.places());
        int count = (to - from) * columns;
        for (int o = 0; biased && o < outs; o++) {
            Vectors.add(bias[o], y, first + o * taps.places(), count);
        }
        for (int o = 0; relu && o < outs; o++) {
            SimdUnary.apply(UnaryOp.RELU, 0, y, first + o * taps.places(), y, first + o * taps.places(), count);
        }
    }

    private void places(float[] laid, int from, int to, boolean biased, float[] y, int out) {
        int columns = taps.columns();
        int ldc = PlacesProduct.padded(outs);
        int chunk = Bands.chunk(columns);
        float[] c = Buffers.take(Buffers.Use.TILE, chunk * columns * ldc);
        for (int row = from, rows; row < to; row += rows) {
            rows = Math.min(chunk, to - row);
            int source = (row - from) * band.rowDistance();
            product.run(rows, columns, laid, source, band.rowDistance(), c, 0, ldc, columns * ldc);
            if (relu) {
                PlacesFinish.addRelu(c, rows * columns, ldc, bias);
            } else if (biased) {
                PlacesFinish.add(c, rows * columns, ldc, bias);
            }
            Packing.transpose(c, 0, ldc, rows * columns, outs, y, out + row * columns, taps.places());
        }
    }

    /** The same rows under ReLU and pooling: only what is left is turned from channels of a place to places of a channel. */
    private void largest(float[] laid, int from, int to, float[] y, int out) {
        int columns = taps.columns();
        int half = columns / 2;
        int ldc = PlacesProduct.padded(outs);
        int chunk = Math.max(2, Bands.chunk(columns) & -2);
        float[] c = Buffers.take(Buffers.Use.TILE, chunk * columns * ldc);
        int kept = (to - from) / 2 * half;
        float[] largest = Buffers.take(Buffers.Use.POOLED, kept * ldc);
        for (int row = from, rows; row < to; row += rows) {
            rows = Math.min(chunk, to - row);
            int source = (row - from) * band.rowDistance();
            product.run(rows, columns, laid, source, band.rowDistance(), c, 0, ldc, columns * ldc);
            PlacesFinish.poolRelu(c, rows, columns, ldc, bias, largest, (row - from) / 2 * half * ldc);
        }
        Packing.transpose(largest, 0, ldc, kept, outs, y, out + from / 2 * half, taps.rows() / 2 * half);
    }
}
