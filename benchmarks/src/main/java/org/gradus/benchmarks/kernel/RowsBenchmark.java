package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Softmax and what belongs to it, over the rows of a matrix. */
public class RowsBenchmark extends KernelBenchmark {
    /** Rows and columns. */
    @Param({"64x10", "4x512", "1024x1024"})
    String matrix = "4x512";

    private int rows;
    private int n;
    private float[] x = {};
    private float[] dy = {};
    private int[] target = {};
    private float[] softmax = {};
    private float[] gradient = {};
    private float[] logSoftmax = {};
    private float[] loss = {};
    private float[] probabilities = {};

    /** Makes the benchmark. */
    public RowsBenchmark() {}

    @Override
    Least prepare() {
        String[] sizes = matrix.split("x", -1);
        rows = Integer.parseInt(sizes[0]);
        n = Integer.parseInt(sizes[1]);
        x = normal(1, rows * n);
        dy = normal(2, rows * n);
        target = new int[rows];
        for (int r = 0; r < rows; r++) {
            target[r] = r % n;
        }
        softmax = new float[rows * n];
        gradient = new float[rows * n];
        logSoftmax = new float[rows * n];
        probabilities = new float[rows * n];
        loss = new float[rows];
        kernels().rows().softmax(rows, n, x, probabilities);
        return new Least(0, 8.0 * x.length, Pattern.COPY);
    }

    /**
     * Probabilities.
     *
     * @return the result
     */
    @Benchmark
    public float[] softmax() {
        kernels().rows().softmax(rows, n, x, softmax);
        return softmax;
    }

    /**
     * Their gradient.
     *
     * @return the result
     */
    @Benchmark
    public float[] softmaxGradient() {
        kernels().rows().softmaxGradient(rows, n, probabilities, dy, gradient);
        return gradient;
    }

    /**
     * Their logarithms.
     *
     * @return the result
     */
    @Benchmark
    public float[] logSoftmax() {
        kernels().rows().logSoftmax(rows, n, x, logSoftmax);
        return logSoftmax;
    }

    /**
     * Cross-entropy, which leaves the probabilities for its gradient.
     *
     * @return the result
     */
    @Benchmark
    public float[] crossEntropy() {
        kernels().rows().crossEntropy(rows, n, x, target, -1, 0, loss, probabilities);
        return loss;
    }

    @Override
    void check() {
        for (int r : Expect.samples(rows, 9)) {
            double largest = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int j = 0; j < n; j++) {
                largest = Math.max(largest, x[r * n + j]);
            }
            for (int j = 0; j < n; j++) {
                sum += StrictMath.exp(x[r * n + j] - largest);
            }
            double logSum = largest + StrictMath.log(sum);
            double dot = 0;
            double size = 0;
            for (int j = 0; j < n; j++) {
                double p = StrictMath.exp(x[r * n + j] - logSum);
                dot += p * dy[r * n + j];
                size += p * Math.abs(dy[r * n + j]);
            }
            // every factor carries the rounding of the sum and two units of exp
            double relative = (n + 8) * 0x1p-23;
            for (int j = 0; j < n; j++) {
                int at = r * n + j;
                double p = StrictMath.exp(x[at] - logSum);
                if (softmax[0] != 0) {
                    Expect.near("probability " + at, p, softmax[at], p * relative);
                }
                if (gradient[0] != 0) {
                    double bound = relative * p * (Math.abs(dy[at]) + size) + Float.MIN_VALUE;
                    Expect.near("gradient " + at, p * (dy[at] - dot), gradient[at], bound);
                }
                if (logSoftmax[0] != 0) {
                    Expect.near("logarithm " + at, x[at] - logSum, logSoftmax[at], relative * (1 + Math.abs(x[at])));
                }
            }
            if (loss[0] != 0) {
                Expect.near("loss " + r, logSum - x[r * n + target[r]], loss[r], relative * (1 + Math.abs(logSum)));
            }
        }
    }
}
