package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.gradus.core.backend.Window;
import org.openjdk.jmh.annotations.Benchmark;

/** Pooling of 64 images of 32 channels, 28×28, by windows of 2×2. */
public class PoolBenchmark extends KernelBenchmark {
    private static final int PLANES = 64 * 32;
    private static final int EXTENT = 28;
    private static final Window WINDOW = Window.square(2).stride(2);

    private float[] x = {};
    private float[] most = {};
    private float[] mean = {};
    private float[] dx = {};
    private float[] dMost = {};
    private int[] where = {};

    /** Makes the benchmark. */
    public PoolBenchmark() {}

    @Override
    Least prepare() {
        x = normal(1, PLANES * EXTENT * EXTENT);
        most = new float[x.length / 4];
        mean = new float[x.length / 4];
        where = new int[x.length / 4];
        dx = new float[x.length];
        dMost = new float[x.length];
        kernels().conv().averagePool(PLANES, EXTENT, EXTENT, WINDOW, x, mean);
        return new Least(0, 4.0 * (x.length + x.length / 4.0), Pattern.READ);
    }

    /**
     * The largest of each window; the positions move as well, which the roofline does not count.
     *
     * @return the result
     */
    @Benchmark
    public float[] maxPool() {
        kernels().conv().maxPool(PLANES, EXTENT, EXTENT, WINDOW, x, most, where);
        return most;
    }

    /**
     * The gradient of the planes under the largest of each window, where {@link #maxPool} has found them.
     *
     * @return the result
     */
    @Benchmark
    public float[] maxPoolGradient() {
        if (where[where.length - 1] == 0) {
            maxPool();
        }
        kernels().conv().maxPoolGradient(PLANES, EXTENT, EXTENT, WINDOW, where, mean, dMost);
        return dMost;
    }

    /**
     * The mean of each window.
     *
     * @return the result
     */
    @Benchmark
    public float[] averagePool() {
        kernels().conv().averagePool(PLANES, EXTENT, EXTENT, WINDOW, x, mean);
        return mean;
    }

    /**
     * The gradient of the planes under the mean.
     *
     * @return the result
     */
    @Benchmark
    public float[] averagePoolGradient() {
        kernels().conv().averagePoolGradient(PLANES, EXTENT, EXTENT, WINDOW, most, dx);
        return dx;
    }

    @Override
    void check() {
        for (int at : Expect.samples(most.length, 997)) {
            int out = EXTENT / 2;
            int corner = at / out / out * EXTENT * EXTENT + at / out % out * 2 * EXTENT + at % out * 2;
            float[] four = {x[corner], x[corner + 1], x[corner + EXTENT], x[corner + EXTENT + 1]};
            if (where[where.length - 1] != 0) {
                double largest = Math.max(Math.max(four[0], four[1]), Math.max(four[2], four[3]));
                Expect.near("largest of window " + at, largest, most[at], 0);
            }
            double sum = (double) four[0] + four[1] + four[2] + four[3];
            double size = Math.abs(four[0]) + Math.abs(four[1]) + Math.abs(four[2]) + Math.abs(four[3]);
            if (mean[0] != 0) {
                Expect.near("mean of window " + at, sum / 4, mean[at], Expect.sum(4, size));
            }
            if (dMost[where[0]] != 0) {
                int place = at / out / out * EXTENT * EXTENT + where[at];
                Expect.near("gradient of the largest at " + place, mean[at], dMost[place], 0);
            }
            if (dx[0] != 0) {
                Expect.near("gradient at " + corner, most[at] / 4.0, dx[corner], Expect.ulps(most[at] / 4.0));
            }
        }
    }
}
