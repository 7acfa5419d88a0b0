package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.OptimizerState;
import org.gradus.optim.ParameterGroup;
import org.gradus.optim.Same;
import org.gradus.optim.StepReport;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class SophiaTest {
    private static final Schedule RATE = Schedule.constant(0.125);
    private static final float[] CURVATURES = {0.5f, 2f, 8f, -4f, 0f};

    /** {@code ½·Σ c·x²}, whose Hessian is diagonal: with signs, the estimate is exact whatever they are. */
    private static Tensor bowl(Parameter x) {
        return x.value().square().mul(Tensor.of(CURVATURES)).sum().mul(0.5f);
    }

    @Test
    void theEstimateOfADiagonalHessianIsExact() {
        Weights model = Weights.of("x", 1f, 1f, 1f, 1f, 1f);
        Parameter x = model.get("x");
        Sophia rule = Sophia.defaults().withBetas(0.96, 0.75);
        Optimizer optimizer = Optimizer.of(model, rule, RATE);
        optimizer.step(again -> bowl(x));
        float[] h = optimizer.state().tensor("x/hessian").data();
        for (int i = 0; i < h.length; i++) {
            assertThat(h[i]).isEqualTo(0.25f * CURVATURES[i]);
        }
    }

    /** {@code m = 0.5·c}, {@code h = 0.5·c}: where the curvature is positive {@code m/(γ·h) = 1/γ}, else a step by the sign. */
    @Test
    void stepsAreNewtonsUpToTheClipAndSignsWhereThereIsNoCurvature() {
        Weights model = Weights.of("x", 1f, 1f, 1f, 1f, 1f);
        Parameter x = model.get("x");
        Sophia rule = Sophia.defaults().withBetas(0.5, 0.5).withGamma(4);
        Optimizer.of(model, rule, RATE).step(again -> bowl(x));
        float newton = 1 - 0.125f / 4;
        assertThat(x.value().toArray()).containsExactly(newton, newton, newton, 1.125f, 1f);
        Weights other = Weights.of("x", 1f, 1f, 1f, 1f, 1f);
        Parameter y = other.get("x");
        Optimizer.of(other, rule.withGamma(0.5), RATE).step(again -> bowl(y));
        assertThat(y.value().toArray()).containsExactly(0.875f, 0.875f, 0.875f, 1.125f, 1f);
    }

    @Test
    void theCurvatureIsTakenAtTheFirstAndEveryKthStepAfterIt() {
        Weights model = Weights.of("x", 1f, 1f, 1f, 1f, 1f);
        Parameter x = model.get("x");
        Optimizer optimizer = Optimizer.of(model, Sophia.defaults().withEvery(3), RATE);
        List<Integer> steps = new ArrayList<>();
        for (int step = 0; step < 8; step++) {
            int present = step;
            optimizer.step(again -> {
                if (again) {
                    steps.add(present);
                }
                return bowl(x);
            });
        }
        assertThat(steps).containsExactly(0, 3, 6);
    }

    /** Full Hessians: the signs matter, and those of a step are the same before and after a restart between two estimates. */
    @Test
    void c69ARestartBetweenTwoEstimatesGoesOnBitForBit() {
        Sophia rule = Sophia.defaults().withEvery(4);
        Weights wholeModel = chain();
        Optimizer whole = Optimizer.of(wholeModel, rule, RATE);
        steps(whole, wholeModel, 11);
        Weights model = chain();
        Optimizer first = Optimizer.of(model, rule, RATE);
        steps(first, model, 6);
        Weights resumed = chain();
        resumed.load(model.state());
        Optimizer second = Optimizer.of(resumed, rule, RATE);
        second.load(first.state());
        steps(second, resumed, 5);
        Same.bits(second.state(), whole.state());
        assertThat(resumed.values("a")).isEqualTo(wholeModel.values("a"));
    }

    private static Weights chain() {
        Weights model = new Weights();
        model.add("a", Tensor.of(0.5f, -1f, 0.25f));
        model.add("b", Tensor.of(1f, 0.75f, -0.5f));
        return model;
    }

    private static void steps(Optimizer optimizer, Weights model, int steps) {
        for (int step = 0; step < steps; step++) {
            optimizer.step(again -> {
                Tensor product = model.get("a").value().mul(model.get("b").value());
                return product.sum().sub(1f).square().add(product.square().sum());
            });
        }
    }

    @Test
    void theSignsDependOnTheSeed() {
        Weights model = chain();
        Optimizer optimizer = Optimizer.of(model, Sophia.defaults(), RATE);
        steps(optimizer, model, 1);
        Weights other = chain();
        Optimizer seeded = Optimizer.of(other, Sophia.defaults().withSeed(3), RATE);
        steps(seeded, other, 1);
        assertThat(seeded.state().tensor("a/hessian").toArray())
                .isNotEqualTo(optimizer.state().tensor("a/hessian").toArray());
    }

    /** Mean of {@code s∘(H·s)} over seeds: 64 estimates of {@code ∂²/∂a₀²} have a deviation of an eighth of one's. */
    @Test
    void theEstimateIsRightOnAverage() {
        double mean = 0;
        for (int seed = 0; seed < 64; seed++) {
            Weights model = new Weights();
            Parameter a = model.add("a", Tensor.of(1f, 2f));
            Optimizer optimizer =
                    Optimizer.of(model, Sophia.defaults().withBetas(0, 0).withSeed(seed), Schedule.constant(0));
            optimizer.step(again -> a.value().sum().square()); // a Hessian of twos: the estimate is 0 or 4
            mean += optimizer.state().tensor("a/hessian").data()[0] / 64.0;
        }
        assertThat(mean).isCloseTo(2, within(4 * 2 / Math.sqrt(64)));
    }

    /** {@code √x} at the smallest number has a finite slope and an infinite curvature. */
    @Test
    void aCurvatureThatIsNotFiniteSkipsTheStep() {
        Weights model = Weights.of("x", 1e-30f, 1f);
        Parameter x = model.get("x");
        Optimizer optimizer = Optimizer.of(model, Sophia.defaults(), RATE);
        StepReport report = optimizer.step(again -> x.value().sqrt().sum());
        assertThat(report.applied()).isFalse();
        assertThat(report.skippedBecause()).contains("'x' [2]");
        assertThat(x.value().toArray()).containsExactly(1e-30f, 1f);
        assertThat(optimizer.steps()).isZero();
    }

    @Test
    void aTransformThatSpoilsTheStepLeavesTheEstimate() {
        Weights model = Weights.of("x", 1f, 1f, 1f, 1f, 1f);
        Parameter x = model.get("x");
        OptimizerOptions options = OptimizerOptions.defaults()
                .withTransform((step, g) -> step == 1 ? g.times(Double.POSITIVE_INFINITY) : g);
        Optimizer optimizer = Optimizer.of(model, Sophia.defaults().withEvery(1), RATE, options);
        optimizer.step(again -> bowl(x));
        OptimizerState before = optimizer.state();
        assertThat(optimizer.step(again -> bowl(x)).applied()).isFalse();
        Same.bits(optimizer.state(), before);
    }

    @Test
    void parametersOfAGroupWithAnotherRuleAreLeftOut() {
        Weights model = chain();
        ParameterGroup plain = ParameterGroup.paths("b").withRule(Sgd.defaults());
        Optimizer optimizer = Optimizer.of(
                model, Sophia.defaults(), RATE, OptimizerOptions.defaults().withGroup(plain));
        steps(optimizer, model, 3);
        assertThat(optimizer.state().tensors().keySet()).containsExactlyInAnyOrder("a/m", "a/hessian");
    }

    @Test
    void itNeedsTheObjective() {
        Weights model = Weights.of("x", 1f);
        Optimizer optimizer = Optimizer.of(model, Sophia.defaults(), RATE);
        assertThatThrownBy(() -> optimizer.step(Weights.gradients(model.get("x"), 1f)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call step(Objective)");
    }
}
