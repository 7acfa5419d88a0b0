package org.gradus.simd;

import java.util.Arrays;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Taps;
import org.gradus.core.backend.Workers;
import org.gradus.core.scalar.ScalarConv;
import org.jspecify.annotations.Nullable;

/** Convolution of few output channels as products whose panels are copied straight from padded images. */
final class FewChannels {
    /** So many floats of images are laid out at once: they stay in the cache until they are used. */
    private static final int LAID_OUT = 1 << 19;

    private final Workers workers;

    FewChannels(Workers workers) {
        this.workers = workers;
    }

    void forward(ConvShape s, float[] x, float[] w, float @Nullable [] bias, float[] y) {
        Taps taps = Taps.forward(s);
        int channels = s.inChannels() / s.groups();
        int outs = s.outChannels() / s.groups();
        int k = channels * taps.count();
        if (y.length == 0) {
            return;
        }
        int in = s.height() * s.width();
        int chunk = imagesAtOnce(taps, channels);
        for (int g = 0; g < s.groups(); g++) {
            MatrixOperand weights = new MatrixOperand(w, g * outs * k, true, k);
            for (int n = 0; n < s.n(); n += chunk) {
                int images = Math.min(chunk, s.n() - n);
                int from = (n * s.inChannels() + g * channels) * in;
                PaddedImages source = new PaddedImages(workers, taps, x, from, s.inChannels() * in, images, channels);
                Result result = new PlanesResult(
                        y,
                        (n * s.outChannels() + g * outs) * taps.places(),
                        s.outChannels() * taps.places(),
                        taps.places(),
                        taps.columns(),
                        1,
                        1,
                        taps,
                        source,
                        bias,
                        g * outs);
                Product.run(workers, outs, source.columns, k, weights, source, result);
            }
        }
    }

    void inputGradient(ConvShape s, float[] dy, float[] w, float[] dx) {
        for (int phaseY = 0; phaseY < Math.min(s.window().strideHeight(), s.height()); phaseY++) {
            for (int phaseX = 0; phaseX < Math.min(s.window().strideWidth(), s.width()); phaseX++) {
                for (int g = 0; g < s.groups(); g++) {
                    inputGradient(s, phaseY, phaseX, g, dy, w, dx);
                }
            }
        }
    }

    private void inputGradient(ConvShape s, int phaseY, int phaseX, int g, float[] dy, float[] w, float[] dx) {
        Taps taps = Taps.inputGradient(s, phaseY, phaseX);
        int channels = s.inChannels() / s.groups();
        int outs = s.outChannels() / s.groups();
        int k = outs * taps.count();
        int out = s.outHeight() * s.outWidth();
        int in = s.height() * s.width();
        float[] phaseWeights = Buffers.take(Buffers.Use.WEIGHTS, channels * k);
        ScalarConv.phaseWeights(s, phaseY, phaseX, g, w, phaseWeights);
        MatrixOperand weights = new MatrixOperand(phaseWeights, 0, true, k);
        int chunk = imagesAtOnce(taps, outs);
        for (int n = 0; n < s.n(); n += chunk) {
            int images = Math.min(chunk, s.n() - n);
            int from = (n * s.outChannels() + g * outs) * out;
            PaddedImages source = new PaddedImages(workers, taps, dy, from, s.outChannels() * out, images, outs);
            PlanesResult result = new PlanesResult(
                    dx,
                    (n * s.inChannels() + g * channels) * in + phaseY * s.width() + phaseX,
                    s.inChannels() * in,
                    in,
                    s.width(),
                    s.window().strideHeight(),
                    s.window().strideWidth(),
                    taps,
                    source,
                    null,
                    0);
            if (k > 0) {
                Product.run(workers, channels, source.columns, k, weights, source, result);
            } else {
                float[] zeros = new float[source.columns];
                for (int channel = 0; channel < channels; channel++) {
                    result.store(channel, 0, 1, zeros.length, zeros, 0, 0);
                }
            }
        }
    }

    void weightGradient(ConvShape s, float[] x, float[] dy, float[] dw) {
        Taps taps = Taps.forward(s);
        int channels = s.inChannels() / s.groups();
        int outs = s.outChannels() / s.groups();
        int rows = channels * taps.count();
        int places = taps.places();
        if (s.n() == 0) {
            Arrays.fill(dw, 0, s.outChannels() * rows, 0);
            return;
        }
        int in = s.height() * s.width();
        for (int g = 0; g < s.groups(); g++) {
            PaddedImages source =
                    new PaddedImages(workers, taps, x, g * channels * in, s.inChannels() * in, s.n(), channels);
            LeftOperand images = new RunsOperand(
                    source.data,
                    source.starts,
                    taps.columns(),
                    taps.rows(),
                    source.imageRows * source.pitch,
                    source.pitch);
            int[] starts = new int[outs];
            for (int o = 0; o < outs; o++) {
                starts[o] = (g * outs + o) * places;
            }
            RightOperand gradients = new RunsOperand(dy, starts, places, 1, s.outChannels() * places, 0);
            int first = g * outs * rows;
            Product.run(
                    workers,
                    rows,
                    outs,
                    s.n() * places,
                    images,
                    gradients,
                    (row, column, height, count, from, off, distance) -> {
                        Packing.transpose(from, off, distance, height, count, dw, first + column * rows + row, rows);
                    });
        }
    }

    private static int imagesAtOnce(Taps taps, int channels) {
        return (int) Math.max(1, LAID_OUT / Math.max(1, PaddedImages.floatsPerImage(taps) * channels));
    }
}
