package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Random numbers of the counter-based generator. */
public class DrawBenchmark extends KernelBenchmark {
    private static final int[] KEY = {1, 2, 3, 4};
    private static final double KEEP = 0.8;

    /** How many elements. */
    @Param({"4096", "10000000"})
    int n = 4096;

    private int[] bits = {};
    private float[] uniform = {};
    private float[] normal = {};
    private float[] mask = {};

    /** Makes the benchmark. */
    public DrawBenchmark() {}

    @Override
    Least prepare() {
        bits = new int[n];
        uniform = new float[n];
        normal = new float[n];
        mask = new float[n];
        return new Least(0, 4.0 * n, Pattern.COPY);
    }

    /**
     * Raw words.
     *
     * @return the result
     */
    @Benchmark
    public int[] bits() {
        kernels().draw().bits(KEY, bits, n);
        return bits;
    }

    /**
     * Uniform numbers.
     *
     * @return the result
     */
    @Benchmark
    public float[] uniform() {
        kernels().draw().uniform(KEY, uniform, n);
        return uniform;
    }

    /**
     * Normal numbers.
     *
     * @return the result
     */
    @Benchmark
    public float[] normal() {
        kernels().draw().normal(KEY, normal, n);
        return normal;
    }

    /**
     * A dropout mask.
     *
     * @return the result
     */
    @Benchmark
    public float[] mask() {
        kernels().draw().mask(KEY, KEEP, (float) (1 / KEEP), mask, n);
        return mask;
    }

    @Override
    void check() {
        float[] fractions = new float[n];
        for (int i = 0; i < n; i++) {
            fractions[i] = (bits[i] >>> 8) * 0x1p-24f;
        }
        checkMoments("bits", fractions, 0.5, 1.0 / 12);
        checkMoments("uniform", uniform, 0.5, 1.0 / 12);
        checkMoments("normal", normal, 0, 1);
        checkMoments("mask", mask, 1, 1 / KEEP - 1);
    }

    /** Mean and variance within six standard errors; the fourth central moment of all three is below 3.1 variances squared. */
    private void checkMoments(String what, float[] drawn, double mean, double variance) {
        double sum = 0;
        double squares = 0;
        boolean ran = false;
        for (float v : drawn) {
            sum += v;
            squares += (v - mean) * (v - mean);
            ran |= v != 0;
        }
        if (ran) {
            Expect.near("mean of " + what, mean, (float) (sum / n), 6 * Math.sqrt(variance / n));
            Expect.near("variance of " + what, variance, (float) (squares / n), 6 * variance * Math.sqrt(2.1 / n));
        }
    }
}
