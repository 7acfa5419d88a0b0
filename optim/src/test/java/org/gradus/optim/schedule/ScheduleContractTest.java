package org.gradus.optim.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every schedule owes, one row of the table after the other. */
class ScheduleContractTest {
    /**
     * A schedule, the steps where its formula changes, and its values at −1, 0 and +1 around each of them (and at 0).
     *
     * @param end from where on it holds; −1 if it never does
     */
    record ScheduleCase(String name, Schedule schedule, long end, List<Long> milestones, List<Double> around) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static ScheduleCase row(String name, Schedule schedule, long end, List<Long> milestones, Double... around) {
        return new ScheduleCase(name, schedule, end, milestones, Arrays.asList(around));
    }

    static Stream<ScheduleCase> schedules() {
        double cos1 = (1 + StrictMath.cos(Math.PI / 4)) / 2;
        double cos3 = (1 - StrictMath.cos(Math.PI / 4)) / 2;
        return Stream.of(
                row("constant", Schedule.constant(0.3), 0, List.of(), 0.3),
                row("zero", Schedule.constant(0), 0, List.of(), 0.0),
                row("step", Schedule.step(8, 10, 0.5), -1, List.of(10L, 20L), 8.0, 8.0, 4.0, 4.0, 4.0, 2.0, 2.0),
                row("step of one", Schedule.step(8, 1, 0.5), -1, List.of(2L), 8.0, 4.0, 2.0, 1.0),
                row("cosine", Schedule.cosine(2, 4), 4, List.of(4L), 2.0, 2 * cos3, 0.0, 0.0),
                row(
                        "cosine to a floor",
                        Schedule.cosine(2, 4, 1),
                        4,
                        List.of(1L, 4L),
                        2.0,
                        2.0,
                        1 + cos1,
                        1.5,
                        1 + cos3,
                        1.0,
                        1.0),
                row("cosine of one step", Schedule.cosine(2, 1), 1, List.of(1L), 2.0, 2.0, 0.0, 0.0),
                row("warm-up", Schedule.constant(8).withWarmUp(4), 3, List.of(4L), 2.0, 8.0, 8.0, 8.0),
                row("warm-up of one step", Schedule.constant(8).withWarmUp(1), 0, List.of(1L), 8.0, 8.0, 8.0, 8.0),
                row("no warm-up", Schedule.cosine(2, 4).withWarmUp(0), 4, List.of(4L), 2.0, 2 * cos3, 0.0, 0.0),
                row(
                        "warm-up and cosine",
                        Schedule.cosine(2, 4).withWarmUp(5),
                        9,
                        List.of(5L, 9L),
                        2 / 5.0,
                        2.0,
                        2.0,
                        2 * cos1,
                        2 * cos3,
                        0.0,
                        0.0),
                row(
                        "warm-up and step",
                        Schedule.step(8, 10, 0.5).withWarmUp(2),
                        -1,
                        List.of(2L, 12L),
                        4.0,
                        8.0,
                        8.0,
                        8.0,
                        8.0,
                        4.0,
                        4.0));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void hasTheRightValueBeforeAtAndAfterEachMilestone(ScheduleCase c) {
        LongStream steps = LongStream.concat(
                LongStream.of(0),
                c.milestones().stream().mapToLong(Long::longValue).flatMap(m -> LongStream.of(m - 1, m, m + 1)));
        double[] expected = c.around().stream().mapToDouble(Double::doubleValue).toArray();
        double[] actual = steps.mapToDouble(c.schedule()::at).toArray();
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i])).isLessThanOrEqualTo(4 * Math.ulp(expected[i] + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void c38HoldsPastTheEnd(ScheduleCase c) {
        if (c.end() >= 0) {
            double last = c.schedule().at(c.end());
            for (long beyond : new long[] {1, 2, 3, 1000, 1L << 40}) {
                assertThat(c.schedule().at(c.end() + beyond)).isEqualTo(last);
            }
        } else {
            assertThat(c.schedule().at(1L << 40)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void c35IsAPureFunctionOfTheStep(ScheduleCase c) {
        double[] ascending =
                LongStream.range(0, 40).mapToDouble(c.schedule()::at).toArray();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            int step = random.nextInt(40);
            assertThat(c.schedule().at(step)).isEqualTo(ascending[step]);
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void isNeverNegativeAndAlwaysFinite(ScheduleCase c) {
        LongStream.range(0, 100)
                .mapToDouble(c.schedule()::at)
                .forEach(v -> assertThat(v).isBetween(0.0, Double.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void rejectsANegativeStep(ScheduleCase c) {
        assertThatThrownBy(() -> c.schedule().at(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("step = -1 is not accepted; it must be at least 0");
    }
}
