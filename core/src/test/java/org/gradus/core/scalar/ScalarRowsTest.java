package org.gradus.core.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against double precision. A term {@code e^(x − max)} is off by the rounding of the difference (its ulp, at most 20·2⁻²⁴
 * here) and 2 ulp of the function, a quotient or logarithm adds as much again: 2⁻¹⁸ relative holds them all.
 */
class ScalarRowsTest {
    private static final double TOLERANCE = 0x1p-18;
    private static final int IGNORED = -100;
    private static final float INF = Float.POSITIVE_INFINITY;
    private final ScalarRows kernel = new ScalarRows();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 63, 64, 65, 1000, 9000})
    void softmaxAndItsKin(int n) {
        int rows = 3;
        float[] x = numbers(rows * n, 3);
        float[] y = new float[rows * n];
        float[] log = new float[rows * n];
        float[] lse = new float[rows];
        kernel.softmax(rows, n, x, y);
        kernel.logSoftmax(rows, n, x, log);
        kernel.logSumExp(rows, n, x, lse);
        for (int r = 0; r < rows; r++) {
            double[] p = softmax(x, r * n, n);
            double sum = logSumExp(x, r * n, n);
            assertThat((double) lse[r]).isCloseTo(sum, within(TOLERANCE * 8));
            for (int i = 0; i < n; i++) {
                assertThat((double) y[r * n + i]).isCloseTo(p[i], within(TOLERANCE * p[i]));
                assertThat((double) log[r * n + i]).isCloseTo(x[r * n + i] - sum, within(TOLERANCE * 8));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 64, 100})
    void gradients(int n) {
        float[] y = new float[n];
        float[] log = new float[n];
        kernel.softmax(1, n, numbers(n, 4), y);
        kernel.logSoftmax(1, n, numbers(n, 4), log);
        float[] dy = numbers(n, 5);
        float[] dx = new float[n];
        float[] dxLog = new float[n];
        kernel.softmaxGradient(1, n, y, dy, dx);
        kernel.logSoftmaxGradient(1, n, log, dy, dxLog);
        double dot = 0;
        double sum = 0;
        double size = 1;
        for (int i = 0; i < n; i++) {
            dot += (double) dy[i] * y[i];
            sum += dy[i];
            size += Math.abs(dy[i]);
        }
        for (int i = 0; i < n; i++) {
            assertThat((double) dx[i]).isCloseTo(y[i] * (dy[i] - dot), within(TOLERANCE * size));
            double expected = dy[i] - StrictMath.exp(log[i]) * sum;
            assertThat((double) dxLog[i]).isCloseTo(expected, within(TOLERANCE * size));
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "10, 0", "10, 0.1", "10, 1", "100, 0.25"})
    void crossEntropy(int n, double smoothing) {
        int rows = 4;
        float[] x = numbers(rows * n, 6);
        int[] target = {0, n - 1, IGNORED, n / 2};
        float[] loss = new float[rows];
        float[] p = new float[rows * n];
        kernel.crossEntropy(rows, n, x, target, IGNORED, smoothing, loss, p);
        float[] dLoss = {1f, 0.25f, 3f, -2f};
        float[] dx = new float[rows * n];
        kernel.crossEntropyGradient(rows, n, p, target, IGNORED, smoothing, dLoss, dx);
        for (int r = 0; r < rows; r++) {
            double[] expectedP = softmax(x, r * n, n);
            double expectedLoss = 0;
            for (int i = 0; i < n; i++) {
                double q = smoothing / n + (i == target[r] ? 1 - smoothing : 0);
                expectedLoss -= q * (x[r * n + i] - logSumExp(x, r * n, n));
                double d = target[r] == IGNORED ? 0 : (expectedP[i] - q) * dLoss[r];
                assertThat((double) dx[r * n + i]).isCloseTo(d, within(TOLERANCE * 3));
            }
            assertThat((double) loss[r]).isCloseTo(target[r] == IGNORED ? 0 : expectedLoss, within(TOLERANCE * 16));
        }
        assertThat(Arrays.copyOfRange(dx, 2 * n, 3 * n)).containsOnly(0f);
    }

    @Test
    void withoutSmoothingTheLossIsTheNegatedLogSoftmax() {
        float[] x = numbers(20, 7);
        float[] log = new float[20];
        float[] loss = new float[2];
        kernel.logSoftmax(2, 10, x, log);
        kernel.crossEntropy(2, 10, x, new int[] {3, 9}, IGNORED, 0, loss, new float[20]);
        assertThat(loss).containsExactly(-log[3], -log[19]);
    }

    @Test
    void extremes() {
        float[] x = {1e30f, -1e30f, -INF, -INF, -INF, INF, 1f, INF, Float.NaN, 0f, 0f, 0f};
        float[] y = new float[12];
        kernel.softmax(4, 3, x, y);
        assertThat(y).startsWith(1f, 0f, 0f);
        assertThat(y[3]).isNaN();
        assertThat(y[6]).isNaN();
        assertThat(y[9]).isEqualTo(1f / 3f);
        float[] lse = new float[4];
        kernel.logSumExp(4, 3, x, lse);
        assertThat(lse[0]).isEqualTo(1e30f);
        assertThat(lse[1]).isEqualTo(INF);
        assertThat(lse[2]).isNaN();
        kernel.logSumExp(1, 2, new float[] {-INF, -INF}, lse);
        assertThat(lse[0]).isEqualTo(-INF);
    }

    private static double logSumExp(float[] x, int off, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += StrictMath.exp(x[off + i]);
        }
        return StrictMath.log(sum);
    }

    private static double[] softmax(float[] x, int off, int n) {
        double sum = logSumExp(x, off, n);
        double[] p = new double[n];
        for (int i = 0; i < n; i++) {
            p[i] = StrictMath.exp(x[off + i] - sum);
        }
        return p;
    }

    private static float[] numbers(int n, long seed) {
        Random random = new Random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian() * 2;
        }
        return x;
    }
}
