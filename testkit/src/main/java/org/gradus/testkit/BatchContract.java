package org.gradus.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.Window;
import org.junit.jupiter.api.DynamicTest;

/** A sample's result does not depend on the batch that it came in. */
final class BatchContract {
    /** A kernel that takes {@code samples} samples to their results. */
    private interface Kernel {
        void run(int samples, float[] x, float[] y);
    }

    private BatchContract() {}

    static Stream<DynamicTest> tests(Backend candidate) {
        return Stream.of(
                dynamicTest("batch: linear", () -> {
                    for (int k : new int[] {70, 6500}) {
                        for (int n : new int[] {1, 10, 67}) {
                            float[] w = Guarded.ordinary(n * k, 81);
                            float[] bias = Guarded.ordinary(n, 82);
                            for (boolean transposed : new boolean[] {false, true}) {
                                same(
                                        "linear " + k + " to " + n,
                                        41,
                                        k,
                                        n,
                                        (m, x, y) -> candidate
                                                .gemm()
                                                .multiply(
                                                        GemmShape.contiguous(false, transposed, m, n, k),
                                                        x,
                                                        0,
                                                        w,
                                                        0,
                                                        false,
                                                        y,
                                                        0,
                                                        Epilogue.BIAS_GELU,
                                                        bias));
                            }
                        }
                    }
                }),
                dynamicTest("batch: convolution", () -> {
                    for (Window v :
                            List.of(Window.square(3).pad(1), Window.square(3).stride(2), Window.square(1))) {
                        ConvShape one = new ConvShape(1, 12, 15, 13, 8, 2, v);
                        float[] w = Guarded.ordinary(8 * 6 * v.kernelHeight() * v.kernelWidth(), 83);
                        float[] bias = Guarded.ordinary(8, 84);
                        int in = 12 * 15 * 13;
                        int out = 8 * one.outHeight() * one.outWidth();
                        same(
                                "conv forward " + v,
                                6,
                                in,
                                out,
                                (n, x, y) ->
                                        candidate.conv().forward(new ConvShape(n, 12, 15, 13, 8, 2, v), x, w, bias, y));
                        same(
                                "conv input gradient " + v,
                                6,
                                out,
                                in,
                                (n, dy, dx) -> candidate
                                        .conv()
                                        .inputGradient(new ConvShape(n, 12, 15, 13, 8, 2, v), dy, w, dx));
                    }
                }),
                dynamicTest("batch: rows", () -> {
                    for (int n : new int[] {1, 10, 63, 64, 65, 8193}) {
                        float[] gamma = Guarded.ordinary(n, 85);
                        float[] beta = Guarded.ordinary(n, 86);
                        same(
                                "softmax " + n,
                                70,
                                n,
                                n,
                                (rows, x, y) -> candidate.rows().softmax(rows, n, x, y));
                        same(
                                "logSoftmax " + n,
                                70,
                                n,
                                n,
                                (rows, x, y) -> candidate.rows().logSoftmax(rows, n, x, y));
                        same(
                                "normalizeRows " + n,
                                70,
                                n,
                                n,
                                (rows, x, y) -> candidate
                                        .norms()
                                        .normalizeRows(
                                                rows, n, 1e-5f, x, gamma, beta, y, new float[rows], new float[rows]));
                    }
                }));
    }

    private static void same(String what, int samples, int in, int out, Kernel kernel) {
        float[] x = Guarded.ordinary(samples * in, 87);
        float[] together = new float[samples * out];
        kernel.run(samples, x, together);
        for (int i = 0; i < samples; i++) {
            float[] alone = new float[out];
            kernel.run(1, Arrays.copyOfRange(x, i * in, (i + 1) * in), alone);
            float[] expected = Arrays.copyOfRange(together, i * out, (i + 1) * out);
            Guarded.assertSameBits(what + ", sample " + i + " alone", expected, alone);
        }
    }
}
