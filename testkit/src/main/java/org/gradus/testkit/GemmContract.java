package org.gradus.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/** The bits of {@link org.gradus.core.backend.Gemm}. */
final class GemmContract {
    /** m, n, k around every edge: tiles, vectors, blocks of k, segments, pieces of C, and the sizes of small networks. */
    private static final int[][] SHAPES = {
        {0, 3, 4},
        {3, 0, 4},
        {3, 4, 0},
        {1, 1, 0},
        {1, 1, 1},
        {1, 1, 1000},
        {7, 11, 13},
        {12, 32, 383},
        {13, 33, 384},
        {11, 31, 385},
        {64, 10, 256},
        {10, 64, 769},
        {128, 10, 97},
        {3, 5, 6143},
        {2, 2, 6144},
        {5, 3, 6145},
        {17, 40, 12_301},
        {1, 37, 6200},
        {41, 1, 6200},
        {1, 2100, 70},
        {2100, 1, 70},
        {192, 256, 40},
        {193, 257, 41},
        {400, 30, 50},
        {30, 600, 50},
        {97, 101, 103},
        {200, 300, 400},
        {64, 128, 784},
        {40, 256, 50},
        {150, 112, 390},
        {20, 200, 300},
        {3, 1040, 20}
    };

    private GemmContract() {}

    static Stream<DynamicTest> tests(Backend reference, Backend candidate) {
        return Stream.of(
                dynamicTest("gemm: every small m and n", () -> {
                    for (int m = 1; m <= 27; m++) {
                        for (int n = 1; n <= 70; n += m % 5 == 0 ? 1 : 7) {
                            multiply(reference, candidate, m, n, 1 + (m * n) % 23, (m + n) % 4, false);
                        }
                    }
                }),
                dynamicTest("gemm: edges of every block, in all layouts", () -> {
                    for (int[] s : SHAPES) {
                        for (int layout = 0; layout < 4; layout++) {
                            multiply(reference, candidate, s[0], s[1], s[2], layout, (layout + s[0]) % 2 == 0);
                        }
                    }
                }),
                dynamicTest("gemm: one row, one column and few rows of weights", () -> {
                    for (int k : new int[] {1, 7, 8, 9, 15, 16, 23, 383, 385, 776, 1161}) {
                        for (int n :
                                new int[] {1, 3, 4, 7, 8, 9, 10, 15, 16, 17, 31, 33, 48, 50, 63, 64, 65, 100, 513}) {
                            for (int layout = 0; layout < 4; layout++) {
                                multiply(reference, candidate, 1, n, k, layout, (k + n) % 3 == 0);
                                multiply(reference, candidate, n, 1, k, layout, (k + n) % 3 == 1);
                            }
                            multiply(reference, candidate, 2 + k % 3, n, k, k % 4, false);
                        }
                    }
                }),
                dynamicTest("gemm: one row beside the end of the weights", () -> {
                    for (int n : new int[] {1, 5, 10, 16, 21, 40}) {
                        for (int layout = 0; layout < 4; layout++) {
                            GemmShape s = GemmShape.contiguous((layout & 1) != 0, (layout & 2) != 0, 1, n, 50);
                            float[] a = Guarded.ordinary(50, 46);
                            float[] b = Guarded.ordinary(50 * n, 47);
                            compare(reference, candidate, s, a, 0, b, 0, false, 0, Epilogue.NONE, null);
                        }
                    }
                }),
                dynamicTest("gemm: random shapes", () -> {
                    Random random = new Random(40);
                    for (int i = 0; i < 150; i++) {
                        int m = 1 + random.nextInt(i % 3 == 0 ? 250 : 30);
                        int n = 1 + random.nextInt(i % 3 == 1 ? 600 : 40);
                        int k = 1 + random.nextInt(i % 3 == 2 ? 900 : 60);
                        multiply(reference, candidate, m, n, k, random.nextInt(4), random.nextBoolean());
                    }
                }),
                dynamicTest("gemm: NaN, infinities and zeros of both signs", () -> {
                    for (int[] s : List.of(new int[] {9, 40, 30}, new int[] {1, 70, 30}, new int[] {70, 1, 30})) {
                        float[] a = Guarded.special(s[0] * s[2], 50, 41);
                        float[] b = Guarded.special(s[2] * s[1], 50, 42);
                        GemmShape shape = GemmShape.contiguous(false, true, s[0], s[1], s[2]);
                        compare(reference, candidate, shape, a, 0, b, 0, false, 0, Epilogue.NONE, null);
                    }
                }),
                dynamicTest("gemm: epilogues", () -> {
                    for (int[] s : List.of(
                            new int[] {33, 65, 400},
                            new int[] {1, 130, 20},
                            new int[] {90, 1, 20},
                            new int[] {4, 5, 0},
                            new int[] {3, 70, 6200})) {
                        float[] a = Guarded.ordinary(s[0] * s[2], 43);
                        float[] b = Guarded.ordinary(s[2] * s[1], 44);
                        float[] bias = Guarded.ordinary(s[1], 45);
                        for (Epilogue epilogue : Epilogue.values()) {
                            float[] added = epilogue == Epilogue.NONE ? null : bias;
                            for (boolean transposed : new boolean[] {false, true}) {
                                GemmShape shape = GemmShape.contiguous(false, transposed, s[0], s[1], s[2]);
                                compare(reference, candidate, shape, a, 0, b, 0, false, 0, epilogue, added);
                            }
                        }
                    }
                }));
    }

    private static void multiply(
            Backend reference, Backend candidate, int m, int n, int k, int layout, boolean accumulate) {
        boolean transA = (layout & 1) != 0;
        boolean transB = (layout & 2) != 0;
        int padding = (m + n + k) % 4;
        GemmShape s = new GemmShape(
                transA, transB, m, n, k, (transA ? m : k) + padding, (transB ? k : n) + padding / 2, n + padding);
        float[] a = Guarded.ordinary(1 + (transA ? k : m) * s.lda(), 48);
        float[] b = Guarded.ordinary(2 + (transB ? n : k) * s.ldb(), 49);
        compare(reference, candidate, s, a, 1, b, 2, accumulate, padding, Epilogue.NONE, null);
    }

    private static void compare(
            Backend reference,
            Backend candidate,
            GemmShape s,
            float[] a,
            int aOff,
            float[] b,
            int bOff,
            boolean accumulate,
            int cOff,
            Epilogue epilogue,
            float @Nullable [] bias) {
        float[] c = Guarded.ordinary(cOff + s.m() * s.ldc(), 50);
        List<float[]> results = new ArrayList<>();
        for (Backend backend : List.of(reference, candidate)) {
            float[] out = Guarded.output(c);
            backend.gemm().multiply(s, a, aOff, b, bOff, accumulate, out, cOff, epilogue, bias);
            Guarded.assertGuard(s.toString(), out, c.length);
            results.add(out);
        }
        Guarded.assertSameBits(s + (accumulate ? " accumulated, " : ", ") + epilogue, results.get(0), results.get(1));
    }
}
