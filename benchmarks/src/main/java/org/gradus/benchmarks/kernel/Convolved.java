package org.gradus.benchmarks.kernel;

import org.gradus.core.backend.ConvShape;

/** Convolutions straight from their definition, in double, at some places. */
final class Convolved {
    private final double[] sum = new double[2];

    private Convolved() {}

    private void add(double left, double right) {
        sum[0] += left * right;
        sum[1] += Math.abs(left * right);
    }

    private void expect(String what, int terms, float actual) {
        Expect.near(what, sum[0], actual, Expect.sum(terms, sum[1]));
    }

    static void checkForward(ConvShape s, float[] x, float[] w, float[] y, boolean relu) {
        int plane = s.outHeight() * s.outWidth();
        int taps = s.window().kernelHeight() * s.window().kernelWidth() * s.inChannels() / s.groups();
        for (int at : Expect.samples(y.length, 97)) {
            Convolved expected = new Convolved();
            int image = at / plane / s.outChannels();
            int o = at / plane % s.outChannels();
            int oy = at % plane / s.outWidth();
            int ox = at % s.outWidth();
            each(s, o, (c, ky, kx) -> {
                int row = oy * s.window().strideHeight()
                        - s.window().padHeight()
                        + ky * s.window().dilationHeight();
                int column = ox * s.window().strideWidth()
                        - s.window().padWidth()
                        + kx * s.window().dilationWidth();
                if (inside(s, row, column)) {
                    expected.add(x[pixel(s, image, c, row, column)], w[tap(s, o, c, ky, kx)]);
                }
            });
            if (relu) {
                expected.sum[0] = Math.max(expected.sum[0], 0);
            }
            expected.expect("convolution at " + at, taps, y[at]);
        }
    }

    static void checkInputGradient(ConvShape s, float[] dy, float[] w, float[] dx) {
        int perGroup = s.inChannels() / s.groups();
        int outPerGroup = s.outChannels() / s.groups();
        for (int at : Expect.samples(dx.length, 97)) {
            Convolved expected = new Convolved();
            int column = at % s.width();
            int row = at / s.width() % s.height();
            int c = at / s.width() / s.height() % s.inChannels();
            int image = at / s.width() / s.height() / s.inChannels();
            int first = c / perGroup * outPerGroup;
            int terms = 0;
            for (int o = first; o < first + outPerGroup; o++) {
                for (int ky = 0; ky < s.window().kernelHeight(); ky++) {
                    for (int kx = 0; kx < s.window().kernelWidth(); kx++, terms++) {
                        int y = row + s.window().padHeight() - ky * s.window().dilationHeight();
                        int x = column + s.window().padWidth() - kx * s.window().dilationWidth();
                        int oy = y / s.window().strideHeight();
                        int ox = x / s.window().strideWidth();
                        if (y >= 0
                                && x >= 0
                                && y % s.window().strideHeight() == 0
                                && x % s.window().strideWidth() == 0
                                && oy < s.outHeight()
                                && ox < s.outWidth()) {
                            expected.add(dy[result(s, image, o, oy, ox)], w[tap(s, o, c % perGroup, ky, kx)]);
                        }
                    }
                }
            }
            expected.expect("gradient of the images at " + at, terms, dx[at]);
        }
    }

    static void checkWeightGradient(ConvShape s, float[] x, float[] dy, float[] dw) {
        int kernel = s.window().kernelHeight() * s.window().kernelWidth();
        int perGroup = s.inChannels() / s.groups();
        for (int at : Expect.samples(dw.length, 17)) {
            Convolved expected = new Convolved();
            int kx = at % s.window().kernelWidth();
            int ky = at % kernel / s.window().kernelWidth();
            int c = at / kernel % perGroup;
            int o = at / kernel / perGroup;
            for (int image = 0; image < s.n(); image++) {
                for (int oy = 0; oy < s.outHeight(); oy++) {
                    for (int ox = 0; ox < s.outWidth(); ox++) {
                        int row = oy * s.window().strideHeight()
                                - s.window().padHeight()
                                + ky * s.window().dilationHeight();
                        int column = ox * s.window().strideWidth()
                                - s.window().padWidth()
                                + kx * s.window().dilationWidth();
                        if (inside(s, row, column)) {
                            int channel = o / (s.outChannels() / s.groups()) * perGroup + c;
                            expected.add(
                                    x[((image * s.inChannels() + channel) * s.height() + row) * s.width() + column],
                                    dy[result(s, image, o, oy, ox)]);
                        }
                    }
                }
            }
            expected.expect("gradient of the weights at " + at, s.n() * s.outHeight() * s.outWidth(), dw[at]);
        }
    }

    private interface Tap {
        void at(int channel, int ky, int kx);
    }

    private static void each(ConvShape s, int o, Tap tap) {
        int perGroup = s.inChannels() / s.groups();
        int first = o / (s.outChannels() / s.groups()) * perGroup;
        for (int c = 0; c < perGroup; c++) {
            for (int ky = 0; ky < s.window().kernelHeight(); ky++) {
                for (int kx = 0; kx < s.window().kernelWidth(); kx++) {
                    tap.at(first + c, ky, kx);
                }
            }
        }
    }

    private static boolean inside(ConvShape s, int row, int column) {
        return row >= 0 && row < s.height() && column >= 0 && column < s.width();
    }

    private static int pixel(ConvShape s, int image, int channel, int row, int column) {
        return ((image * s.inChannels() + channel) * s.height() + row) * s.width() + column;
    }

    private static int result(ConvShape s, int image, int o, int oy, int ox) {
        return ((image * s.outChannels() + o) * s.outHeight() + oy) * s.outWidth() + ox;
    }

    /** The weight of a tap; {@code channel} counts within the group. */
    private static int tap(ConvShape s, int o, int channel, int ky, int kx) {
        int perGroup = s.inChannels() / s.groups();
        return ((o * perGroup + channel % perGroup) * s.window().kernelHeight() + ky)
                        * s.window().kernelWidth()
                + kx;
    }
}
