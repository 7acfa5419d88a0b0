package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class RpropTest {
    private static final Rprop RULE = new Rprop(0.5, 2, 0.0625, 0.5);

    /** Lengths 0.125, 0.25; the change of sign halves it and moves nothing; then one step of that length, then a longer one. */
    @Test
    void theLengthGrowsWhileTheSignStaysAndAChangeOfSignWaitsOneStep() {
        OneWeight one = new OneWeight(RULE, Schedule.constant(0.125));
        assertThat(one.step(3)).isEqualTo(1 - 0.125);
        assertThat(one.step(1e-3)).isEqualTo(1 - 0.375);
        assertThat(one.step(-7)).isEqualTo(1 - 0.375);
        assertThat(one.slot("length")).isEqualTo(0.125);
        assertThat(one.step(-7)).isEqualTo(1 - 0.375 + 0.125);
        assertThat(one.step(-7)).isEqualTo(1 - 0.375 + 0.375);
        assertThat(one.step(0)).isEqualTo(1);
        assertThat(one.slot("length")).isEqualTo(0.25);
    }

    @Test
    void theLengthStaysWithinItsBounds() {
        OneWeight one = new OneWeight(RULE, Schedule.constant(0.125));
        for (int step = 0; step < 10; step++) {
            one.step(1);
        }
        assertThat(one.slot("length")).isEqualTo(0.5);
        for (int step = 0; step < 20; step++) {
            one.step(step % 2 == 0 ? -1 : 1);
        }
        assertThat(one.slot("length")).isEqualTo(0.0625);
    }

    /** As in PyTorch: a schedule has no say after the first step. */
    @Test
    void theRateIsTheFirstLengthOnly() {
        Schedule falling = step -> step == 0 ? 0.125 : 0;
        assertThat(OneWeight.after(RULE, falling, 1, 1, 1))
                .isEqualTo(OneWeight.after(RULE, Schedule.constant(0.125), 1, 1, 1))
                .isEqualTo(1 - 0.125 - 0.25 - 0.5);
    }

    /** The product of two gradients of 1e−30 is 0 in float; their signs still agree. */
    @Test
    void tinyGradientsHaveSignsToo() {
        assertThat(OneWeight.after(RULE, 0.125, 1e-30, 1e-30)).isEqualTo(1 - 0.375);
        assertThat(OneWeight.after(RULE, 0.125, Float.MIN_VALUE, -Float.MIN_VALUE, -1))
                .isCloseTo(1 - 0.125 + 0.0625, within(0.0));
    }

    /** {@code torch.optim.Rprop}: etas=(0.5, 1.2), step_sizes=(1e-6, 50), as in the paper's Section 4. */
    @Test
    void c20DefaultsArePyTorchs() {
        assertThat(Rprop.defaults()).isEqualTo(new Rprop(0.5, 1.2, 1e-6, 50));
        assertThat(Rprop.defaults().withEtas(0.25, 3).withSteps(1, 2)).isEqualTo(new Rprop(0.25, 3, 1, 2));
    }
}
