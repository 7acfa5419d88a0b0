package org.gradus.benchmarks.optimizer;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.gradus.benchmarks.kernel.Kernels;
import org.gradus.benchmarks.probe.Pattern;
import org.gradus.benchmarks.probe.Work;
import org.gradus.benchmarks.report.Roofline;
import org.gradus.core.Parameter;
import org.gradus.core.backend.Workers;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.rule.Part;
import org.gradus.optim.rule.SlotSpec;
import org.gradus.optim.rule.Slots;
import org.gradus.optim.rule.StepContext;
import org.gradus.optim.rule.UpdateRule;
import org.gradus.optim.rule.Workspace;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One step over 10 million parameters in 100 tensors. The limit is the bandwidth of the probe's triad in memory for the bytes
 * that must move.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class OptimizerBenchmark {
    private static final double RATE = 1e-6;

    /** Late enough for rules that only look on at first. */
    private static final long STEP = 10;

    /** The rule. */
    @Param
    MeasuredRule rule = MeasuredRule.SGD;

    /** How many threads share the work. */
    @Param({"1", "all"})
    String threads = "1";

    /** Whether the optimizer runs, which reads the gradients once more for their norm, or the rule alone. */
    @Param({"true", "false"})
    boolean normChecked = true;

    int pairs = 50;
    int width = 446;

    private Model model = new Model(1, 1);
    private final Workspace workspace = new Workspace();
    private final Map<Parameter, Slots> slotsOf = new IdentityHashMap<>();
    private List<Part> parts = List.of();
    private Optimizer optimizer = Optimizer.of(model, rule.rule(), Schedule.constant(0));

    /** Makes the benchmark. */
    public OptimizerBenchmark() {}

    /** Makes parameters, gradients and slots. */
    @Setup
    public void setUp() {
        int count = Kernels.threads(threads);
        Workers workers = Workers.of(count);
        UpdateRule update = rule.rule();
        model = new Model(pairs, width);
        OptimizerOptions options = OptimizerOptions.defaults().withWorkers(workers);
        optimizer = Optimizer.of(model, update, Schedule.constant(RATE), options);
        applyAlone(parts(update, workers, 1)); // what a rule sets up in its first step
        model.reset();
        parts = parts(update, workers, STEP);
        Roofline.announce(new Work(0, model.bytes(update, normChecked), Pattern.TRIAD, count));
    }

    /** One step. */
    @Benchmark
    public void step() {
        if (normChecked) {
            optimizer.step(model.gradients());
        } else {
            applyAlone(parts);
        }
    }

    private void applyAlone(List<Part> all) {
        for (Part part : all) {
            rule.rule().apply(part.context(), part.parameter(), part.gradient(), part.slots());
        }
    }

    private List<Part> parts(UpdateRule update, Workers workers, long step) {
        Slots none = Slots.of(SlotSpec.none());
        List<Part> all = new ArrayList<>();
        for (Parameter parameter : model.parameters()) {
            StepContext context = new StepContext(RATE, update.decay(), step, 0, workers, none, workspace);
            Slots slots = slotsOf.computeIfAbsent(parameter, p -> Slots.of(update.slots(p.shape())));
            all.add(new Part(context, parameter, model.gradients().of(parameter), slots));
        }
        return all;
    }

    /** Every weight is a number, and those with a gradient have moved against it. */
    @TearDown
    public void check() {
        for (Parameter parameter : model.parameters()) {
            float[] weights = parameter.value().data();
            float[] gradient = model.gradients().of(parameter).data();
            for (int i = 0; i < weights.length; i++) {
                boolean against = Math.abs(gradient[i]) < 0.1 || (weights[i] < 0.5f) == (gradient[i] > 0);
                if (!Float.isFinite(weights[i]) || !against) {
                    throw new IllegalStateException("wrong result: " + parameter.path() + "[" + i
                            + "] went from 0.5 to " + weights[i] + " by gradients of " + gradient[i]);
                }
            }
        }
    }
}
