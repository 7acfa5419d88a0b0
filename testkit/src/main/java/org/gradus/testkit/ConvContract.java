package org.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.ConvEpilogue;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/** The bits of {@link org.gradus.core.backend.Conv}. */
final class ConvContract {
    private static final List<ConvShape> SHAPES = List.of(
            new ConvShape(0, 2, 5, 5, 3, 1, Window.square(3)),
            new ConvShape(1, 1, 1, 1, 1, 1, Window.square(1)),
            new ConvShape(1, 1, 1, 1, 2, 1, Window.square(3).pad(1)),
            new ConvShape(3, 1, 8, 8, 16, 1, Window.square(3).pad(1)),
            new ConvShape(3, 16, 8, 8, 32, 1, Window.square(3).pad(1)),
            new ConvShape(2, 3, 32, 32, 16, 1, Window.square(3).pad(1)),
            new ConvShape(2, 16, 15, 17, 32, 1, Window.square(3).pad(1).stride(2)),
            new ConvShape(2, 24, 9, 9, 40, 1, Window.square(1)),
            new ConvShape(2, 24, 9, 9, 40, 1, Window.square(1).stride(2)),
            new ConvShape(7, 40, 20, 20, 40, 1, Window.square(1)),
            new ConvShape(2, 40, 21, 20, 48, 1, Window.square(1)),
            new ConvShape(3, 12, 9, 7, 15, 3, Window.square(1)),
            new ConvShape(5, 18, 15, 33, 20, 2, Window.square(1).stride(2)),
            new ConvShape(2, 9, 10, 11, 7, 1, Window.square(1).stride(3)),
            new ConvShape(2, 8, 6, 70, 9, 1, Window.square(1).stride(2)),
            new ConvShape(2, 5, 9, 20, 6, 1, new Window(1, 1, 1, 2, 0, 0, 1, 1)),
            new ConvShape(3, 5, 9, 20, 1, 1, Window.square(1)),
            new ConvShape(1, 7000, 2, 2, 8, 1, Window.square(1)),
            new ConvShape(1, 800, 3, 3, 24, 1, Window.square(3).pad(1)),
            new ConvShape(1, 4, 4, 5, 1700, 1, Window.square(3).pad(1).stride(2)),
            new ConvShape(1, 800, 2, 16, 8, 1, Window.square(3).pad(1)),
            new ConvShape(1, 3, 20, 20, 8, 1, Window.square(5).pad(2)),
            new ConvShape(1, 3, 23, 21, 8, 1, Window.square(7).pad(3).stride(2)),
            new ConvShape(2, 12, 10, 10, 18, 6, Window.square(3).pad(1)),
            new ConvShape(2, 8, 11, 11, 8, 8, Window.square(3).pad(2).dilation(2)),
            new ConvShape(1, 2, 6, 6, 3, 1, Window.square(2).stride(3)),
            new ConvShape(1, 2, 6, 7, 3, 1, Window.square(2).pad(3)),
            new ConvShape(40, 4, 14, 14, 10, 1, Window.square(3)),
            new ConvShape(1, 45, 12, 12, 200, 1, Window.square(3).pad(1)),
            new ConvShape(12, 64, 28, 28, 8, 1, Window.square(3).pad(1)),
            new ConvShape(1, 16, 64, 60, 40, 1, Window.square(3).pad(1)),
            new ConvShape(1, 20, 65, 64, 33, 1, Window.square(3).pad(1).stride(2)),
            new ConvShape(5, 40, 8, 4, 48, 1, Window.square(3).pad(1)),
            new ConvShape(3, 16, 32, 32, 16, 1, Window.square(3).pad(1)),
            new ConvShape(2, 60, 12, 16, 8, 1, Window.square(3).pad(1)),
            new ConvShape(2, 6, 8, 8, 6, 1, Window.square(5).pad(2)),
            new ConvShape(1, 1, 330, 330, 9, 1, Window.square(3).pad(1)),
            new ConvShape(2, 40, 13, 9, 40, 40, Window.square(3).pad(1)),
            new ConvShape(3, 19, 20, 37, 19, 19, Window.square(3).pad(1)),
            new ConvShape(2, 33, 11, 14, 33, 33, Window.square(5).pad(2).stride(2)),
            new ConvShape(3, 20, 15, 28, 20, 20, Window.square(3).pad(1).stride(2)),
            new ConvShape(2, 2, 13, 25, 20, 1, new Window(3, 4, 3, 2, 1, 1, 1, 1)),
            new ConvShape(2, 18, 9, 71, 18, 18, Window.square(3).pad(1).stride(2)),
            new ConvShape(2, 17, 12, 13, 17, 17, Window.square(3).pad(2).dilation(2)),
            new ConvShape(2, 16, 9, 9, 32, 16, Window.square(3).pad(1)),
            new ConvShape(9, 18, 28, 28, 18, 18, Window.square(3).pad(1)),
            new ConvShape(9, 1, 28, 28, 37, 1, Window.square(3).pad(1)),
            new ConvShape(3, 6, 17, 15, 50, 2, Window.square(3).pad(1).stride(2)));

    private static final List<ConvEpilogue> EPILOGUES = List.of(
            ConvEpilogue.NONE,
            new ConvEpilogue(true, null),
            new ConvEpilogue(true, Window.square(2).stride(2)),
            new ConvEpilogue(true, Window.square(3).stride(2).pad(1)),
            new ConvEpilogue(false, Window.square(2).stride(2)));

    /** Answers are compared many times: convolutions of more multiplications show nothing that smaller ones do not. */
    private static final long ANSWERED = 4_000_000;

    private ConvContract() {}

    static Stream<DynamicTest> tests(Backend reference, Backend candidate) {
        return Stream.of(
                dynamicTest("conv: shapes of networks and of every edge", () -> {
                    for (ConvShape s : SHAPES) {
                        compare(reference, candidate, s, false);
                    }
                }),
                dynamicTest("conv: random windows, strides, dilations and groups", () -> {
                    Random random = new Random(60);
                    for (int i = 0; i < 120; i++) {
                        ConvShape s = random(random);
                        if (s.outHeight() > 0 && s.outWidth() > 0) {
                            compare(reference, candidate, s, false);
                        }
                    }
                }),
                dynamicTest("conv: NaN and infinities", () -> {
                    for (int i : new int[] {3, 6, 11, 13}) {
                        compare(reference, candidate, SHAPES.get(i), true);
                    }
                }),
                dynamicTest("conv: answers", () -> {
                    List<ConvShape> shapes = new ArrayList<>(SHAPES);
                    shapes.add(
                            new ConvShape(1, 1, 28, 28, 32, 1, Window.square(3).pad(1)));
                    shapes.add(
                            new ConvShape(2, 32, 15, 13, 64, 2, Window.square(3).pad(1)));
                    Random random = new Random(68);
                    for (int i = 0; i < 40; i++) {
                        shapes.add(random(random));
                    }
                    for (ConvShape s : shapes) {
                        if (s.outHeight() > 0 && s.outWidth() > 0 && multiplications(s) < ANSWERED) {
                            answers(reference, candidate, s, false);
                            answers(reference, candidate, s, true);
                        }
                    }
                }),
                dynamicTest("pooling", () -> {
                    Random random = new Random(61);
                    pool(reference, candidate, 0, 4, 4, Window.square(2).stride(2));
                    pool(reference, candidate, 3, 1, 1, Window.square(1));
                    pool(reference, candidate, 64, 28, 28, Window.square(2).stride(2));
                    pool(reference, candidate, 200, 14, 14, Window.square(2).stride(2));
                    for (int side = 1; side <= 70; side++) {
                        pool(
                                reference,
                                candidate,
                                3,
                                1 + side % 7,
                                side,
                                Window.square(2).stride(2));
                    }
                    for (int i = 0; i < 60; i++) {
                        int kernel = 1 + random.nextInt(4);
                        Window v = Window.square(kernel)
                                .stride(1 + random.nextInt(3))
                                .pad(random.nextInt((kernel + 1) / 2))
                                .dilation(1 + random.nextInt(2));
                        if (kernel % 2 == 0 && i % 4 == 0) {
                            v = v.pad(kernel / 2).dilation(1);
                        }
                        int height = 1 + random.nextInt(40);
                        int width = 1 + random.nextInt(40);
                        if (v.outHeight(height) > 0 && v.outWidth(width) > 0) {
                            pool(reference, candidate, 1 + random.nextInt(9), height, width, v);
                        }
                    }
                }));
    }

    private static ConvShape random(Random random) {
        int groups = 1 + random.nextInt(3);
        Window v = new Window(
                1 + random.nextInt(4),
                1 + random.nextInt(5),
                1 + random.nextInt(3),
                1 + random.nextInt(3),
                random.nextInt(4),
                random.nextInt(4),
                1 + random.nextInt(2),
                1 + random.nextInt(2));
        return new ConvShape(
                1 + random.nextInt(9),
                groups * (1 + random.nextInt(6)),
                1 + random.nextInt(18),
                1 + random.nextInt(18),
                groups * (1 + random.nextInt(14)),
                groups,
                v);
    }

    private static float[] values(int n, boolean special, long seed) {
        return special ? Guarded.special(n, 100, seed) : Guarded.ordinary(n, seed);
    }

    private static void compare(Backend reference, Backend candidate, ConvShape s, boolean special) {
        Window v = s.window();
        int kernels = s.outChannels() * (s.inChannels() / s.groups()) * v.kernelHeight() * v.kernelWidth();
        float[] x = values(s.n() * s.inChannels() * s.height() * s.width(), special, 62);
        float[] w = values(kernels, special, 63);
        float[] bias = values(s.outChannels(), false, 64);
        float[] dy = values(s.n() * s.outChannels() * s.outHeight() * s.outWidth(), special, 65);
        Guarded.assertSameBits(
                s + " forward",
                forward(reference, s, x, w, bias, dy.length),
                forward(candidate, s, x, w, bias, dy.length));
        Guarded.assertSameBits(
                s + " without bias",
                forward(reference, s, x, w, null, dy.length),
                forward(candidate, s, x, w, null, dy.length));
        List<float[]> dx = new ArrayList<>();
        List<float[]> dw = new ArrayList<>();
        for (Backend backend : List.of(reference, candidate)) {
            float[] input = Guarded.output(x.length);
            backend.conv().inputGradient(s, dy, w, input);
            dx.add(input);
            float[] weights = Guarded.output(w.length);
            backend.conv().weightGradient(s, x, dy, weights);
            dw.add(weights);
        }
        Guarded.assertSameBits(s + " gradient of the images", dx.get(0), dx.get(1));
        Guarded.assertSameBits(s + " gradient of the weights", dw.get(0), dw.get(1));
        Guarded.assertGuard(s + " gradient of the images", dx.get(1), x.length);
        Guarded.assertGuard(s + " gradient of the weights", dw.get(1), w.length);
    }

    private static long multiplications(ConvShape s) {
        Window v = s.window();
        long results = (long) s.n() * s.outChannels() * s.outHeight() * s.outWidth();
        return results * (s.inChannels() / s.groups()) * v.kernelHeight() * v.kernelWidth();
    }

    private static void answers(Backend reference, Backend candidate, ConvShape s, boolean special) {
        Window v = s.window();
        int rows = s.inChannels() / s.groups() * v.kernelHeight() * v.kernelWidth();
        float[] x = values(s.n() * s.inChannels() * s.height() * s.width(), special, 69);
        float[] w = values(s.outChannels() * rows, special, 70);
        float[] bias = special ? Guarded.special(s.outChannels(), 4, 71) : Guarded.ordinary(s.outChannels(), 71);
        float[] transposed = new float[w.length];
        for (int i = 0; i < w.length; i++) {
            transposed[i % rows * s.outChannels() + i / rows] = w[i];
        }
        for (ConvEpilogue epilogue : EPILOGUES) {
            Window pool = epilogue.pool();
            int height = pool == null ? s.outHeight() : pool.outHeight(s.outHeight());
            int width = pool == null ? s.outWidth() : pool.outWidth(s.outWidth());
            if (height < 1 || width < 1) {
                continue;
            }
            int n = s.n() * s.outChannels() * height * width;
            for (float[] added : special ? Arrays.asList(bias, null) : List.of(bias)) {
                float[] expected = Guarded.output(n);
                reference.conv().answer(s, epilogue, x, w, null, added, expected);
                for (float[] kept : Arrays.asList(null, transposed)) {
                    float[] y = Guarded.output(n);
                    candidate.conv().answer(s, epilogue, x, w, kept, added, y);
                    Guarded.assertSameBits(s + " answer, " + epilogue + (kept == null ? "" : ", kept"), expected, y);
                    Guarded.assertGuard(s + " answer, " + epilogue, y, n);
                }
            }
        }
    }

    private static float[] forward(Backend backend, ConvShape s, float[] x, float[] w, float @Nullable [] bias, int n) {
        float[] y = Guarded.output(n);
        backend.conv().forward(s, x, w, bias, y);
        Guarded.assertGuard(s + " forward", y, n);
        return y;
    }

    private static void pool(Backend reference, Backend candidate, int planes, int height, int width, Window v) {
        String what = "pooling " + planes + " planes of " + height + " x " + width + " by " + v;
        // numbers alone, some that are none, and little but zeros, infinities and NaN, where equals meet
        for (int every : new int[] {Integer.MAX_VALUE, 20, 1}) {
            float[] x = Guarded.special(planes * height * width, every, 66);
            pool(reference, candidate, x, what + ", special every " + every, planes, height, width, v);
        }
    }

    private static void pool(
            Backend reference, Backend candidate, float[] x, String what, int planes, int height, int width, Window v) {
        int results = planes * v.outHeight(height) * v.outWidth(width);
        float[] dy = Guarded.ordinary(results, 67);
        List<float[]> floats = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        for (Backend backend : List.of(reference, candidate)) {
            float[] max = Guarded.output(results);
            float[] mean = Guarded.output(results);
            float[] dx = Guarded.output(x.length);
            float[] dMax = Guarded.output(x.length);
            int[] where = Guarded.intOutput(results);
            backend.conv().maxPool(planes, height, width, v, x, max, where);
            backend.conv().averagePool(planes, height, width, v, x, mean);
            backend.conv().averagePoolGradient(planes, height, width, v, dy, dx);
            backend.conv().maxPoolGradient(planes, height, width, v, where, dy, dMax);
            floats.addAll(List.of(max, mean, dx, dMax));
            places.add(where);
        }
        for (int i = 0; i < 4; i++) {
            Guarded.assertSameBits(what, floats.get(i), floats.get(i + 4));
        }
        assertThat(places.get(1)).as(what).isEqualTo(places.get(0));
    }
}
