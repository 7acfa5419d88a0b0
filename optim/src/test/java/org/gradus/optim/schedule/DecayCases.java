package org.gradus.optim.schedule;

import static org.gradus.optim.schedule.ScheduleCase.ENDLESS;
import static org.gradus.optim.schedule.ScheduleCase.FADES;

import java.util.stream.Stream;

/** Schedules that go one way. */
final class DecayCases {
    private DecayCases() {}

    static Stream<ScheduleCase> rows() {
        return Stream.of(constants(), lines(), stairs(), powers(), roots()).flatMap(s -> s);
    }

    private static Stream<ScheduleCase> constants() {
        return Stream.of(
                ScheduleCase.of("constant", Schedule.constant(0.3), 0).from(0, 0.3, 0.3),
                ScheduleCase.of("zero", Schedule.constant(0), 0).from(0, 0));
    }

    private static Stream<ScheduleCase> lines() {
        return Stream.of(
                ScheduleCase.of("linear", Schedule.linear(2, 4, 1), 4)
                        .from(0, 2, 1.75)
                        .around(4, 1.25, 1, 1),
                ScheduleCase.of("linear rise", Schedule.linear(0, 5, 10), 5)
                        .from(0, 0, 2)
                        .around(5, 8, 10, 10),
                ScheduleCase.of("linear of one step", Schedule.linear(2, 1, 1), 1)
                        .around(1, 2, 1, 1),
                ScheduleCase.of("polynomial", Schedule.polynomial(3, 4, 1, 2), 4)
                        .from(0, 3, 1 + 2 * 0.5625, 1.5)
                        .around(4, 1.125, 1, 1),
                ScheduleCase.of("polynomial root", Schedule.polynomial(2, 4, 0, 0.5), 4)
                        .from(0, 2, Math.sqrt(3))
                        .around(4, 1, 0, 0),
                ScheduleCase.of("polynomial of one step", Schedule.polynomial(2, 1, 1, 3), 1)
                        .around(1, 2, 1, 1));
    }

    private static Stream<ScheduleCase> stairs() {
        return Stream.of(
                ScheduleCase.of("step", Schedule.step(8, 10, 0.5), FADES)
                        .from(0, 8)
                        .around(10, 8, 4, 4)
                        .around(20, 4, 2, 2),
                ScheduleCase.of("step of one", Schedule.step(8, 1, 0.5), FADES).from(0, 8, 4, 2, 1),
                ScheduleCase.of("growing step", Schedule.step(32, 5, 2), ENDLESS)
                        .from(0, 32)
                        .around(5, 32, 64, 64)
                        .around(10, 64, 128, 128)
                        .from(Long.MAX_VALUE, Double.MAX_VALUE),
                ScheduleCase.of("growing step from zero", Schedule.step(0, 5, 2), 0)
                        .from(0, 0)
                        .around(5, 0, 0, 0),
                ScheduleCase.of("multi-step", Schedule.multiStep(8, 0.5, 3, 4, 9), 9)
                        .from(0, 8)
                        .around(3, 8, 4, 2)
                        .around(4, 4, 2, 2)
                        .around(9, 2, 1, 1),
                ScheduleCase.of("multi-step from the first step", Schedule.multiStep(8, 0.25, 0, 1), 1)
                        .from(0, 2, 0.5, 0.5),
                ScheduleCase.of(
                                "multi-step at the last step of all",
                                Schedule.multiStep(8, 0.25, Long.MAX_VALUE),
                                ENDLESS)
                        .from(0, 8)
                        .from(Long.MAX_VALUE - 1, 8)
                        .from(Long.MAX_VALUE, 2));
    }

    private static Stream<ScheduleCase> powers() {
        return Stream.of(
                ScheduleCase.of("exponential", Schedule.exponential(8, 0.5), FADES)
                        .from(0, 8, 4, 2, 1),
                ScheduleCase.of("slow exponential", Schedule.exponential(8, 10, 0.25), FADES)
                        .from(0, 8)
                        .from(5, 4)
                        .around(10, 2 * StrictMath.pow(4, 0.1), 2, 2 / StrictMath.pow(4, 0.1)),
                ScheduleCase.of("growing exponential", Schedule.exponential(1, 4, 16), ENDLESS)
                        .from(0, 1, 2, 4, 8, 16)
                        .from(Long.MAX_VALUE, Double.MAX_VALUE),
                ScheduleCase.of("natural exponential", Schedule.naturalExponential(2, 0.5), FADES)
                        .from(0, 2, 2 / StrictMath.sqrt(Math.E), 2 / Math.E)
                        .from(20, 2 * StrictMath.exp(-10)),
                ScheduleCase.of("natural exponential without decay", Schedule.naturalExponential(2, 0), 0)
                        .from(0, 2, 2),
                ScheduleCase.of("inverse time", Schedule.inverseTime(3, 0.5), ENDLESS)
                        .from(0, 3, 2, 1.5, 1.2, 1)
                        .from(1998, 0.003),
                ScheduleCase.of("inverse time without decay", Schedule.inverseTime(3, 0), 0)
                        .from(0, 3, 3));
    }

    private static Stream<ScheduleCase> roots() {
        double noam = 1 / Math.sqrt(512);
        return Stream.of(
                ScheduleCase.of("inverse square root", Schedule.inverseSquareRoot(6, 4), ENDLESS)
                        .from(0, 1.5, 3)
                        .around(3, 4.5, 6, 12 / Math.sqrt(5))
                        .from(15, 3)
                        .from(399, 0.6),
                ScheduleCase.of("inverse square root without warm-up", Schedule.inverseSquareRoot(6, 1), ENDLESS)
                        .from(0, 6, 6 / Math.sqrt(2))
                        .from(3, 3),
                ScheduleCase.of("Noam", Schedule.noam(512, 4000), ENDLESS)
                        .from(0, noam * StrictMath.pow(4000, -1.5))
                        .around(
                                3999,
                                noam * 3999 * StrictMath.pow(4000, -1.5),
                                noam * StrictMath.pow(4000, -0.5),
                                noam * StrictMath.pow(4001, -0.5))
                        .from(99_999, noam * StrictMath.pow(100_000, -0.5)));
    }
}
