package org.gradus.benchmarks.kernel;

import java.util.Arrays;
import org.gradus.benchmarks.probe.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Group normalisation by the kernels of batch normalisation, as core calls them: the moments of a group, the scale of a plane. */
public class GroupNormBenchmark extends KernelBenchmark {
    /** Images, channels and plane; groups of channels. */
    @Param({"64x32x784 in 8", "32x64x196 in 32"})
    String extents = "64x32x784 in 8";

    private static final float EPS = 1e-5f;

    private int n;
    private int channels;
    private int plane;
    private int groups;
    private float[] x = {};
    private float[] y = {};
    private float[] gamma = {};
    private float[] beta = {};
    private float[] mean = {};
    private float[] rstd = {};
    private float[] means = {};
    private float[] scales = {};
    private float[] factors = {};
    private float[] summands = {};

    /** Makes the benchmark. */
    public GroupNormBenchmark() {}

    @Override
    Least prepare() {
        String[] parts = extents.split(" in ", -1);
        String[] sizes = parts[0].split("x", -1);
        n = Integer.parseInt(sizes[0]);
        channels = Integer.parseInt(sizes[1]);
        plane = Integer.parseInt(sizes[2]);
        groups = Integer.parseInt(parts[1]);
        x = normal(1, n * channels * plane);
        y = new float[x.length];
        gamma = normal(2, channels);
        beta = normal(3, channels);
        mean = new float[n * groups];
        rstd = new float[n * groups];
        means = new float[n * channels];
        scales = new float[n * channels];
        factors = new float[n * channels];
        summands = new float[n * channels];
        return new Least(0, 8.0 * x.length, Pattern.COPY);
    }

    /**
     * Brings the groups of each image to mean 0 and variance 1.
     *
     * @return the result
     */
    @Benchmark
    public float[] forward() {
        kernels().norms().channelMoments(1, n * groups, channels / groups * plane, x, mean, rstd);
        for (int group = 0; group < rstd.length; group++) {
            rstd[group] = (float) (1 / Math.sqrt(rstd[group] + EPS));
        }
        for (int p = 0; p < n * channels; p++) {
            int group = p / (channels / groups);
            means[p] = mean[group];
            scales[p] = rstd[group];
            factors[p] = gamma[p % channels];
            summands[p] = beta[p % channels];
        }
        kernels().norms().normalizeChannels(1, n * channels, plane, x, means, scales, factors, summands, y);
        return y;
    }

    @Override
    void check() {
        int each = channels / groups * plane;
        for (int group : Expect.samples(n * groups, 5)) {
            int first = group * each;
            double center =
                    Arrays.stream(indices(first, each)).mapToDouble(i -> x[i]).sum() / each;
            double variance = Arrays.stream(indices(first, each))
                            .mapToDouble(i -> (x[i] - center) * (x[i] - center))
                            .sum()
                    / each;
            for (int i : indices(first, each)) {
                int channel = i / plane % channels;
                double expected = (x[i] - center) / Math.sqrt(variance + EPS) * gamma[channel] + beta[channel];
                double size = 1 + Math.abs(expected) + Math.abs(beta[channel]);
                Expect.near("normalised " + i, expected, y[i], (each + 16) * 0x1p-23 * size);
            }
        }
    }

    private static int[] indices(int first, int count) {
        int[] at = new int[count];
        Arrays.setAll(at, i -> first + i);
        return at;
    }
}
