package org.gradus.benchmarks.kernel;

import org.gradus.benchmarks.probe.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** A choice between two arrays by a third, in the first cache and in memory. */
public class WhereBenchmark extends KernelBenchmark {
    /** How many elements. */
    @Param({"2048", "10000000"})
    int n = 2048;

    private float[] condition = {};
    private float[] a = {};
    private float[] b = {};
    private float[] out = {};

    /** Makes the benchmark. */
    public WhereBenchmark() {}

    @Override
    Least prepare() {
        condition = normal(1, n);
        for (int i = 0; i < n; i++) {
            condition[i] = Math.max(0, condition[i]);
        }
        a = normal(2, n);
        b = normal(3, n);
        out = new float[n];
        return new Least(0, 16.0 * n, Pattern.TRIAD);
    }

    /**
     * One pass over the elements.
     *
     * @return the result
     */
    @Benchmark
    public float[] where() {
        kernels().elementwise().where(condition, a, b, out, n);
        return out;
    }

    @Override
    void check() {
        for (int i : Expect.samples(n, 997)) {
            Expect.near("choice " + i, condition[i] > 0 ? a[i] : b[i], out[i], 0);
        }
    }
}
