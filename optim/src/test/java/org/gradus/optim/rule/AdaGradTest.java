package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdaGradTest {
    /** From 0 the first step is the rate, whatever the gradient; from 0.1 a small gradient makes a small one. */
    @Test
    void c12TheSumStartsAt0InPyTorchAndAtATenthInKeras() {
        assertThat(OneWeight.after(AdaGrad.defaults(), 0.25, 1e-3)).isCloseTo(0.75, within(1e-6));
        assertThat(OneWeight.after(AdaGrad.keras(), 0.25, 1e-3))
                .isCloseTo(1 - 0.25e-3 / Math.sqrt(0.1 + 1e-6 + 1e-7), within(1e-7));
    }

    @Test
    void c12EpsilonStandsOutsideTheRootInPyTorchAndInsideItInKeras() {
        AdaGrad outside = AdaGrad.defaults().withEps(0.5).withInitial(0.1);
        assertThat(OneWeight.after(outside, 0.25, 2)).isCloseTo(1 - 0.5 / (Math.sqrt(4.1) + 0.5), within(1e-7));
        AdaGrad inside = AdaGrad.keras().withEps(0.5);
        assertThat(OneWeight.after(inside, 0.25, 2)).isCloseTo(1 - 0.5 / Math.sqrt(4.6), within(1e-7));
    }

    /** {@code lr/(1 + (t − 1)·κ)}: the first step has the whole rate. */
    @Test
    void theRateFallsWithTheParametersOwnSteps() {
        AdaGrad rule = AdaGrad.defaults().withRateDecay(1);
        double second = 0.25 / 2 / Math.sqrt(2);
        assertThat(OneWeight.after(rule, 0.25, 1, 1)).isCloseTo(0.75 - second, within(1e-6));
    }

    /**
     * {@code torch.optim.Adagrad}: lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10.
     * {@code keras.optimizers.Adagrad} and {@code optax.adagrad}: initial_accumulator_value=0.1, epsilon=1e-7.
     */
    @Test
    void c20DefaultsAreThoseOfTheCitedFrameworks() {
        assertThat(AdaGrad.defaults()).isEqualTo(new AdaGrad(1e-10, 0, 0, 0, EpsilonPlace.OUTSIDE));
        assertThat(AdaGrad.keras()).isEqualTo(new AdaGrad(1e-7, 0.1, 0, 0, EpsilonPlace.INSIDE));
        assertThat(AdaGrad.keras().withEps(1).withInitial(2).withRateDecay(3).withL2(4))
                .isEqualTo(new AdaGrad(1, 2, 3, 4, EpsilonPlace.INSIDE));
    }
}
