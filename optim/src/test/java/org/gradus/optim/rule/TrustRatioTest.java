package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The trust ratios of LARS and LAMB. */
class TrustRatioTest {
    private static final double RATE = 0.25;

    static Stream<UpdateRule> rules() {
        return Stream.of(
                Lars.paper(), Lars.optax(), Lars.optax().withL2(0.1), Lamb.paper(), Lamb.optax(), Lamb.keras());
    }

    private static float[] stepped(UpdateRule rule, Shape shape, float[] weights, float[] gradient) {
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.of(shape, weights));
        OptimizerOptions options = OptimizerOptions.defaults().withDecayAll(true);
        Optimizer.of(model, rule, Schedule.constant(RATE), options)
                .step(Weights.loss(w, gradient).backward());
        return w.value().toArray();
    }

    /** Otherwise a layer of zeros would never move. */
    @ParameterizedTest
    @MethodSource("rules")
    void weightsOfZeroMoveWithARatioOfOne(UpdateRule rule) {
        float[] moved = stepped(rule, Shape.of(1, 2), new float[2], new float[] {3f, -4f});
        boolean lamb = rule instanceof Lamb;
        assertThat(moved[0]).isCloseTo((float) (-RATE * (lamb ? 1 : 3)), within(1e-6f));
        assertThat(moved[1]).isCloseTo((float) (RATE * (lamb ? 1 : 4)), within(1e-6f));
    }

    /** The decay works on, and nothing is divided by 0. */
    @ParameterizedTest
    @MethodSource("rules")
    void gradientsOfZeroLeaveNumbers(UpdateRule rule) {
        float[] moved = stepped(rule, Shape.of(1, 2), new float[] {2f, -1f}, new float[2]);
        double ratio = rule.decay() == 0 ? 0 : rule instanceof Lars lars ? lars.trust() : 1;
        assertThat(moved[0]).isCloseTo((float) (2 * (1 - RATE * ratio)), within(1e-6f));
        assertThat(moved[1]).isCloseTo((float) -(1 - RATE * ratio), within(1e-6f));
        assertThat(stepped(rule, Shape.of(1, 2), new float[2], new float[2])).containsExactly(0f, 0f);
    }

    /** {@code ‖θ‖ = 5}, {@code ‖g‖ = 13}: the first step is as long as η times the weights. */
    @Test
    void larsStepsAreAsLongAsTheTrustedShareOfTheWeights() {
        Lars rule = Lars.paper().withTrust(0.5).withL2(0);
        float[] moved = stepped(rule, Shape.of(1, 2), new float[] {3f, 4f}, new float[] {5f, 12f});
        assertThat(moved[0]).isCloseTo((float) (3 - RATE * 0.5 * 5 * 5 / 13), within(1e-6f));
        assertThat(moved[1]).isCloseTo((float) (4 - RATE * 0.5 * 5 * 12 / 13), within(1e-6f));
    }

    /** Gradient and decay that point in opposite directions: {@code ‖g‖ + λ·‖θ‖ = 6}, {@code ‖g + λ·θ‖ = 4}. */
    @Test
    void theDialectsOfLarsDivideByDifferentNorms() {
        float[] weights = {2f, 0f};
        float[] gradient = {-5f, 0f};
        Lars paper = Lars.paper().withTrust(1).withL2(0.5);
        assertThat(stepped(paper, Shape.of(1, 2), weights, gradient)[0])
                .isCloseTo((float) (2 + RATE * 2 / 6 * 4), within(1e-6f));
        Lars optax = Lars.optax().withTrust(1).withL2(0.5);
        assertThat(stepped(optax, Shape.of(1, 2), weights, gradient)[0])
                .isCloseTo((float) (2 + RATE * 2 / 4 * 4), within(1e-6f));
    }

    /** The corrected first step of Adam is ±1 in each of the two elements, so {@code ‖u‖ = √2}. */
    @Test
    void lambStepsAreAsLongAsTheWeightsUpToTheBound() {
        Lamb rule = Lamb.optax().withEps(1e-12);
        float[] weights = {3f, 4f};
        float[] gradient = {0.1f, -7f};
        float[] moved = stepped(rule, Shape.of(1, 2), weights, gradient);
        assertThat(moved[0]).isCloseTo((float) (3 - RATE * 5 / Math.sqrt(2)), within(2e-6f));
        assertThat(moved[1]).isCloseTo((float) (4 + RATE * 5 / Math.sqrt(2)), within(2e-6f));
        float[] bounded = stepped(rule.withMaxRatio(1), Shape.of(1, 2), weights, gradient);
        assertThat(bounded[0]).isCloseTo((float) (3 - RATE), within(1e-6f));
        assertThat(bounded[1]).isCloseTo((float) (4 + RATE), within(1e-6f));
    }

    @Test
    void biasesHaveARatioOfOneUnlessAllAdapt() {
        float[] weights = {3f, 4f};
        float[] gradient = {1f, -1f};
        Shape bias = Shape.of(2);
        Lamb lamb = Lamb.defaults().withWeightDecay(0);
        assertThat(stepped(lamb, bias, weights, gradient)[0]).isCloseTo((float) (3 - RATE), within(1e-5f));
        assertThat(stepped(lamb.withAdaptAll(true), bias, weights, gradient)[0])
                .isCloseTo((float) (3 - RATE * 5 / Math.sqrt(2)), within(1e-5f));
        Lars lars = Lars.defaults().withL2(0).withTrust(0.5);
        assertThat(stepped(lars, bias, weights, gradient)[0]).isEqualTo((float) (3 - RATE));
        assertThat(stepped(lars.withAdaptAll(true), bias, weights, gradient)[0])
                .isCloseTo((float) (3 - RATE * 0.5 * 5 / Math.sqrt(2)), within(1e-6f));
    }

    /** In float these squares would be infinite, or 0. */
    @ParameterizedTest
    @MethodSource("rules")
    void c23NormsDoNotOverflowOrVanish(UpdateRule rule) {
        for (float size : new float[] {1e30f, 1e-30f}) {
            float[] weights = {3 * size, 4 * size};
            float slope = (float) Math.sqrt(size);
            float[] moved = stepped(rule, Shape.of(1, 2), weights, new float[] {slope, -slope});
            assertThat(moved[0]).isFinite().isLessThan(weights[0]);
        }
    }
}
