package org.gradus.optim.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void c40TheFirstStepOfAWarmUpIsNotLost() {
        assertThat(Schedule.constant(1).withWarmUp(1000).at(0)).isEqualTo(0.001);
    }

    @Test
    void c39AWarmUpDelaysWhatFollows() {
        Schedule cosine = Schedule.cosine(3, 70);
        Schedule warm = cosine.withWarmUp(30);
        for (long step = 0; step < 80; step++) {
            assertThat(warm.at(step + 30)).isEqualTo(cosine.at(step));
        }
    }

    @Test
    void c37TheCosineIsClosedFormAndFallsAllTheWay() {
        Schedule cosine = Schedule.cosine(1e-3, 1000, 1e-5);
        for (long step = 0; step < 1000; step++) {
            assertThat(cosine.at(step + 1)).isLessThan(cosine.at(step));
        }
        assertThat(cosine.at(500)).isEqualTo((1e-3 + 1e-5) / 2);
    }

    @Test
    void anyLambdaIsASchedule() {
        Schedule inverse = step -> 1.0 / (step + 1);
        assertThat(inverse.withWarmUp(2).at(3)).isEqualTo(0.5);
    }

    @Test
    void theLongStairDoesNotDrift() {
        assertThat(Schedule.step(1, 1, 0.5).at(1000)).isEqualTo(0x1p-1000);
    }

    @Test
    void rejectsNumbersOutsideTheirRanges() {
        rejects(
                () -> Schedule.constant(-1),
                "constant schedule: value = -1.0 is not accepted; it must lie in [0, infinity)");
        rejects(() -> Schedule.constant(Double.NaN), "constant schedule: value = NaN");
        rejects(() -> Schedule.step(-1, 1, 1), "step schedule: start = -1.0");
        rejects(() -> Schedule.step(1, 0, 1), "step schedule: every = 0 is not accepted; it must be at least 1");
        rejects(
                () -> Schedule.step(1, 1, 0),
                "step schedule: factor = 0.0 is not accepted; it must lie in (0, infinity)");
        rejects(() -> Schedule.cosine(Double.POSITIVE_INFINITY, 1), "cosine schedule: start = Infinity");
        rejects(() -> Schedule.cosine(1, 0), "cosine schedule: steps = 0 is not accepted; it must be at least 1");
        rejects(() -> Schedule.cosine(1, 1, -1), "cosine schedule: end = -1.0");
        rejects(() -> Schedule.constant(1).withWarmUp(-1), "warm-up schedule: steps = -1");
    }

    private static void rejects(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
