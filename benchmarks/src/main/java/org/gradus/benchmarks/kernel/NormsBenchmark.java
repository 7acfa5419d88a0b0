package org.gradus.benchmarks.kernel;

import java.util.Arrays;
import org.gradus.benchmarks.probe.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Layer normalisation of rows and the statistics of batch normalisation. */
public class NormsBenchmark extends KernelBenchmark {
    /** Rows and columns for layer normalisation; images, channels and plane for batch normalisation. */
    @Param({"4x512", "1024x512", "64x32x784", "32x16x1024"})
    String extents = "4x512";

    private static final float EPS = 1e-5f;

    private int n;
    private int channels;
    private int plane;
    private float[] x = {};
    private float[] dy = {};
    private float[] y = {};
    private float[] dx = {};
    private float[] gamma = {};
    private float[] beta = {};
    private float[] mean = {};
    private float[] rstd = {};
    private float[] dGamma = {};
    private float[] dBeta = {};
    private boolean backward;

    /** Makes the benchmark. */
    public NormsBenchmark() {}

    @Override
    Least prepare() {
        String[] sizes = extents.split("x", -1);
        n = Integer.parseInt(sizes[0]);
        channels = Integer.parseInt(sizes[1]);
        plane = sizes.length == 2 ? 1 : Integer.parseInt(sizes[2]);
        x = normal(1, n * channels * plane);
        dy = normal(2, x.length);
        y = new float[x.length];
        dx = new float[x.length];
        gamma = normal(3, channels);
        beta = normal(4, channels);
        mean = new float[plane == 1 ? n : channels];
        rstd = new float[mean.length];
        dGamma = new float[channels];
        dBeta = new float[channels];
        forward();
        return new Least(0, 8.0 * x.length, Pattern.COPY);
    }

    /**
     * Brings rows or channels to mean 0 and variance 1.
     *
     * @return the result
     */
    @Benchmark
    public float[] forward() {
        if (plane == 1) {
            kernels().norms().normalizeRows(n, channels, EPS, x, gamma, beta, y, mean, rstd);
        } else {
            kernels().norms().channelMoments(n, channels, plane, x, mean, rstd);
            for (int c = 0; c < channels; c++) {
                rstd[c] = (float) (1 / Math.sqrt(rstd[c] + EPS));
            }
            kernels().norms().normalizeChannels(n, channels, plane, x, mean, rstd, gamma, beta, y);
        }
        return y;
    }

    /**
     * The gradients of the values, the factors and the summands; reads twice what {@link #forward} reads, which the roofline
     * does not count.
     *
     * @return the gradient of the values
     */
    @Benchmark
    public float[] backward() {
        backward = true;
        if (plane == 1) {
            kernels().norms().normalizeRowsParameterGradient(n, channels, x, mean, rstd, dy, dGamma, dBeta);
            kernels().norms().normalizeRowsGradient(n, channels, x, gamma, mean, rstd, dy, dx);
        } else {
            kernels().norms().normalizeChannelsParameterGradient(n, channels, plane, x, mean, rstd, dy, dGamma, dBeta);
            kernels()
                    .norms()
                    .normalizeChannelsGradient(n, channels, plane, x, mean, rstd, gamma, dGamma, dBeta, dy, dx);
        }
        return dx;
    }

    @Override
    void check() {
        for (int line : Expect.samples(mean.length, 5)) {
            int[] at = plane == 1 ? row(line) : channel(line);
            int m = at.length;
            double sum = Arrays.stream(at).mapToDouble(i -> x[i]).sum();
            double center = sum / m;
            double variance =
                    Arrays.stream(at).mapToDouble(i -> square(x[i] - center)).sum() / m;
            double scale = 1 / Math.sqrt(variance + EPS);
            double relative = (m + 16) * 0x1p-23;
            double gradients = 0;
            double products = 0;
            for (int i : at) {
                double normalized = (x[i] - center) * scale;
                double g = dy[i] * (double) gamma[i / plane % channels];
                gradients += g / m;
                products += g * normalized / m;
                double expected = normalized * gamma[i / plane % channels] + beta[i / plane % channels];
                double size = 1 + Math.abs(expected) + Math.abs(beta[i / plane % channels]);
                Expect.near("normalised " + i, expected, y[i], relative * size);
            }
            for (int i = 0; backward && i < m; i++) {
                double normalized = (x[at[i]] - center) * scale;
                double g = dy[at[i]] * (double) gamma[at[i] / plane % channels];
                double expected = scale * (g - gradients - normalized * products);
                double size = scale * (1 + Math.abs(g) + Math.abs(gradients) + Math.abs(normalized * products));
                Expect.near("gradient " + at[i], expected, dx[at[i]], relative * size);
            }
        }
    }

    private int[] row(int row) {
        int[] at = new int[channels];
        Arrays.setAll(at, j -> row * channels + j);
        return at;
    }

    private int[] channel(int channel) {
        int[] at = new int[n * plane];
        Arrays.setAll(at, i -> (i / plane * channels + channel) * plane + i % plane);
        return at;
    }

    private static double square(double v) {
        return v * v;
    }
}
