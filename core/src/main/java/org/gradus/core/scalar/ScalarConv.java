package org.gradus.core.scalar;

import java.util.Arrays;
import org.gradus.core.backend.Conv;
import org.gradus.core.backend.ConvEpilogue;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Taps;
import org.gradus.core.backend.UnaryOp;
import org.gradus.core.backend.Window;
import org.jspecify.annotations.Nullable;

/** Convolution as matrix products over parts of unfolded images, and pooling window by window. */
public final class ScalarConv implements Conv {
    /** So many columns are unfolded at once: a segment of a sum, so that the sums of parts are added like segments. */
    private static final int COLUMNS = Numerics.GEMM_BLOCK * Numerics.GEMM_SEGMENT_BLOCKS;

    private final ScalarGemm gemm = new ScalarGemm();

    /** Makes the family. */
    public ScalarConv() {}

    @Override
    public void forward(ConvShape s, float[] x, float[] w, float @Nullable [] bias, float[] y) {
        Taps taps = Taps.forward(s);
        int channels = s.inChannels() / s.groups();
        int outs = s.outChannels() / s.groups();
        int k = channels * taps.count();
        int places = taps.places();
        for (int n = 0; n < s.n(); n++) {
            for (int g = 0; g < s.groups(); g++) {
                int plane = n * s.inChannels() + g * channels;
                int out = n * s.outChannels() + g * outs;
                product(taps, x, plane * s.height() * s.width(), channels, w, g * outs * k, outs, y, out * places);
                if (bias != null) {
                    for (int o = 0; o < outs; o++) {
                        add(y, (out + o) * places, places, bias[g * outs + o]);
                    }
                }
            }
        }
    }

    @Override
    public void answer(
            ConvShape s,
            ConvEpilogue epilogue,
            float[] x,
            float[] w,
            float @Nullable [] transposed,
            float @Nullable [] bias,
            float[] y) {
        Window pool = epilogue.pool();
        int size = s.n() * s.outChannels() * s.outHeight() * s.outWidth();
        float[] sums = pool == null ? y : new float[size];
        forward(s, x, w, bias, sums);
        if (epilogue.relu()) {
            ScalarUnary.apply(UnaryOp.RELU, 0, sums, 0, sums, 0, size);
        }
        if (pool != null) {
            int results = s.n() * s.outChannels() * pool.outHeight(s.outHeight()) * pool.outWidth(s.outWidth());
            maxPool(s.n() * s.outChannels(), s.outHeight(), s.outWidth(), pool, sums, y, new int[results]);
        }
    }

    @Override
    public void inputGradient(ConvShape s, float[] dy, float[] w, float[] dx) {
        for (int phaseY = 0; phaseY < s.window().strideHeight(); phaseY++) {
            for (int phaseX = 0; phaseX < s.window().strideWidth(); phaseX++) {
                inputGradient(s, phaseY, phaseX, dy, w, dx);
            }
        }
    }

    private void inputGradient(ConvShape s, int phaseY, int phaseX, float[] dy, float[] w, float[] dx) {
        Taps taps = Taps.inputGradient(s, phaseY, phaseX);
        int channels = s.inChannels() / s.groups();
        int outs = s.outChannels() / s.groups();
        float[] weights = new float[channels * outs * taps.count()];
        float[] product = new float[channels * taps.places()];
        for (int g = 0; g < s.groups(); g++) {
            phaseWeights(s, phaseY, phaseX, g, w, weights);
            for (int n = 0; n < s.n(); n++) {
                int plane = n * s.outChannels() + g * outs;
                product(taps, dy, plane * s.outHeight() * s.outWidth(), outs, weights, 0, channels, product, 0);
                scatter(s, phaseY, phaseX, taps, product, dx, n * s.inChannels() + g * channels);
            }
        }
    }

    /** {@code y[o, place] = Σ w[o, (plane, tap)]·x[plane, what the tap reads at the place]} of one image. */
    private void product(Taps t, float[] x, int xOff, int planes, float[] w, int wOff, int outs, float[] y, int yOff) {
        int k = planes * t.count();
        int places = t.places();
        float[] unfolded = new float[k * Math.min(places, COLUMNS)];
        for (int from = 0; from < places; from += COLUMNS) {
            int count = Math.min(COLUMNS, places - from);
            unfold(t, x, xOff, 0, planes, from, count, unfolded);
            GemmShape shape = new GemmShape(false, false, outs, count, k, k, count, places);
            gemm.multiply(shape, w, wOff, unfolded, 0, false, y, yOff + from, Epilogue.NONE, null);
        }
    }

    @Override
    public void weightGradient(ConvShape s, float[] x, float[] dy, float[] dw) {
        Taps taps = Taps.forward(s);
        int channels = s.inChannels() / s.groups();
        int outs = s.outChannels() / s.groups();
        int rows = channels * taps.count();
        int k = s.n() * taps.places();
        Taps all = new Taps(taps.rows(), taps.columns(), taps.rows(), taps.columns(), 1, 1, new int[1], new int[1]);
        float[] gradients = new float[outs * Math.min(k, COLUMNS)];
        float[] unfolded = new float[rows * Math.min(k, COLUMNS)];
        Arrays.fill(dw, 0, s.outChannels() * rows, 0);
        for (int g = 0; g < s.groups(); g++) {
            for (int from = 0; from < k; from += COLUMNS) {
                int count = Math.min(COLUMNS, k - from);
                int image = s.inChannels() * s.height() * s.width();
                unfold(taps, x, g * channels * s.height() * s.width(), image, channels, from, count, unfolded);
                unfold(
                        all,
                        dy,
                        g * outs * taps.places(),
                        s.outChannels() * taps.places(),
                        outs,
                        from,
                        count,
                        gradients);
                GemmShape shape = GemmShape.contiguous(false, true, outs, rows, count);
                gemm.multiply(shape, gradients, 0, unfolded, 0, from > 0, dw, g * outs * rows, Epilogue.NONE, null);
            }
        }
    }

    /**
     * Writes to {@code out[row·count + i]} what row (plane, tap) reads at place {@code from + i} of all places of images that
     * are {@code image} elements apart.
     */
    private static void unfold(Taps t, float[] x, int xOff, int image, int planes, int from, int count, float[] out) {
        int at = 0;
        for (int plane = 0; plane < planes; plane++) {
            for (int tapY : t.tapY()) {
                for (int tapX : t.tapX()) {
                    for (int p = from, length; p < from + count; p += length) {
                        int y = p / t.columns() % t.rows();
                        int i = p % t.columns();
                        length = Math.min(t.columns() - i, from + count - p);
                        int source = xOff + p / t.places() * image + plane * t.height() * t.width();
                        unfoldRow(t, x, source, y * t.stepY() + tapY, i * t.stepX() + tapX, length, out, at);
                        at += length;
                    }
                }
            }
        }
    }

    private static void unfoldRow(
            Taps t, float[] x, int plane, int sourceY, int left, int length, float[] out, int at) {
        boolean inside = sourceY >= 0 && sourceY < t.height();
        for (int i = 0; i < length; i++) {
            int sourceX = left + i * t.stepX();
            out[at + i] = inside && sourceX >= 0 && sourceX < t.width() ? x[plane + sourceY * t.width() + sourceX] : 0;
        }
    }

    /**
     * The weights that meet a phase, as {@code [channels, outs·taps]}.
     *
     * @param s the convolution
     * @param phaseY the phase's first image row
     * @param phaseX its first image column
     * @param group the group
     * @param w all weights
     * @param out where they go
     */
    public static void phaseWeights(ConvShape s, int phaseY, int phaseX, int group, float[] w, float[] out) {
        Window v = s.window();
        int[] rows = Taps.kernelOfPhase(phaseY, v.padHeight(), v.dilationHeight(), v.strideHeight(), v.kernelHeight());
        int[] columns = Taps.kernelOfPhase(phaseX, v.padWidth(), v.dilationWidth(), v.strideWidth(), v.kernelWidth());
        int channels = s.inChannels() / s.groups();
        int outs = s.outChannels() / s.groups();
        int at = 0;
        for (int c = 0; c < channels; c++) {
            for (int o = 0; o < outs; o++) {
                int kernel = ((group * outs + o) * channels + c) * v.kernelHeight();
                for (int ky : rows) {
                    for (int kx : columns) {
                        out[at++] = w[(kernel + ky) * v.kernelWidth() + kx];
                    }
                }
            }
        }
    }

    /** Puts a phase's results, {@code [channels, places]}, to their places in the images. */
    private static void scatter(
            ConvShape s, int phaseY, int phaseX, Taps t, float[] product, float[] dx, int firstPlane) {
        int at = 0;
        for (int c = 0; c < s.inChannels() / s.groups(); c++) {
            for (int y = 0; y < t.rows(); y++) {
                int row =
                        ((firstPlane + c) * s.height() + phaseY + y * s.window().strideHeight()) * s.width();
                for (int i = 0; i < t.columns(); i++) {
                    dx[row + phaseX + i * s.window().strideWidth()] = product[at++];
                }
            }
        }
    }

    private static void add(float[] y, int off, int n, float bias) {
        for (int i = off; i < off + n; i++) {
            y[i] += bias;
        }
    }

    @Override
    public void maxPool(int planes, int height, int width, Window window, float[] x, float[] y, int[] where) {
        ScalarPool.max(0, planes, height, width, window, x, y, where);
    }

    @Override
    public void maxPoolGradient(int planes, int height, int width, Window window, int[] where, float[] dy, float[] dx) {
        ScalarPool.maxGradient(0, planes, height, width, window, where, dy, dx);
    }

    @Override
    public void averagePool(int planes, int height, int width, Window window, float[] x, float[] y) {
        ScalarPool.average(0, planes, height, width, window, x, y);
    }

    @Override
    public void averagePoolGradient(int planes, int height, int width, Window window, float[] dy, float[] dx) {
        ScalarPool.averageGradient(0, planes, height, width, window, dy, dx);
    }
}
