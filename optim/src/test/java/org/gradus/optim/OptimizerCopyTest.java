package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class OptimizerCopyTest {
    private final Weights model = Weights.of("w", 1f, 2f);
    private final Parameter w = model.get("w");
    private final Optimizer original = Optimizer.of(
            model,
            Adam.defaults(),
            Schedule.constant(0.5),
            OptimizerOptions.defaults().withTransform((step, g) -> g.times(step + 1)));

    private void steps(Optimizer optimizer, int n) {
        for (int i = 0; i < n; i++) {
            optimizer.step(again -> w.value().square().sum());
        }
    }

    @Test
    void aCopyGoesOnAsTheOriginalWouldUnderItsOwnSchedule() {
        steps(original, 3);
        Tensor from = Tensor.of(w.value().toArray());
        OptimizerState before = original.state();
        Optimizer same = original.copy(Schedule.constant(0.5), NonFinite.THROW);
        assertThat(same.steps()).isEqualTo(3);
        steps(same, 4);
        float[] byCopy = w.value().toArray();
        Same.bits(original.state(), before);
        w.assign(from);
        steps(original, 4);
        assertThat(w.value().toArray()).containsExactly(byCopy);
        Same.bits(same.state(), original.state());
        assertThat(original.copy(step -> step, NonFinite.SKIP).rate()).isEqualTo(7);
    }

    @Test
    void aCopyTreatsGradientsThatAreNotFiniteItsOwnWay() {
        Optimizer strict = original.copy(Schedule.constant(1), NonFinite.THROW);
        assertThat(original.step(Weights.gradients(w, Float.NaN, 1f)).applied()).isFalse();
        assertThatThrownBy(() -> strict.step(Weights.gradients(w, Float.NaN, 1f)))
                .isInstanceOf(ArithmeticException.class);
        assertThat(original.parameters()).containsExactly(w);
        assertThat(strict.parameters()).containsExactly(w);
    }

    @Test
    void thereIsNoCopyWithinEvaluate() {
        assertThatThrownBy(() -> original.evaluate(() -> original.copy(Schedule.constant(1), NonFinite.SKIP)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside evaluate()");
    }
}
