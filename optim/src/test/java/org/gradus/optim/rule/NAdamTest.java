package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gradus.core.Shape;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class NAdamTest {
    /** {@code Πμ} over t steps, which is what differs between ψ = 0.004 and ψ = 1. */
    private static double product(double psi, int steps) {
        double product = 1;
        for (int t = 1; t <= steps; t++) {
            product *= 0.9 * (1 - 0.5 * Math.pow(0.96, t * psi));
        }
        return product;
    }

    @Test
    void theMomentumGrowsSlowlyInPyTorchAndFastInKeras() {
        for (NAdam rule : new NAdam[] {NAdam.defaults(), NAdam.keras()}) {
            OneWeight one = new OneWeight(rule, Schedule.constant(0.01));
            for (int step = 0; step < 20; step++) {
                one.step(1);
            }
            assertThat(one.optimizer.state().scalars().get("w/product"))
                    .isCloseTo(product(rule.momentumDecay(), 20), within(1e-15));
        }
        assertThat(product(1, 20)).isGreaterThan(100 * product(0.004, 20));
    }

    /** A zero gradient leaves the weight decay alone: {@code θ·(1 − lr·λ)ⁿ}; the penalty goes through the quotient. */
    @Test
    void c5DecoupledDecayIsRateTimesLambdaAndL2IsNot() {
        double[] zeros = new double[10];
        NAdam rule = NAdam.defaults();
        assertThat(OneWeight.after(rule.withWeightDecay(0.5), 0.125, zeros))
                .isCloseTo(Math.pow(1 - 0.0625, 10), within(1e-6));
        assertThat(OneWeight.after(rule.withL2(0.5), 0.125, zeros)).isLessThan(0.3);
    }

    @Test
    void keepsTheProductBesideTheMoments() {
        SlotSpec spec = NAdam.defaults().slots(Shape.of(3));
        assertThat(spec.tensors()).containsExactly(new Slot("m", Shape.of(3), 0f), new Slot("v", Shape.of(3), 0f));
        assertThat(spec.scalars()).containsOnlyKeys("product").containsEntry("product", 1.0);
    }

    /**
     * {@code torch.optim.NAdam}: betas=(0.9, 0.999), eps=1e-8, weight_decay=0, momentum_decay=4e-3.
     * {@code keras.optimizers.Nadam}: epsilon=1e-7, and 0.96 to the power of the step.
     */
    @Test
    void c20DefaultsAreThoseOfTheCitedFrameworks() {
        assertThat(NAdam.defaults()).isEqualTo(new NAdam(0.9, 0.999, 1e-8, 0.004, 0, false));
        assertThat(NAdam.keras()).isEqualTo(new NAdam(0.9, 0.999, 1e-7, 1, 0, false));
        NAdam changed = NAdam.keras().withBetas(0.5, 0.25).withEps(1).withMomentumDecay(2);
        assertThat(changed.withWeightDecay(3)).isEqualTo(new NAdam(0.5, 0.25, 1, 2, 3, true));
        assertThat(changed.withWeightDecay(3).withL2(4)).isEqualTo(new NAdam(0.5, 0.25, 1, 2, 4, false));
    }
}
