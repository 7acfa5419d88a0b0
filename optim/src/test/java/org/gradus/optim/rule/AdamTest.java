package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gradus.core.Parameter;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class AdamTest {
    private static final int STEPS = 50;

    private static double[] gradients(double size) {
        SplittableRandom random = new SplittableRandom(11);
        double[] gradients = new double[STEPS];
        for (int t = 0; t < STEPS; t++) {
            gradients[t] = (float) (size * (2 * random.nextDouble() - 0.5));
        }
        return gradients;
    }

    private static double run(UpdateRule rule, double[] gradients, Schedule schedule) {
        Weights model = Weights.of("w", 1f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, rule, schedule);
        for (double g : gradients) {
            optimizer.step(Weights.gradients(w, (float) g));
        }
        return w.value().item();
    }

    /** Keras' source, in double: {@code alpha = lr·√(1 − β2ᵗ)/(1 − β1ᵗ)}, {@code θ −= alpha·m/(√v + ε)}. */
    private static double kerasOracle(double[] gradients, Schedule schedule) {
        double w = 1;
        double m = 0;
        double v = 0;
        double power1 = 1;
        double power2 = 1;
        for (int t = 0; t < gradients.length; t++) {
            double g = gradients[t];
            power1 *= 0.9;
            power2 *= 0.999;
            m += (g - m) * (1 - 0.9);
            v += (g * g - v) * (1 - 0.999);
            w -= schedule.at(t) * Math.sqrt(1 - power2) / (1 - power1) * m / (Math.sqrt(v) + 1e-7);
        }
        return w;
    }

    /** The smaller the gradient, the more its place matters; at 1e−6 the dialects are far apart. */
    @Test
    void c1KerasPutsEpsilonOutsideTheCorrection() {
        Schedule schedule = Schedule.step(0.01, 20, 0.5);
        for (double size : new double[] {1, 1e-3, 1e-6}) {
            double[] gradients = gradients(size);
            double expected = kerasOracle(gradients, schedule);
            assertThat(run(Adam.keras(), gradients, schedule)).isCloseTo(expected, within(4e-6));
        }
        double[] tiny = gradients(1e-6);
        double paper = run(Adam.defaults().withEps(1e-7), tiny, schedule);
        assertThat(Math.abs(paper - run(Adam.keras(), tiny, schedule))).isGreaterThan(0.01);
    }

    /** At t = 1 the step is {@code lr·g/(|g| + ε)} on paper, {@code lr·g/(|g| + ε̂/√(1 − β2))} with the hat. */
    @Test
    void c1TheFirstStepShowsTheEffectiveEpsilon() {
        double[] one = {1e-5};
        double paper = 1 - run(Adam.defaults().withEps(1e-5), one, Schedule.constant(0.5));
        assertThat(paper).isCloseTo(0.25, within(1e-6));
        double hat = 1 - run(Adam.keras().withEps(1e-5), one, Schedule.constant(0.5));
        assertThat(hat).isCloseTo(0.5 / (1 + 1 / Math.sqrt(0.001)), within(1e-6));
    }

    /** v̂ = 1e−20 here; {@code eps_root} = ε² inside the root would halve the step once more. */
    @Test
    void c2NoSecondEpsilonStandsInsideTheRoot() {
        double moved = 1 - run(Adam.defaults().withEps(1e-10), new double[] {1e-10}, Schedule.constant(0.5));
        assertThat(moved).isCloseTo(0.25, within(1e-6));
    }

    @Test
    void c5L2InTheGradientIsNotWeightDecay() {
        double[] gradients = gradients(1);
        Schedule schedule = Schedule.constant(0.01);
        OptimizerOptions all = OptimizerOptions.defaults().withDecayAll(true);
        double coupled = decayed(Adam.defaults().withL2(0.1), gradients, schedule, all);
        double decoupled = decayed(AdamW.defaults().withWeightDecay(0.1), gradients, schedule, all);
        assertThat(Math.abs(coupled - decoupled)).isGreaterThan(1e-3);
        // of a gradient of 0 the penalty makes a full step of the rate, decay takes off lr·λ
        assertThat(decayed(Adam.defaults().withL2(0.1), new double[1], schedule, all))
                .isCloseTo(0.99, within(1e-6));
        assertThat(decayed(AdamW.defaults().withWeightDecay(0.1), new double[1], schedule, all))
                .isCloseTo(0.999, within(1e-6));
    }

    private static double decayed(UpdateRule rule, double[] gradients, Schedule schedule, OptimizerOptions options) {
        Weights model = Weights.of("w", 1f);
        Optimizer optimizer = Optimizer.of(model, rule, schedule, options);
        for (double g : gradients) {
            optimizer.step(Weights.gradients(model.get("w"), (float) g));
        }
        return model.values("w")[0];
    }

    @Test
    void adamWWithoutDecayIsAdamBitForBit() {
        double[] gradients = gradients(1);
        Schedule schedule = Schedule.constant(0.01);
        assertThat(run(AdamW.defaults().withWeightDecay(0), gradients, schedule))
                .isEqualTo(run(Adam.defaults(), gradients, schedule));
    }

    /** A zero gradient leaves the decay alone: {@code θ·(1 − lr·λ)ⁿ}. */
    @Test
    void c4TheDecayIsRateTimesLambda() {
        double[] zeros = new double[10];
        OptimizerOptions all = OptimizerOptions.defaults().withDecayAll(true);
        double w = decayed(AdamW.defaults().withWeightDecay(0.5), zeros, Schedule.constant(0.125), all);
        assertThat(w).isCloseTo(Math.pow(1 - 0.0625, 10), within(1e-6));
    }

    /** A factor {@code 1 − lr·λ} would be rounded to 1 − 1.19e−7, a fifth too much. */
    @Test
    void c4ASmallDecayIsNotLostInAFactor() {
        Weights model = Weights.of("w", 1.5f);
        OptimizerOptions all = OptimizerOptions.defaults().withDecayAll(true);
        Optimizer optimizer =
                Optimizer.of(model, AdamW.defaults().withWeightDecay(0.01), Schedule.constant(2.4e-5), all);
        optimizer.step(Weights.gradients(model.get("w"), 0f));
        double exact = 1.5 * (1 - 2.4e-7);
        assertThat(Math.abs(model.values("w")[0] - exact)).isLessThanOrEqualTo(Math.ulp(1.5f) / 2.0);
    }

    @Test
    void c4ThePapersDecayIsConvertedByThePeakOfTheSchedule() {
        assertThat(AdamW.decayFromPaper(1e-4, 1e-3)).isEqualTo(0.1);
        rejects(() -> AdamW.decayFromPaper(1e-4, 0), "AdamW: peakRate = 0.0");
    }

    /** {@code torch.optim.Adam}, {@code torch.optim.AdamW} (1.13) and {@code keras.optimizers.Adam}. */
    @Test
    void c20DefaultsAreThoseOfTheCitedFrameworks() {
        assertThat(Adam.defaults()).isEqualTo(new Adam(0.9, 0.999, 1e-8, 0, EpsilonForm.PAPER, AmsGrad.OFF));
        assertThat(Adam.keras()).isEqualTo(new Adam(0.9, 0.999, 1e-7, 0, EpsilonForm.HAT, AmsGrad.OFF));
        assertThat(AdamW.defaults())
                .isEqualTo(new AdamW(0.9, 0.999, 1e-8, 0.01, EpsilonForm.PAPER, AmsGrad.OFF, false));
        assertThat(Adam.keras().withBetas(0.5, 0.25).withEps(1).withL2(2))
                .isEqualTo(new Adam(0.5, 0.25, 1, 2, EpsilonForm.HAT, AmsGrad.OFF));
        assertThat(AdamW.defaults().withBetas(0.5, 0.25).withEps(1).withWeightDecay(2))
                .isEqualTo(new AdamW(0.5, 0.25, 1, 2, EpsilonForm.PAPER, AmsGrad.OFF, false));
    }

    @Test
    void rejectsNumbersOutsideTheirRanges() {
        rejects(() -> Adam.defaults().withBetas(1, 0.9), "Adam: beta1 = 1.0 is not accepted; it must lie in [0, 1)");
        rejects(
                () -> Adam.defaults().withBetas(0.9, -0.1),
                "Adam: beta2 = -0.1 is not accepted; it must lie in [0, 1)");
        rejects(() -> Adam.defaults().withEps(0), "Adam: eps = 0.0 is not accepted; it must lie in [1.4e-45, 3.4e38]");
        rejects(() -> Adam.defaults().withEps(1e-46), "Adam: eps = 1.0E-46");
        rejects(
                () -> Adam.defaults().withL2(Double.NaN),
                "Adam: l2 = NaN is not accepted; it must lie in [0, infinity)");
        rejects(() -> AdamW.defaults().withBetas(Double.NaN, 0), "AdamW: beta1 = NaN");
        rejects(() -> AdamW.defaults().withWeightDecay(-1), "AdamW: weightDecay = -1.0");
    }

    private static void rejects(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
