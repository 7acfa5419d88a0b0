package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Softmax, its logarithm and their gradients, over the rows of a matrix. */
public class RowsBenchmark extends KernelBenchmark {
    /** Rows and columns. */
    @Param({"64x10", "4x512", "1024x1024"})
    String matrix = "4x512";

    private int rows;
    private int n;
    private float[] x = {};
    private float[] dy = {};
    private float[] softmax = {};
    private float[] gradient = {};
    private float[] logSoftmax = {};
    private float[] logGradient = {};
    private float[] logSum = {};
    private float[] probabilities = {};
    private float[] logarithms = {};

    /** Makes the benchmark. */
    public RowsBenchmark() {}

    @Override
    Least prepare() {
        String[] sizes = matrix.split("x", -1);
        rows = Integer.parseInt(sizes[0]);
        n = Integer.parseInt(sizes[1]);
        x = normal(1, rows * n);
        dy = normal(2, rows * n);
        softmax = new float[rows * n];
        gradient = new float[rows * n];
        logSoftmax = new float[rows * n];
        probabilities = new float[rows * n];
        logGradient = new float[rows * n];
        logarithms = new float[rows * n];
        logSum = new float[rows];
        kernels().rows().softmax(rows, n, x, probabilities);
        kernels().rows().logSoftmax(rows, n, x, logarithms);
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
     * The gradient of the logarithms.
     *
     * @return the result
     */
    @Benchmark
    public float[] logSoftmaxGradient() {
        kernels().rows().logSoftmaxGradient(rows, n, logarithms, dy, logGradient);
        return logGradient;
    }

    /**
     * The logarithm of the sum of their exponentials.
     *
     * @return the result
     */
    @Benchmark
    public float[] logSumExp() {
        kernels().rows().logSumExp(rows, n, x, logSum);
        return logSum;
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
            double total = largest + StrictMath.log(sum);
            double dot = 0;
            double size = 0;
            double gradients = 0;
            double gradientsSize = 0;
            for (int j = 0; j < n; j++) {
                double p = StrictMath.exp(x[r * n + j] - total);
                dot += p * dy[r * n + j];
                size += p * Math.abs(dy[r * n + j]);
                gradients += dy[r * n + j];
                gradientsSize += Math.abs(dy[r * n + j]);
            }
            // every factor carries the rounding of the sum and two units of exp
            double relative = (n + 8) * 0x1p-23;
            for (int j = 0; j < n; j++) {
                int at = r * n + j;
                double p = StrictMath.exp(x[at] - total);
                if (softmax[0] != 0) {
                    Expect.near("probability " + at, p, softmax[at], p * relative);
                }
                if (gradient[0] != 0) {
                    double bound = relative * p * (Math.abs(dy[at]) + size) + Float.MIN_VALUE;
                    Expect.near("gradient " + at, p * (dy[at] - dot), gradient[at], bound);
                }
                if (logSoftmax[0] != 0) {
                    Expect.near("logarithm " + at, x[at] - total, logSoftmax[at], relative * (1 + Math.abs(x[at])));
                }
                if (logGradient[0] != 0) {
                    double bound = relative * (Math.abs(dy[at]) + p * gradientsSize) + Float.MIN_VALUE;
                    Expect.near("gradient of logarithm " + at, dy[at] - p * gradients, logGradient[at], bound);
                }
            }
            if (logSum[0] != 0) {
                Expect.near("logarithm of the sum " + r, total, logSum[r], relative * (1 + Math.abs(total)));
            }
        }
    }
}
