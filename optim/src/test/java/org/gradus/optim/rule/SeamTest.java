package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Offset.offset;
import static org.gradus.testkit.TensorAssert.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.OptimizerState;
import org.gradus.optim.ParameterGroup;
import org.gradus.optim.StepReport;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

/** That the seam carries rules of other kinds. */
class SeamTest {
    @Test
    void slotsMayHaveOtherShapesThanTheParameter() {
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.zeros(3, 4));
        Optimizer optimizer = Optimizer.of(model, Adafactor.defaults(), Schedule.constant(0.1));
        optimizer.step(w.value().add(1f).square().sum().backward());
        OptimizerState state = optimizer.state();
        assertThat(state.tensor("w/rows")).hasShape(3);
        assertThat(state.tensor("w/columns")).hasShape(4);
    }

    @Test
    void aJointRuleSeesAllParametersBeforeAnyMovesAndSharesOneState() {
        Weights model = new Weights();
        Parameter a = model.add("a", Tensor.of(1f));
        Parameter b = model.add("b", Tensor.of(2f, 3f));
        ParameterGroup half = ParameterGroup.paths("b").withRateFactor(0.5);
        Optimizer optimizer = Optimizer.of(
                model,
                Prodigy.defaults().withBetas(0, 0.75).withDistance(0.25, 2, Double.POSITIVE_INFINITY),
                Schedule.constant(1),
                OptimizerOptions.defaults().withGroup(half));
        // At the first step m/√v is 2·sign(g), so the parameters move by the rate times 2·d.
        for (int step = 0; step < 2; step++) {
            optimizer.step(Weights.linearLoss(a, Tensor.of(2f))
                    .add(Weights.linearLoss(b, Tensor.of(1f, -2f)))
                    .backward());
            if (step == 0) {
                assertThat(a.value().item()).isCloseTo(0.5f, offset(1e-6f));
                assertThat(b.value().toArray()).containsExactly(new float[] {1.75f, 3.25f}, offset(1e-6f));
            }
        }
        double numerator = 0.25 * 2 * 0.5 + 0.125 * (1 * 0.25 + 2 * 0.25);
        double length = (1 + Math.sqrt(0.75)) * (0.25 * 2 + 0.125 * 3);
        assertThat(optimizer.state().scalar("/0/d")).isCloseTo(2 * numerator / length, within(1e-6));
    }

    @Test
    void jointRulesThatDifferDoNotShare() {
        Weights model = new Weights();
        model.add("a", Tensor.of(1f));
        model.add("b", Tensor.of(2f));
        Optimizer optimizer = Optimizer.of(
                model,
                Prodigy.defaults(),
                Schedule.constant(1),
                OptimizerOptions.defaults()
                        .withGroup(ParameterGroup.paths("b")
                                .withRule(Prodigy.defaults().withDistance(0.5, 1, 2))));
        assertThat(optimizer.state().scalars()).containsEntry("/0/d", 1e-6).containsEntry("/1/d", 0.5);
    }

    @Test
    void aProbingRuleMovesByTheGradientElsewhere() {
        Weights model = Weights.of("w", 3f, 4f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, Sam.of(Sgd.defaults()).withRho(0.5), Schedule.constant(0.25));
        List<Boolean> again = new ArrayList<>();
        List<Tensor> seen = new ArrayList<>();
        StepReport report = optimizer.step(second -> {
            again.add(second);
            seen.add(Tensor.of(w.value().toArray()));
            return w.value().square().sum().mul(0.5f);
        });
        assertThat(again).containsExactly(false, true);
        assertThat(seen.get(0).toArray()).containsExactly(3f, 4f);
        float uphill = (float) (0.5 / 5);
        assertThat(seen.get(1).toArray()).containsExactly(3f + uphill * 3f, 4f + uphill * 4f);
        assertThat(report.gradientNorm()).isCloseTo(5.5, within(1e-6));
        assertThat(w.value().toArray())
                .containsExactly(3f - 0.25f * (3f + uphill * 3f), 4f - 0.25f * (4f + uphill * 4f));
    }

    @Test
    void aProbePutsTheWeightsBackEvenWhenTheObjectiveThrows() {
        Weights model = Weights.of("w", 0.1f, 0.7f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, Sam.of(Adam.defaults()).withRho(0.3), Schedule.constant(0.25));
        assertThatThrownBy(() -> optimizer.step(second -> {
                    if (second) {
                        throw new IllegalStateException("on purpose");
                    }
                    return w.value().square().sum();
                }))
                .hasMessage("on purpose");
        assertThat(w.value().toArray()).containsExactly(0.1f, 0.7f);
        assertThat(optimizer.steps()).isZero();
    }

    @Test
    void aSecondGradientThatIsNotFiniteSkipsTheStep() {
        Weights model = Weights.of("w", 0.1f, 0.7f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, Sam.of(Adam.defaults()).withRho(0.3), Schedule.constant(0.25));
        StepReport report = optimizer.step(second -> Weights.loss(w, 1f, second ? Float.NaN : 1f));
        assertThat(report.skippedBecause()).isEqualTo("the gradient of 'w' [2] is NaN at element 1");
        assertThat(w.value().toArray()).containsExactly(0.1f, 0.7f);
        assertThat(optimizer.state().tensors()).isEmpty();
    }

    @Test
    void aProbingRuleDemandsAnObjectiveAndTheWholeOptimizer() {
        Weights model = Weights.of("w", 1f);
        Sam rule = Sam.of(Sgd.defaults()).withRho(0.5);
        Optimizer optimizer = Optimizer.of(model, rule, Schedule.constant(1));
        assertThatThrownBy(() -> optimizer.step(Weights.gradients(model.get("w"), 1f)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("evaluates more than once in a step; call step(Objective)");
        OptimizerOptions grouped =
                OptimizerOptions.defaults().withGroup(ParameterGroup.paths("w").withRule(rule));
        assertThatThrownBy(() -> Optimizer.of(model, Sgd.defaults(), Schedule.constant(1), grouped))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be the rule of a group");
    }

    @Test
    void c18TheWeightsForUseAreInPlaceWithinEvaluateOnlyAndPutBackBitForBit() {
        Weights model = Weights.of("w", 1f, 2f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, ScheduleFreeSgd.defaults().withBeta(0.75), Schedule.constant(0.125));
        for (int step = 0; step < 3; step++) {
            optimizer.step(w.value().square().sum().backward());
        }
        Tensor trained = Tensor.of(w.value().toArray());
        // x = (y − z/4)·4/3 from what is trained and what is saved
        Tensor average = trained.sub(optimizer.state().tensor("w/z").mul(0.25f)).mul(4f / 3f);
        Tensor inside = optimizer.evaluate(
                () -> optimizer.evaluate(() -> Tensor.of(w.value().toArray())));
        assertThat(inside.toArray()).containsExactly(average.toArray(), offset(1e-6f));
        assertThat(inside.toArray()).isNotEqualTo(trained.toArray());
        assertThat(w.value()).hasBitsOf(trained);
        assertThatThrownBy(() -> optimizer.evaluate(() -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(w.value()).hasBitsOf(trained);
        assertThatThrownBy(() -> optimizer.evaluate(() -> optimizer.step(Weights.gradients(w, 1f, 1f))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("step outside evaluate()");
        assertThat(w.value()).hasBitsOf(trained);
    }
}
