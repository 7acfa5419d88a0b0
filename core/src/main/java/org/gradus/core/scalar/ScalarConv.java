package org.gradus.core.scalar;

import org.gradus.core.backend.Conv;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.Taps;
import org.gradus.core.backend.Window;
import org.jspecify.annotations.Nullable;

/** Convolution as matrix products over unfolded images, and pooling window by window. */
public final class ScalarConv implements Conv {
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
        float[] unfolded = new float[k * places];
        GemmShape shape = GemmShape.contiguous(false, false, outs, places, k);
        for (int n = 0; n < s.n(); n++) {
            for (int g = 0; g < s.groups(); g++) {
                int plane = n * s.inChannels() + g * channels;
                unfold(taps, x, plane * s.height() * s.width(), channels, unfolded, 0, places);
                int out = n * s.outChannels() + g * outs;
                multiply(shape, w, g * outs * k, unfolded, y, out * places);
                if (bias != null) {
                    for (int o = 0; o < outs; o++) {
                        add(y, (out + o) * places, places, bias[g * outs + o]);
                    }
                }
            }
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
        int k = outs * taps.count();
        int places = taps.places();
        float[] weights = new float[channels * k];
        float[] unfolded = new float[k * places];
        float[] product = new float[channels * places];
        GemmShape shape = GemmShape.contiguous(false, false, channels, places, k);
        for (int g = 0; g < s.groups(); g++) {
            phaseWeights(s, phaseY, phaseX, g, w, weights);
            for (int n = 0; n < s.n(); n++) {
                int plane = n * s.outChannels() + g * outs;
                unfold(taps, dy, plane * s.outHeight() * s.outWidth(), outs, unfolded, 0, places);
                multiply(shape, weights, 0, unfolded, product, 0);
                scatter(s, phaseY, phaseX, taps, product, dx, n * s.inChannels() + g * channels);
            }
        }
    }

    @Override
    public void weightGradient(ConvShape s, float[] x, float[] dy, float[] dw) {
        Taps taps = Taps.forward(s);
        int channels = s.inChannels() / s.groups();
        int outs = s.outChannels() / s.groups();
        int rows = channels * taps.count();
        int places = taps.places();
        int k = s.n() * places;
        float[] gradients = new float[outs * k];
        float[] unfolded = new float[rows * k];
        GemmShape shape = GemmShape.contiguous(false, true, outs, rows, k);
        for (int g = 0; g < s.groups(); g++) {
            for (int n = 0; n < s.n(); n++) {
                int plane = n * s.inChannels() + g * channels;
                unfold(taps, x, plane * s.height() * s.width(), channels, unfolded, n * places, k);
                for (int o = 0; o < outs; o++) {
                    int from = (n * s.outChannels() + g * outs + o) * places;
                    System.arraycopy(dy, from, gradients, o * k + n * places, places);
                }
            }
            multiply(shape, gradients, 0, unfolded, dw, g * outs * rows);
        }
    }

    private void multiply(GemmShape shape, float[] a, int aOff, float[] b, float[] c, int cOff) {
        gemm.multiply(shape, a, aOff, b, 0, false, c, cOff, Epilogue.NONE, null);
    }

    /** Writes row (plane, tap) of the matrix of what each tap reads at each place to {@code out[off + row·ld + place]}. */
    static void unfold(Taps t, float[] x, int xOff, int planes, float[] out, int off, int ld) {
        int row = off;
        for (int plane = 0; plane < planes; plane++) {
            int from = xOff + plane * t.height() * t.width();
            for (int tapY : t.tapY()) {
                for (int tapX : t.tapX()) {
                    unfold(t, x, from, tapY, tapX, out, row);
                    row += ld;
                }
            }
        }
    }

    private static void unfold(Taps t, float[] x, int plane, int tapY, int tapX, float[] out, int off) {
        int at = off;
        for (int y = 0; y < t.rows(); y++) {
            int sourceY = y * t.stepY() + tapY;
            boolean inside = sourceY >= 0 && sourceY < t.height();
            for (int i = 0; i < t.columns(); i++) {
                int sourceX = i * t.stepX() + tapX;
                out[at++] =
                        inside && sourceX >= 0 && sourceX < t.width() ? x[plane + sourceY * t.width() + sourceX] : 0;
            }
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
    public void averagePool(int planes, int height, int width, Window window, float[] x, float[] y) {
        ScalarPool.average(0, planes, height, width, window, x, y);
    }

    @Override
    public void averagePoolGradient(int planes, int height, int width, Window window, float[] dy, float[] dx) {
        ScalarPool.averageGradient(0, planes, height, width, window, dy, dx);
    }
}
