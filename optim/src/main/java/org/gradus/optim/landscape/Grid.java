package org.gradus.optim.landscape;

import java.util.Arrays;
import org.gradus.optim.check.Accepted;

/** The values of a function of two variables at the points of a rectangular grid. */
public final class Grid {
    private static final double ROUNDING = 1e-12;

    private final double[] xs;
    private final double[] ys;
    private final double[] values;

    Grid(double[] xs, double[] ys, double[] values) {
        this.xs = xs;
        this.ys = ys;
        this.values = values;
    }

    /** Evenly spaced points from one number to another; what is 0 but for rounding is 0. */
    static double[] points(String owner, String name, double from, double to, int n) {
        Accepted.steps(owner, name, n, 2);
        double[] points = new double[n];
        for (int i = 0; i < n; i++) {
            double point = from + i * (to - from) / (n - 1);
            points[i] = Math.abs(point) < ROUNDING * (to - from) ? 0 : point;
        }
        points[n - 1] = to;
        return points;
    }

    /**
     * How many points there are to the right.
     *
     * @return at least 2
     */
    public int columns() {
        return xs.length;
    }

    /**
     * How many points there are upwards.
     *
     * @return at least 2
     */
    public int rows() {
        return ys.length;
    }

    /**
     * The first coordinate of a column.
     *
     * @param column its number, from 0
     * @return ascending numbers
     */
    public double x(int column) {
        return xs[column];
    }

    /**
     * The second coordinate of a row.
     *
     * @param row its number, from 0
     * @return ascending numbers
     */
    public double y(int row) {
        return ys[row];
    }

    /**
     * The value of a point.
     *
     * @param column its number to the right, from 0
     * @param row its number upwards, from 0
     * @return the value, which may be NaN or infinite
     */
    public double value(int column, int row) {
        return values[row * xs.length + column];
    }

    /** All values that are finite, ascending. */
    double[] finite() {
        return Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    }

    /**
     * The root of each value's height above the lowest. Near a minimum, where a function is about a square, the root is
     * about linear, and so are the lines that are interpolated in it.
     */
    Grid rooted(double lowest) {
        return new Grid(
                xs, ys, Arrays.stream(values).map(v -> Math.sqrt(v - lowest)).toArray());
    }
}
