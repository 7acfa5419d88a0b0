package org.gradus.optim.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The regions of a {@link Grid} that lie above a level, by marching squares with linear interpolation along the edges of the
 * cells. Each region is a closed line; where it leaves the grid it follows the border. Values that are NaN count as
 * infinite.
 *
 * <p><b>Reference:</b> Lorensen, Cline 1987, "Marching cubes", in two dimensions; the two cells that are ambiguous are
 * decided by the mean of their corners.
 */
final class Contours {
    private static final int NONE = -1;

    private final Grid grid;
    /** Points to the right and upwards with a ring of points below every level around the grid. */
    private final int wide;

    private final int high;
    private final double level;
    /** The two neighbours of each edge's crossing on its line. */
    private final int[] links;

    private Contours(Grid grid, double level) {
        this.grid = grid;
        this.wide = grid.columns() + 2;
        this.high = grid.rows() + 2;
        this.level = level;
        this.links = new int[4 * wide * high];
        Arrays.fill(links, NONE);
    }

    /**
     * The border of what is at least as high as a level.
     *
     * @return closed lines; each is x and y in turn, in the grid's coordinates
     */
    static List<double[]> above(Grid grid, double level) {
        return new Contours(grid, level).lines();
    }

    private double value(int column, int row) {
        if (column == 0 || row == 0 || column == wide - 1 || row == high - 1) {
            return Double.NEGATIVE_INFINITY;
        }
        double value = grid.value(column - 1, row - 1);
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    private List<double[]> lines() {
        for (int row = 0; row < high - 1; row++) {
            for (int column = 0; column < wide - 1; column++) {
                cell(column, row);
            }
        }
        List<double[]> lines = new ArrayList<>();
        for (int edge = 0; edge < links.length / 2; edge++) {
            if (links[2 * edge] != NONE) {
                lines.add(line(edge));
            }
        }
        return lines;
    }

    /** Connects the crossings of one cell's edges. */
    private void cell(int column, int row) {
        double leftBelow = value(column, row);
        double rightBelow = value(column + 1, row);
        double rightAbove = value(column + 1, row + 1);
        double leftAbove = value(column, row + 1);
        int corners = (leftBelow >= level ? 1 : 0)
                + (rightBelow >= level ? 2 : 0)
                + (rightAbove >= level ? 4 : 0)
                + (leftAbove >= level ? 8 : 0);
        int bottom = row * wide + column;
        int top = bottom + wide;
        int left = wide * high + bottom;
        int right = left + 1;
        boolean joined = (leftBelow + rightBelow + rightAbove + leftAbove) / 4 >= level;
        switch (corners) {
            case 1, 14 -> connect(bottom, left);
            case 2, 13 -> connect(bottom, right);
            case 4, 11 -> connect(top, right);
            case 8, 7 -> connect(top, left);
            case 3, 12 -> connect(left, right);
            case 6, 9 -> connect(bottom, top);
            case 5 -> connect(bottom, joined ? right : left, top, joined ? left : right);
            case 10 -> connect(bottom, joined ? left : right, top, joined ? right : left);
            default -> {}
        }
    }

    private void connect(int first, int second, int third, int fourth) {
        connect(first, second);
        connect(third, fourth);
    }

    private void connect(int a, int b) {
        links[2 * a + (links[2 * a] == NONE ? 0 : 1)] = b;
        links[2 * b + (links[2 * b] == NONE ? 0 : 1)] = a;
    }

    /** Follows the line through an edge until it closes, and takes its links away. */
    private double[] line(int start) {
        double[] points = new double[64];
        int n = 0;
        int edge = start;
        while (edge != NONE) {
            if (n == points.length) {
                points = Arrays.copyOf(points, 2 * n);
            }
            points[n++] = x(edge);
            points[n++] = y(edge);
            int next = links[2 * edge] != NONE ? links[2 * edge] : links[2 * edge + 1];
            links[2 * edge] = NONE;
            links[2 * edge + 1] = NONE;
            if (next != NONE) {
                unlink(next, edge);
            }
            edge = next;
        }
        return Arrays.copyOf(points, n);
    }

    private void unlink(int edge, int from) {
        if (links[2 * edge] == from) {
            links[2 * edge] = NONE;
        } else if (links[2 * edge + 1] == from) {
            links[2 * edge + 1] = NONE;
        }
    }

    private boolean isVertical(int edge) {
        return edge >= wide * high;
    }

    private double x(int edge) {
        int column = edge % wide;
        double from = grid.x(Math.max(0, Math.min(grid.columns() - 1, column - 1)));
        if (isVertical(edge)) {
            return from;
        }
        double to = grid.x(Math.max(0, Math.min(grid.columns() - 1, column)));
        int row = edge / wide;
        return between(from, to, value(column, row), value(column + 1, row));
    }

    private double y(int edge) {
        int point = edge % (wide * high);
        int column = point % wide;
        int row = point / wide;
        double from = grid.y(Math.max(0, Math.min(grid.rows() - 1, row - 1)));
        if (!isVertical(edge)) {
            return from;
        }
        double to = grid.y(Math.max(0, Math.min(grid.rows() - 1, row)));
        return between(from, to, value(column, row), value(column, row + 1));
    }

    private double between(double from, double to, double fromValue, double toValue) {
        double share = (level - fromValue) / (toValue - fromValue);
        return Double.isFinite(fromValue) && Double.isFinite(toValue) ? from + share * (to - from) : (from + to) / 2;
    }
}
