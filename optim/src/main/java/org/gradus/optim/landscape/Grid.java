package org.gradus.optim.landscape;

import java.util.Arrays;
import org.gradus.optim.check.Accepted;

/** The values of a function of two variables at the points of a rectangular grid. */
public final class Grid {
    private final double[] xs;
    private final double[] ys;
    private final double[] values;

    Grid(double[] xs, double[] ys, double[] values) {
        this.xs = xs;
        this.ys = ys;
        this.values = values;
    }

    /** Evenly spaced points from one number to another, both of them exact. */
    static double[] points(String owner, String name, double from, double to, int n) {
        Accepted.steps(owner, name, n, 2);
        double[] points = new double[n];
        for (int i = 0; i < n; i++) {
            double share = i / (n - 1.0);
            points[i] = (1 - share) * from + share * to;
        }
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
}
