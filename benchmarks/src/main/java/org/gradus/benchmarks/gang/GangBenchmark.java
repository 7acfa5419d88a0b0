package org.gradus.benchmarks.gang;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.gradus.benchmarks.kernel.Kernels;
import org.gradus.core.backend.Workers;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One call of a gang that has just worked: at most a microsecond is to be spent on it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class GangBenchmark {
    private static final int LINE = 16;

    /** How many threads, {@code all} for one on each processor. */
    @Param({"2", "all"})
    String threads = "2";

    private Workers workers = Workers.of(1);
    private int pieces;
    private final AtomicInteger begun = new AtomicInteger();
    private int[] runs = {};
    private int calls;

    /** Makes the benchmark. */
    public GangBenchmark() {}

    /** Makes the gang. */
    @Setup
    public void setUp() {
        pieces = Kernels.threads(threads);
        workers = Workers.of(pieces);
        runs = new int[pieces * LINE];
        calls = 0;
    }

    /**
     * One piece for each thread with next to nothing to do; a helper that comes too late finds nothing left.
     *
     * @return how often the first piece ran
     */
    @Benchmark
    public int share() {
        calls++;
        workers.run(pieces, piece -> runs[piece * LINE]++);
        return runs[0];
    }

    /**
     * The same, but no piece ends before all have begun, so that each thread takes exactly one: fork and join.
     *
     * @return how often the first piece ran
     */
    @Benchmark
    public int forkAndJoin() {
        calls++;
        begun.set(0);
        workers.run(pieces, piece -> {
            runs[piece * LINE]++;
            begun.incrementAndGet();
            while (begun.get() < pieces) {
                Thread.onSpinWait();
            }
        });
        return runs[0];
    }

    /** Counts a call that did not take place. */
    void skip() {
        calls++;
    }

    /** Every piece of every call ran once. */
    @TearDown
    public void check() {
        for (int piece = 0; piece < pieces; piece++) {
            if (runs[piece * LINE] != calls) {
                throw new IllegalStateException("wrong result: piece " + piece + " ran " + runs[piece * LINE]
                        + " times in " + calls + " calls");
            }
        }
    }
}
