package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.testkit.TensorAssert.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.ParameterGroup;
import org.gradus.optim.StepReport;
import org.gradus.optim.Weights;
import org.gradus.optim.gradient.ParameterVector;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

/** Rules around rules around rules. */
class WrappedRuleTest {
    private static final UpdateRule NESTED =
            Lookahead.of(Sam.of(AdamW.defaults())).withK(2);

    @Test
    void aKindIsFoundFromTheOutsideToTheInside() {
        Sam sam = Sam.of(Sgd.defaults());
        assertThat(WrappedRule.find(ProbingRule.class, Lookahead.of(sam))).contains(sam);
        assertThat(WrappedRule.find(EvaluatedElsewhere.class, sam)).isEmpty();
        assertThat(WrappedRule.find(WrappedRule.class, Lookahead.of(sam))).contains(Lookahead.of(sam));
        assertThat(WrappedRule.find(ProbingRule.class, Scheduled.of("rho", sam, Schedule.constant(1), Sam::withRho)))
                .contains(sam);
    }

    @Test
    void slotsDecayAndProbesOfTheInnerRuleStay() {
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.of(Shape.of(1, 2), 3f, 4f));
        Optimizer optimizer = Optimizer.of(model, NESTED, Schedule.constant(0.1));
        List<Boolean> again = new ArrayList<>();
        for (int step = 0; step < 3; step++) {
            optimizer.step(second -> {
                again.add(second);
                return w.value().square().sum();
            });
        }
        assertThat(again).containsExactly(false, true, false, true, false, true);
        assertThat(optimizer.state().tensors()).containsOnlyKeys("w/m", "w/v", "w/lookahead.slow");
        assertThat(optimizer.summary())
                .contains("w          [1, 2]  Lookahead(Sam(AdamW))  x1    0.01")
                .contains("rule: Lookahead[inner=Sam[inner=AdamW[beta1=0.9,");
        assertThatThrownBy(() -> optimizer.step(Weights.gradients(w, 1f, 1f)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("evaluates more than once in a step; call step(Objective)");
    }

    @Test
    void aRuleThatProbesInsideAnotherCannotBeAGroupsEither() {
        OptimizerOptions grouped =
                OptimizerOptions.defaults().withGroup(ParameterGroup.paths("w").withRule(NESTED));
        assertThatThrownBy(() -> Optimizer.of(Weights.of("w", 1f), Sgd.defaults(), Schedule.constant(1), grouped))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be the rule of a group");
    }

    @Test
    void sharedStateIsFoundThroughAWrapper() {
        Weights model = Weights.of("w", 1f);
        Optimizer optimizer = Optimizer.of(model, Lookahead.of(Prodigy.defaults()), Schedule.constant(1));
        optimizer.step(Weights.gradients(model.get("w"), 3f));
        assertThat(optimizer.state().scalars()).containsEntry("/0/count", 1.0);
        assertThat(optimizer.state().tensors().keySet())
                .containsExactly("w/m", "w/v", "w/s", "w/start", "w/lookahead.slow");
    }

    @Test
    void aSecondRuleThatProbesAndWeightsForUseThatWouldNotFollowAreRefused() {
        assertThatThrownBy(() -> Sam.of(Lookahead.of(Sam.of(Sgd.defaults()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Sam: Sam inside it takes gradients at points of its own; only one rule of an optimizer can");
        assertThatThrownBy(() -> Lookahead.of(Sam.of(ScheduleFreeSgd.defaults())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Lookahead: it moves the weights after ScheduleFreeSgd, whose own weights for use would not"
                        + " follow; use one without the other");
        assertThatThrownBy(() -> ProximalL1.of(Lookahead.of(Sgd.defaults()), 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ProximalL1: it moves the weights after Lookahead");
    }

    /** Goes nowhere, but leaves a note in a slot when its step is applied. */
    private record Noting() implements ProbingRule {
        @Override
        public SlotSpec slots(Shape shape) {
            return SlotSpec.none().scalar("noted", 0);
        }

        @Override
        public ParameterVector gradients(List<Part> parts, ParameterVector here, double loss, Probe probe) {
            probe.whenApplied(() -> parts.get(0).slots().scalar("noted", loss));
            return probe.at(here).gradients();
        }

        @Override
        public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
            parameter.update()[0] = (float) slots.scalar("noted");
        }
    }

    @Test
    void whatWaitsForTheStepIsDoneBeforeAnyParameterMovesAndNotAtAllWhenTheStepIsSkipped() {
        Weights model = Weights.of("w", 3f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, new Noting(), Schedule.constant(1));
        optimizer.step(again -> w.value().square().sum());
        assertThat(w.value().item()).isEqualTo(9f);
        StepReport report = optimizer.step(again -> Weights.loss(w, again ? Float.NaN : 1f));
        assertThat(report.applied()).isFalse();
        assertThat(optimizer.state().scalars()).containsEntry("w/noted", 9.0);
    }
}
