package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.gradus.testkit.TensorAssert.assertThat;

import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class ScheduleFreeTest {
    @Test
    void defaultsAreThoseOfTheAuthorsCode() {
        assertThat(ScheduleFreeSgd.defaults()).isEqualTo(new ScheduleFreeSgd(0.9, 0, 0, 0, 2, false));
        assertThat(ScheduleFreeAdamW.defaults()).isEqualTo(new ScheduleFreeAdamW(0.9, 0.999, 1e-8, 0, 0, 0, 2, false));
    }

    @Test
    void atAConstantRateTheWeightsForUseAreTheMeanOfTheSequenceThatDescends() {
        Weights model = Weights.of("w", 1f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, ScheduleFreeSgd.defaults(), Schedule.constant(0.5));
        double z = 1;
        double sum = 0;
        double[] gradients = {1, -2, 0.5, 3};
        for (int step = 0; step < gradients.length; step++) {
            optimizer.step(Weights.gradients(w, (float) gradients[step]));
            z -= 0.5 * gradients[step];
            sum += z;
            double mean = sum / (step + 1);
            float used = optimizer.evaluate(() -> w.value().item());
            assertThat((double) used).isCloseTo(mean, offset(1e-6));
            assertThat((double) w.value().item()).isCloseTo(0.1 * z + 0.9 * mean, offset(1e-6));
        }
    }

    @Test
    void duringTheWarmUpTheRateRisesAndEarlyStepsWeighLess() {
        Weights model = Weights.of("w", 0f);
        Parameter w = model.get("w");
        ScheduleFreeSgd rule = ScheduleFreeSgd.defaults().withWarmUp(4);
        Optimizer optimizer = Optimizer.of(model, rule, Schedule.constant(1));
        for (int step = 0; step < 5; step++) {
            optimizer.step(Weights.gradients(w, -1f));
        }
        // z rises by 1/4, 2/4, 3/4, 1, 1 and weighs the square of that.
        double[] z = {0.25, 0.75, 1.5, 2.5, 3.5};
        double mean = (z[0] / 16 + z[1] / 4 + z[2] * 9 / 16 + z[3] + z[4]) / (1.0 / 16 + 1.0 / 4 + 9.0 / 16 + 2);
        assertThat((double) optimizer.evaluate(() -> w.value().item())).isCloseTo(mean, offset(1e-6));
        assertThat(optimizer.state().scalars())
                .containsEntry("w/weights", 2.875)
                .containsEntry("w/peak", 1.0);
    }

    @Test
    void c18WhatIsSavedGoesOnWithTheSameWeightsForUseAndForTraining() {
        Weights model = Weights.of("w", 1f, 2f);
        Optimizer optimizer = trained(model, 3);
        Weights other = Weights.of("w", 0f, 0f);
        Optimizer resumed = Optimizer.of(other, ScheduleFreeAdamW.defaults(), Schedule.constant(0.125));
        other.load(model.state());
        resumed.load(optimizer.state());
        Tensor used = optimizer.evaluate(() -> Tensor.of(model.values("w")));
        assertThat(resumed.evaluate(() -> Tensor.of(other.values("w")))).hasBitsOf(used);
        assertThat(used.toArray()).isNotEqualTo(model.values("w"));
    }

    private static Optimizer trained(Weights model, int steps) {
        Optimizer optimizer = Optimizer.of(model, ScheduleFreeAdamW.defaults(), Schedule.constant(0.125));
        for (int step = 0; step < steps; step++) {
            optimizer.step(model.get("w").value().square().sum().backward());
        }
        return optimizer;
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        ScheduleFreeSgd sgd = ScheduleFreeSgd.defaults();
        assertThatThrownBy(() -> sgd.withBeta(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ScheduleFreeSgd: beta = 0.0 is not accepted; it must lie in (0, infinity)");
        assertThatThrownBy(() -> sgd.withBeta(1))
                .hasMessage("ScheduleFreeSgd: beta = 1.0 is not accepted; it must lie in [0, 1)");
        assertThatThrownBy(() -> sgd.withWarmUp(-1))
                .hasMessage("ScheduleFreeSgd: warmUp = -1 is not accepted; it must be at least 0");
        assertThatThrownBy(() -> sgd.withWeights(-1, 2))
                .hasMessage("ScheduleFreeSgd: r = -1.0 is not accepted; it must lie in [0, infinity)");
        assertThatThrownBy(() -> sgd.withWeights(0, Double.NaN))
                .hasMessage("ScheduleFreeSgd: weightLrPower = NaN is not accepted; it must lie in [0, infinity)");
        assertThatThrownBy(() -> sgd.withWeightDecay(Double.POSITIVE_INFINITY))
                .hasMessage("ScheduleFreeSgd: weightDecay = Infinity is not accepted; it must lie in [0, infinity)");
        ScheduleFreeAdamW adam = ScheduleFreeAdamW.defaults();
        assertThatThrownBy(() -> adam.withBetas(0.9, 1))
                .hasMessage("ScheduleFreeAdamW: beta2 = 1.0 is not accepted; it must lie in [0, 1)");
        assertThatThrownBy(() -> adam.withEps(Double.NaN))
                .hasMessageStartingWith("ScheduleFreeAdamW: eps = NaN is not accepted");
        assertThatThrownBy(() -> adam.withWeightDecay(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
