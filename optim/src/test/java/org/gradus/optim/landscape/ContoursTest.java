package org.gradus.optim.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ContoursTest {
    private static Grid grid(int columns, int rows, double... values) {
        return new Grid(
                Grid.points("test", "columns", 0, columns - 1, columns),
                Grid.points("test", "rows", 0, rows - 1, rows),
                values);
    }

    private static double area(double[] line) {
        double doubled = 0;
        for (int i = 0; i + 3 < line.length; i += 2) {
            doubled += line[i] * line[i + 3] - line[i + 2] * line[i + 1];
        }
        return Math.abs(doubled) / 2;
    }

    private static void assertClosed(double[] line) {
        assertThat(line.length).isGreaterThanOrEqualTo(6);
        assertThat(line[0]).isEqualTo(line[line.length - 2]);
        assertThat(line[1]).isEqualTo(line[line.length - 1]);
    }

    @Test
    void aPeakIsADiamondHalfWayDown() {
        List<double[]> lines = Contours.above(grid(3, 3, 0, 0, 0, 0, 2, 0, 0, 0, 0), 1);
        assertThat(lines).hasSize(1);
        assertClosed(lines.get(0));
        assertThat(lines.get(0)).hasSize(10);
        assertThat(area(lines.get(0))).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void aLevelBelowEverythingIsTheWholeGridAndOneAboveIsNothing() {
        Grid grid = grid(4, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        List<double[]> all = Contours.above(grid, 0);
        assertThat(all).hasSize(1);
        assertClosed(all.get(0));
        assertThat(area(all.get(0))).isCloseTo(6, within(1e-12));
        assertThat(Contours.above(grid, 13)).isEmpty();
    }

    @Test
    void onAPlaneTheLineIsExactAndFollowsTheBorder() {
        double[] values = new double[25];
        for (int i = 0; i < 25; i++) {
            values[i] = i % 5 + 2 * (i / 5);
        }
        List<double[]> lines = Contours.above(grid(5, 5, values), 6.5);
        assertThat(lines).hasSize(1);
        double[] line = lines.get(0);
        for (int i = 0; i < line.length; i += 2) {
            boolean border = line[i] == 0 || line[i] == 4 || line[i + 1] == 0 || line[i + 1] == 4;
            assertThat(border || Math.abs(line[i] + 2 * line[i + 1] - 6.5) < 1e-12)
                    .isTrue();
        }
        // The line crosses y = 4 beyond the left side and y = 1.25 at x = 4.
        double below = 4 * (6.5 / 2) - 4;
        assertThat(area(line)).isCloseTo(16 - below, within(1e-12));
    }

    @Test
    void aCircleHasItsRadius() {
        double[] values = new double[41 * 41];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.hypot(i % 41 - 20, i / 41 - 20);
        }
        // Above: all but the disc, so the disc's line and the border.
        List<double[]> lines = Contours.above(grid(41, 41, values), 12.3);
        assertThat(lines).hasSize(2);
        double[] circle = area(lines.get(0)) < area(lines.get(1)) ? lines.get(0) : lines.get(1);
        for (int i = 0; i < circle.length; i += 2) {
            // Along an edge of length 1 the distance bends by less than 1/(8·radius) from linear.
            assertThat(Math.hypot(circle[i] - 20, circle[i + 1] - 20)).isCloseTo(12.3, within(1 / (8 * 11.3)));
        }
    }

    @Test
    void ambiguousCellsGoByTheirMean() {
        assertThat(Contours.above(grid(2, 2, 4, 0, 0, 4), 1.5)).hasSize(1);
        assertThat(Contours.above(grid(2, 2, 4, 0, 0, 4), 2.5)).hasSize(2);
        assertThat(Contours.above(grid(2, 2, 0, 4, 4, 0), 1.5)).hasSize(1);
        assertThat(Contours.above(grid(2, 2, 0, 4, 4, 0), 2.5)).hasSize(2);
    }

    @Test
    void whatIsNotFiniteLiesHigh() {
        Grid grid = grid(3, 3, 0, 0, 0, 0, Double.NaN, 0, 0, 0, Double.POSITIVE_INFINITY);
        List<double[]> lines = Contours.above(grid, 1);
        assertThat(lines).hasSize(1);
        for (double coordinate : lines.get(0)) {
            assertThat(coordinate).isBetween(0.0, 2.0);
        }
        assertThat(Contours.above(grid(2, 2, Double.NEGATIVE_INFINITY, 0, 0, 0), -5))
                .hasSize(1);
    }

    /** Every crossed edge of the grid belongs to exactly one line. */
    @Test
    void linesAreClosedAndTakeEveryCrossingOnce() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 200; round++) {
            int columns = 2 + random.nextInt(7);
            int rows = 2 + random.nextInt(7);
            double[] values = random.doubles((long) columns * rows).toArray();
            int crossings = 0;
            for (int row = -1; row < rows; row++) {
                for (int column = -1; column < columns; column++) {
                    boolean here = high(values, columns, rows, column, row);
                    crossings += row >= 0 && here != high(values, columns, rows, column + 1, row) ? 1 : 0;
                    crossings += column >= 0 && here != high(values, columns, rows, column, row + 1) ? 1 : 0;
                }
            }
            int points = 0;
            for (double[] line : Contours.above(grid(columns, rows, values), 0.5)) {
                assertClosed(line);
                points += line.length / 2 - 1;
            }
            assertThat(points).as("round %s", round).isEqualTo(crossings);
        }
    }

    private static boolean high(double[] values, int columns, int rows, int column, int row) {
        return column >= 0 && row >= 0 && column < columns && row < rows && values[row * columns + column] >= 0.5;
    }

    @Test
    void levelsAscendAndAFlatGridHasNone() {
        assertThat(ContourLines.levels(Surface.rosenbrock().grid(30, 30)))
                .hasSize(12)
                .isSorted();
        assertThat(ContourLines.levels(grid(2, 2, 3, 3, 3, 3))).isEmpty();
        assertThat(ContourLines.levels(grid(2, 2, Double.NaN, Double.NaN, Double.NaN, Double.NaN)))
                .isEmpty();
        assertThat(ContourLines.levels(grid(2, 2, 1, 1, 1, Double.NaN))).isEmpty();
    }
}
