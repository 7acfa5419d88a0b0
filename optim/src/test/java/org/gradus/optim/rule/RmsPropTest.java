package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gradus.core.Shape;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class RmsPropTest {
    /** After one gradient of 1: v = 0.1 for α = 0.9. */
    @Test
    void c10EpsilonStandsOutsideTheRootInPyTorchAndInsideItElsewhere() {
        RmsProp outside = RmsProp.defaults().withAlpha(0.9).withEps(0.25);
        assertThat(OneWeight.after(outside, 0.5, 1)).isCloseTo(1 - 0.5 / (Math.sqrt(0.1) + 0.25), within(1e-7));
        for (RmsProp inside : new RmsProp[] {RmsProp.keras(), RmsProp.optax()}) {
            assertThat(OneWeight.after(inside.withEps(0.25), 0.5, 1))
                    .isCloseTo(1 - 0.5 / Math.sqrt(0.1 + 0.25), within(1e-7));
        }
    }

    /** EfficientNet's 1e−3: a gradient of 0.01 moves the weight seven times as far with ε outside. */
    @Test
    void c10ALargeEpsilonDoesNotCarryOver() {
        RmsProp outside = RmsProp.defaults().withAlpha(0.9).withEps(1e-3);
        double far = 1 - OneWeight.after(outside, 0.01, 0.01);
        double near = 1 - OneWeight.after(RmsProp.keras().withEps(1e-3), 0.01, 0.01);
        assertThat(far).isCloseTo(0.01 * 0.01 / (Math.sqrt(1e-5) + 1e-3), within(1e-7));
        assertThat(near).isCloseTo(0.01 * 0.01 / Math.sqrt(1e-5 + 1e-3), within(1e-7));
        assertThat(far / near).isGreaterThan(7);
    }

    /** v = 0.9·1 + 0.1·0.25 from 1, and 0.1·0.25 from 0. */
    @Test
    void c10TheMeanSquareStartsAt1InTensorFlow() {
        assertThat(OneWeight.after(RmsProp.tensorFlow(), 0.5, 0.5))
                .isCloseTo(1 - 0.25 / Math.sqrt(0.925), within(1e-7));
        assertThat(OneWeight.after(RmsProp.optax(), 0.5, 0.5)).isCloseTo(1 - 0.25 / Math.sqrt(0.025), within(1e-6));
    }

    /** With α = 0 every gradient counts as its sign, and a rate of 0 shows what the buffer holds. */
    @Test
    void c10TheRateStandsOutsideTheBufferInPyTorchAndInsideItElsewhere() {
        Schedule thenNothing = step -> step == 0 ? 0.25 : 0;
        RmsProp outside = RmsProp.defaults().withAlpha(0).withMomentum(0.5);
        assertThat(OneWeight.after(outside, thenNothing, 2, 2)).isCloseTo(0.75, within(1e-6));
        for (RmsProp inside : new RmsProp[] {RmsProp.keras(), RmsProp.optax(), RmsProp.tensorFlow()}) {
            assertThat(OneWeight.after(inside.withAlpha(0).withMomentum(0.5), thenNothing, 2, 2))
                    .isCloseTo(0.75 - 0.5 * 0.25, within(1e-6));
        }
    }

    /** {@code E[g²] − E[g]² = (1 − αᵗ)·αᵗ·g²}: the difference itself, taken in float, becomes negative, and its root NaN. */
    @Test
    void c11AConstantGradientNear1e4KeepsItsVarianceAndNeverBelowZero() {
        float g = 10_123.4f;
        OneWeight one = new OneWeight(RmsProp.defaults().withCentered(true), Schedule.constant(1e-6));
        float square = 0;
        float mean = 0;
        float least = 0;
        for (int t = 1; t <= 3_000; t++) {
            double weight = one.step(g);
            assertThat(Double.isFinite(weight)).as("weight at %d", t).isTrue();
            double variance = one.slot("v");
            assertThat(variance).as("variance at %d", t).isNotNegative();
            if (t <= 1_000) {
                double power = Math.pow(0.99, t);
                double exact = (1 - power) * power * g * g;
                assertThat(variance).as("variance at %d", t).isCloseTo(exact, within(1e-4 * exact));
            }
            square = 0.99f * square + 0.01f * g * g;
            mean = 0.99f * mean + 0.01f * g;
            least = Math.min(least, square - mean * mean);
        }
        assertThat(least).isNegative();
    }

    @Test
    void keepsOnlyWhatItNeeds() {
        Shape shape = Shape.of(2);
        RmsProp rule = RmsProp.tensorFlow();
        assertThat(rule.slots(shape).tensors()).containsExactly(new Slot("v", shape, 1f));
        assertThat(rule.withCentered(true).withMomentum(0.5).slots(shape).tensors())
                .containsExactly(new Slot("v", shape, 1f), new Slot("m", shape, 0f), new Slot("momentum", shape, 0f));
    }

    /**
     * {@code torch.optim.RMSprop}: alpha=0.99, eps=1e-8, momentum=0, centered=False. {@code keras.optimizers.RMSprop}:
     * rho=0.9, epsilon=1e-7. {@code optax.rmsprop}: decay=0.9, eps=1e-8, eps_in_sqrt=True, initial_scale=0.
     * {@code tf.compat.v1.train.RMSPropOptimizer}: decay=0.9, epsilon=1e-10.
     */
    @Test
    void c20DefaultsAreThoseOfTheCitedFrameworks() {
        EpsilonPlace in = EpsilonPlace.INSIDE;
        MomentumForm rate = MomentumForm.RATE_INSIDE;
        assertThat(RmsProp.defaults())
                .isEqualTo(new RmsProp(0.99, 1e-8, 0, false, 0, 0, EpsilonPlace.OUTSIDE, MomentumForm.RATE_OUTSIDE));
        assertThat(RmsProp.keras()).isEqualTo(new RmsProp(0.9, 1e-7, 0, false, 0, 0, in, rate));
        assertThat(RmsProp.optax()).isEqualTo(new RmsProp(0.9, 1e-8, 0, false, 0, 0, in, rate));
        assertThat(RmsProp.tensorFlow()).isEqualTo(new RmsProp(0.9, 1e-10, 0, false, 0, 1, in, rate));
        assertThat(RmsProp.tensorFlow()
                        .withAlpha(0.5)
                        .withEps(2)
                        .withMomentum(0.25)
                        .withCentered(true)
                        .withL2(3))
                .isEqualTo(new RmsProp(0.5, 2, 0.25, true, 3, 1, in, rate));
    }
}
