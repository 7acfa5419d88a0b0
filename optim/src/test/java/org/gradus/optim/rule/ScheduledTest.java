package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.ParameterGroup;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class ScheduledTest {
    private static Scheduled<Sgd> byLambda() {
        return Scheduled.of("momentum", Sgd.defaults().withMomentum(0.5), step -> 0.25 * (step + 1), Sgd::withMomentum);
    }

    @Test
    void aStepUsesTheValueAtTheNumberOfStepsAppliedBefore() {
        Weights model = Weights.of("w", 0f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, byLambda(), Schedule.constant(1));
        // b = 1, then 0.5·1 + 1, then 0.75·1.5 + 1
        float[] expected = {-1f, -2.5f, -4.625f};
        for (float value : expected) {
            optimizer.step(Weights.gradients(w, 1f));
            assertThat(w.value().item()).isEqualTo(value);
        }
    }

    @Test
    void itsTextIsTheSameInEveryRunSoThatAStateFitsAnOptimizerMadeAnew() {
        assertThat(byLambda())
                .hasToString("Scheduled[" + Sgd.defaults().withMomentum(0.5) + ", momentum = a function]");
        assertThat(Scheduled.of("l2", Sgd.defaults(), Schedule.constant(0.5).withWarmUp(3), Sgd::withL2))
                .hasToString("Scheduled[" + Sgd.defaults() + ", l2 = constant(0.5).withWarmUp(3)]");
        Schedule lambda = step -> 1;
        assertThat(Scheduled.of("l2", Sgd.defaults(), lambda.withWarmUp(3), Sgd::withL2)
                        .toString())
                .endsWith(", l2 = a function.withWarmUp(3)]");
        Weights model = Weights.of("w", 0f);
        Optimizer first = Optimizer.of(model, byLambda(), Schedule.constant(1));
        first.step(Weights.gradients(model.get("w"), 1f));
        Optimizer second = Optimizer.of(model, byLambda(), Schedule.constant(1));
        second.load(first.state());
        assertThat(second.steps()).isOne();
    }

    @Test
    void weightDecayFollowsItsScheduleExceptWhereAGroupOrRankSaysOtherwise() {
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.of(Shape.of(1, 1), 1f));
        Parameter own = model.add("own", Tensor.of(Shape.of(1, 1), 1f));
        Parameter bias = model.add("bias", Tensor.of(1f));
        UpdateRule rule = Scheduled.of("l2", Sgd.defaults(), step -> 0.5 - 0.25 * step, Sgd::withL2);
        Optimizer optimizer = Optimizer.of(
                model,
                rule,
                Schedule.constant(1),
                OptimizerOptions.defaults()
                        .withGroup(ParameterGroup.paths("own").withDecay(0.125)));
        assertThat(optimizer.summary()).contains("trained: 3, of which 2 decay");
        for (int step = 0; step < 2; step++) {
            optimizer.step(Weights.loss(w, 0f)
                    .add(Weights.loss(own, 0f))
                    .add(Weights.loss(bias, 0f))
                    .backward());
        }
        assertThat(w.value().item()).isEqualTo(0.5f * 0.75f);
        assertThat(own.value().item()).isEqualTo(0.875f * 0.875f);
        assertThat(bias.value().item()).isEqualTo(1f);
    }

    private static Sgd sgd(double momentum, double l2) {
        return Sgd.defaults().withMomentum(momentum).withL2(l2);
    }

    @Test
    void severalValuesAndRulesInsideOthersCanBeScheduled() {
        Scheduled<Sgd> both = byLambda().and("l2", step -> 10.0 * step, Sgd::withL2);
        assertThat(both.at(2)).isEqualTo(sgd(0.75, 20));
        UpdateRule around = Lookahead.of(both);
        assertThat(around.at(2)).isEqualTo(Lookahead.of(sgd(0.75, 20)));
        UpdateRule twice = Scheduled.of("alpha", Lookahead.of(byLambda()), step -> 0.1 + step, Lookahead::withAlpha);
        assertThat(twice.at(0)).isEqualTo(new Lookahead(sgd(0.25, 0), 5, 0.1));
        assertThat(Lookahead.of(Sgd.defaults()).at(7)).isEqualTo(Lookahead.of(Sgd.defaults()));
    }

    @Test
    void slotsThatOnlyTheFirstValueNeedsAreThere() {
        UpdateRule rule = Scheduled.of("momentum", Sgd.defaults(), Schedule.constant(0.5), Sgd::withMomentum);
        assertThat(rule.slots(Shape.of(3)))
                .isEqualTo(Sgd.defaults().withMomentum(0.5).slots(Shape.of(3)));
        assertThat(byLambda().slots(Shape.of(3)))
                .isEqualTo(Sgd.defaults().withMomentum(0.5).slots(Shape.of(3)));
    }

    @Test
    void aValueThatTheRuleDoesNotAcceptThrowsBeforeAnythingIsChanged() {
        assertThatThrownBy(() -> Scheduled.of("momentum", Sgd.defaults(), Schedule.constant(1), Sgd::withMomentum))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Sgd: momentum = 1.0 is not accepted; it must lie in [0, 1)");
        Weights model = Weights.of("w", 0f);
        Optimizer optimizer = Optimizer.of(model, byLambda(), Schedule.constant(1));
        for (int step = 0; step < 3; step++) {
            optimizer.step(Weights.gradients(model.get("w"), 1f));
        }
        float before = model.values("w")[0];
        assertThatThrownBy(() -> optimizer.step(Weights.gradients(model.get("w"), 1f)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(model.values("w")).containsExactly(before);
        assertThat(optimizer.steps()).isEqualTo(3);
    }

    @Test
    void anotherTypeOfRuleInsideIsRefused() {
        assertThatThrownBy(() -> byLambda().withInner(Adam.defaults())).isInstanceOf(ClassCastException.class);
        assertThat(byLambda().withInner(Sgd.defaults()).inner()).isEqualTo(Sgd.defaults());
    }
}
