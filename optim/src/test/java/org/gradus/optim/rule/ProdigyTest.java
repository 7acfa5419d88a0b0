package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class ProdigyTest {
    private static final double FREE = Double.POSITIVE_INFINITY;

    @Test
    void defaultsAreThoseOfTheAuthorsCode() {
        assertThat(Prodigy.defaults()).isEqualTo(new Prodigy(0.9, 0.999, 1e-8, 0, false, false, false, 1e-6, 1, FREE));
    }

    @Test
    void theEstimateGrowsFromAlmostNothingToTheOrderOfTheDistance() {
        Weights model = Weights.of("w", 1f, 2f, 3f);
        Parameter w = model.get("w");
        Tensor goal = Tensor.of(4f, -2f, 3f);
        Optimizer optimizer = Optimizer.of(model, Prodigy.defaults(), Schedule.constant(1));
        for (int step = 0; step < 200; step++) {
            optimizer.step(w.value().sub(goal).square().sum().backward());
        }
        // The largest distance of an element is 4; the estimate stays below the distance of the paper's norm.
        assertThat(optimizer.state().scalar("/0/d")).isBetween(0.4, 4.0);
    }

    /** From 0 the weights are the difference from their start, which float then knows as well as any number. */
    @Test
    void fromAMillionthAndWeightsOfZeroItGoesWhereThePaperGoes() {
        besideTheOracle(0, 1e-6, 4e-6);
    }

    /** A move by a millionth is known to half an ulp of 1, 3e−8, only: the first estimates may be off by a twentieth. */
    @Test
    void fromAMillionthAndWeightsOfOneTheEstimateIsNearThePapers() {
        besideTheOracle(1, 0.05, 0.01);
    }

    /** The defaults on a quadratic, its minimum at (4, −2, 3), 200 steps from a weight's start. */
    private static void besideTheOracle(float start, double estimateWithin, double weightsWithin) {
        Weights model = Weights.of("w", start, start, start);
        Parameter w = model.get("w");
        Tensor goal = Tensor.of(4f, -2f, 3f);
        Tensor curvature = Tensor.of(1f, 3f, 0.5f);
        Optimizer optimizer = Optimizer.of(model, Prodigy.defaults(), Schedule.constant(1));
        ProdigyOracle oracle = new ProdigyOracle(new int[][] {{3}}, Prodigy.defaults());
        double[][] should = {{start, start, start}};
        for (int step = 0; step < 200; step++) {
            optimizer.step(w.value().sub(goal).square().mul(curvature).sum().backward());
            double[] gradient = new double[3];
            for (int i = 0; i < 3; i++) {
                gradient[i] = 2 * curvature.at(i) * (should[0][i] - goal.at(i));
            }
            oracle.step(1, should, gradient);
            assertThat(optimizer.state().scalar("/0/d") / oracle.estimate())
                    .as("step %d", step)
                    .isCloseTo(1, offset(estimateWithin));
        }
        assertThat(oracle.estimate()).isGreaterThan(1);
        Closeness.norm(w, should[0], weightsWithin);
    }

    @Test
    void onceItHasLeftItsStartTheEstimateGrowsNoFasterThanAsked() {
        Weights model = Weights.of("w", 1f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, Prodigy.defaults().withDistance(0.01, 1, 1.25), Schedule.constant(1));
        double before = 0.01;
        boolean grew = false;
        for (int step = 0; step < 30; step++) {
            optimizer.step(w.value().sub(100f).square().sum().backward());
            double after = optimizer.state().scalar("/0/d");
            if (before > 0.01) {
                assertThat(after).isBetween(before, before * 1.25 + 1e-15);
            }
            grew |= Math.abs(after - before * 1.25) < 1e-12 && step > 3;
            before = after;
        }
        assertThat(grew).isTrue();
    }

    @Test
    void nothingIsLearntAtARateOfZeroOrFromZeros() {
        Weights model = Weights.of("w", 1f);
        Parameter w = model.get("w");
        Prodigy rule = Prodigy.defaults().withWeightDecay(1);
        Optimizer optimizer = Optimizer.of(model, rule, step -> step == 0 ? 0 : 1);
        optimizer.step(Weights.gradients(w, 5f));
        optimizer.step(Weights.gradients(w, 0f));
        assertThat(w.value().item()).isEqualTo(1f);
        assertThat(optimizer.state().scalars()).containsEntry("/0/count", 0.0).containsEntry("/0/d", 1e-6);
        assertThat(optimizer.state().tensor("w/m").item()).isZero();
    }

    @Test
    void theSafeguardLeavesTheRateOutOfTheDenominator() {
        double[] length = new double[2];
        for (int i = 0; i < 2; i++) {
            Weights model = Weights.of("w", 1f);
            Prodigy rule = Prodigy.defaults().withDistance(0.5, 1, FREE).withSafeguardWarmUp(i == 1);
            Optimizer optimizer = Optimizer.of(model, rule, Schedule.constant(0.125));
            optimizer.step(Weights.gradients(model.get("w"), 1f));
            length[i] = optimizer.state().tensor("w/s").item();
        }
        assertThat(length).containsExactly(new double[] {0.0625, 0.5}, offset(1e-9));
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        Prodigy rule = Prodigy.defaults();
        assertThatThrownBy(() -> rule.withBetas(1, 0.9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Prodigy: beta1 = 1.0 is not accepted; it must lie in [0, 1)");
        assertThatThrownBy(() -> rule.withBetas(0.9, 0))
                .hasMessage("Prodigy: beta2 = 0.0 is not accepted; it must lie in (0, infinity)");
        assertThatThrownBy(() -> rule.withEps(0)).hasMessageStartingWith("Prodigy: eps = 0.0 is not accepted");
        assertThatThrownBy(() -> rule.withWeightDecay(-0.1))
                .hasMessage("Prodigy: weightDecay = -0.1 is not accepted; it must lie in [0, infinity)");
        assertThatThrownBy(() -> rule.withDistance(0, 1, 2))
                .hasMessage("Prodigy: d0 = 0.0 is not accepted; it must lie in (0, infinity)");
        assertThatThrownBy(() -> rule.withDistance(1, Double.NaN, 2))
                .hasMessage("Prodigy: coefficient = NaN is not accepted; it must lie in (0, infinity)");
        assertThatThrownBy(() -> rule.withDistance(1, 1, 1))
                .hasMessage("Prodigy: growth = 1.0 is not accepted; it must lie in (1, infinity]");
        assertThatThrownBy(() -> rule.withDistance(1, 1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
