package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.testkit.TensorAssert.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.OptimizerState;
import org.gradus.optim.StepReport;
import org.gradus.optim.Weights;
import org.gradus.optim.gradient.GradientTransform;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Traps that concern every rule which treats each weight by itself. */
class ClassicTrapsTest {
    private static final OptimizerOptions DECAY_ALL =
            OptimizerOptions.defaults().withDecayAll(true);

    static Stream<RuleCase> rules() {
        return Stream.concat(ClassicRuleCases.rows(), DialectRuleCases.rows());
    }

    /** Corrections, momentum schedules and first steps: a parameter that joins late does what it would have done alone. */
    @ParameterizedTest
    @MethodSource("rules")
    void c13AParameterCountsItsOwnUpdates(RuleCase c) {
        Weights alone = Weights.of("late", 1f, -2f);
        Optimizer single = Optimizer.of(alone, c.rule(), Schedule.constant(0.05), DECAY_ALL);
        Weights both = Weights.of("early", 3f);
        Parameter late = both.add("late", Tensor.of(1f, -2f));
        Optimizer pair = Optimizer.of(both, c.rule(), Schedule.constant(0.05), DECAY_ALL);
        for (int step = 0; step < 7; step++) {
            pair.step(Weights.gradients(both.get("early"), 0.5f));
        }
        for (float g : new float[] {1f, -0.25f, 0.5f}) {
            single.step(Weights.gradients(alone.get("late"), g, -g));
            pair.step(Weights.gradients(late, g, -g));
            assertThat(late.value()).hasBitsOf(alone.get("late").value());
        }
    }

    /** Pieces of threads and blocks of loops have ends; no element may be left out at one, or be moved twice. */
    @ParameterizedTest
    @MethodSource("rules")
    void anElementMovesAsItWouldInASmallParameter(RuleCase c) {
        int many = 70_000;
        Weights small = new Weights();
        Parameter few = small.add("w", repeated(7));
        Weights large = new Weights();
        Parameter all = large.add("w", repeated(many));
        Optimizer one = Optimizer.of(small, c.rule(), Schedule.constant(0.05), DECAY_ALL);
        Optimizer other = Optimizer.of(large, c.rule(), Schedule.constant(0.05), DECAY_ALL);
        for (int step = 0; step < 3; step++) {
            float scale = step - 0.5f;
            one.step(Weights.linearLoss(few, repeated(7).mul(scale)).backward());
            other.step(Weights.linearLoss(all, repeated(many).mul(scale)).backward());
        }
        float[] expected = few.value().data();
        float[] actual = all.value().data();
        for (int i = 0; i < many; i++) {
            if (actual[i] != expected[i % 7]) {
                assertThat(actual[i]).as("element %d", i).isEqualTo(expected[i % 7]);
            }
        }
    }

    private static Tensor repeated(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = i % 7 - 2.75f;
        }
        return Tensor.of(values);
    }

    /** In float, {@code 1 − β2} would be 1.19e−7 for β2 = 1 − 1e−7, and the first step 8 % short. */
    @Test
    void c13CorrectionsAreMadeInDouble() {
        for (UpdateRule rule : List.of(
                Adam.defaults().withBetas(0.9, 1 - 1e-7),
                AdamW.defaults().withBetas(0.9, 1 - 1e-7).withWeightDecay(0),
                Adam.optaxAmsGrad().withBetas(0.9, 1 - 1e-7))) {
            assertThat(OneWeight.after(rule, 0.25, 1)).as("%s", rule).isCloseTo(0.75, within(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void c14AnAbsentGradientLeavesWeightAndStateBitForBit(RuleCase c) {
        Weights model = Weights.of("absent", 1f, -2f, 0.5f);
        Parameter absent = model.get("absent");
        Parameter other = model.add("other", Tensor.of(1f));
        Optimizer optimizer = Optimizer.of(model, c.rule(), Schedule.constant(0.05), DECAY_ALL);
        for (float g : new float[] {1f, -3f}) {
            optimizer.step(Weights.linearLoss(absent, Tensor.of(g, -g, 2 * g))
                    .add(Weights.linearLoss(other, Tensor.of(g)))
                    .backward());
        }
        Tensor before = Tensor.of(absent.value().toArray());
        OptimizerState state = optimizer.state();
        optimizer.step(Weights.gradients(other, 1f));
        assertThat(absent.value()).hasBitsOf(before);
        state.tensors().forEach((name, tensor) -> {
            if (name.startsWith("absent/")) {
                assertThat(optimizer.state().tensor(name)).as(name).hasBitsOf(tensor);
            }
        });
        assertThat(optimizer.state().scalars())
                .containsEntry("absent/step", 2.0)
                .containsEntry("other/step", 3.0);
    }

    /** Momentum goes on through a gradient of zeros, and so does decay; both would have to rest for an absent one. */
    @Test
    void c14AGradientOfZerosIsAGradient() {
        for (UpdateRule rule : List.of(
                Sgd.defaults().withMomentum(0.9),
                Sgd.keras().withMomentum(0.9),
                Sgd.defaults().withL2(0.1),
                Asgd.defaults(),
                RmsProp.defaults().withMomentum(0.9),
                Adam.defaults(),
                AdamW.defaults(),
                AdaMax.defaults(),
                NAdam.defaults(),
                RAdam.defaults())) {
            assertThat(OneWeight.after(rule, 0.125, 1, 0)).as("%s", rule).isLessThan(OneWeight.after(rule, 0.125, 1));
        }
    }

    /** A norm of 2 is clipped to 1 by a half; counted twice it would be 2·√2. */
    @Test
    void c15ATiedParameterCountsOnceInTheClipNormAndMovesOnce() {
        Weights tied = Weights.of("first", 1f);
        Parameter first = tied.get("first");
        tied.tie("second", first);
        OptimizerOptions clipped = OptimizerOptions.defaults().withTransform(GradientTransform.clipGlobalNorm(1));
        Optimizer optimizer = Optimizer.of(tied, Sgd.defaults(), Schedule.constant(0.5), clipped);
        Tensor loss = first.value().add(tied.get("first").value()).sum();
        StepReport report = optimizer.step(loss.backward());
        assertThat(report.gradientNorm()).isEqualTo(2);
        assertThat((double) first.value().item()).isCloseTo(0.5, within(1e-6));
    }
}
