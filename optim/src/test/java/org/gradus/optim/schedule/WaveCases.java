package org.gradus.optim.schedule;

import static org.gradus.optim.schedule.ScheduleCase.ENDLESS;

import java.util.stream.Stream;
import org.gradus.core.Improvement;

/** Schedules that rise and fall, and cosines. */
final class WaveCases {
    private static final double COS1 = (1 + Math.sqrt(0.5)) / 2;
    private static final double COS3 = (1 - Math.sqrt(0.5)) / 2;

    private WaveCases() {}

    static Stream<ScheduleCase> rows() {
        return Stream.of(cosines(), cycles(), oneCycles(), plateaus()).flatMap(s -> s);
    }

    private static Stream<ScheduleCase> cosines() {
        return Stream.of(
                ScheduleCase.of("cosine", Schedule.cosine(2, 4), 4)
                        .from(0, 2, 2 * COS1, 1)
                        .around(4, 2 * COS3, 0, 0),
                ScheduleCase.of("cosine to a floor", Schedule.cosine(2, 4, 1), 4)
                        .from(0, 2, 1 + COS1, 1.5)
                        .around(4, 1 + COS3, 1, 1),
                ScheduleCase.of("cosine of one step", Schedule.cosine(2, 1), 1).around(1, 2, 0, 0),
                ScheduleCase.of("restarts", Schedule.warmRestarts(2, 4, 1), ENDLESS)
                        .from(0, 2, 2 * COS1)
                        .around(4, 2 * COS3, 2, 2 * COS1)
                        .around(400, 2 * COS3, 2, 2 * COS1),
                ScheduleCase.of("restarts after each step", Schedule.warmRestarts(2, 1, 1), 0)
                        .from(0, 2, 2, 2),
                ScheduleCase.of("restarts that flatten", Schedule.warmRestarts(5, 2, 1, 1, 0.5), ENDLESS)
                        .from(0, 5, 3, 3, 2, 2, 1.5, 1.5, 1.25),
                ScheduleCase.of("doubling restarts", Schedule.warmRestarts(3, 2, 2, 1, 0.5), ENDLESS)
                        .from(0, 3)
                        .around(2, 2, 2, 1 + COS1)
                        .around(6, 1 + COS3, 1.5, 1 + oneStepOf(8) / 2)
                        .around(14, 1 + (1 - oneStepOf(8)) / 2, 1.25, 1 + oneStepOf(16) / 4)
                        .from(22, 1.125),
                ScheduleCase.of(
                                "restarts that multiply beyond all numbers",
                                Schedule.warmRestarts(3, 2, 1L << 62),
                                ENDLESS)
                        .from(0, 3)
                        .around(2, 1.5, 3, 3));
    }

    /** How high half a cosine wave of that length still is after one step. */
    private static double oneStepOf(int length) {
        return (1 + StrictMath.cos(Math.PI / length)) / 2;
    }

    private static Stream<ScheduleCase> cycles() {
        return Stream.of(
                ScheduleCase.of("triangular", Schedule.triangular(1, 5, 4, 2), ENDLESS)
                        .from(0, 1, 2)
                        .around(4, 4, 5, 3)
                        .around(6, 3, 1, 2)
                        .around(6_000_000_004L, 4, 5, 3),
                ScheduleCase.of("momentum against the rate", Schedule.triangular(0.9, 0.5, 2, 2), ENDLESS)
                        .from(0, 0.9, 0.7)
                        .around(2, 0.7, 0.5, 0.7)
                        .around(4, 0.7, 0.9, 0.7),
                ScheduleCase.of("triangular of two steps", Schedule.triangular(1, 5, 1, 1), ENDLESS)
                        .from(0, 1, 5, 1, 5),
                ScheduleCase.of("triangular2", Schedule.triangular2(1, 5, 2, 2), ENDLESS)
                        .from(0, 1, 3)
                        .around(2, 3, 5, 3)
                        .around(4, 3, 1, 2)
                        .around(6, 2, 3, 2)
                        .around(8, 2, 1, 1.5)
                        .from(1L << 40, 1),
                ScheduleCase.of("triangular4", Schedule.cyclic(1, 5, 2, 2, 0.25, 1), ENDLESS)
                        .around(2, 3, 5, 3)
                        .around(6, 1.5, 2, 1.5),
                ScheduleCase.of(
                                "triangular2 that shrinks at each step, too",
                                Schedule.cyclic(0, 64, 1, 1, 0.5, 0.5),
                                ENDLESS)
                        .from(0, 0, 32, 0, 4, 0, 0.5),
                ScheduleCase.of("the longest cycle", Schedule.triangular(1, 5, Long.MAX_VALUE - 1, 1), ENDLESS)
                        .from(0, 1)
                        .from(1L << 62, 3)
                        .from(Long.MAX_VALUE - 1, 5, 1),
                ScheduleCase.of("exp-range", Schedule.cyclic(1, 5, 2, 2, 1, 0.5), ENDLESS)
                        .from(0, 1, 2)
                        .around(2, 2, 2, 1.25)
                        .around(4, 1.25, 1, 1 + 2.0 / 32)
                        .around(6, 1 + 2.0 / 32, 1 + 4.0 / 64, 1 + 2.0 / 128),
                ScheduleCase.of("cyclic that shrinks both ways", Schedule.cyclic(0, 64, 2, 2, 0.25, 0.5), ENDLESS)
                        .from(0, 0, 16, 16, 4, 0, 0.25, 0.25));
    }

    private static Stream<ScheduleCase> oneCycles() {
        OneCycle line = Schedule.oneCycle(8, 11)
                .withRise(5.0 / 11)
                .withDivisors(4, 2)
                .withMomentum(0.5, 0.9)
                .withShape(Anneal.LINEAR);
        OneCycle three = Schedule.oneCycle(8, 12)
                .withRise(5.0 / 12)
                .withDivisors(4, 2)
                .withMomentum(0.5, 0.9)
                .withShape(Anneal.LINEAR)
                .inThreePhases();
        OneCycle none = Schedule.oneCycle(8, 3).withRise(0).withDivisors(4, 2).withShape(Anneal.LINEAR);
        OneCycle short1 =
                Schedule.oneCycle(8, 10).withRise(0.1).withDivisors(4, 2).withShape(Anneal.SQUARE_ROOT);
        return Stream.of(
                ScheduleCase.of("one-cycle rate", line.rate(), 10)
                        .from(0, 2, 3.5)
                        .around(4, 6.5, 8, 8 - 7.0 / 6)
                        .around(10, 1 + 7.0 / 6, 1, 1),
                ScheduleCase.of("one-cycle momentum", line.momentum(), 10)
                        .from(0, 0.9, 0.8)
                        .around(4, 0.6, 0.5, 0.5 + 0.4 / 6)
                        .around(10, 0.9 - 0.4 / 6, 0.9, 0.9),
                ScheduleCase.of(
                                "one-cycle by cosine",
                                line.withShape(Anneal.COSINE).rate(),
                                10)
                        .from(0, 2, 2 + 6 * COS3, 5, 2 + 6 * COS1, 8)
                        .from(7, 4.5)
                        .around(10, 1 + 7 * (1 - StrictMath.cos(Math.PI / 6)) / 2, 1, 1),
                ScheduleCase.of("three phases, rate", three.rate(), 11)
                        .from(0, 2, 3.5)
                        .around(4, 6.5, 8, 6.5)
                        .around(8, 3.5, 2, 2 - 1.0 / 3)
                        .around(11, 1 + 1.0 / 3, 1, 1),
                ScheduleCase.of("three phases, momentum", three.momentum(), 8)
                        .from(0, 0.9)
                        .around(4, 0.6, 0.5, 0.6)
                        .around(8, 0.8, 0.9, 0.9),
                ScheduleCase.of("one-cycle without a rise", none.rate(), 2).from(0, 8 - 7.0 / 3, 8 - 14.0 / 3, 1, 1),
                ScheduleCase.of("one-cycle that begins at the peak", short1.rate(), 9)
                        .from(0, 8, 8 - 7 * Math.sqrt(1.0 / 9))
                        .around(9, 8 - 7 * Math.sqrt(8.0 / 9), 1, 1),
                ScheduleCase.of(
                                "one-cycle that ends elsewhere",
                                Schedule.oneCycle(25, 9).withDivisors(25, 4).rate(),
                                8)
                        .from(0, 1)
                        .from(8, 0.25, 0.25),
                ScheduleCase.of(
                                "one-cycle of little momentum",
                                Schedule.oneCycle(1, 9).withMomentum(0.85, 0.9).momentum(),
                                8)
                        .from(0, 0.9)
                        .from(8, 0.9),
                ScheduleCase.of("one-cycle of one step", Schedule.oneCycle(1, 1).rate(), 0)
                        .from(0, 4e-6, 4e-6));
    }

    private static Stream<ScheduleCase> plateaus() {
        return Stream.of(
                ScheduleCase.of("plateau that sees nothing", new ReduceOnPlateau(0.3, 0.5, 1, Improvement.lower()), 0)
                        .from(0, 0.3, 0.3));
    }
}
