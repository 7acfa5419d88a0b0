package org.gradus.benchmarks.kernel;

import java.util.Arrays;
import org.gradus.benchmarks.probe.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** A position along an axis for each element, taken from it or added there; within the rows of a matrix, or down its columns. */
public class AlongBenchmark extends KernelBenchmark {
    /** Rows, columns and the axis. */
    @Param({"64x64 rows", "1024x1024 rows", "1024x1024 columns"})
    String axis = "64x64 rows";

    private int outer;
    private int n;
    private int inner;
    private float[] x = {};
    private int[] index = {};
    private float[] taken = {};
    private float[] put = {};
    private boolean puts;

    /** Makes the benchmark. */
    public AlongBenchmark() {}

    @Override
    Least prepare() {
        String[] parts = axis.split("[x ]", -1);
        boolean rows = parts[2].equals("rows");
        outer = rows ? Integer.parseInt(parts[0]) : 1;
        n = Integer.parseInt(parts[rows ? 1 : 0]);
        inner = rows ? 1 : Integer.parseInt(parts[1]);
        x = normal(1, outer * n * inner);
        taken = new float[x.length];
        put = new float[x.length];
        index = new int[x.length];
        for (int i = 0; i < index.length; i++) {
            index[i] = (int) ((i * 2654435761L & 0xFFFFFFFFL) % n);
        }
        return new Least(0, 12.0 * x.length, Pattern.TRIAD);
    }

    /**
     * Elements from where an index says.
     *
     * @return the result
     */
    @Benchmark
    public float[] takeAlong() {
        kernels().movement().takeAlong(outer, n, inner, x, index, n, taken);
        return taken;
    }

    /**
     * Elements added where an index says; the sums are read as well, which the roofline does not count.
     *
     * @return the result
     */
    @Benchmark
    public float[] putAlongAdd() {
        puts = true;
        kernels().movement().putAlongAdd(outer, n, inner, x, index, n, put);
        return put;
    }

    private int at(int line, int i) {
        return (line / inner * n + i) * inner + line % inner;
    }

    @Override
    void check() {
        if (puts) {
            // what the runs have piled up has too many roundings to be told from a mistake
            Arrays.fill(put, 0f);
            putAlongAdd();
        }
        for (int line : Expect.samples(outer * inner, 33)) {
            double[] sum = new double[n];
            double[] size = new double[n];
            for (int i = 0; i < n; i++) {
                int at = at(line, i);
                sum[index[at]] += x[at];
                size[index[at]] += Math.abs(x[at]);
                if (taken[0] != 0) {
                    Expect.near("taken " + at, x[at(line, index[at])], taken[at], 0);
                }
            }
            for (int i = 0; puts && i < n; i++) {
                Expect.near("added at " + at(line, i), sum[i], put[at(line, i)], Expect.sum(n, size[i]));
            }
        }
    }
}
