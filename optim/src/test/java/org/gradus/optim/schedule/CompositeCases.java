package org.gradus.optim.schedule;

import static org.gradus.optim.schedule.ScheduleCase.ENDLESS;
import static org.gradus.optim.schedule.ScheduleCase.FADES;

import java.util.stream.Stream;

/** Schedules that are made of others. */
final class CompositeCases {
    static final Schedule INVERSE = Schedule.named("inverse", step -> 1 / (step + 1.0));
    private static final double COS1 = (1 + Math.sqrt(0.5)) / 2;
    private static final double COS3 = (1 - Math.sqrt(0.5)) / 2;

    private CompositeCases() {}

    static Stream<ScheduleCase> rows() {
        return Stream.of(warmUps(), stable(), sequences(), products(), others()).flatMap(s -> s);
    }

    private static Stream<ScheduleCase> warmUps() {
        return Stream.of(
                ScheduleCase.of("warm-up", Schedule.constant(8).withWarmUp(4), 3)
                        .from(0, 2, 4)
                        .around(4, 8, 8, 8),
                ScheduleCase.of("warm-up of one step", Schedule.constant(8).withWarmUp(1), 0)
                        .around(1, 8, 8, 8),
                ScheduleCase.of("no warm-up", Schedule.cosine(2, 4).withWarmUp(0), 4)
                        .from(0, 2)
                        .around(4, 2 * COS3, 0, 0),
                ScheduleCase.of("warm-up and cosine", Schedule.cosine(2, 4).withWarmUp(5), 9)
                        .from(0, 0.4)
                        .around(5, 2, 2, 2 * COS1)
                        .around(9, 2 * COS3, 0, 0),
                ScheduleCase.of("warm-up and step", Schedule.step(8, 10, 0.5).withWarmUp(2), FADES)
                        .from(0, 4)
                        .around(2, 8, 8, 8)
                        .around(12, 8, 4, 4),
                ScheduleCase.of("warm-up from a quarter", Schedule.cosine(8, 2).withWarmUp(3, 0.25), 5)
                        .from(0, 2, 4)
                        .around(3, 6, 8, 4)
                        .around(5, 4, 0, 0),
                ScheduleCase.of(
                                "warm-up twice",
                                Schedule.constant(8).withWarmUp(2).withWarmUp(2),
                                3)
                        .from(0, 2, 4, 4, 8, 8),
                ScheduleCase.of("endless warm-up", Schedule.constant(8).withWarmUp(Long.MAX_VALUE), ENDLESS)
                        .from(0, 8 / 0x1p63)
                        .from(Long.MAX_VALUE, 8));
    }

    private static Stream<ScheduleCase> stable() {
        return Stream.of(
                ScheduleCase.of("WSD", Schedule.wsd(8, 4, 3, 2), 9)
                        .from(0, 2, 4)
                        .around(4, 8, 8, 8)
                        .around(7, 8, 8, 4)
                        .around(9, 4, 0, 0),
                ScheduleCase.of("WSD by the square root", Schedule.wsd(8, 0, 3, 4, 4, Anneal.SQUARE_ROOT), 7)
                        .from(0, 8)
                        .around(3, 8, 8, 6)
                        .around(7, 8 - 4 * Math.sqrt(0.75), 4, 4),
                ScheduleCase.of(
                                "WSD by the cosine, without a stable part",
                                Schedule.wsd(8, 2, 0, 4, 0, Anneal.COSINE),
                                6)
                        .from(0, 4)
                        .around(2, 8, 8, 8 * COS1)
                        .around(6, 8 * COS3, 0, 0),
                ScheduleCase.of("WSD that never decays", Schedule.wsd(8, 2, Long.MAX_VALUE, Long.MAX_VALUE), 1)
                        .from(0, 4, 8, 8));
    }

    private static Stream<ScheduleCase> sequences() {
        Schedule line = Schedule.linear(8, 4, 4);
        return Stream.of(
                ScheduleCase.of("sequence", line.then(2, Schedule.cosine(2, 4)), 6)
                        .from(0, 8)
                        .around(2, 7, 2, 2 * COS1)
                        .around(6, 2 * COS3, 0, 0),
                ScheduleCase.of("sequence beyond the end of the first", line.then(6, Schedule.constant(1)), 6)
                        .from(0, 8)
                        .around(4, 5, 4, 4)
                        .around(6, 4, 1, 1),
                ScheduleCase.of(
                                "sequence from the beginning",
                                Schedule.constant(1).then(0, line),
                                4)
                        .from(0, 8, 7)
                        .around(4, 5, 4, 4),
                ScheduleCase.of(
                                "three in a row",
                                line.then(3, Schedule.constant(1)).then(5, line),
                                9)
                        .around(3, 6, 1, 1)
                        .around(5, 1, 8, 7)
                        .around(9, 5, 4, 4),
                ScheduleCase.of(
                                "the same three, nested",
                                line.then(3, Schedule.constant(1).then(2, line)),
                                9)
                        .around(3, 6, 1, 1)
                        .around(5, 1, 8, 7)
                        .around(9, 5, 4, 4),
                ScheduleCase.of(
                                "sequence behind a warm-up",
                                line.then(2, Schedule.constant(1)).withWarmUp(2),
                                4)
                        .from(0, 4)
                        .around(2, 8, 8, 7)
                        .around(4, 7, 1, 1));
    }

    private static Stream<ScheduleCase> products() {
        return Stream.of(
                ScheduleCase.of("product", Schedule.linear(1, 4, 0.5).times(Schedule.step(8, 2, 0.5)), FADES)
                        .from(0, 8, 7)
                        .around(2, 7, 3, 2.5)
                        .around(4, 2.5, 1, 1),
                ScheduleCase.of(
                                "product of schedules that hold",
                                Schedule.linear(1, 4, 0.5).times(Schedule.linear(0, 2, 1)),
                                4)
                        .from(0, 0, 0.875 / 2, 0.75)
                        .around(4, 0.625, 0.5, 0.5),
                ScheduleCase.of("multiple", Schedule.cosine(2, 4).times(10), 4)
                        .from(0, 20)
                        .around(4, 20 * COS3, 0, 0));
    }

    private static Stream<ScheduleCase> others() {
        return Stream.of(
                ScheduleCase.of("repeated", Schedule.linear(4, 4, 0).repeated(4), ENDLESS)
                        .from(0, 4, 3)
                        .around(4, 1, 4, 3)
                        .around(8, 1, 4, 3)
                        .around(1L << 40, 1, 4, 3),
                ScheduleCase.of(
                                "repeated beyond its end",
                                Schedule.linear(4, 2, 0).repeated(4),
                                ENDLESS)
                        .from(0, 4, 2, 0, 0, 4),
                ScheduleCase.of("repeated first step", Schedule.linear(4, 2, 0).repeated(1), 0)
                        .from(0, 4, 4),
                ScheduleCase.of("lambda with a name", INVERSE, ENDLESS)
                        .from(0, 1, 0.5)
                        .from(3, 0.25),
                ScheduleCase.of("lambda behind a warm-up", INVERSE.withWarmUp(2), ENDLESS)
                        .from(0, 0.5, 1, 1, 0.5));
    }
}
