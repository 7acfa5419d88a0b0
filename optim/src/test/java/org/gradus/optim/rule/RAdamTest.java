package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class RAdamTest {
    /** How many steps grow with the gradient; a step of Adam does not. */
    private static int undivided(RAdam rule) {
        OneWeight small = new OneWeight(rule, Schedule.constant(1e-4));
        OneWeight large = new OneWeight(rule, Schedule.constant(1e-4));
        double w = 1;
        double v = 1;
        for (int step = 0; step < 20; step++) {
            double from = w;
            double to = v;
            w = small.step(1);
            v = large.step(100);
            if ((to - v) / (from - w) < 50) {
                return step;
            }
        }
        return 20;
    }

    /** For β2 = 0.999, {@code ρ = 1999 − 2t·β2ᵗ/(1 − β2ᵗ)} grows by about 1 a step. */
    @Test
    void dividesFromTheStepOnAtWhichRhoExceedsTheThreshold() {
        for (RAdam rule : new RAdam[] {RAdam.defaults(), RAdam.optax(), RAdam.paper()}) {
            int below = 0;
            while (1999 - 2 * (below + 1) * Math.pow(0.999, below + 1) / (1 - Math.pow(0.999, below + 1))
                    <= rule.threshold()) {
                below++;
            }
            assertThat(undivided(rule)).as("%s", rule).isEqualTo(below);
        }
        assertThat(undivided(RAdam.paper())).isEqualTo(undivided(RAdam.defaults()) - 1);
    }

    /** ρ∞ = 3 at β2 = 0.5. */
    @Test
    void aShortMemoryNeverDivides() {
        assertThat(undivided(RAdam.defaults().withBetas(0.9, 0.5))).isEqualTo(20);
        assertThat(OneWeight.after(RAdam.defaults().withBetas(0, 0.5), 0.25, 1, 1))
                .isCloseTo(0.5, within(1e-6));
    }

    /** {@code torch.optim.RAdam}: betas=(0.9, 0.999), eps=1e-8; {@code optax.radam}: the same, threshold=5. */
    @Test
    void c20DefaultsAreThoseOfTheCitedFrameworks() {
        assertThat(RAdam.defaults()).isEqualTo(new RAdam(0.9, 0.999, 1e-8, 0, 5, EpsilonForm.HAT));
        assertThat(RAdam.optax()).isEqualTo(new RAdam(0.9, 0.999, 1e-8, 0, 5, EpsilonForm.PAPER));
        assertThat(RAdam.paper()).isEqualTo(new RAdam(0.9, 0.999, 1e-8, 0, 4, EpsilonForm.PAPER));
        assertThat(RAdam.paper().withBetas(0.5, 0.25).withEps(1).withL2(2))
                .isEqualTo(new RAdam(0.5, 0.25, 1, 2, 4, EpsilonForm.PAPER));
    }
}
