package org.gradus.benchmarks.kernel;

import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.gradus.benchmarks.probe.Pattern;
import org.gradus.benchmarks.probe.Work;
import org.gradus.benchmarks.report.Roofline;
import org.gradus.core.Rng;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Backends;
import org.gradus.core.backend.Workers;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the kernels' benchmarks have in common: a backend and its threads, the least work that the roofline is drawn from,
 * and a check of the last result, which fails the run when it is wrong.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public abstract class KernelBenchmark {
    /** The backend and its threads; the scalar backend has one. */
    @Param({"simd:1", "simd:all", "scalar:1"})
    String on = "simd:1";

    private Backend kernels = Backends.scalar();

    /** Makes the benchmark. */
    protected KernelBenchmark() {}

    /** Chooses the backend and draws the arguments. */
    @Setup
    public void setUp() {
        String[] parts = on.split(":", -1);
        int threads = Kernels.threads(parts[1]);
        kernels = Kernels.of(parts[0], Workers.of(threads));
        Least least = prepare();
        Roofline.announce(new Work(least.flops(), least.bytes(), least.pattern(), threads));
    }

    /** Checks what the last run left. */
    @TearDown
    public void tearDown() {
        check();
    }

    /**
     * The backend that is measured.
     *
     * @return the backend
     */
    protected Backend kernels() {
        return kernels;
    }

    /** Lets the methods that are measured go through another backend. */
    void through(UnaryOperator<Backend> other) {
        kernels = other.apply(kernels);
    }

    /**
     * Draws the arguments.
     *
     * @return the work that no kernel can do without
     */
    abstract Least prepare();

    /** Compares the result with arithmetic in double precision; throws when it is wrong. */
    abstract void check();

    /** Normally distributed numbers. */
    static float[] normal(int seed, int n) {
        return Rng.of(seed).normal(n);
    }

    /**
     * The least work of a kernel.
     *
     * @param flops operations
     * @param bytes bytes
     * @param pattern the way through memory that comes nearest
     */
    record Least(double flops, double bytes, Pattern pattern) {}
}
