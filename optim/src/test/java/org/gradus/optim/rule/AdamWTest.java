package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class AdamWTest {
    private static final double[] ZEROS = new double[10];

    /** {@code Π(1 − ηₜ·λ)} with the schedule relative to its peak: the peak itself drops out. */
    @Test
    void c4OnPaperTheScheduleAloneScalesTheDecay() {
        double expected = 1;
        for (int t = 0; t < ZEROS.length; t++) {
            expected *= 1 - 0.05 * Schedule.cosine(1, 12).at(t);
        }
        for (double peak : new double[] {1e-3, 0.1, 2}) {
            double w = OneWeight.after(AdamW.paper(0.05, peak), Schedule.cosine(peak, 12), ZEROS);
            assertThat(w).isCloseTo(expected, within(1e-6));
        }
        double coupled = OneWeight.after(AdamW.defaults().withWeightDecay(0.05), Schedule.cosine(1e-3, 12), ZEROS);
        assertThat(coupled).isGreaterThan(0.999);
    }

    /** The update is 1 to within ε, so that a step is {@code lr·(1 + λ)} with the sign of θ and {@code lr} against it. */
    @Test
    void cautiousDecaySparesAWeightThatTheUpdateMakesLarger() {
        AdamW rule = AdamW.defaults().withWeightDecay(0.5).withCautious(true);
        assertThat(OneWeight.after(rule, 0.125, 3)).isCloseTo(1 - 0.125 * 1.5, within(1e-6));
        assertThat(OneWeight.after(rule, 0.125, -3)).isCloseTo(1 + 0.125, within(1e-6));
        assertThat(OneWeight.after(rule, 0.125, 0)).isCloseTo(1 - 0.125 * 0.5, within(1e-6));
        assertThat(OneWeight.after(rule.withCautious(false), 0.125, -3)).isCloseTo(1 + 0.125 * 0.5, within(1e-6));
    }

    @Test
    void cautionGoesWithAmsGrad() {
        AdamW rule = AdamW.defaults().withWeightDecay(0.5).withAmsGrad(AmsGrad.BEFORE_CORRECTION);
        assertThat(OneWeight.after(rule.withCautious(true), 0.125, -3)).isCloseTo(1 + 0.125, within(1e-6));
        assertThat(OneWeight.after(rule, 0.125, -3)).isCloseTo(1 + 0.125 * 0.5, within(1e-6));
    }

    @Test
    void withoutDecayCautionChangesNothing() {
        AdamW rule = AdamW.defaults().withWeightDecay(0);
        double[] gradients = {1, -2, 0.5, 3};
        assertThat(OneWeight.after(rule.withCautious(true), 0.125, gradients))
                .isEqualTo(OneWeight.after(rule, 0.125, gradients));
    }

    /** {@code keras.optimizers.AdamW}: weight_decay=0.004, beta_1=0.9, beta_2=0.999, epsilon=1e-7. */
    @Test
    void c20DefaultsOfTheDialects() {
        assertThat(AdamW.keras()).isEqualTo(new AdamW(0.9, 0.999, 1e-7, 0.004, EpsilonForm.HAT, AmsGrad.OFF, false));
        assertThat(AdamW.paper(0.5, 0.25)).isEqualTo(AdamW.defaults().withWeightDecay(2));
        assertThat(AdamW.keras().withAmsGrad(AmsGrad.AFTER_CORRECTION).withCautious(true))
                .isEqualTo(new AdamW(0.9, 0.999, 1e-7, 0.004, EpsilonForm.HAT, AmsGrad.AFTER_CORRECTION, true));
    }
}
