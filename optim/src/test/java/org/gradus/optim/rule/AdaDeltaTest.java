package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdaDeltaTest {
    /** The first step is {@code lr·√ε/√((1 − ρ)·g² + ε)·g}: the paper's at a rate of 1, a thousandth at Keras's 1e−3. */
    @Test
    void c12TheRateIs1OnPaperAndKerasAsksForAThousandth() {
        double paper = 1 - OneWeight.after(AdaDelta.paper(), 1, 1);
        assertThat(paper).isCloseTo(1e-3 / Math.sqrt(0.05 + 1e-6), within(1e-7));
        OneWeight keras = new OneWeight(AdaDelta.keras(), step -> 1e-3);
        double moved = 1;
        for (int step = 0; step < 100; step++) {
            moved = keras.step(1);
        }
        assertThat(1 - moved).isLessThan(paper / 10);
    }

    @Test
    void c12KerasHasAnEpsilonOfItsOwn() {
        assertThat(1 - OneWeight.after(AdaDelta.keras(), 1, 1))
                .isCloseTo(Math.sqrt(1e-7) / Math.sqrt(0.05 + 1e-7), within(1e-7));
    }

    /**
     * {@code torch.optim.Adadelta} and {@code optax.adadelta}: rho=0.9, eps=1e-6. {@code keras.optimizers.Adadelta}:
     * rho=0.95, epsilon=1e-7. The paper's Section 4.1: ρ = 0.95, ε = 1e−6.
     */
    @Test
    void c20DefaultsAreThoseOfTheCitedFrameworks() {
        assertThat(AdaDelta.defaults()).isEqualTo(new AdaDelta(0.9, 1e-6, 0));
        assertThat(AdaDelta.keras()).isEqualTo(new AdaDelta(0.95, 1e-7, 0));
        assertThat(AdaDelta.paper()).isEqualTo(new AdaDelta(0.95, 1e-6, 0));
        assertThat(AdaDelta.paper().withRho(0.5).withEps(1).withL2(2)).isEqualTo(new AdaDelta(0.5, 1, 2));
    }
}
