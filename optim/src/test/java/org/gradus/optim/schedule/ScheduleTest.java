package org.gradus.optim.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Weights;
import org.gradus.optim.rule.Sgd;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void c35TheFirstUpdateHasTheFirstValueAndASkippedStepUsesNoneUp() {
        Weights model = Weights.of("w", 10f);
        Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), Schedule.step(4, 1, 0.5));
        float[][] gradients = {{1}, {Float.NaN}, {1}, {1}};
        double[] rates = new double[4];
        for (int i = 0; i < 4; i++) {
            float[] gradient = gradients[i];
            rates[i] = optimizer
                    .step(again -> Weights.loss(model.get("w"), gradient))
                    .rate();
        }
        assertThat(rates).containsExactly(4, 2, 2, 1);
        assertThat(model.get("w").value().item()).isEqualTo(10f - 4 - 2 - 1);
    }

    @Test
    void c36PartsOfASequenceBeginAtTheirOwnStepZeroHoweverNested() {
        Schedule a = Schedule.linear(1, 100, 0);
        Schedule b = Schedule.cosine(2, 100);
        Schedule c = Schedule.exponential(3, 0.9);
        Schedule d = Schedule.inverseTime(4, 0.1);
        Schedule flat = a.then(5, b).then(12, c).then(12, d).then(30, a);
        Schedule deep = a.then(5, b.then(7, c.then(0, d.then(18, a))));
        for (long step = 0; step < 50; step++) {
            double expected =
                    step < 5 ? a.at(step) : step < 12 ? b.at(step - 5) : step < 30 ? d.at(step - 12) : a.at(step - 30);
            assertThat(flat.at(step)).as("flat at %d", step).isEqualTo(expected);
            assertThat(deep.at(step)).as("deep at %d", step).isEqualTo(expected);
        }
        assertThat(a.then(0, b).at(0)).isEqualTo(2);
    }

    @Test
    void c37TheCosineIsClosedFormAndFallsAllTheWay() {
        Schedule cosine = Schedule.cosine(1e-3, 1000, 1e-5);
        for (long step = 0; step < 1000; step++) {
            assertThat(cosine.at(step + 1)).isLessThan(cosine.at(step));
        }
        assertThat(cosine.at(500)).isEqualTo((1e-3 + 1e-5) / 2);
        assertThat(cosine.at(1000)).isEqualTo(1e-5);
    }

    @Test
    void c38OnlyACycleStartsAnew() {
        Schedule cosine = Schedule.cosine(2, 10, 1);
        Schedule again = cosine.repeated(10);
        for (long step = 0; step < 40; step++) {
            assertThat(cosine.at(10 + step)).isEqualTo(1);
            assertThat(again.at(10 + step)).isEqualTo(again.at(step)).isGreaterThan(1);
        }
        Schedule restarts = Schedule.warmRestarts(2, 10, 1, 1, 1);
        assertThat(restarts.at(37)).isEqualTo(again.at(37));
    }

    @Test
    void c39AWarmUpComesBeforeTheStepsOfWhatFollows() {
        Schedule cosine = Schedule.cosine(3, 70);
        for (Schedule warm : List.of(cosine.withWarmUp(30), cosine.withWarmUp(30, 0.1))) {
            for (long step = 0; step < 80; step++) {
                assertThat(warm.at(step + 30)).isEqualTo(cosine.at(step));
            }
            assertThat(warm.at(99)).isPositive();
            assertThat(warm.at(100)).isZero();
        }
    }

    @Test
    void c40TheFirstStepOfAWarmUpIsNotLost() {
        assertThat(Schedule.constant(1).withWarmUp(1000).at(0)).isEqualTo(0.001);
        assertThat(Schedule.wsd(1, 1000, 10, 10).at(0)).isEqualTo(0.001);
        assertThat(Schedule.inverseSquareRoot(1, 1000).at(0)).isEqualTo(0.001);
        assertThat(Schedule.noam(64, 1000).at(0)).isPositive();
        assertThat(Schedule.oneCycle(1, 1000).rate().at(0)).isGreaterThan(0.039);
        assertThat(Schedule.constant(1).withWarmUp(1000, 0.25).at(0)).isEqualTo(0.25);
    }

    @Test
    void c45AnyStepMayBeAskedForFirst() {
        Schedule whole = Schedule.warmRestarts(1, 3, 2).withWarmUp(5).times(0.1).then(40, Schedule.wsd(1, 2, 3, 4));
        double[] inOrder = new double[60];
        for (int step = 0; step < 60; step++) {
            inOrder[step] = whole.at(step);
        }
        for (int step = 59; step >= 0; step--) {
            Schedule fresh =
                    Schedule.warmRestarts(1, 3, 2).withWarmUp(5).times(0.1).then(40, Schedule.wsd(1, 2, 3, 4));
            assertThat(fresh.at(step)).isEqualTo(inOrder[step]);
        }
    }

    @Test
    void wsdIsTheSequenceOfItsParts() {
        Schedule wsd = Schedule.wsd(3, 7, 11, 13, 0.5, Anneal.COSINE);
        Schedule parts =
                Schedule.constant(3).then(11, Schedule.cosine(3, 13, 0.5)).withWarmUp(7);
        for (long step = 0; step < 40; step++) {
            assertThat(Math.abs(wsd.at(step) - parts.at(step))).isLessThanOrEqualTo(4 * Math.ulp(3.0));
        }
    }

    @Test
    void anyLambdaIsASchedule() {
        Schedule inverse = step -> 1.0 / (step + 1);
        assertThat(inverse.withWarmUp(2).at(3)).isEqualTo(0.5);
        assertThat(Schedule.named("1/t", inverse).times(2)).hasToString("1/t.times(constant(2.0))");
    }

    @Test
    void theLongStairDoesNotDrift() {
        assertThat(Schedule.step(1, 1, 0.5).at(1000)).isEqualTo(0x1p-1000);
        assertThat(Schedule.exponential(1, 0.5).at(1000)).isEqualTo(0x1p-1000);
        assertThat(Schedule.triangular(0, 1, 4, 4).at((1L << 50) + 1)).isEqualTo(0.25);
    }

    @Test
    void rejectsNumbersOutsideTheirRanges() {
        double inf = Double.POSITIVE_INFINITY;
        rejects(
                () -> Schedule.constant(-1),
                "constant schedule: value = -1.0 is not accepted; it must lie in [0, infinity)");
        rejects(() -> Schedule.constant(Double.NaN), "constant schedule: value = NaN");
        rejects(() -> Schedule.linear(-1, 1, 1), "linear schedule: start = -1.0");
        rejects(() -> Schedule.linear(1, 0, 1), "linear schedule: steps = 0 is not accepted; it must be at least 1");
        rejects(() -> Schedule.linear(1, 1, inf), "linear schedule: end = Infinity");
        rejects(() -> Schedule.polynomial(inf, 1, 1, 1), "polynomial schedule: start = Infinity");
        rejects(() -> Schedule.polynomial(1, 0, 1, 1), "polynomial schedule: steps = 0");
        rejects(() -> Schedule.polynomial(1, 1, -1, 1), "polynomial schedule: end = -1.0");
        rejects(
                () -> Schedule.polynomial(1, 1, 1, 0),
                "polynomial schedule: power = 0.0 is not accepted; it must lie in (0, infinity)");
        rejects(() -> Schedule.step(-1, 1, 1), "step schedule: start = -1.0");
        rejects(() -> Schedule.step(1, 0, 1), "step schedule: every = 0 is not accepted; it must be at least 1");
        rejects(
                () -> Schedule.step(1, 1, 0),
                "step schedule: factor = 0.0 is not accepted; it must lie in (0, infinity)");
        rejects(() -> Schedule.multiStep(-1, 0.5, 1), "multi-step schedule: start = -1.0");
        rejects(() -> Schedule.multiStep(1, 0, 1), "multi-step schedule: factor = 0.0");
        rejects(() -> Schedule.multiStep(1, 0.5), "multi-step schedule: number of milestones = 0");
        rejects(
                () -> Schedule.multiStep(1, 0.5, -1),
                "multi-step schedule: milestone = -1 is not accepted; it must be at least 0");
        rejects(
                () -> Schedule.multiStep(1, 0.5, 3, 3),
                "multi-step schedule: milestone = 3 is not accepted; it must be at least 4");
        rejects(() -> Schedule.exponential(-1, 0.5), "exponential schedule: start = -1.0");
        rejects(() -> Schedule.exponential(1, -0.5), "exponential schedule: factor = -0.5");
        rejects(() -> Schedule.exponential(1, 0, 0.5), "exponential schedule: every = 0");
        rejects(() -> Schedule.naturalExponential(-1, 1), "natural exponential schedule: start = -1.0");
        rejects(() -> Schedule.naturalExponential(1, -1), "natural exponential schedule: decay = -1.0");
        rejects(() -> Schedule.inverseTime(-1, 1), "inverse time schedule: start = -1.0");
        rejects(() -> Schedule.inverseTime(1, inf), "inverse time schedule: decay = Infinity");
        rejects(() -> Schedule.cosine(inf, 1), "cosine schedule: start = Infinity");
        rejects(() -> Schedule.cosine(1, 0), "cosine schedule: steps = 0 is not accepted; it must be at least 1");
        rejects(() -> Schedule.cosine(1, 1, -1), "cosine schedule: end = -1.0");
        rejects(() -> Schedule.warmRestarts(-1, 1, 1), "warm restarts schedule: start = -1.0");
        rejects(() -> Schedule.warmRestarts(1, 0, 1), "warm restarts schedule: period = 0");
        rejects(() -> Schedule.warmRestarts(1, 1, 0), "warm restarts schedule: multiple = 0");
        rejects(() -> Schedule.warmRestarts(1, 1, 1, -1, 1), "warm restarts schedule: end = -1.0");
        rejects(
                () -> Schedule.warmRestarts(1, 1, 1, 0, 1.5),
                "warm restarts schedule: factor = 1.5 is not accepted; it must lie in [0, 1]");
        rejects(() -> Schedule.triangular(-1, 1, 1, 1), "cyclic schedule: from = -1.0");
        rejects(() -> Schedule.triangular(1, -1, 1, 1), "cyclic schedule: to = -1.0");
        rejects(() -> Schedule.triangular(1, 1, 0, 1), "cyclic schedule: up = 0");
        rejects(() -> Schedule.triangular2(1, 1, 1, 0), "cyclic schedule: down = 0");
        rejects(
                () -> Schedule.triangular(1, 1, Long.MAX_VALUE, 1),
                "cyclic schedule: up + down = 9223372036854775807 + 1 is not accepted");
        rejects(() -> Schedule.cyclic(1, 1, 1, 1, 2, 1), "cyclic schedule: cycleFactor = 2.0");
        rejects(() -> Schedule.cyclic(1, 1, 1, 1, 1, -1), "cyclic schedule: stepFactor = -1.0");
        rejects(() -> Schedule.inverseSquareRoot(-1, 1), "inverse square root schedule: peak = -1.0");
        rejects(() -> Schedule.inverseSquareRoot(1, 0), "inverse square root schedule: warmUp = 0");
        rejects(() -> Schedule.noam(0, 1), "noam: width = 0 is not accepted; it must be at least 1");
        rejects(() -> Schedule.noam(1, 0), "noam: warmUp = 0");
        rejects(() -> Schedule.wsd(-1, 1, 1, 1), "WSD schedule: peak = -1.0");
        rejects(() -> Schedule.wsd(1, -1, 1, 1), "WSD schedule: warmUp = -1");
        rejects(() -> Schedule.wsd(1, 1, -1, 1), "WSD schedule: stable = -1");
        rejects(() -> Schedule.wsd(1, 1, 1, 0), "WSD schedule: decay = 0");
        rejects(() -> Schedule.wsd(1, 1, 1, 1, -1, Anneal.LINEAR), "WSD schedule: end = -1.0");
        rejects(() -> Schedule.constant(1).withWarmUp(-1), "warm-up schedule: steps = -1");
        rejects(
                () -> Schedule.constant(1).withWarmUp(3, 2),
                "warm-up: fraction = 2.0 is not accepted; it must lie in [0, 1]");
        rejects(() -> Schedule.constant(1).withWarmUp(0, 0.5), "linear schedule: steps = 0");
        rejects(() -> Schedule.constant(1).then(-1, Schedule.constant(2)), "sequence schedule: milestone = -1");
        rejects(() -> Schedule.constant(1).times(-1), "constant schedule: value = -1.0");
        rejects(() -> Schedule.constant(1).repeated(0), "cycle: period = 0 is not accepted; it must be at least 1");
    }

    @Test
    void aOneCyclePolicyRejectsNumbersOutsideTheirRanges() {
        OneCycle cycle = Schedule.oneCycle(1, 10);
        rejects(() -> Schedule.oneCycle(-1, 10), "one-cycle policy: peak = -1.0");
        rejects(() -> Schedule.oneCycle(1, 0), "one-cycle policy: steps = 0");
        rejects(() -> cycle.withRise(1), "one-cycle policy: rise = 1.0 is not accepted; it must lie in [0, 1)");
        rejects(() -> cycle.withDivisors(0, 1), "one-cycle policy: startDivisor = 0.0");
        rejects(() -> cycle.withDivisors(1, -1), "one-cycle policy: endDivisor = -1.0");
        rejects(() -> cycle.withDivisors(1e-309, 1), "one-cycle policy: first rate = Infinity");
        rejects(() -> cycle.withDivisors(1, 1e-309), "one-cycle policy: last rate = Infinity");
        rejects(() -> cycle.withMomentum(-0.1, 0.9), "one-cycle policy: lowMomentum = -0.1");
        rejects(() -> cycle.withMomentum(0.1, 1), "one-cycle policy: highMomentum = 1.0");
        rejects(
                () -> cycle.withRise(0.6).inThreePhases(),
                "one-cycle policy: rise = 0.6 is not accepted; in three phases it must lie in [0, 0.5], as the fall mirrors it");
    }

    /** torch.optim.lr_scheduler.OneCycleLR 1.13, as its documentation lists them. */
    @Test
    void theOneCycleDefaultsArePyTorchs() {
        assertThat(Schedule.oneCycle(1, 10))
                .isEqualTo(new OneCycle(1, 10, 0.3, 25, 10_000, 0.85, 0.95, Anneal.COSINE, false));
    }

    private static void rejects(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
