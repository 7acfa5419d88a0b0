package org.gradus.optim.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.gradus.core.Parameter;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerState;
import org.gradus.optim.Weights;
import org.gradus.optim.rule.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every schedule owes, one row of {@link ScheduleCase} after the other. */
class ScheduleContractTest {
    private static final long[] HUGE = {
        (1L << 31) - 1, 1L << 31, 1L << 40, (1L << 53) + 1, 1L << 62, Long.MAX_VALUE - 1, Long.MAX_VALUE
    };

    static Stream<ScheduleCase> schedules() {
        return ScheduleCase.all();
    }

    @Test
    void everyScheduleHasARow() throws IOException, URISyntaxException {
        Path classes =
                Path.of(Schedule.class.getResource("Schedule.class").toURI()).getParent();
        Set<Class<?>> tested = schedules().map(c -> c.schedule().getClass()).collect(Collectors.toSet());
        List<String> names;
        try (Stream<Path> files = Files.list(classes)) {
            names = files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".class"))
                    .map(f -> "org.gradus.optim.schedule." + f.substring(0, f.length() - ".class".length()))
                    .toList();
        }
        assertThat(names.stream()
                        .map(ScheduleContractTest::load)
                        .filter(c -> Schedule.class.isAssignableFrom(c) && !c.isInterface()))
                .hasSizeGreaterThan(15)
                .allMatch(tested::contains);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Schedule.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void hasTheRightValueBeforeAtAndAfterEachMilestone(ScheduleCase c) {
        assertThat(c.values()).isNotEmpty();
        double largest = c.values().values().stream().mapToDouble(v -> v).max().orElseThrow();
        c.values()
                .forEach((step, expected) -> assertThat(Math.abs(c.schedule().at(step) - expected))
                        .as("at %d: %s, expected %s", step, c.schedule().at(step), expected)
                        .isLessThanOrEqualTo(4 * Math.ulp(largest)));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void c38HoldsPastTheEnd(ScheduleCase c) {
        if (c.end() >= 0) {
            double last = c.schedule().at(c.end());
            LongStream.concat(LongStream.rangeClosed(c.end(), c.end() + 50), LongStream.of(HUGE))
                    .forEach(step ->
                            assertThat(c.schedule().at(step)).as("at %d", step).isEqualTo(last));
            if (c.end() > 0) {
                assertThat(c.schedule().at(c.end() - 1)).as("one step before").isNotEqualTo(last);
            }
        } else if (c.end() == ScheduleCase.FADES) {
            assertThat(c.schedule().at(1L << 40)).isZero();
        } else {
            assertThat(LongStream.concat(LongStream.range(0, 5000), LongStream.of(HUGE))
                            .mapToObj(c.schedule()::at)
                            .distinct())
                    .as("it is said to go on")
                    .hasSizeGreaterThan(1);
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
        LongStream.concat(LongStream.range(0, 200), LongStream.of(HUGE))
                .forEach(step ->
                        assertThat(c.schedule().at(step)).as("at %d", step).isBetween(0.0, Double.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void rejectsANegativeStep(ScheduleCase c) {
        for (long step : new long[] {-1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> c.schedule().at(step))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("step = " + step + " is not accepted; it must be at least 0");
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void printsTheCallThatMakesItAgain(ScheduleCase c) {
        String printed = c.schedule().toString();
        if (c.schedule() instanceof ReduceOnPlateau) {
            assertThat(printed)
                    .isEqualTo("reduceOnPlateau(0.3, 0.5, 1, 0, 0.0, "
                            + "Improvement[lowerIsBetter=true, threshold=0.0, relative=false])");
        } else {
            assertThat(Printed.parsed(printed)).isEqualTo(c.schedule()).hasToString(printed);
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void drawsItself(ScheduleCase c) {
        String text = c.schedule().chart(30).text(40, 5);
        assertThat(text.lines()).hasSize(8).allMatch(line -> line.length() < 200);
        assertThat(text).startsWith(c.schedule().toString()).contains("*");
        assertThat(c.schedule().chart(30).svg())
                .startsWith("<svg")
                .contains("<path")
                .endsWith("</svg>\n");
    }

    /** A training whose gradients depend on the step and the weights, by steps, under the row's schedule. */
    private static final class Run {
        private final Weights model = Weights.of("w", 0.5f, -1f, 2f);
        private final Parameter w = model.get("w");
        private final Optimizer optimizer;

        Run(Schedule schedule) {
            // Schedules of any size serve: a rate above 1e-2 would be a needless explosion.
            optimizer = Optimizer.of(
                    model, Sgd.defaults().withMomentum(0.9), step -> 1e-2 * Math.min(1, schedule.at(step)));
        }

        void steps(int from, int to) {
            for (int step = from; step < to; step++) {
                float shift = step % 3;
                optimizer.step(again -> w.value().sub(shift).square().sum());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void c45SavedAndLoadedTheOptimizerGoesOnBitForBit(ScheduleCase c) {
        Run whole = new Run(c.schedule());
        whole.steps(0, 14);
        Run first = new Run(c.schedule());
        first.steps(0, 7);
        OptimizerState state = first.optimizer.state();
        Run second = new Run(c.schedule());
        second.model.load(first.model.state());
        second.optimizer.load(state);
        assertThat(second.optimizer.rate()).isEqualTo(first.optimizer.rate());
        second.steps(7, 14);
        assertThat(second.w.value().toArray()).isEqualTo(whole.w.value().toArray());
        assertThat(second.optimizer.rate()).isEqualTo(whole.optimizer.rate());
    }
}
