package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Sparsity;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class ProximalL1Test {
    /** A regression on twelve features of which three matter. */
    private static Weights trained(UpdateRule inner, double rate, boolean proximal) {
        SplittableRandom random = new SplittableRandom(5);
        Tensor x = Weights.filled(Shape.of(64, 12), random);
        float[] truth = new float[12];
        truth[1] = 2;
        truth[4] = -1;
        truth[9] = 0.5f;
        Tensor y = x.matmul(Tensor.of(Shape.of(12, 1), truth));
        Weights model = new Weights();
        Parameter w = model.add("w", Weights.filled(Shape.of(12, 1), random));
        model.add("b", Tensor.zeros(1));
        UpdateRule rule = proximal ? ProximalL1.of(inner, 0.02) : inner;
        Optimizer optimizer = Optimizer.of(model, rule, Schedule.cosine(rate, 500));
        for (int step = 0; step < 500; step++) {
            optimizer.step(again -> {
                Tensor error = x.matmul(w.value()).sub(y).square().mean();
                Tensor penalty = w.value().abs().sum().mul(0.02f);
                return proximal ? error : error.add(penalty);
            });
        }
        return model;
    }

    @Test
    void c34TheProximalStepGivesExactZerosWhereThePenaltyInTheLossDoesNot() {
        Adam adam = Adam.defaults();
        assertThat(zeros(trained(adam, 0.02, false))).isZero();
        assertThat(zeros(trained(Sgd.defaults(), 0.3, false))).isZero();
        assertThat(zeros(trained(adam, 0.02, true))).isPositive();
        Weights model = trained(Sgd.defaults(), 0.3, true);
        Sparsity proximal = Sparsity.of(model.parameters());
        assertThat(proximal.rows().get(0)).isEqualTo(new Sparsity.Row("w", 9, 12));
        float[] w = model.values("w");
        assertThat(new float[] {w[1], w[4], w[9]}).doesNotContain(0f);
        assertThat(proximal.toString())
                .isEqualTo(String.join(
                        System.lineSeparator(),
                        "w: 9 of 12 are zero (75.0 %)",
                        "b: 1 of 1 are zero (100.0 %)",
                        "all: 10 of 13 are zero (76.9 %)"));
        assertThat(proximal.fraction()).isEqualTo(10.0 / 13);
    }

    private static long zeros(Weights model) {
        return Sparsity.of(model.parameters()).rows().get(0).zeros();
    }

    @Test
    void theSparsityOfNothingIsZero() {
        assertThat(Sparsity.of(new Weights().parameters()).fraction()).isZero();
    }

    @Test
    void theThresholdIsRateTimesLambdaAndZerosArePositive() {
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.of(Shape.of(1, 6), 1f, -1f, 0.25f, -0.25f, 0.1f, -0f));
        Parameter b = model.add("b", Tensor.of(0.1f));
        Optimizer optimizer = Optimizer.of(model, ProximalL1.of(Sgd.defaults(), 0.5), Schedule.constant(0.5));
        optimizer.step(
                Weights.loss(w, 0f, 0f, 0f, 0f, 0f, 0f).add(Weights.loss(b, 0f)).backward());
        assertThat(w.value().toArray()).containsExactly(0.75f, -0.75f, 0f, 0f, 0f, 0f);
        assertThat(b.value().item()).as("vectors stay by default").isEqualTo(0.1f);
        Optimizer both =
                Optimizer.of(model, ProximalL1.of(Sgd.defaults(), 0.5).withVectorsToo(true), Schedule.constant(0.5));
        both.step(Weights.gradients(b, 0f));
        assertThat(b.value().item()).isZero();
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> ProximalL1.of(Sgd.defaults(), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ProximalL1: lambda = -1.0 is not accepted; it must lie in [0, infinity)");
        assertThatThrownBy(() -> ProximalL1.of(Sgd.defaults(), Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
