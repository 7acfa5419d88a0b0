package org.gradus.optim.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
    private static String labels(Axis axis) {
        return String.join(" ", axis.ticks().stream().map(Tick::label).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 5, 0 0.2 0.4 0.6 0.8 1.0",
        "0, 1000, 4, 0 500 1000",
        "0, 1000, 5, 0 200 400 600 800 1000",
        "-2, 2, 4, -2 -1 0 1 2",
        "0.11, 0.39, 4, 0.2 0.3",
        "0, 3e-5, 3, 0 1e-5 2e-5 3e-5",
        "0, 5e6, 5, 0 1e6 2e6 3e6 4e6 5e6",
        "0, 0.001, 5, 0 0.0002 0.0004 0.0006 0.0008 0.0010",
        "1e300, 2e300, 2, 1e300 1.5e300 2e300",
        "1000000000, 1000000001, 1, 1e9 1.000000001e9",
        "0.1, 0.3, 2, 0.1 0.2 0.3"
    })
    void marksAreThoseAHumanWouldChoose(double least, double greatest, int marks, String labels) {
        assertThat(labels(Axis.linear(least, greatest, marks))).isEqualTo(labels);
    }

    @ParameterizedTest
    @CsvSource({
        "1e-3, 1e3, 6, 0.001 0.01 0.1 1 10 100 1000",
        "1e-8, 1, 4, 1e-8 1e-6 1e-4 0.01 1",
        "1, 10, 5, 1 2 5 10",
        "0.3, 30, 6, 0.5 1 2 5 10 20",
        "2, 3, 4, 2.0 2.5 3.0",
        "1e-30, 1e30, 5, 1e-24 1e-12 1 1e12 1e24"
    })
    void logarithmicMarksArePowersOfTen(double least, double greatest, int marks, String labels) {
        assertThat(labels(Axis.logarithmic(least, greatest, marks))).isEqualTo(labels);
    }

    @ParameterizedTest
    @CsvSource({
        "0.3, 0.3, 0, 0.3",
        "0, 0, 0, 1",
        "-2, -2, -2, 0",
        "0.013, 0.1, 0, 0.1",
        "0.09, 0.1, 0.09, 0.1",
        "-1.7, 3.1, -2, 4",
        "-10, -3, -10, 0"
    })
    void anAxisAroundValuesEndsAtMarks(double least, double greatest, double low, double high) {
        Axis axis = Axis.around(least, greatest, 5);
        assertThat(axis.least()).isEqualTo(low);
        assertThat(axis.greatest()).isEqualTo(high);
    }

    @ParameterizedTest
    @CsvSource({"0.0013, 0.7, 0.001, 1", "2, 2, 0.2, 20", "3, 40, 2, 50", "1e-5, 1e-3, 1e-5, 1e-3"})
    void aLogarithmicAxisAroundValuesEndsAtRoundNumbers(double least, double greatest, double low, double high) {
        Axis axis = Axis.logarithmicAround(least, greatest, 5);
        assertThat(axis.least()).isEqualTo(low);
        assertThat(axis.greatest()).isEqualTo(high);
    }

    @Test
    void marksLieWithinAnyRangeAndAreFew() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 2000; i++) {
            double centre = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-20, 20));
            double width = Math.pow(10, random.nextInt(-10, 10)) * (random.nextDouble() + 0.1) * Math.abs(centre);
            int marks = random.nextInt(2, 9);
            Axis axis = Axis.linear(centre, centre + width, marks);
            List<Tick> ticks = axis.ticks();
            assertThat(ticks.size()).as("%s", axis).isBetween((marks - 1) / 3, marks + 1);
            for (Tick tick : ticks) {
                assertThat(axis.share(tick.value())).as("%s", axis).isBetween(-1e-6, 1 + 1e-6);
                assertThat(Double.parseDouble(tick.label())).isEqualTo(tick.value());
            }
        }
    }

    @Test
    void valuesLieBetweenTheEnds() {
        assertThat(Axis.linear(-1, 3, 4).share(0)).isEqualTo(0.25);
        assertThat(Axis.linear(-1, 3, 4).share(7)).isEqualTo(2);
        assertThat(Axis.logarithmic(1, 16, 4).share(4)).isEqualTo(0.5);
    }

    @Test
    void thereMustBeARange() {
        assertThatThrownBy(() -> Axis.linear(1, 1, 4)).hasMessage("axis: there is no range from 1.0 to 1.0");
        assertThatThrownBy(() -> Axis.around(1, Double.NaN, 4)).hasMessageContaining("to NaN");
        assertThatThrownBy(() -> Axis.around(1, Double.POSITIVE_INFINITY, 4)).hasMessageContaining("to Infinity");
        assertThatThrownBy(() -> Axis.logarithmic(0, 1, 4))
                .hasMessage("axis: a logarithmic range cannot begin at 0.0; it must be above 0");
        assertThatThrownBy(() -> Axis.logarithmicAround(-1, 1, 4)).hasMessageContaining("begin at -1.0");
    }
}
