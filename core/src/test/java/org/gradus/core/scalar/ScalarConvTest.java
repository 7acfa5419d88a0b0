package org.gradus.core.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScalarConvTest {
    private final ScalarConv conv = new ScalarConv();

    static Stream<ConvShape> shapes() {
        return Stream.of(
                new ConvShape(2, 3, 7, 5, 4, 1, Window.square(3).pad(1)),
                new ConvShape(1, 4, 6, 9, 6, 2, Window.square(1)),
                new ConvShape(2, 2, 8, 8, 3, 1, Window.square(3).stride(2).pad(1)),
                new ConvShape(1, 1, 9, 9, 2, 1, Window.square(3).dilation(2).pad(2)),
                new ConvShape(
                        1,
                        2,
                        11,
                        10,
                        2,
                        2,
                        Window.square(3).stride(3).dilation(2).pad(1)),
                new ConvShape(2, 1, 7, 7, 2, 1, Window.square(1).stride(2)),
                new ConvShape(1, 2, 5, 9, 3, 1, new Window(2, 5, 1, 2, 0, 3, 2, 1)),
                new ConvShape(5, 2, 12, 12, 2, 1, Window.square(3).pad(1)),
                new ConvShape(1, 50, 4, 4, 50, 1, Window.square(3).pad(1)),
                new ConvShape(1, 1, 1, 1, 1, 1, Window.square(3).pad(1)),
                new ConvShape(1, 1, 90, 80, 2, 1, Window.square(3).pad(1)),
                new ConvShape(5, 2, 51, 50, 1, 1, Window.square(2).dilation(2)),
                new ConvShape(0, 2, 4, 4, 3, 1, Window.square(3)));
    }

    /** One chain of products in the prescribed order, cut after every 384 of them, and after every 16 of those. */
    private static final class Chain {
        private final List<Float> blocks = new ArrayList<>();
        private float block;
        private int terms;
        private double exact;
        private double magnitude;

        void add(float a, float b) {
            block = Math.fma(a, b, block);
            exact += (double) a * b;
            magnitude += Math.abs((double) a * b);
            if (++terms % 384 == 0) {
                blocks.add(block);
                block = 0;
            }
        }

        float sum() {
            if (terms % 384 != 0) {
                blocks.add(block);
            }
            List<Float> segments = new ArrayList<>();
            for (int i = 0; i < blocks.size(); i += 16) {
                segments.add(inOrder(blocks.subList(i, Math.min(blocks.size(), i + 16))));
            }
            float sum = segments.isEmpty() ? 0 : inOrder(segments);
            assertThat(Math.abs(sum - exact)).isLessThanOrEqualTo(2 * terms * 0x1p-24 * magnitude);
            return sum;
        }

        private static float inOrder(List<Float> terms) {
            return terms.stream().reduce(Float::sum).orElseThrow();
        }
    }

    private static float at(float[] planes, int plane, int height, int width, int y, int x) {
        boolean inside = y >= 0 && y < height && x >= 0 && x < width;
        return inside ? planes[(plane * height + y) * width + x] : 0;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void forward(ConvShape s) {
        Random random = new Random(1);
        Window v = s.window();
        int channels = s.inChannels() / s.groups();
        int outs = s.outChannels() / s.groups();
        float[] x = ScalarGemmTest.random(random, s.n() * s.inChannels() * s.height() * s.width());
        float[] w = ScalarGemmTest.random(random, s.outChannels() * channels * v.kernelHeight() * v.kernelWidth());
        float[] bias = ScalarGemmTest.random(random, s.outChannels());
        float[] y = new float[s.n() * s.outChannels() * s.outHeight() * s.outWidth()];
        float[] plain = y.clone();
        conv.forward(s, x, w, bias, y);
        conv.forward(s, x, w, null, plain);
        int i = 0;
        for (int n = 0; n < s.n(); n++) {
            for (int o = 0; o < s.outChannels(); o++) {
                for (int oy = 0; oy < s.outHeight(); oy++) {
                    for (int ox = 0; ox < s.outWidth(); ox++) {
                        Chain chain = new Chain();
                        for (int c = 0; c < channels; c++) {
                            for (int ky = 0; ky < v.kernelHeight(); ky++) {
                                for (int kx = 0; kx < v.kernelWidth(); kx++) {
                                    float source = at(
                                            x,
                                            n * s.inChannels() + o / outs * channels + c,
                                            s.height(),
                                            s.width(),
                                            oy * v.strideHeight() - v.padHeight() + ky * v.dilationHeight(),
                                            ox * v.strideWidth() - v.padWidth() + kx * v.dilationWidth());
                                    chain.add(
                                            w[((o * channels + c) * v.kernelHeight() + ky) * v.kernelWidth() + kx],
                                            source);
                                }
                            }
                        }
                        float sum = chain.sum();
                        assertThat(plain[i]).isEqualTo(sum);
                        assertThat(y[i]).isEqualTo(sum + bias[o]);
                        i++;
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void inputGradient(ConvShape s) {
        Random random = new Random(2);
        Window v = s.window();
        int channels = s.inChannels() / s.groups();
        int outs = s.outChannels() / s.groups();
        float[] dy = ScalarGemmTest.random(random, s.n() * s.outChannels() * s.outHeight() * s.outWidth());
        float[] w = ScalarGemmTest.random(random, s.outChannels() * channels * v.kernelHeight() * v.kernelWidth());
        float[] dx = new float[s.n() * s.inChannels() * s.height() * s.width()];
        Arrays.fill(dx, Float.NaN);
        conv.inputGradient(s, dy, w, dx);
        int i = 0;
        for (int n = 0; n < s.n(); n++) {
            for (int c = 0; c < s.inChannels(); c++) {
                for (int iy = 0; iy < s.height(); iy++) {
                    for (int ix = 0; ix < s.width(); ix++) {
                        Chain chain = new Chain();
                        for (int o = c / channels * outs; o < (c / channels + 1) * outs; o++) {
                            for (int ky = 0; ky < v.kernelHeight(); ky++) {
                                for (int kx = 0; kx < v.kernelWidth(); kx++) {
                                    int oy = iy + v.padHeight() - ky * v.dilationHeight();
                                    int ox = ix + v.padWidth() - kx * v.dilationWidth();
                                    if (oy % v.strideHeight() == 0 && ox % v.strideWidth() == 0) {
                                        chain.add(
                                                w[
                                                        ((o * channels + c % channels) * v.kernelHeight() + ky)
                                                                        * v.kernelWidth()
                                                                + kx],
                                                at(
                                                        dy,
                                                        n * s.outChannels() + o,
                                                        s.outHeight(),
                                                        s.outWidth(),
                                                        oy / v.strideHeight(),
                                                        ox / v.strideWidth()));
                                    }
                                }
                            }
                        }
                        assertThat(dx[i++]).isEqualTo(chain.sum());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void weightGradient(ConvShape s) {
        Random random = new Random(3);
        Window v = s.window();
        int channels = s.inChannels() / s.groups();
        int outs = s.outChannels() / s.groups();
        float[] x = ScalarGemmTest.random(random, s.n() * s.inChannels() * s.height() * s.width());
        float[] dy = ScalarGemmTest.random(random, s.n() * s.outChannels() * s.outHeight() * s.outWidth());
        float[] dw = new float[s.outChannels() * channels * v.kernelHeight() * v.kernelWidth()];
        Arrays.fill(dw, Float.NaN);
        conv.weightGradient(s, x, dy, dw);
        int i = 0;
        for (int o = 0; o < s.outChannels(); o++) {
            for (int c = 0; c < channels; c++) {
                for (int ky = 0; ky < v.kernelHeight(); ky++) {
                    for (int kx = 0; kx < v.kernelWidth(); kx++) {
                        Chain chain = new Chain();
                        for (int n = 0; n < s.n(); n++) {
                            for (int oy = 0; oy < s.outHeight(); oy++) {
                                for (int ox = 0; ox < s.outWidth(); ox++) {
                                    chain.add(
                                            at(dy, n * s.outChannels() + o, s.outHeight(), s.outWidth(), oy, ox),
                                            at(
                                                    x,
                                                    n * s.inChannels() + o / outs * channels + c,
                                                    s.height(),
                                                    s.width(),
                                                    oy * v.strideHeight() - v.padHeight() + ky * v.dilationHeight(),
                                                    ox * v.strideWidth() - v.padWidth() + kx * v.dilationWidth()));
                                }
                            }
                        }
                        assertThat(dw[i++]).isEqualTo(chain.sum());
                    }
                }
            }
        }
    }

    @Test
    void aPaddedZeroIsMultiplied() {
        float[] y = new float[1];
        ConvShape s = new ConvShape(1, 1, 1, 1, 1, 1, new Window(1, 3, 1, 1, 0, 1, 1, 1));
        conv.forward(s, new float[] {2}, new float[] {Float.POSITIVE_INFINITY, 1, 1}, null, y);
        assertThat(y[0]).isNaN();
    }

    @Test
    void maxPoolTakesTheFirstOfEqualsAndTheFirstNan() {
        float[] x = {1, 3, 3, 2, Float.NaN, 9, Float.NaN, 9, -1, -0f, 0f, -2};
        float[] y = new float[6];
        int[] where = new int[6];
        conv.maxPool(1, 3, 4, new Window(1, 2, 1, 2, 0, 0, 1, 1), x, y, where);
        assertThat(y).containsExactly(3, 3, Float.NaN, Float.NaN, -0f, 0f);
        assertThat(where).containsExactly(1, 2, 4, 6, 9, 10);
    }

    @Test
    void paddingNeverWinsAMaximum() {
        float[] y = new float[4];
        int[] where = new int[4];
        conv.maxPool(
                1,
                2,
                2,
                Window.square(2).pad(1).stride(2),
                new float[] {-1, -2, Float.NEGATIVE_INFINITY, -4},
                y,
                where);
        assertThat(y).containsExactly(-1, -2, Float.NEGATIVE_INFINITY, -4);
        assertThat(where).containsExactly(0, 1, 2, 3);
    }

    @Test
    void maxPoolGradientAddsUpWhereTheLargestStood() {
        float[] dx = {7, 7, 7, 7, 7, 7};
        Window v = new Window(1, 2, 1, 1, 0, 0, 1, 1);
        conv.maxPoolGradient(1, 2, 3, v, new int[] {1, 1, 3, 5}, new float[] {1, 2, 4, -0f}, dx);
        assertThat(dx).containsExactly(0f, 3f, 0f, 4f, 0f, 0f);
    }

    @Test
    void averagePoolCountsPadding() {
        float[] y = new float[4];
        conv.averagePool(1, 2, 2, Window.square(2).pad(1).stride(2), new float[] {4, 8, 12, 16}, y);
        assertThat(y).containsExactly(1, 2, 3, 4);
    }

    @Test
    void averagePoolGradientSharesOutInAscendingOrder() {
        Random random = new Random(4);
        Window v = Window.square(3).pad(1).stride(2);
        float[] dy = ScalarGemmTest.random(random, 2 * 3 * 3);
        float[] dx = new float[2 * 5 * 5];
        Arrays.fill(dx, Float.NaN);
        conv.averagePoolGradient(2, 5, 5, v, dy, dx);
        for (int plane = 0; plane < 2; plane++) {
            for (int y = 0; y < 5; y++) {
                for (int x = 0; x < 5; x++) {
                    float sum = 0;
                    for (int i = 0; i < 9; i++) {
                        if (Math.abs(i / 3 * 2 - y) <= 1 && Math.abs(i % 3 * 2 - x) <= 1) {
                            sum += dy[plane * 9 + i] / 9;
                        }
                    }
                    assertThat(dx[(plane * 5 + y) * 5 + x]).isEqualTo(sum);
                }
            }
        }
    }
}
