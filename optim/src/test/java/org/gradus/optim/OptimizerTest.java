package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.testkit.TensorAssert.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.Autograd;
import org.gradus.core.Gradients;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.core.backend.Workers;
import org.gradus.optim.gradient.GradientTransform;
import org.gradus.optim.gradient.ParameterVector;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.rule.SlotSpec;
import org.gradus.optim.rule.Slots;
import org.gradus.optim.rule.StepContext;
import org.gradus.optim.rule.UpdateRule;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class OptimizerTest {
    private final Weights model = new Weights();
    private final Weights head = model.nest("head", new Weights());
    private final Parameter kernel = model.add("kernel", Tensor.of(Shape.of(1, 2), 1f, 2f));
    private final Parameter bias = model.add("bias", Tensor.of(3f));
    private final Parameter top = head.add("weight", Tensor.of(Shape.of(1, 1), 4f));

    private Gradients gradients(float k, float b, float t) {
        return Weights.linearLoss(kernel, Tensor.of(Shape.of(1, 2), k, k))
                .add(Weights.linearLoss(bias, Tensor.of(b)))
                .add(Weights.linearLoss(top, Tensor.of(Shape.of(1, 1), t)))
                .backward();
    }

    private Optimizer optimizer(UpdateRule rule, OptimizerOptions options) {
        return Optimizer.of(model, rule, Schedule.constant(0.5), options);
    }

    @Test
    void reportsWhatItDid() {
        Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), Schedule.step(0.5, 1, 0.5));
        StepReport first = optimizer.step(gradients(2, 1, 4));
        assertThat(first).isEqualTo(new StepReport(1, 0.5, 5, null));
        assertThat(first.applied()).isTrue();
        assertThat(optimizer.step(gradients(Float.NaN, 1, 4)))
                .isEqualTo(new StepReport(1, 0.25, Double.NaN, "the gradient of 'kernel' [1, 2] is NaN at element 0"));
        assertThat(optimizer.step(gradients(2, 1, 4)).rate()).isEqualTo(0.25);
        assertThat(optimizer.steps()).isEqualTo(2);
        assertThat(optimizer.rate()).isEqualTo(0.125);
    }

    @Test
    void c14AMissingGradientIsNotAGradientOfZeros() {
        Optimizer optimizer =
                optimizer(AdamW.defaults(), OptimizerOptions.defaults().withDecayAll(true));
        optimizer.step(gradients(1, 1, 1));
        OptimizerState before = optimizer.state();
        float[] weights = kernel.value().toArray();
        optimizer.step(Weights.gradients(bias, 0f));
        OptimizerState after = optimizer.state();
        assertThat(kernel.value().toArray()).containsExactly(weights);
        assertThat(after.tensor("kernel/m")).hasBitsOf(before.tensor("kernel/m"));
        assertThat(after.tensor("bias/m").toArray())
                .isNotEqualTo(before.tensor("bias/m").toArray());
        assertThat(after.scalars())
                .containsEntry("/step", 2.0)
                .containsEntry("bias/step", 2.0)
                .containsEntry("kernel/step", 1.0);
    }

    @Test
    void aFrozenParameterStaysBitForBitAndCostsNoMemory() {
        kernel.freeze();
        OptimizerOptions options = OptimizerOptions.defaults()
                .withDecayAll(true)
                .withGroup(ParameterGroup.paths("head\\..*").asFrozen());
        Optimizer optimizer = optimizer(AdamW.defaults(), options);
        StepReport report = optimizer.step(gradients(1, 2, Float.NaN));
        assertThat(report).isEqualTo(new StepReport(1, 0.5, 2, null));
        assertThat(kernel.value().toArray()).containsExactly(1f, 2f);
        assertThat(top.value().toArray()).containsExactly(4f);
        assertThat(bias.value().item()).isLessThan(3f);
        assertThat(optimizer.state().tensors()).containsOnlyKeys("bias/m", "bias/v");
        kernel.unfreeze();
        optimizer.step(gradients(1, 2, 0));
        assertThat(kernel.value().at(0, 0)).isLessThan(1f);
        assertThat(optimizer.state().scalars())
                .containsEntry("kernel/step", 1.0)
                .containsEntry("bias/step", 2.0);
    }

    @Test
    void aStepWithoutAnyGradientIsNoStep() {
        model.freeze();
        kernel.unfreeze();
        Optimizer optimizer =
                Optimizer.of(List.of(bias, top), Sgd.defaults(), Schedule.constant(0.5), OptimizerOptions.defaults());
        assertThat(optimizer.step(Weights.gradients(kernel, 1f, 1f)))
                .isEqualTo(new StepReport(0, 0.5, 0, "no parameter that is trained has a gradient"));
    }

    @Test
    void c15ASharedParameterMovesOnceAndCountsOnceInTheNorm() {
        Weights tied = new Weights();
        Parameter first = tied.add("first", Tensor.of(1f));
        tied.tie("second", first);
        List<Parameter> twice = List.of(first, first);
        for (Optimizer optimizer : List.of(
                Optimizer.of(tied, Sgd.defaults(), Schedule.constant(0.25)),
                Optimizer.of(twice, Sgd.defaults(), Schedule.constant(0.25), OptimizerOptions.defaults()))) {
            first.assign(Tensor.of(1f));
            StepReport report = optimizer.step(Weights.gradients(first, 2f));
            assertThat(first.value().item()).isEqualTo(0.5f);
            assertThat(report.gradientNorm()).isEqualTo(2);
            assertThat(optimizer.state().scalars()).containsOnlyKeys("/step", "first/step");
        }
    }

    @Test
    void twoParametersOfOnePathAreRefused() {
        List<Parameter> both =
                List.of(Weights.of("w", 1f).get("w"), Weights.of("w", 1f).get("w"));
        assertThatThrownBy(() -> Optimizer.of(both, Sgd.defaults(), Schedule.constant(1), OptimizerOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "optimizer: two parameters have the path 'w'; register both models as children of one layer");
    }

    @Test
    void groupsApplyInOrderFactorsMultiplyAndLaterOnesReplace() {
        OptimizerOptions options = OptimizerOptions.defaults()
                .withGroup(ParameterGroup.ranks(rank -> rank == 2)
                        .withRateFactor(0.5)
                        .withDecay(0.25))
                .withGroup(ParameterGroup.paths("kernel").withRateFactor(0.25).withDecay(0))
                .withGroup(ParameterGroup.of("bias", p -> p == bias)
                        .withRule(Sgd.defaults().withL2(9)));
        Optimizer optimizer = optimizer(Sgd.defaults(), options);
        optimizer.step(gradients(8, 1, 1));
        assertThat(kernel.value().toArray()).containsExactly(1 - 0.0625f * 8, 2 - 0.0625f * 8);
        assertThat(bias.value().item()).isEqualTo(2.5f);
        assertThat(top.value().item()).isEqualTo(4 - 0.25f * (1 + 0.25f * 4));
    }

    @Test
    void aGroupCanBeChosenByTheKindOfLayer() {
        OptimizerOptions options = OptimizerOptions.defaults()
                .withGroup(ParameterGroup.ownedBy(Weights.class).withRateFactor(0));
        optimizer(Sgd.defaults(), options).step(gradients(1, 1, 1));
        assertThat(model.state().tensors().get("head.weight").item()).isEqualTo(4f);
        assertThat(ParameterGroup.ownedBy(TensorLayer.class).members().test(top))
                .isFalse();
    }

    @Test
    void aGroupWithoutMembersIsRefused() {
        OptimizerOptions options = OptimizerOptions.defaults().withGroup(ParameterGroup.paths("encoder.*"));
        assertThatThrownBy(() -> optimizer(Sgd.defaults(), options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("optimizer: no parameter belongs to group 'paths encoder.*'; the parameters are "
                        + "[kernel, bias, head.weight]");
    }

    @Test
    void c6BiasesDoNotDecayUnlessAskedTo() {
        Sgd rule = Sgd.defaults().withL2(0.5);
        optimizer(rule, OptimizerOptions.defaults()).step(gradients(0, 0, 0));
        assertThat(kernel.value().toArray()).containsExactly(0.75f, 1.5f);
        assertThat(bias.value().item()).isEqualTo(3f);
        optimizer(rule, OptimizerOptions.defaults().withDecayAll(true)).step(gradients(0, 0, 0));
        assertThat(bias.value().item()).isEqualTo(2.25f);
        ParameterGroup own = ParameterGroup.paths("bias").withDecay(1);
        optimizer(rule, OptimizerOptions.defaults().withGroup(own)).step(gradients(0, 0, 0));
        assertThat(bias.value().item()).isEqualTo(1.125f);
    }

    @Test
    void c6TheSummaryShowsWhatDecays() {
        head.freeze();
        OptimizerOptions options = OptimizerOptions.defaults()
                .withGroup(ParameterGroup.paths("kernel").withRateFactor(0.1));
        assertThat(optimizer(AdamW.defaults(), options).summary().lines())
                .containsExactly(
                        "rule: " + AdamW.defaults(),
                        "rate: constant(0.5)",
                        "parameter    shape   rule    rate  decay",
                        "kernel       [1, 2]  AdamW   x0.1  0.01",
                        "bias         [1]     AdamW   x1    0 (bias or norm)",
                        "head.weight  [1, 1]  frozen",
                        "trained: 3, of which 2 decay; frozen: 1");
    }

    @Test
    void theSummaryShowsTransforms() {
        GradientTransform clip = GradientTransform.clipGlobalNorm(2);
        assertThat(optimizer(Sgd.defaults(), OptimizerOptions.defaults().withTransform(clip))
                        .summary()
                        .lines())
                .contains("transform: ClipGlobalNorm[maxNorm=2.0]");
    }

    @Test
    void transformsRunInOrderAndMayNotMakeNumbersThatAreNotFinite() {
        GradientTransform doubled = (step, g) -> g.times(2);
        GradientTransform plusOne = (step, g) -> g.map((parameter, tensor) -> tensor.add(1f + step));
        Optimizer optimizer = optimizer(
                Sgd.defaults(),
                OptimizerOptions.defaults().withTransform(doubled).withTransform(plusOne));
        optimizer.step(gradients(1, 1, 1));
        assertThat(bias.value().item()).isEqualTo(3 - 0.5f * 3);
        optimizer.step(gradients(1, 1, 1));
        assertThat(bias.value().item()).isEqualTo(3 - 0.5f * 7);
        Optimizer broken =
                optimizer(Sgd.defaults(), OptimizerOptions.defaults().withTransform((step, g) -> g.times(Double.NaN)));
        StepReport report = broken.step(gradients(1, 1, 1));
        assertThat(report.skippedBecause())
                .isEqualTo("the gradient of 'kernel' [1, 2] is NaN at element 0 after the transforms");
        assertThat(report.gradientNorm()).isEqualTo(2);
    }

    @Test
    void aTransformMayNotAddAParameter() {
        ParameterGroup frozen = ParameterGroup.paths("bias").asFrozen();
        GradientTransform adds = (step, g) ->
                ParameterVector.of(Workers.shared(), List.of(new ParameterVector.Entry(bias, Tensor.of(1f))));
        Optimizer optimizer = optimizer(
                Sgd.defaults(), OptimizerOptions.defaults().withGroup(frozen).withTransform(adds));
        assertThatThrownBy(() -> optimizer.step(gradients(1, 1, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("optimizer: a transform or rule returned a gradient for 'bias', which is not trained here");
    }

    @Test
    void aRateThatIsNoRateThrowsBeforeAnythingMoves() {
        for (double rate : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY, 1e39}) {
            Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), step -> rate);
            assertThatThrownBy(() -> optimizer.step(gradients(1, 1, 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("optimizer: the learning rate of step 0 is " + rate
                            + "; a schedule must stay in [0, 3.4028235E38]");
            assertThat(bias.value().item()).isEqualTo(3f);
        }
        OptimizerOptions fast = OptimizerOptions.defaults()
                .withGroup(ParameterGroup.paths("bias").withRateFactor(1e30));
        Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), Schedule.constant(1e10), fast);
        float[] before = kernel.value().toArray();
        assertThatThrownBy(() -> optimizer.step(gradients(1, 1, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "optimizer: the learning rate of 'bias' in step 0 is 1.0E10 times 1.0E30, more than a float holds");
        assertThat(kernel.value().toArray()).containsExactly(before);
    }

    @Test
    void aDecayThatNoFloatHoldsThrowsBeforeAnythingMoves() {
        for (double decay : new double[] {1e300, 1e38}) {
            OptimizerOptions options = OptimizerOptions.defaults()
                    .withGroup(ParameterGroup.paths("kernel").withDecay(decay));
            Optimizer optimizer = Optimizer.of(model, AdamW.defaults(), Schedule.constant(100), options);
            float[] before = kernel.value().toArray();
            assertThatThrownBy(() -> optimizer.step(gradients(1, 1, 1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "optimizer: the decay of 'kernel' in step 0 is " + decay + " at a learning rate of 100.0"
                                    + "; it and its product with the rate must stay below 3.4028235E38");
            assertThat(kernel.value().toArray()).containsExactly(before);
            assertThat(bias.value().item()).isEqualTo(3f);
        }
    }

    /** Writes one weight, answers often enough for the weights to be kept for answers, and writes the other. */
    private static final class AnswersWhileItWrites implements UpdateRule {
        @Override
        public SlotSpec slots(Shape shape) {
            return SlotSpec.none();
        }

        @Override
        public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
            float[] weights = parameter.update();
            weights[0] += gradient.at(0, 0);
            for (int i = 0; i < 10; i++) {
                answer(parameter);
            }
            weights[1] += gradient.at(0, 1);
        }

        static float answer(Parameter weight) {
            return Autograd.noGradient(
                    () -> Tensor.ones(1, 2).linear(weight.value(), null).item());
        }
    }

    @Test
    void answersThatSawHalfWrittenWeightsLeaveNothingBehind() {
        Optimizer optimizer = optimizer(new AnswersWhileItWrites(), OptimizerOptions.defaults());
        Tensor before = kernel.value();
        optimizer.step(
                Weights.linearLoss(kernel, Tensor.of(Shape.of(1, 2), 10f, 100f)).backward());
        assertThat(AnswersWhileItWrites.answer(kernel)).isEqualTo(113f);
        assertThatThrownBy(before::toArray).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void gradientsOfAnotherModelMakeNoStepAndTheReportSaysSo() {
        Weights other = Weights.of("kernel", 1f, 2f);
        StepReport report = optimizer(Sgd.defaults(), OptimizerOptions.defaults())
                .step(Weights.gradients(other.get("kernel"), 1f, 1f));
        assertThat(report.applied()).isFalse();
        assertThat(report.skippedBecause()).isEqualTo("no parameter that is trained has a gradient");
    }

    @Test
    void c68AStateThatDoesNotFitListsEveryDifferenceAndLoadsNothing() {
        Optimizer optimizer = optimizer(Adam.defaults(), OptimizerOptions.defaults());
        optimizer.step(gradients(1, 1, 1));
        OptimizerState good = optimizer.state();
        Map<String, Tensor> tensors = new LinkedHashMap<>(good.tensors());
        tensors.put("kernel/m", Tensor.zeros(2, 1));
        tensors.remove("bias/v");
        tensors.put("old/m", Tensor.zeros(1));
        Map<String, Double> scalars = new LinkedHashMap<>(good.scalars());
        scalars.remove("/step");
        scalars.put("head.weight/step", 1.5);
        Map<String, String> rules = new LinkedHashMap<>(good.rules());
        rules.put("kernel", Adam.keras().toString());
        rules.remove("head.weight");
        optimizer.step(gradients(2, 2, 2));
        OptimizerState before = optimizer.state();
        assertThatThrownBy(() -> optimizer.load(new OptimizerState(tensors, scalars, rules)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("optimizer: the state does not fit, nothing was loaded:\n  "
                        + String.join(
                                "\n  ",
                                "rule: kernel is updated by " + Adam.defaults() + " here, by " + Adam.keras()
                                        + " in the state",
                                "shape: kernel/m is [1, 2] here, [2, 1] in the state",
                                "count: head.weight/step is 1.5 in the state, not a whole number from 0 to 2^53",
                                "missing parameter: head.weight",
                                "missing tensor: bias/v",
                                "unexpected tensor: old/m",
                                "missing number: /step"));
        Same.bits(optimizer.state(), before);
        optimizer.load(good);
        Same.bits(optimizer.state(), good);
    }

    @Test
    void c68CountsBeyondADoublesAndNanAreDifferences() {
        Optimizer optimizer = optimizer(Adam.defaults(), OptimizerOptions.defaults());
        optimizer.step(gradients(1, 1, 1));
        OptimizerState good = optimizer.state();
        for (double count : new double[] {-1, 0.5, Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
            Map<String, Double> scalars = new LinkedHashMap<>(good.scalars());
            scalars.put("/step", count);
            assertThatThrownBy(() -> optimizer.load(new OptimizerState(good.tensors(), scalars, good.rules())))
                    .hasMessage("optimizer: the state does not fit, nothing was loaded:\n  count: /step is " + count
                            + " in the state, not a whole number from 0 to 2^53");
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>(good.tensors());
        tensors.put("kernel/v", Tensor.of(Shape.of(1, 2), 1f, Float.NaN));
        assertThatThrownBy(() -> optimizer.load(new OptimizerState(tensors, good.scalars(), good.rules())))
                .hasMessage("optimizer: the state does not fit, nothing was loaded:\n"
                        + "  value: kernel/v is NaN at element 1 in the state");
        tensors.put("kernel/v", Tensor.of(Shape.of(1, 2), 1f, Float.POSITIVE_INFINITY));
        optimizer.load(new OptimizerState(tensors, good.scalars(), good.rules()));
        assertThat(optimizer.state().tensor("kernel/v").toArray()).containsExactly(1f, Float.POSITIVE_INFINITY);
    }

    @Test
    void aStepOfWhichTheTransformsLeaveNothingIsNone() {
        GradientTransform drops = (step, g) -> ParameterVector.of(g.workers(), List.of());
        Optimizer optimizer =
                optimizer(Sgd.defaults(), OptimizerOptions.defaults().withTransform(drops));
        StepReport report = optimizer.step(gradients(3, 0, 4));
        assertThat(report.applied()).isFalse();
        assertThat(report.skippedBecause()).isEqualTo("the transforms left no gradient");
        assertThat(report.gradientNorm()).isPositive();
        assertThat(optimizer.steps()).isZero();
    }

    @Test
    void c68ANumberInPlaceOfATensorIsADifference() {
        Optimizer optimizer = optimizer(Adam.defaults(), OptimizerOptions.defaults());
        optimizer.step(gradients(1, 1, 1));
        OptimizerState good = optimizer.state();
        Map<String, Tensor> tensors = new LinkedHashMap<>(good.tensors());
        tensors.remove("bias/v");
        Map<String, Double> scalars = new LinkedHashMap<>(good.scalars());
        scalars.put("bias/v", 0.5);
        assertThatThrownBy(() -> optimizer.load(new OptimizerState(tensors, scalars, good.rules())))
                .hasMessage("optimizer: the state does not fit, nothing was loaded:\n  "
                        + "missing tensor: bias/v\n  unexpected number: bias/v");
        Same.bits(optimizer.state(), good);
    }

    @Test
    void aLoadedOptimizerForgetsWhatItHad() {
        Optimizer optimizer = optimizer(Adam.defaults(), OptimizerOptions.defaults());
        OptimizerState fresh = optimizer.state();
        optimizer.step(gradients(1, 1, 1));
        optimizer.load(fresh);
        Same.bits(optimizer.state(), fresh);
        assertThat(optimizer.steps()).isZero();
        assertThat(fresh.tensors()).isEmpty();
    }

    @Test
    void aSavedStateIsACopy() {
        Optimizer optimizer = optimizer(Adam.defaults(), OptimizerOptions.defaults());
        optimizer.step(gradients(1, 1, 1));
        OptimizerState state = optimizer.state();
        float[] m = state.tensor("kernel/m").toArray();
        optimizer.step(gradients(5, 5, 5));
        assertThat(state.tensor("kernel/m").toArray()).containsExactly(m);
    }

    @Test
    void groupsAndSlotsRejectNumbersAndNamesThatAreWrong() {
        assertThatThrownBy(() -> ParameterGroup.paths("x").withRateFactor(-1))
                .hasMessage("group 'paths x': rateFactor = -1.0 is not accepted; it must lie in [0, infinity)");
        assertThatThrownBy(() -> ParameterGroup.paths("x").withDecay(Double.NaN))
                .hasMessage("group 'paths x': decay = NaN is not accepted; it must lie in [0, infinity)");
        SlotSpec spec = SlotSpec.none().tensor("m", Shape.of(2), 0.5f).scalar("d", 3);
        assertThatThrownBy(() -> spec.scalar("m", 0)).hasMessage("slots: the name 'm' is taken; choose another");
        assertThatThrownBy(() -> spec.tensor("step", Shape.of())).hasMessageContaining("'step' is taken");
        Slots slots = Slots.of(spec);
        assertThat(slots.tensor("m")).containsExactly(0.5f, 0.5f);
        assertThat(slots.scalar("d")).isEqualTo(3);
        assertThatThrownBy(() -> slots.tensor("d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no tensor 'd' is declared");
        assertThatThrownBy(() -> slots.scalar("m", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no scalar 'm' is declared, only [d]");
    }
}
