package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

/** What tells the descendants of Adam apart, each at a point. */
class ModernAdamsTest {
    private static final Schedule RATE = Schedule.constant(0.125);

    /** {@code ε·(1 + β2 + β2²)} after three gradients of zero. */
    @Test
    void adaBeliefAddsItsEpsilonWithinTheVarianceEachTime() {
        OneWeight one = new OneWeight(AdaBelief.defaults().withBetas(0.5, 0.5).withEps(0.25), RATE);
        for (int step = 0; step < 3; step++) {
            assertThat(one.step(0)).isEqualTo(1);
        }
        assertThat(one.slot("s")).isEqualTo(0.25 * (1 + 0.5 + 0.25));
    }

    /** A gradient that stays the same is what the momentum expects more and more. */
    @Test
    void adaBeliefTakesLargerStepsThanAdamWhenTheGradientIsAsExpected() {
        double[] same = new double[40];
        Arrays.fill(same, 0.5);
        double adam = 1 - OneWeight.after(Adam.defaults(), 0.001, same);
        double belief = 1 - OneWeight.after(AdaBelief.defaults(), 0.001, same);
        assertThat(belief).isGreaterThan(2 * adam);
    }

    /** The squares are 4, 0.25 and 1 beside a v of 1: up by half the square, down by half of it, and not at all. */
    @Test
    void yogiMovesByTheSquareAloneAndNotByTheDistance() {
        Yogi rule = Yogi.paper().withBetas(0.5, 0.5).withInitial(1);
        OneWeight up = new OneWeight(rule, RATE);
        up.step(2);
        assertThat(up.slot("v")).isEqualTo(1 + 0.5 * 4);
        OneWeight down = new OneWeight(rule, RATE);
        down.step(0.5);
        assertThat(down.slot("v")).isEqualTo(1 - 0.5 * 0.25);
        OneWeight equal = new OneWeight(rule, RATE);
        equal.step(1);
        assertThat(equal.slot("v")).isEqualTo(1);
        assertThat(equal.slot("m")).isEqualTo(0.5 * 1 + 0.5 * 1);
    }

    @Test
    void yogiKeepsNumbersWhereSquaresExceedFloat() {
        OneWeight one = new OneWeight(Yogi.paper(), RATE);
        for (double g : new double[] {1e30, -1e30, 1e30, 1}) {
            assertThat(one.step(g)).isFinite();
            assertThat(one.slot("v")).isNotNaN();
        }
    }

    /** {@code Δ = 0} at the first step; then, from 1 to 3, it is 2. */
    @Test
    void adanTakesTheChangeOfTheGradient() {
        OneWeight one = new OneWeight(Adan.defaults().withBetas(0.5, 0.5, 0.5), RATE);
        one.step(1);
        assertThat(one.slot("v")).isZero();
        assertThat(one.slot("n")).isEqualTo(0.5);
        one.step(3);
        assertThat(one.slot("v")).isEqualTo(0.5 * 2);
        assertThat(one.slot("n")).isEqualTo(0.5 * 0.5 + 0.5 * (3 + 0.5 * 2) * (3 + 0.5 * 2));
        assertThat(one.slot("g")).isEqualTo(3);
    }

    /** With a gradient of 0 only the decay is left: {@code 1/(1 + lr·λ)} or {@code 1 − lr·λ}. */
    @Test
    void adansDecayIsProximalUnlessItIsDecoupledOrCautious() {
        Adan rule = Adan.defaults().withWeightDecay(2);
        assertThat(OneWeight.after(rule, RATE, 0)).isCloseTo(1 / 1.25, within(1e-7));
        assertThat(OneWeight.after(rule.withProximal(false), RATE, 0)).isEqualTo(0.75);
        assertThat(OneWeight.after(rule.withCautious(true), RATE, 0)).isEqualTo(0.75);
    }

    /** m2 shows β3: after a gradient of 1 it is {@code 1 − β3(1)}, and gradients of 0 multiply it by β3(t); at t = T it holds. */
    @Test
    void adEmaMixLengthensItsMemoryByHalfLives() {
        AdEmaMix rule = AdEmaMix.defaults().withBetas(0.9, 0.999, 0.99).withWarmUp(10);
        OneWeight one = new OneWeight(rule, RATE);
        one.step(1);
        double slow = 1;
        for (int t = 1; t <= 12; t++) {
            double part = Math.min(1, t / 10.0);
            double halfLife = (1 - part) * Math.log(0.5) / Math.log(0.9) + part * Math.log(0.5) / Math.log(0.99);
            double beta = Math.pow(0.5, 1 / halfLife);
            slow = t == 1 ? 1 - beta : slow * beta;
            assertThat(one.slot("m2")).as("after step %d", t).isCloseTo(slow, within(1e-7));
            one.step(0);
        }
    }

    /** With no fast and no second moment in the way the step is {@code lr·(1 + α(t)·m2/g)}. */
    @Test
    void adEmaMixRaisesAlphaLinearly() {
        AdEmaMix rule = AdEmaMix.defaults().withBetas(0, 0, 0).withAlpha(8).withWarmUp(4);
        OneWeight one = new OneWeight(rule, RATE);
        double weight = 1;
        for (int t = 1; t <= 6; t++) {
            double next = one.step(1);
            assertThat(weight - next).isCloseTo(0.125 * (1 + 8 * Math.min(1, t / 4.0)), within(1e-5));
            weight = next;
        }
    }

    @Test
    void adEmaMixWithoutTheSlowMomentumIsAdamW() {
        double[] gradients = {1, -0.5, 0.25, 2, -3, 0.125};
        AdEmaMix rule = AdEmaMix.defaults().withAlpha(0).withWeightDecay(0.1);
        assertThat(OneWeight.after(rule, 0.01, gradients))
                .isCloseTo(OneWeight.after(AdamW.defaults().withWeightDecay(0.1), 0.01, gradients), within(1e-7));
    }

    @Test
    void adoptsFirstGradientOnlyStartsItsSecondMoment() {
        OneWeight one = new OneWeight(Adopt.defaults().withWeightDecay(0.5), RATE);
        assertThat(one.step(3)).isEqualTo(1);
        assertThat(one.slot("v")).isEqualTo(9);
        assertThat(one.slot("m")).isZero();
        assertThat(one.step(3)).isLessThan(1 - 0.125 * 0.5);
    }

    /** The quotient is 100; the bound is 1 at the second gradient and the fourth root of 2 at the third. */
    @Test
    void adoptClipsAtTheFourthRootOfItsSteps() {
        Adopt rule = Adopt.defaults().withBetas(0, 0);
        assertThat(OneWeight.after(rule, RATE, 1, 100)).isEqualTo(1 - 0.125);
        assertThat(OneWeight.after(rule, RATE, 1, 0, 100)).isCloseTo(1 - 0.125 * Math.pow(2, 0.25), within(1e-6));
        assertThat(OneWeight.after(rule.withClipped(false), RATE, 1, 100)).isEqualTo(1 - 0.125 * 100);
    }

    /** The gradient that is divided is not yet in the divisor. */
    @Test
    void adoptDividesByTheGradientsBefore() {
        Adopt rule = Adopt.defaults().withBetas(0, 0).withClipped(false);
        assertThat(OneWeight.after(rule, RATE, 2, 1)).isEqualTo(1 - 0.125 * 0.5);
        assertThat(OneWeight.after(rule, RATE, 2, 1, 1)).isEqualTo(1 - 0.125 * 1.5);
    }
}
