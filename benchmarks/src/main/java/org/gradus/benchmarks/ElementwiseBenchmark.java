package org.gradus.benchmarks;

import java.util.concurrent.TimeUnit;
import org.gradus.core.Rng;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Backends;
import org.gradus.core.backend.UnaryOp;
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

/** Elementwise functions on the chosen backend, on as many elements as fit the first cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ElementwiseBenchmark {
    /** How many elements. */
    static final int N = 2048;

    /** The function. */
    @Param({"RELU", "EXP", "TANH", "SIGMOID", "GELU", "SQRT"})
    UnaryOp op = UnaryOp.EXP;

    private final Backend backend = Backends.current();
    private float[] x = {};
    private float[] y = {};

    /** Draws the arguments. */
    @Setup
    public void draw() {
        x = Rng.of(1).normal(N);
        y = new float[N];
    }

    /**
     * One pass over the elements.
     *
     * @return the result
     */
    @Benchmark
    public float[] unary() {
        backend.elementwise().unary(op, 0f, x, 0, y, 0, N);
        return y;
    }
}
