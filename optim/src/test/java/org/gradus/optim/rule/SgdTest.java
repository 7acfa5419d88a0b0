package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class SgdTest {
    private static final double[] GRADIENTS = {1, -0.5, 2, 0.25, -1, 3, 0.125, -2};

    private static double run(Sgd rule, Schedule schedule) {
        Weights model = Weights.of("w", 1f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, rule, schedule);
        for (double g : GRADIENTS) {
            optimizer.step(Weights.gradients(w, (float) g));
        }
        return w.value().item();
    }

    /** Keras: {@code v ← μv − lr·g}, {@code θ ← θ + v}, or with Nesterov {@code θ ← θ + μv − lr·g}. */
    private static double keras(double mu, boolean nesterov, Schedule schedule) {
        double w = 1;
        double v = 0;
        for (int t = 0; t < GRADIENTS.length; t++) {
            double lr = schedule.at(t);
            v = mu * v - lr * GRADIENTS[t];
            w += nesterov ? mu * v - lr * GRADIENTS[t] : v;
        }
        return w;
    }

    @Test
    void c7AtAConstantRateTheBufferOfKerasGivesTheSameWeightsUnderAScheduleItDoesNot() {
        Sgd rule = Sgd.defaults().withMomentum(0.75);
        Schedule constant = Schedule.constant(0.0625);
        assertThat(run(rule, constant)).isCloseTo(keras(0.75, false, constant), within(1e-6));
        Schedule halving = Schedule.step(0.0625, 3, 0.5);
        assertThat(Math.abs(run(rule, halving) - keras(0.75, false, halving))).isGreaterThan(1e-2);
    }

    @Test
    void c7KerasKeepsTheRateInsideTheBuffer() {
        Sgd rule = Sgd.keras().withMomentum(0.75);
        for (Schedule schedule : new Schedule[] {Schedule.constant(0.0625), Schedule.step(0.0625, 3, 0.5)}) {
            assertThat(run(rule, schedule)).isCloseTo(keras(0.75, false, schedule), within(1e-6));
        }
    }

    @Test
    void c9KerassNesterovUnderAScheduleIsNotPyTorchs() {
        Schedule halving = Schedule.step(0.0625, 3, 0.5);
        Sgd rule = Sgd.keras().withMomentum(0.75).withNesterov(true);
        double expected = keras(0.75, true, halving);
        assertThat(run(rule, halving)).isCloseTo(expected, within(1e-6));
        Sgd pyTorch = Sgd.defaults().withMomentum(0.75).withNesterov(true);
        assertThat(Math.abs(run(pyTorch, halving) - expected)).isGreaterThan(1e-2);
    }

    @Test
    void c9NesterovEqualsTheFormulaOfKerasAtAConstantRate() {
        Schedule constant = Schedule.constant(0.0625);
        Sgd rule = Sgd.defaults().withMomentum(0.75).withNesterov(true);
        assertThat(run(rule, constant)).isCloseTo(keras(0.75, true, constant), within(1e-6));
    }

    @Test
    void c8TheFirstStepIgnoresDampening() {
        Weights model = Weights.of("w", 1f);
        Parameter w = model.get("w");
        Optimizer optimizer =
                Optimizer.of(model, Sgd.defaults().withMomentum(0.5).withDampening(0.75), Schedule.constant(1));
        optimizer.step(Weights.gradients(w, 0.5f));
        assertThat(w.value().item()).isEqualTo(0.5f);
        optimizer.step(Weights.gradients(w, 0.5f));
        assertThat(w.value().item()).isEqualTo(0.5f - (0.5f * 0.5f + 0.25f * 0.5f));
    }

    /** Momentum 0, then 0.5: the buffer is the first gradient, so that the second step is {@code 0.5·b + d}. */
    @Test
    void aMomentumThatIsScheduledFromZeroKeepsTheFirstGradient() {
        Schedule rising = step -> 0.5 * step;
        float[] outside = {-1f, -1f - (0.5f * 1f + 2f)};
        assertThat(scheduled(Sgd.defaults(), rising, step -> 1, 1f, 2f)).containsExactly(outside);
        assertThat(scheduled(Sgd.defaults().withDampening(0.25), rising, step -> 1, 1f, 2f))
                .containsExactly(-1f, -1f - (0.5f * 1f + 0.75f * 2f));
        // the rate of the first step stays in the buffer: 0.5·(1·1) + 0.25·2
        assertThat(scheduled(Sgd.keras(), rising, step -> step == 0 ? 1 : 0.25, 1f, 2f))
                .containsExactly(-1f, -1f - (0.5f * 1f + 0.25f * 2f));
    }

    /** Momentum 0.5, 0, 0.5: the step without momentum is plain and forgets what was gathered. */
    @Test
    void aMomentumThatIsScheduledThroughZeroBeginsAnew() {
        Schedule dip = step -> step == 1 ? 0 : 0.5;
        assertThat(scheduled(Sgd.defaults(), dip, step -> 1, 1f, 2f, 4f))
                .containsExactly(-1f, -3f, -3f - (0.5f * 2f + 4f));
    }

    @Test
    void aMomentumThatIsScheduledFromZeroWithoutABufferNamesWhatIsMissing() {
        Weights model = Weights.of("w", 0f);
        UpdateRule rule = Scheduled.of("momentum", Sgd.defaults(), step -> 0.5 * step, Sgd::withMomentum);
        Optimizer optimizer = Optimizer.of(model, rule, Schedule.constant(1));
        optimizer.step(Weights.gradients(model.get("w"), 1f));
        assertThatThrownBy(() -> optimizer.step(Weights.gradients(model.get("w"), 1f)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no tensor 'momentum' is declared");
    }

    /** The weight, from 0, after each of some steps. */
    private static float[] scheduled(Sgd rule, Schedule momentum, Schedule rate, float... gradients) {
        Weights model = Weights.of("w", 0f);
        UpdateRule scheduled = Scheduled.of("momentum", rule.withMomentum(0.5), momentum, Sgd::withMomentum);
        Optimizer optimizer = Optimizer.of(model, scheduled, rate);
        float[] weights = new float[gradients.length];
        for (int step = 0; step < gradients.length; step++) {
            optimizer.step(Weights.gradients(model.get("w"), gradients[step]));
            weights[step] = model.values("w")[0];
        }
        return weights;
    }

    @Test
    void c9NesterovNeedsMomentumAndNoDampening() {
        String message = "Sgd: nesterov needs momentum above 0 and dampening 0, but momentum = ";
        rejects(() -> Sgd.defaults().withNesterov(true), message + "0.0 and dampening = 0.0");
        rejects(
                () -> Sgd.defaults().withMomentum(0.9).withDampening(0.1).withNesterov(true),
                message + "0.9 and dampening = 0.1");
    }

    @Test
    void onlyMomentumNeedsMemory() {
        assertThat(Sgd.defaults().slots(Shape.of(3)).tensors()).isEmpty();
        assertThat(Sgd.defaults().withMomentum(0.9).slots(Shape.of(3)).tensors())
                .containsExactly(new Slot("momentum", Shape.of(3), 0f));
    }

    /**
     * {@code torch.optim.SGD}: momentum=0, dampening=0, weight_decay=0, nesterov=False. {@code keras.optimizers.SGD}:
     * momentum=0.0, nesterov=False.
     */
    @Test
    void c20DefaultsAreThoseOfTheCitedFrameworks() {
        assertThat(Sgd.keras()).isEqualTo(new Sgd(0, 0, false, 0, MomentumForm.RATE_INSIDE));
        assertThat(Sgd.defaults()).isEqualTo(new Sgd(0, 0, false, 0, MomentumForm.RATE_OUTSIDE));
        assertThat(Sgd.defaults().withMomentum(0.5).withDampening(0.25).withL2(2))
                .isEqualTo(new Sgd(0.5, 0.25, false, 2, MomentumForm.RATE_OUTSIDE));
    }

    @Test
    void rejectsNumbersOutsideTheirRanges() {
        rejects(() -> Sgd.defaults().withMomentum(1), "Sgd: momentum = 1.0 is not accepted; it must lie in [0, 1)");
        rejects(() -> Sgd.defaults().withMomentum(-0.1), "Sgd: momentum = -0.1");
        rejects(() -> Sgd.defaults().withMomentum(Double.NaN), "Sgd: momentum = NaN");
        rejects(() -> Sgd.defaults().withDampening(1.5), "Sgd: dampening = 1.5 is not accepted; it must lie in [0, 1]");
        rejects(() -> Sgd.defaults().withL2(-1), "Sgd: l2 = -1.0 is not accepted; it must lie in [0, infinity)");
    }

    private static void rejects(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
