package org.gradus.benchmarks;

import java.util.concurrent.TimeUnit;
import org.gradus.core.Rng;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Backends;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Matrix products on the chosen backend; {@code 2·m·n·k} operations each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class GemmBenchmark {
    /** Rows, columns and inner dimension. */
    @Param({"256x256x256", "512x512x512", "128x256x784", "128x10x256", "1x1024x1024"})
    String shape = "256x256x256";

    private final Backend backend = Backends.current();
    private GemmShape gemm = GemmShape.contiguous(false, false, 0, 0, 0);
    private float[] a = {};
    private float[] b = {};
    private float[] c = {};

    /** Draws the matrices. */
    @Setup
    public void draw() {
        String[] sizes = shape.split("x", -1);
        int m = Integer.parseInt(sizes[0]);
        int n = Integer.parseInt(sizes[1]);
        int k = Integer.parseInt(sizes[2]);
        gemm = GemmShape.contiguous(false, false, m, n, k);
        a = Rng.of(1).normal(m * k);
        b = Rng.of(2).normal(k * n);
        c = new float[m * n];
    }

    /**
     * One product.
     *
     * @return the result
     */
    @Benchmark
    public float[] multiply() {
        backend.gemm().multiply(gemm, a, 0, b, 0, false, c, 0, Epilogue.NONE, null);
        return c;
    }
}
