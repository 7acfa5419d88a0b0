package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Softmax cross-entropy with smoothed labels, and its gradient. */
public class CrossEntropyBenchmark extends KernelBenchmark {
    private static final double SMOOTHING = 0.1;

    /** Rows and columns. */
    @Param({"64x10", "4x512", "1024x1024"})
    String matrix = "4x512";

    private int rows;
    private int n;
    private float[] x = {};
    private int[] target = {};
    private float[] dLoss = {};
    private float[] loss = {};
    private float[] left = {};
    private float[] probabilities = {};
    private float[] dx = {};

    /** Makes the benchmark. */
    public CrossEntropyBenchmark() {}

    @Override
    Least prepare() {
        String[] sizes = matrix.split("x", -1);
        rows = Integer.parseInt(sizes[0]);
        n = Integer.parseInt(sizes[1]);
        x = normal(1, rows * n);
        dLoss = normal(2, rows);
        target = new int[rows];
        for (int r = 0; r < rows; r++) {
            target[r] = r % n;
        }
        loss = new float[rows];
        left = new float[rows * n];
        probabilities = new float[rows * n];
        dx = new float[rows * n];
        kernels().rows().softmax(rows, n, x, probabilities);
        return new Least(0, 8.0 * x.length, Pattern.COPY);
    }

    /**
     * The loss of each row, which leaves the probabilities for its gradient.
     *
     * @return the losses
     */
    @Benchmark
    public float[] crossEntropy() {
        kernels().rows().crossEntropy(rows, n, x, target, -1, SMOOTHING, loss, left);
        return loss;
    }

    /**
     * The gradient of the logits.
     *
     * @return the result
     */
    @Benchmark
    public float[] crossEntropyGradient() {
        kernels().rows().crossEntropyGradient(rows, n, probabilities, target, -1, SMOOTHING, dLoss, dx);
        return dx;
    }

    @Override
    void check() {
        // every factor carries the rounding of the sum and two units of exp
        double relative = (n + 8) * 0x1p-23;
        for (int r : Expect.samples(rows, 9)) {
            double sum = 0;
            double mean = 0;
            double size = 0;
            for (int j = r * n; j < (r + 1) * n; j++) {
                sum += StrictMath.exp(x[j]);
                mean += x[j] / (double) n;
                size += Math.abs(x[j]) / n;
            }
            double total = StrictMath.log(sum);
            if (loss[0] != 0) {
                double expected = total - (1 - SMOOTHING) * x[r * n + target[r]] - SMOOTHING * mean;
                double bound = relative * (8 + Math.abs(total) + Math.abs(x[r * n + target[r]]) + size);
                Expect.near("loss " + r, expected, loss[r], bound);
            }
            for (int j = 0; j < n; j++) {
                double p = StrictMath.exp(x[r * n + j] - total);
                if (left[0] != 0) {
                    Expect.near("probability " + (r * n + j), p, left[r * n + j], relative * p);
                }
                if (dx[0] != 0) {
                    double q = SMOOTHING / n + (j == target[r] ? 1 - SMOOTHING : 0);
                    double bound = relative * (p + q) * Math.abs(dLoss[r]);
                    Expect.near("gradient " + (r * n + j), (p - q) * dLoss[r], dx[r * n + j], bound);
                }
            }
        }
    }
}
