package org.gradus.core.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values against double precision; gradients against central differences of the double-precision forward pass, whose own
 * error is near h² + 10⁻¹⁶/h ≈ 10⁻⁹. Numbers are near 1, so a handful of float roundings stay below 2⁻¹⁸ times the
 * length of the longest sum's tree.
 */
class ScalarNormsTest {
    private static final double TOLERANCE = 0x1p-17;
    private static final double H = 1e-5;
    private static final float EPS = 1e-3f;
    private final ScalarNorms kernel = new ScalarNorms();

    @ParameterizedTest
    @CsvSource({"1, 2", "3, 5", "4, 63", "2, 64", "67, 8"})
    void rows(int rows, int n) {
        float[] x = numbers(rows * n, 1);
        float[] gamma = numbers(n, 2);
        float[] beta = numbers(n, 3);
        float[] dy = numbers(rows * n, 4);
        float[] y = new float[rows * n];
        float[] mean = new float[rows];
        float[] rstd = new float[rows];
        kernel.normalizeRows(rows, n, EPS, x, gamma, beta, y, mean, rstd);
        double[] expected = rowsOracle(rows, n, wide(x), wide(gamma), wide(beta));
        close(y, expected, TOLERANCE);

        float[] dx = new float[rows * n];
        float[] dGamma = new float[n];
        float[] dBeta = new float[n];
        kernel.normalizeRowsGradient(rows, n, x, gamma, mean, rstd, dy, dx);
        kernel.normalizeRowsParameterGradient(rows, n, x, mean, rstd, dy, dGamma, dBeta);
        close(dx, numeric(x, v -> dot(rowsOracle(rows, n, v, wide(gamma), wide(beta)), dy)), 16 * TOLERANCE);
        close(dGamma, numeric(gamma, v -> dot(rowsOracle(rows, n, wide(x), v, wide(beta)), dy)), 16 * TOLERANCE);
        close(dBeta, numeric(beta, v -> dot(rowsOracle(rows, n, wide(x), wide(gamma), v), dy)), 16 * TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({"4, 1, 1", "3, 2, 5", "66, 3, 1", "2, 3, 64", "5, 1, 9"})
    void channels(int n, int channels, int plane) {
        int size = n * channels * plane;
        float[] x = numbers(size, 5);
        float[] gamma = numbers(channels, 6);
        float[] beta = numbers(channels, 7);
        float[] dy = numbers(size, 8);
        float[] mean = new float[channels];
        float[] rstd = new float[channels];
        kernel.channelMoments(n, channels, plane, x, mean, rstd);
        for (int c = 0; c < channels; c++) {
            rstd[c] = 1f / (float) Math.sqrt(rstd[c] + EPS);
        }
        float[] y = new float[size];
        kernel.normalizeChannels(n, channels, plane, x, mean, rstd, gamma, beta, y);
        close(y, channelsOracle(n, channels, plane, wide(x), wide(gamma), wide(beta)), TOLERANCE);

        float[] dx = new float[size];
        float[] dGamma = new float[channels];
        float[] dBeta = new float[channels];
        kernel.normalizeChannelsParameterGradient(n, channels, plane, x, mean, rstd, dy, dGamma, dBeta);
        kernel.normalizeChannelsGradient(n, channels, plane, x, mean, rstd, gamma, dGamma, dBeta, dy, dx);
        double bound = 16 * TOLERANCE;
        close(dx, numeric(x, v -> dot(channelsOracle(n, channels, plane, v, wide(gamma), wide(beta)), dy)), bound);
        close(dGamma, numeric(gamma, v -> dot(channelsOracle(n, channels, plane, wide(x), v, wide(beta)), dy)), bound);
        close(dBeta, numeric(beta, v -> dot(channelsOracle(n, channels, plane, wide(x), wide(gamma), v), dy)), bound);
    }

    @Test
    void momentsAddPlanesThenImagesInBlocksOf64() {
        int n = 130;
        float[] x = numbers(n, 9);
        float[] mean = new float[1];
        kernel.channelMoments(n, 1, 1, x, mean, new float[1]);
        float total = 0f;
        for (int from = 0; from < n; from += 64) {
            float block = 0f;
            for (int i = from; i < Math.min(n, from + 64); i++) {
                block += x[i];
            }
            total += block;
        }
        assertThat(mean).containsExactly(total / n);
    }

    @Test
    void varianceOfALargeConstantIsZero() {
        float[] x = new float[1000];
        Arrays.fill(x, 16384f);
        float[] variance = {1f};
        kernel.channelMoments(10, 1, 100, x, new float[1], variance);
        assertThat(variance).containsExactly(0f);
    }

    private static double[] rowsOracle(int rows, int n, double[] x, double[] gamma, double[] beta) {
        double[] y = new double[x.length];
        for (int r = 0; r < rows; r++) {
            double mean = 0;
            double variance = 0;
            for (int j = 0; j < n; j++) {
                mean += x[r * n + j] / n;
            }
            for (int j = 0; j < n; j++) {
                variance += (x[r * n + j] - mean) * (x[r * n + j] - mean) / n;
            }
            for (int j = 0; j < n; j++) {
                y[r * n + j] = (x[r * n + j] - mean) / Math.sqrt(variance + EPS) * gamma[j] + beta[j];
            }
        }
        return y;
    }

    /** By gathering each channel into a row. */
    private static double[] channelsOracle(int n, int channels, int plane, double[] x, double[] gamma, double[] beta) {
        double[] y = new double[x.length];
        double[] row = new double[n * plane];
        double[] g = new double[n * plane];
        double[] b = new double[n * plane];
        for (int c = 0; c < channels; c++) {
            Arrays.fill(g, gamma[c]);
            Arrays.fill(b, beta[c]);
            for (int i = 0; i < n; i++) {
                System.arraycopy(x, (i * channels + c) * plane, row, i * plane, plane);
            }
            double[] result = rowsOracle(1, n * plane, row, g, b);
            for (int i = 0; i < n; i++) {
                System.arraycopy(result, i * plane, y, (i * channels + c) * plane, plane);
            }
        }
        return y;
    }

    private static double[] numeric(float[] at, ToDoubleFunction<double[]> f) {
        double[] gradient = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double[] above = wide(at);
            double[] below = wide(at);
            above[i] += H;
            below[i] -= H;
            gradient[i] = (f.applyAsDouble(above) - f.applyAsDouble(below)) / (2 * H);
        }
        return gradient;
    }

    private static double dot(double[] y, float[] dy) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += y[i] * dy[i];
        }
        return sum;
    }

    private static void close(float[] actual, double[] expected, double tolerance) {
        for (int i = 0; i < expected.length; i++) {
            double bound = tolerance * (1 + Math.abs(expected[i]));
            assertThat((double) actual[i]).as("element %d", i).isCloseTo(expected[i], within(bound));
        }
    }

    private static double[] wide(float[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i];
        }
        return y;
    }

    private static float[] numbers(int n, long seed) {
        Random random = new Random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }
}
