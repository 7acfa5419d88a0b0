package org.gradus.benchmarks.workload;

import java.util.concurrent.TimeUnit;
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

/** Gradus's training steps under JMH, for what they allocate; after 200 steps it is at most 64 KB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 1)
public class TrainingStepBenchmark {
    private static final int STEPS_BEFORE = 200;

    /** What is trained. */
    @Param({
        "W1/SGD_MOMENTUM/64",
        "W1/ADAM/64",
        "W1/SGD_MOMENTUM/128",
        "W1/ADAM/128",
        "W2/ADAM/64",
        "W2BN/ADAM/64",
        "W3/SGD_MOMENTUM/32"
    })
    String task = "W1/ADAM/64";

    private final Gradus gradus = new Gradus();
    private int next;
    private float loss;

    /** Makes the benchmark. */
    public TrainingStepBenchmark() {}

    /** Builds the model and runs the first steps. */
    @Setup
    public void setUp() {
        Task parsed = Task.parse(task);
        gradus.prepare(parsed, TaskData.draw(parsed));
        for (int i = 0; i < STEPS_BEFORE; i++) {
            step();
        }
    }

    /**
     * One step.
     *
     * @return the loss before it
     */
    @Benchmark
    public float step() {
        loss = gradus.step(next++ % Task.BATCHES);
        return loss;
    }

    /** The loss is that of a classifier of ten classes that learns. */
    @TearDown
    public void check() {
        if (!(loss > 0 && loss < 3)) {
            throw new IllegalStateException("wrong result: the loss is " + loss);
        }
    }
}
