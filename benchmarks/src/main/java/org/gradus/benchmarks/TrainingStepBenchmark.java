package org.gradus.benchmarks;

import java.util.concurrent.TimeUnit;
import org.gradus.core.Indices;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.core.backend.Window;
import org.gradus.nn.Activation;
import org.gradus.nn.Conv2d;
import org.gradus.nn.Flatten;
import org.gradus.nn.Linear;
import org.gradus.nn.MaxPool2d;
import org.gradus.nn.Sequential;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
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

/** Whole training steps, batch 64: forward, loss, backward and update. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class TrainingStepBenchmark {
    private static final int BATCH = 64;

    /** What is trained. */
    public enum Workload {
        /** 784-512-256-10, SGD with momentum 0.9. */
        MLP,
        /** conv 32, pool, conv 64, pool, 128, 10 on 1×28×28, Adam. */
        CNN
    }

    /** What is trained. */
    @Param({"MLP", "CNN"})
    Workload workload = Workload.MLP;

    private final Tensor x = Tensor.wrap(Shape.of(BATCH, 1, 28, 28), Rng.of(1).normal(BATCH * 784));
    private final Indices labels = labels();
    private TensorLayer model = new Sequential();
    private Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), Schedule.constant(0));
    private long step;

    /** Builds the model. */
    @Setup
    public void build() {
        boolean mlp = workload == Workload.MLP;
        model = mlp ? mlp() : cnn();
        model.initialize(1);
        optimizer = mlp
                ? Optimizer.of(model, Sgd.defaults().withMomentum(0.9), Schedule.constant(1e-2))
                : Optimizer.of(model, Adam.defaults(), Schedule.constant(1e-3));
        step = 0;
    }

    private static TensorLayer mlp() {
        return Sequential.of(
                new Flatten(),
                new Linear(784, 512, Activation.RELU),
                new Linear(512, 256, Activation.RELU),
                new Linear(256, 10));
    }

    private static TensorLayer cnn() {
        Window window = Window.square(3).pad(1);
        return Sequential.of(
                new Conv2d(1, 32, window, Activation.RELU),
                new MaxPool2d(2),
                new Conv2d(32, 64, window, Activation.RELU),
                new MaxPool2d(2),
                new Flatten(),
                new Linear(64 * 7 * 7, 128, Activation.RELU),
                new Linear(128, 10));
    }

    private static Indices labels() {
        int[] values = new int[BATCH];
        for (int i = 0; i < BATCH; i++) {
            values[i] = i % 10;
        }
        return Indices.of(values);
    }

    /**
     * One step.
     *
     * @return the loss before it
     */
    @Benchmark
    public float step() {
        Tensor loss = model.forward(x, Pass.training(Rng.of(1), step++)).crossEntropy(labels);
        optimizer.step(loss.backward());
        return loss.item();
    }
}
