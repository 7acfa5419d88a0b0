package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdaMaxTest {
    /** Inside, ε decays with the maximum that it made; outside, it is added anew: the second gradient shows it. */
    @Test
    void epsilonStandsInsideTheMaximumInPyTorchAndOutsideItInKeras() {
        double first = 1 - 0.5 / 1.5;
        double second = 0.5 * (0.9 * 0.1 - 0.1 * 0.35) / (1 - 0.81);
        assertThat(OneWeight.after(AdaMax.defaults().withEps(0.5), 0.5, 1, -0.35))
                .isCloseTo(first - second / (0.999 * 1.5), within(1e-6));
        assertThat(OneWeight.after(AdaMax.keras().withEps(0.5), 0.5, 1, -0.35))
                .isCloseTo(first - second / (0.999 + 0.5), within(1e-6));
    }

    /** The paper divides 0 by 0 here. */
    @Test
    void gradientsOfZeroLeaveTheWeight() {
        assertThat(OneWeight.after(AdaMax.defaults(), 0.5, 0, 0)).isEqualTo(1);
        assertThat(OneWeight.after(AdaMax.keras(), 0.5, 0, 0)).isEqualTo(1);
    }

    /**
     * {@code torch.optim.Adamax} and {@code optax.adamax}: betas=(0.9, 0.999), eps=1e-8. {@code keras.optimizers.Adamax}:
     * beta_1=0.9, beta_2=0.999, epsilon=1e-7.
     */
    @Test
    void c20DefaultsAreThoseOfTheCitedFrameworks() {
        assertThat(AdaMax.defaults()).isEqualTo(new AdaMax(0.9, 0.999, 1e-8, 0, EpsilonPlace.INSIDE));
        assertThat(AdaMax.keras()).isEqualTo(new AdaMax(0.9, 0.999, 1e-7, 0, EpsilonPlace.OUTSIDE));
        assertThat(AdaMax.keras().withBetas(0.5, 0.25).withEps(1).withL2(2))
                .isEqualTo(new AdaMax(0.5, 0.25, 1, 2, EpsilonPlace.OUTSIDE));
    }
}
