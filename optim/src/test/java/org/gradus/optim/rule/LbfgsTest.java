package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Offset.offset;

import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.OptimizerState;
import org.gradus.optim.ParameterGroup;
import org.gradus.optim.Same;
import org.gradus.optim.StepReport;
import org.gradus.optim.Weights;
import org.gradus.optim.gradient.GradientTransform;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class LbfgsTest {
    private static final Lbfgs LBFGS = Lbfgs.defaults();

    @Test
    void defaultsAreThoseOfPyTorchExceptTheHistory() {
        assertThat(LBFGS).isEqualTo(new Lbfgs(10, 20, 25, 1e-7, 1e-9));
    }

    private static Tensor bowl(Parameter w) {
        return w.value().sub(3f).square().mul(Tensor.of(1f, 10f)).sum();
    }

    @Test
    void oneStepSolvesAQuadraticAndTheNextOneSaysSo() {
        Weights model = Weights.of("w", 0f, 0f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, LBFGS, Schedule.constant(1));
        StepReport first = optimizer.step(again -> bowl(w));
        assertThat(model.values("w")).containsExactly(new float[] {3, 3}, offset(1e-5f));
        assertThat(first.gradientNorm()).as("the length of the move").isCloseTo(Math.sqrt(18), within(1e-4));
        optimizer.step(again -> bowl(w));
        float[] before = model.values("w");
        assertThat(optimizer.step(again -> bowl(w)).gradientNorm()).isZero();
        assertThat(model.values("w")).containsExactly(before);
    }

    @Test
    void theHistoryIsARingOfTheNewestPairs() {
        Weights model = Weights.of("w", 0f, 0f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, LBFGS.withHistory(2).withLimits(1, 25), Schedule.constant(0.1));
        double[] next = {1, 0, 1};
        double[] pairs = {1, 2, 2};
        for (int step = 0; step < 3; step++) {
            float[] before = model.values("w");
            optimizer.step(again -> bowl(w));
            OptimizerState state = optimizer.state();
            assertThat(state.scalars()).containsEntry("/0/next", next[step]).containsEntry("/0/pairs", pairs[step]);
            Tensor moved = Tensor.of(model.values("w")).sub(Tensor.of(before));
            String place = step == 1 ? "1" : "0";
            assertThat(state.tensor("w/s." + place).toArray()).containsExactly(moved.toArray(), offset(1e-6f));
            assertThat(state.tensor("w/y." + place).toArray())
                    .containsExactly(moved.mul(Tensor.of(2f, 20f)).toArray(), offset(1e-4f));
        }
    }

    @Test
    void whereTheObjectiveIsNotFiniteItDoesNotGo() {
        Weights model = Weights.of("w", 0.01f, 0.02f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, LBFGS, Schedule.constant(50));
        for (int step = 0; step < 5; step++) {
            optimizer.step(again -> w.value().sub(w.value().log()).sum());
            for (float value : model.values("w")) {
                assertThat(value).isPositive().isFinite();
            }
        }
        assertThat(model.values("w")).containsExactly(new float[] {1, 1}, offset(1e-3f));
    }

    @Test
    void withNoLowerFinitePointNothingChanges() {
        Weights model = Weights.of("w", 1f, 2f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, LBFGS.withLimits(2, 25), Schedule.constant(0.1));
        optimizer.step(again -> bowl(w));
        float[] before = model.values("w");
        OptimizerState state = optimizer.state();
        StepReport report = optimizer.step(again -> again ? bowl(w).mul(Float.NaN) : bowl(w));
        assertThat(report.applied()).isTrue();
        assertThat(report.gradientNorm()).isZero();
        assertThat(model.values("w")).containsExactly(before);
        assertThat(optimizer.state().tensors().keySet())
                .isEqualTo(state.tensors().keySet());
        state.tensors()
                .forEach((name, slot) ->
                        assertThat(optimizer.state().tensor(name).toArray()).containsExactly(slot.toArray()));
        assertThat(optimizer.state().scalar("/0/pairs")).isEqualTo(state.scalar("/0/pairs"));
        StepReport infinite = optimizer.step(again -> w.value().sum().add(Float.POSITIVE_INFINITY));
        assertThat(infinite.gradientNorm()).isZero();
        assertThat(model.values("w")).containsExactly(before);
    }

    @Test
    void anExceptionInTheMiddleLeavesEverythingAsItWas() {
        Weights model = Weights.of("w", 1f, 2f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, LBFGS, Schedule.constant(0.1));
        optimizer.step(again -> w.value().sub(1f).square().square().sum());
        OptimizerState state = optimizer.state();
        float[] before = model.values("w");
        int[] evaluations = new int[1];
        assertThatThrownBy(() -> optimizer.step(again -> {
                    if (++evaluations[0] == 3) {
                        throw new IllegalStateException("on purpose");
                    }
                    return bowl(w);
                }))
                .hasMessage("on purpose");
        assertThat(model.values("w")).containsExactly(before);
        Same.bits(optimizer.state(), state);
    }

    @Test
    void whereOtherParametersHaveGradientsTheHistoryBeginsAnew() {
        Weights model = Weights.of("w", 1f, 2f);
        Parameter w = model.get("w");
        Parameter v = model.add("v", Tensor.of(5f));
        Optimizer optimizer = Optimizer.of(model, LBFGS.withLimits(2, 25), Schedule.constant(0.1));
        Tensor[] slot = new Tensor[1];
        // The other term is 0 where v is, so that it takes no digits from the objective of the line search.
        optimizer.step(again -> bowl(w).add(v.value().sub(5f).mul(10f).sum()));
        slot[0] = optimizer.state().tensor("v/s.0");
        assertThat(optimizer.state().scalars()).containsEntry("/0/pairs", 2.0).containsEntry("/0/members", 2.0);
        optimizer.step(again -> bowl(w));
        assertThat(optimizer.state().scalars()).containsEntry("/0/pairs", 2.0).containsEntry("/0/members", 1.0);
        assertThat(optimizer.state().tensor("v/s.0").toArray()).containsExactly(slot[0].toArray());
        assertThat(v.value().item()).isNotEqualTo(5f);
        optimizer.step(again -> bowl(w));
        assertThat(optimizer.state().scalar("/0/pairs")).isGreaterThan(2);
    }

    @Test
    void parametersOfAnotherRuleMoveByTheirGradientAtThePresentWeights() {
        Weights model = Weights.of("w", 0f, 0f);
        Parameter w = model.get("w");
        Parameter v = model.add("v", Tensor.of(5f));
        Optimizer optimizer = Optimizer.of(
                model,
                LBFGS,
                Schedule.constant(1),
                OptimizerOptions.defaults()
                        .withGroup(ParameterGroup.paths("v")
                                .withRule(Sgd.defaults())
                                .withRateFactor(0.125)));
        // The other term is 0 where v is, so that it takes no digits from the objective of the line search.
        optimizer.step(again -> bowl(w).add(v.value().sub(5f).mul(10f).sum()));
        assertThat(model.values("w")).containsExactly(new float[] {3, 3}, offset(1e-5f));
        assertThat(v.value().item()).isEqualTo(5f - 0.125f * 10f);
    }

    @Test
    void aTransformBoundsTheMove() {
        Weights model = Weights.of("w", 0f, 0f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(
                model,
                LBFGS,
                Schedule.constant(1),
                OptimizerOptions.defaults().withTransform(GradientTransform.clipGlobalNorm(0.5)));
        optimizer.step(again -> bowl(w));
        float[] values = model.values("w");
        assertThat(Math.hypot(values[0], values[1])).isCloseTo(0.5, within(1e-5));
    }

    @Test
    void aRateOfZeroStays() {
        Weights model = Weights.of("w", 1f, 2f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, Lookahead.of(LBFGS), Schedule.constant(0));
        assertThat(optimizer.step(again -> bowl(w)).gradientNorm()).isZero();
        assertThat(model.values("w")).containsExactly(1f, 2f);
    }

    @Test
    void ratesAndDecaysOfGroupsAreRefused() {
        Weights model = Weights.of("w", 1f, 2f);
        Parameter w = model.get("w");
        Parameter v = model.add("v", Tensor.of(5f));
        ParameterGroup group = ParameterGroup.paths("v");
        for (ParameterGroup other : new ParameterGroup[] {group.withRateFactor(0.5), group.withDecay(0.1)}) {
            Optimizer optimizer = Optimizer.of(
                    model,
                    LBFGS,
                    Schedule.constant(1),
                    OptimizerOptions.defaults().withGroup(other));
            assertThatThrownBy(() -> optimizer.step(
                            again -> bowl(w).add(v.value().square().sum())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "Lbfgs: 'v' has a rate factor or decay of its own; take its group away, or add a penalty"
                                    + " to the objective");
        }
        assertThat(v.value().item()).isEqualTo(5f);
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> LBFGS.withHistory(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Lbfgs: history = 0 is not accepted; it must be at least 1");
        assertThatThrownBy(() -> LBFGS.withLimits(0, 1))
                .hasMessage("Lbfgs: maxIterations = 0 is not accepted; it must be at least 1");
        assertThatThrownBy(() -> LBFGS.withLimits(1, 0))
                .hasMessage("Lbfgs: maxEvaluations = 0 is not accepted; it must be at least 1");
        assertThatThrownBy(() -> LBFGS.withTolerances(-1, 0))
                .hasMessage("Lbfgs: toleranceGradient = -1.0 is not accepted; it must lie in [0, infinity)");
        assertThatThrownBy(() -> LBFGS.withTolerances(0, Double.NaN))
                .hasMessage("Lbfgs: toleranceChange = NaN is not accepted; it must lie in [0, infinity)");
    }
}
