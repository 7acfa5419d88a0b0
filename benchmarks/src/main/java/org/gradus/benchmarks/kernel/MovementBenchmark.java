package org.gradus.benchmarks.kernel;

import java.util.Arrays;
import org.gradus.benchmarks.probe.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Transposes, flipped slices, gathers and scatters. */
public class MovementBenchmark extends KernelBenchmark {
    /** Rows and columns. */
    @Param({"64x64", "1024x1024", "4096x2048"})
    String matrix = "64x64";

    private int rows;
    private int columns;
    private float[] x = {};
    private int[] index = {};
    private int[] within = {};
    private float[] transposed = {};
    private float[] flipped = {};
    private float[] gathered = {};
    private float[] gatheredWithin = {};
    private float[] scattered = {};
    private boolean scatters;

    /** Makes the benchmark. */
    public MovementBenchmark() {}

    @Override
    Least prepare() {
        String[] sizes = matrix.split("x", -1);
        rows = Integer.parseInt(sizes[0]);
        columns = Integer.parseInt(sizes[1]);
        x = normal(1, rows * columns);
        transposed = new float[x.length];
        flipped = new float[x.length];
        gathered = new float[x.length];
        gatheredWithin = new float[x.length];
        scattered = new float[x.length];
        index = spread(rows);
        within = spread(columns);
        return new Least(0, 8.0 * x.length, Pattern.COPY);
    }

    private static int[] spread(int n) {
        int[] index = new int[n];
        for (int i = 0; i < n; i++) {
            index[i] = (int) ((i * 2654435761L & 0xFFFFFFFFL) % n);
        }
        return index;
    }

    /**
     * The transpose.
     *
     * @return the result
     */
    @Benchmark
    public float[] transpose() {
        kernels()
                .movement()
                .copy(new int[] {columns, rows}, x, 0, new int[] {1, columns}, transposed, 0, new int[] {rows, 1});
        return transposed;
    }

    /**
     * All but the first column of each row, backwards.
     *
     * @return the result
     */
    @Benchmark
    public float[] flip() {
        kernels()
                .movement()
                .copy(new int[] {rows, columns - 1}, x, columns - 1, new int[] {columns, -1}, flipped, 0, new int[] {
                    columns - 1, 1
                });
        return flipped;
    }

    /**
     * Rows in another order.
     *
     * @return the result
     */
    @Benchmark
    public float[] gather() {
        kernels().movement().gather(1, rows, columns, x, index, rows, gathered);
        return gathered;
    }

    /**
     * The elements of each row in another order.
     *
     * @return the result
     */
    @Benchmark
    public float[] gatherWithin() {
        kernels().movement().gather(rows, columns, 1, x, within, columns, gatheredWithin);
        return gatheredWithin;
    }

    /**
     * Rows added where an index says; the sums are read as well, which the roofline does not count.
     *
     * @return the result
     */
    @Benchmark
    public float[] scatterAdd() {
        scatters = true;
        kernels().movement().scatterAdd(1, rows, columns, x, index, rows, scattered);
        return scattered;
    }

    @Override
    void check() {
        for (int at : Expect.samples(x.length, 997)) {
            int row = at / columns;
            int column = at % columns;
            if (transposed[0] != 0) {
                Expect.near("transposed " + at, x[at], transposed[column * rows + row], 0);
            }
            if (flipped[0] != 0 && column > 0) {
                Expect.near("flipped " + at, x[at], flipped[row * (columns - 1) + columns - 1 - column], 0);
            }
            if (gathered[0] != 0) {
                Expect.near("gathered " + at, x[index[row] * columns + column], gathered[at], 0);
            }
            if (gatheredWithin[0] != 0) {
                Expect.near("gathered within " + at, x[row * columns + within[column]], gatheredWithin[at], 0);
            }
        }
        if (scatters) {
            checkScatter();
        }
    }

    /** One scatter into zeros: what the runs have piled up has too many roundings to be told from a mistake. */
    private void checkScatter() {
        Arrays.fill(scattered, 0f);
        scatterAdd();
        for (int column : Expect.samples(columns, 5)) {
            for (int row : Expect.samples(rows, 9)) {
                double sum = 0;
                double size = 0;
                int terms = 0;
                for (int i = 0; i < rows; i++) {
                    if (index[i] == row) {
                        sum += x[i * columns + column];
                        size += Math.abs(x[i * columns + column]);
                        terms++;
                    }
                }
                Expect.near("scattered " + row, sum, scattered[row * columns + column], Expect.sum(terms, size));
            }
        }
    }
}
