package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Normalisation of rows by their root mean square. */
public class RmsNormBenchmark extends KernelBenchmark {
    /** Rows and columns. */
    @Param({"4x512", "1024x512"})
    String matrix = "4x512";

    private static final float EPS = 0x1p-23f;

    private int rows;
    private int n;
    private float[] x = {};
    private float[] dy = {};
    private float[] gamma = {};
    private float[] y = {};
    private float[] dx = {};
    private float[] factor = {};
    private float[] zeros = {};
    private float[] dGamma = {};
    private float[] dBeta = {};
    private boolean backward;

    /** Makes the benchmark. */
    public RmsNormBenchmark() {}

    @Override
    Least prepare() {
        String[] sizes = matrix.split("x", -1);
        rows = Integer.parseInt(sizes[0]);
        n = Integer.parseInt(sizes[1]);
        x = normal(1, rows * n);
        dy = normal(2, rows * n);
        gamma = normal(3, n);
        y = new float[rows * n];
        dx = new float[rows * n];
        factor = new float[rows];
        zeros = new float[rows];
        dGamma = new float[n];
        dBeta = new float[n];
        forward();
        return new Least(0, 8.0 * x.length, Pattern.COPY);
    }

    /**
     * Brings rows to mean square 1.
     *
     * @return the result
     */
    @Benchmark
    public float[] forward() {
        kernels().norms().rmsNormalizeRows(rows, n, EPS, x, gamma, y, factor);
        return y;
    }

    /**
     * The gradients of the values and the factors; reads twice what {@link #forward} reads, which the roofline does not count.
     *
     * @return the gradient of the values
     */
    @Benchmark
    public float[] backward() {
        backward = true;
        kernels().norms().normalizeRowsParameterGradient(rows, n, x, zeros, factor, dy, dGamma, dBeta);
        kernels().norms().rmsNormalizeRowsGradient(rows, n, x, gamma, factor, dy, dx);
        return dx;
    }

    @Override
    void check() {
        // the factor carries the rounding of a sum of n squares, and every result a handful more
        double relative = (n + 16) * 0x1p-23;
        for (int r : Expect.samples(rows, 5)) {
            double squares = 0;
            double products = 0;
            double size = 0;
            for (int i = r * n; i < (r + 1) * n; i++) {
                squares += x[i] * (double) x[i];
                products += dy[i] * (double) gamma[i - r * n] * x[i];
                size += Math.abs(dy[i] * (double) gamma[i - r * n] * x[i]);
            }
            double scale = 1 / Math.sqrt(squares / n + EPS);
            double slope = products / n * scale * scale;
            double bound = size / n * scale * scale;
            for (int i = r * n; i < (r + 1) * n; i++) {
                double expected = x[i] * scale * gamma[i - r * n];
                Expect.near("normalised " + i, expected, y[i], relative * Math.abs(expected));
                if (backward) {
                    double g = dy[i] * (double) gamma[i - r * n];
                    double error = relative * scale * (Math.abs(g) + Math.abs(x[i]) * bound);
                    Expect.near("gradient " + i, scale * (g - x[i] * slope), dx[i], error);
                }
            }
        }
    }
}
