package org.gradus.optim.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.gradus.core.Improvement;
import org.gradus.testkit.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What PyTorch's schedulers set in float64; see tools/golden/schedules.py. */
class GoldenSchedulesTest {
    private static final double ULP = 0x1p-53;

    /**
     * A file with the schedule that gives its entry.
     *
     * @param entry {@code values} or {@code momenta}
     * @param rounded how much both may round, in ulps of the largest value
     */
    record GoldenCase(String file, String entry, Schedule schedule, double rounded) {
        @Override
        public String toString() {
            return file + " " + entry;
        }
    }

    static Stream<GoldenCase> closedForms() {
        return Stream.of(
                golden("step", Schedule.step(0.1, 7, 0.3), 4),
                golden("multistep", Schedule.multiStep(0.1, 0.3, 1, 8, 9, 30), 4),
                golden("exponential", Schedule.exponential(0.1, 0.93), 4),
                golden("linear", Schedule.linear(0.1 / 3, 11, 0.1), 4),
                golden("linear-falling", Schedule.linear(0.1, 13, 0.1 * 0.05), 4),
                golden("polynomial", Schedule.polynomial(0.1, 30, 0, 0.9), 4),
                golden("polynomial-square", Schedule.polynomial(0.1, 30, 0, 2), 4),
                golden("cosine", Schedule.cosine(0.1, 50), 4),
                golden("cosine-floor", Schedule.cosine(0.1, 33, 0.01), 4));
    }

    static Stream<GoldenCase> goldens() {
        // CyclicLR subtracts the number of the cycle, up to 8 here, from a quotient, and divides by the share of the
        // way up.
        OneCycle one = Schedule.oneCycle(0.1, 100);
        OneCycle line = Schedule.oneCycle(0.4, 37)
                .withRise(0.45)
                .withDivisors(10, 50)
                .withMomentum(0.8, 0.9)
                .withShape(Anneal.LINEAR);
        OneCycle three = Schedule.oneCycle(0.2, 53).withRise(0.4).inThreePhases();
        OneCycle lines = Schedule.oneCycle(0.2, 50)
                .withRise(0.5)
                .withShape(Anneal.LINEAR)
                .inThreePhases();
        return Stream.concat(
                closedForms(),
                Stream.of(
                        golden("restarts", Schedule.warmRestarts(0.1, 10, 1), 4),
                        golden("restarts-doubling", Schedule.warmRestarts(0.1, 5, 2, 0.001, 1), 4),
                        golden("restarts-tripling", Schedule.warmRestarts(0.1, 3, 3), 4),
                        golden("cyclic-triangular", Schedule.triangular(0.01, 0.1, 7, 4), 16),
                        momenta("cyclic-triangular", Schedule.triangular(0.9, 0.8, 7, 4), 16),
                        golden("cyclic-triangular2", Schedule.triangular2(0.01, 0.1, 8, 8), 16),
                        momenta("cyclic-triangular2", Schedule.triangular2(0.9, 0.8, 8, 8), 16),
                        golden("cyclic-exp-range", Schedule.cyclic(0.01, 0.1, 3, 9, 1, 0.97), 16),
                        momenta("cyclic-exp-range", Schedule.cyclic(0.9, 0.8, 3, 9, 1, 0.97), 16),
                        golden("onecycle", one.rate(), 4),
                        momenta("onecycle", one.momentum(), 4),
                        golden("onecycle-linear", line.rate(), 4),
                        momenta("onecycle-linear", line.momentum(), 4),
                        golden("onecycle-three-phases", three.rate(), 4),
                        momenta("onecycle-three-phases", three.momentum(), 4),
                        golden("onecycle-three-phases-linear", lines.rate(), 4),
                        momenta("onecycle-three-phases-linear", lines.momentum(), 4),
                        golden(
                                "sequence",
                                Schedule.exponential(0.1, 0.9)
                                        .withWarmUp(8, 0.25)
                                        .then(20, Schedule.step(0.1, 5, 0.5)),
                                4),
                        golden(
                                "product",
                                Schedule.linear(0.1, 6, 1)
                                        .times(Schedule.exponential(0.1, 0.95))
                                        .times(Schedule.multiStep(1, 0.3, 7, 11)),
                                4)));
    }

    private static GoldenCase golden(String file, Schedule schedule, double rounded) {
        return new GoldenCase(file, "values", schedule, rounded);
    }

    private static GoldenCase momenta(String file, Schedule schedule, double rounded) {
        return new GoldenCase(file, "momenta", schedule, rounded);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void eachStepHasPyTorchsValue(GoldenCase c) {
        double[] expected = Golden.read(getClass(), "schedules/" + c.file())
                .doubles(c.entry())
                .data();
        assertNear(c.schedule(), expected, c.rounded());
    }

    @ParameterizedTest
    @MethodSource("closedForms")
    void eachStepHasTheValueOfPyTorchsClosedForm(GoldenCase c) {
        double[] expected = Golden.read(getClass(), "schedules/" + c.file())
                .doubles("closed")
                .data();
        assertNear(c.schedule(), expected, 4);
    }

    private static void assertNear(Schedule schedule, double[] expected, double ulps) {
        double largest = DoubleStream.of(expected).max().orElseThrow();
        for (int step = 0; step < expected.length; step++) {
            assertThat(Math.abs(schedule.at(step) - expected[step]))
                    .as("at %d: %s, expected %s", step, schedule.at(step), expected[step])
                    .isLessThanOrEqualTo(ulps * 2 * ULP * largest);
        }
    }

    /** PyTorch's patience p is p + 1 here. */
    record PlateauCase(String file, ReduceOnPlateau plateau) {
        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<PlateauCase> plateaus() {
        Improvement lower = Improvement.lower().byMoreThanFraction(1e-4);
        return Stream.of(
                new PlateauCase("patience", new ReduceOnPlateau(0.1, 0.5, 3, lower)),
                new PlateauCase("cooldown", new ReduceOnPlateau(0.1, 0.3, 2, 2, 0.002, lower)),
                new PlateauCase("impatient", new ReduceOnPlateau(0.1, 0.7, 1, 1, 0, Improvement.lower())),
                new PlateauCase(
                        "higher",
                        new ReduceOnPlateau(
                                0.1, 0.1, 2, 1, 1e-5, Improvement.higher().byMoreThanFraction(0.05))),
                new PlateauCase(
                        "negative",
                        new ReduceOnPlateau(0.1, 0.5, 2, Improvement.higher().byMoreThan(0.0625))));
    }

    @ParameterizedTest
    @MethodSource("plateaus")
    void thePlateauReducesWherePyTorchDoes(PlateauCase c) {
        Golden golden = Golden.read(getClass(), "schedules/plateau-" + c.file());
        double[] metrics = golden.doubles("metrics").data();
        double[] expected = golden.doubles("values").data();
        assertThat(DoubleStream.of(expected).distinct().count()).isGreaterThan(2);
        for (int i = 0; i < metrics.length; i++) {
            c.plateau().observe(metrics[i]);
            assertThat(Math.abs(c.plateau().at(i) - expected[i]))
                    .as("after value %d: %s, expected %s", i + 1, c.plateau().reason(), expected[i])
                    .isLessThanOrEqualTo(32 * ULP * expected[i]);
        }
    }
}
