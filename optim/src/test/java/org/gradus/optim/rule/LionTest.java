package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradus.core.Parameter;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class LionTest {
    private static final double RATE = 0.125;

    /**
     * After a gradient of 1 the momentum is 0.5. A gradient of −1.5 then makes {@code 0.75·0.5 − 0.25·1.5 = 0}: no step. Had the
     * state moved first, by β2, to −0.5, the mixture would be −0.75 and the weight would grow.
     */
    @Test
    void c17TheUpdateMixesByBeta1BeforeTheStateMovesByBeta2() {
        OneWeight one = new OneWeight(Lion.defaults().withBetas(0.75, 0.5), Schedule.constant(RATE));
        assertThat(one.step(1)).isEqualTo(1 - RATE);
        assertThat(one.slot("m")).isEqualTo(0.5);
        assertThat(one.step(-1.5)).isEqualTo(1 - RATE);
        assertThat(one.slot("m")).isEqualTo(-0.5);
        assertThat(one.step(0)).isEqualTo(1);
        assertThat(one.slot("m")).isEqualTo(-0.25);
    }

    @Test
    void c17TheSignOfZeroIsZero() {
        Weights model = Weights.of("w", 1f, -1f, 0f, 2f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, Lion.defaults(), Schedule.constant(RATE));
        optimizer.step(Weights.gradients(w, 0f, -0f, 0f, Float.MIN_NORMAL));
        assertThat(w.value().toArray()).containsExactly(1f, -1f, 0f, 2f - 0.125f);
    }

    @Test
    void theSizeOfTheGradientDoesNotMatter() {
        for (double size : new double[] {1e-30, 1e-3, 1, 1e30}) {
            assertThat(OneWeight.after(Lion.defaults(), RATE, size)).isEqualTo(1 - RATE);
            assertThat(OneWeight.after(Lion.defaults(), RATE, -size)).isEqualTo(1 + RATE);
        }
    }

    @Test
    void theDecayIsRateTimesLambda() {
        Lion rule = Lion.defaults().withWeightDecay(0.5);
        assertThat(OneWeight.after(rule, RATE, 1)).isEqualTo(1 - RATE - RATE * 0.5);
        assertThat(OneWeight.after(rule, RATE, 0)).isEqualTo(1 - RATE * 0.5);
    }
}
