package org.gradus.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Norms;
import org.junit.jupiter.api.DynamicTest;

/** The bits of {@link Norms}. */
final class NormsContract {
    private static final float EPS = 1e-5f;
    private static final int[][] ROWS = {{0, 5}, {1, 127}, {130, 128}, {1100, 64}, {67, 1000}, {2, 8193}, {700, 3}};
    private static final int[][] IMAGES = {
        {1, 1, 1}, {70, 1, 9}, {130, 5, 1}, {65, 3, 49}, {32, 16, 64}, {2, 3, 8193}, {33, 17, 196}, {129, 33, 1}
    };

    private NormsContract() {}

    static Stream<DynamicTest> tests(Backend reference, Backend candidate) {
        Norms r = reference.norms();
        Norms c = candidate.norms();
        return Stream.of(
                dynamicTest(
                        "normalizeRows",
                        () -> rowShapes().forEach(s -> {
                            for (float[] x : inputs(s[0] * s[1])) {
                                same("normalizeRows [" + s[0] + ", " + s[1] + "]", rows(r, s, x), rows(c, s, x));
                            }
                        })),
                dynamicTest(
                        "rmsNormalizeRows",
                        () -> rowShapes().forEach(s -> {
                            for (float[] x : inputs(s[0] * s[1])) {
                                same(
                                        "rmsNormalizeRows [" + s[0] + ", " + s[1] + "]",
                                        squares(r, s, x),
                                        squares(c, s, x));
                            }
                        })),
                dynamicTest(
                        "normalizeChannels",
                        () -> imageShapes().forEach(s -> {
                            for (float[] x : inputs(s[0] * s[1] * s[2])) {
                                String what = "normalizeChannels [" + s[0] + ", " + s[1] + ", " + s[2] + "]";
                                same(what, channels(r, s, x), channels(c, s, x));
                            }
                        })),
                dynamicTest(
                        "products that underflow to −0", () -> same("underflow", underflow(r, 70), underflow(c, 70))));
    }

    /** The gradients of the parameters where every product is below the smallest float. */
    private static float[][] underflow(Norms norms, int rows) {
        int n = 67;
        float[] x = new float[rows * n];
        float[] dy = new float[rows * n];
        float[] ones = new float[rows * n];
        Arrays.fill(x, 1e-30f);
        Arrays.fill(dy, -1e-30f);
        Arrays.fill(ones, 1f);
        float[] zeros = new float[rows];
        float[][] out = outputs(n, n, rows, rows, rows * n, rows * n);
        norms.normalizeRowsParameterGradient(rows, n, x, zeros, ones, dy, out[0], out[1]);
        norms.normalizeChannelsParameterGradient(1, rows, n, x, zeros, ones, dy, out[2], out[3]);
        norms.normalizeRowsGradient(rows, n, x, ones, zeros, ones, dy, out[4]);
        norms.rmsNormalizeRowsGradient(rows, n, x, ones, ones, dy, out[5]);
        return out;
    }

    private static Stream<int[]> rowShapes() {
        return Stream.concat(IntStream.rangeClosed(1, 65).mapToObj(n -> new int[] {66, n}), Stream.of(ROWS));
    }

    private static Stream<int[]> imageShapes() {
        return Stream.concat(IntStream.rangeClosed(1, 65).mapToObj(n -> new int[] {4, 3, n}), Stream.of(IMAGES));
    }

    /** All results of the row kernels: y, mean, rstd, dx, dGamma, dBeta. */
    private static float[][] rows(Norms norms, int[] s, float[] x) {
        int n = s[1];
        float[] gamma = Guarded.ordinary(n, 51);
        float[] beta = Guarded.ordinary(n, 52);
        float[] dy = Guarded.ordinary(s[0] * n, 53);
        float[][] out = outputs(s[0] * n, s[0], s[0], s[0] * n, n, n);
        norms.normalizeRows(s[0], n, EPS, x, gamma, beta, out[0], out[1], out[2]);
        norms.normalizeRowsGradient(s[0], n, x, gamma, out[1], out[2], dy, out[3]);
        norms.normalizeRowsParameterGradient(s[0], n, x, out[1], out[2], dy, out[4], out[5]);
        return out;
    }

    /** All results of the kernels of the root mean square: y, factor, dx. */
    private static float[][] squares(Norms norms, int[] s, float[] x) {
        float[] gamma = Guarded.ordinary(s[1], 51);
        float[] dy = Guarded.ordinary(s[0] * s[1], 53);
        float[][] out = outputs(s[0] * s[1], s[0], s[0] * s[1]);
        norms.rmsNormalizeRows(s[0], s[1], EPS, x, gamma, out[0], out[1]);
        norms.rmsNormalizeRowsGradient(s[0], s[1], x, gamma, out[1], dy, out[2]);
        return out;
    }

    /** All results of the channel kernels: mean, variance, y, dGamma, dBeta, dx, and dx again in the place of dy. */
    private static float[][] channels(Norms norms, int[] s, float[] x) {
        int c = s[1];
        int size = s[0] * c * s[2];
        float[] gamma = Guarded.ordinary(c, 61);
        float[] beta = Guarded.ordinary(c, 62);
        float[] dy = Guarded.ordinary(size, 63);
        float[][] out = outputs(c, c, size, c, c, size, size);
        norms.channelMoments(s[0], c, s[2], x, out[0], out[1]);
        float[] rstd = new float[c];
        for (int i = 0; i < c; i++) {
            rstd[i] = 1f / (float) Math.sqrt(out[1][i] + EPS);
        }
        norms.normalizeChannels(s[0], c, s[2], x, out[0], rstd, gamma, beta, out[2]);
        norms.normalizeChannelsParameterGradient(s[0], c, s[2], x, out[0], rstd, dy, out[3], out[4]);
        norms.normalizeChannelsGradient(s[0], c, s[2], x, out[0], rstd, gamma, out[3], out[4], dy, out[5]);
        System.arraycopy(dy, 0, out[6], 0, size);
        norms.normalizeChannelsGradient(s[0], c, s[2], x, out[0], rstd, gamma, out[3], out[4], out[6], out[6]);
        return out;
    }

    private static float[][] outputs(int... sizes) {
        return IntStream.of(sizes).mapToObj(Guarded::output).toArray(float[][]::new);
    }

    private static void same(String what, float[][] expected, float[][] actual) {
        for (int i = 0; i < expected.length; i++) {
            Guarded.assertSameBits(what + ", result " + i, expected[i], actual[i]);
        }
    }

    private static float[][] inputs(int n) {
        return new float[][] {Guarded.ordinary(n, 71), Guarded.special(n, 500, 72), new float[n]};
    }
}
