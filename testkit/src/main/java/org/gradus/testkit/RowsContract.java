package org.gradus.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Rows;
import org.junit.jupiter.api.DynamicTest;

/** The bits of {@link Rows}. */
final class RowsContract {
    private static final int IGNORED = -100;
    private static final int[][] SHAPES = {
        {0, 5}, {1, 127}, {3, 128}, {64, 10}, {1800, 10}, {5, 1000}, {300, 64}, {2, 4096}, {2, 8193}, {1, 20_011}
    };

    /** A kernel of one input and one output of the same shape. */
    private interface Map {
        void run(Rows rows, int[] shape, float[] x, float[] y);
    }

    /** A gradient: the result, its gradient, the gradient of the argument. */
    private interface Gradient {
        void run(Rows rows, int[] shape, float[] y, float[] dy, float[] dx);
    }

    private RowsContract() {}

    static Stream<DynamicTest> tests(Backend reference, Backend candidate) {
        Rows r = reference.rows();
        Rows c = candidate.rows();
        return Stream.of(
                map("softmax", r, c, (k, s, x, y) -> k.softmax(s[0], s[1], x, y)),
                map("logSoftmax", r, c, (k, s, x, y) -> k.logSoftmax(s[0], s[1], x, y)),
                map("logSumExp", r, c, (k, s, x, y) -> k.logSumExp(s[0], s[1], x, y)),
                gradient("softmaxGradient", r, c, (k, s, y, dy, dx) -> k.softmaxGradient(s[0], s[1], y, dy, dx)),
                gradient("logSoftmaxGradient", r, c, (k, s, y, dy, dx) -> k.logSoftmaxGradient(s[0], s[1], y, dy, dx)),
                crossEntropy(r, c, 0),
                crossEntropy(r, c, 0.1));
    }

    private static Stream<int[]> shapes() {
        return Stream.concat(IntStream.rangeClosed(1, 65).mapToObj(n -> new int[] {5, n}), Stream.of(SHAPES));
    }

    private static DynamicTest map(String name, Rows reference, Rows candidate, Map map) {
        return dynamicTest(
                name,
                () -> shapes().forEach(s -> {
                    int n = s[0] * s[1];
                    for (float[] x : inputs(n, 21)) {
                        float[] expected = Guarded.output(n);
                        float[] actual = Guarded.output(n);
                        map.run(reference, s, x, expected);
                        map.run(candidate, s, x, actual);
                        Guarded.assertSameBits(name + shape(s), expected, actual);
                    }
                }));
    }

    private static DynamicTest gradient(String name, Rows reference, Rows candidate, Gradient gradient) {
        return dynamicTest(
                name,
                () -> shapes().forEach(s -> {
                    int n = s[0] * s[1];
                    float[] dy = Guarded.ordinary(n, 31);
                    for (float[] y : inputs(n, 32)) {
                        float[] expected = Guarded.output(n);
                        float[] actual = Guarded.output(n);
                        gradient.run(reference, s, y, dy, expected);
                        gradient.run(candidate, s, y, dy, actual);
                        Guarded.assertSameBits(name + shape(s), expected, actual);
                        Guarded.assertGuard(name + shape(s), actual, n);
                    }
                }));
    }

    private static DynamicTest crossEntropy(Rows reference, Rows candidate, double smoothing) {
        String name = "crossEntropy, smoothing " + smoothing;
        return dynamicTest(
                name,
                () -> shapes().forEach(s -> {
                    int n = s[0] * s[1];
                    int[] target = Guarded.indices(s[0], s[1], 41);
                    for (int r = 2; r < s[0]; r += 4) {
                        target[r] = IGNORED;
                    }
                    float[] dLoss = Guarded.ordinary(s[0], 42);
                    for (float[] x : inputs(n, 43)) {
                        float[] loss = Guarded.output(s[0]);
                        float[] p = Guarded.output(n);
                        float[] dx = Guarded.output(n);
                        reference.crossEntropy(s[0], s[1], x, target, IGNORED, smoothing, loss, p);
                        reference.crossEntropyGradient(s[0], s[1], p, target, IGNORED, smoothing, dLoss, dx);
                        float[] loss2 = Guarded.output(s[0]);
                        float[] p2 = Guarded.output(n);
                        float[] dx2 = Guarded.output(n);
                        candidate.crossEntropy(s[0], s[1], x, target, IGNORED, smoothing, loss2, p2);
                        candidate.crossEntropyGradient(s[0], s[1], p2, target, IGNORED, smoothing, dLoss, dx2);
                        Guarded.assertSameBits(name + " loss " + shape(s), loss, loss2);
                        Guarded.assertSameBits(name + " probabilities " + shape(s), p, p2);
                        Guarded.assertSameBits(name + " gradient " + shape(s), dx, dx2);
                        Guarded.assertGuard(name, dx2, n);
                    }
                }));
    }

    private static float[][] inputs(int n, long seed) {
        return new float[][] {
            Guarded.ordinary(n, seed), Guarded.special(n, 60, seed), Guarded.special(n, 2, seed), new float[n]
        };
    }

    private static String shape(int[] s) {
        return " [" + s[0] + ", " + s[1] + "]";
    }
}
