package org.gradus.optim.landscape;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.chart.Plot;
import org.gradus.optim.chart.Svg;
import org.gradus.optim.chart.SvgPath;

/** Draws the heights of a {@link Grid} as lines of equal height, the darker (on dark paper the lighter) the higher. */
final class ContourLines {
    private static final int LEVELS = 12;
    private static final double DECIMAL = 10;
    /** So many pixels off a straight line are not seen. */
    private static final double FLAT = 0.15;

    private ContourLines() {}

    /**
     * Levels that show the low ground: the k-th of n is the value below which a share {@code (k/(n + 1))^1.5} of the grid
     * lies. Values that are not finite are left out; levels that coincide count once.
     */
    static List<Double> levels(Grid grid) {
        double[] sorted = grid.finite();
        List<Double> levels = new ArrayList<>();
        for (int k = 1; k <= LEVELS && sorted.length > 0; k++) {
            double share = k / (LEVELS + 1.0);
            double level = sorted[(int) (share * Math.sqrt(share) * (sorted.length - 1))];
            if (level > sorted[0] && (levels.isEmpty() || level > levels.get(levels.size() - 1))) {
                levels.add(level);
            }
        }
        return levels;
    }

    static void draw(Svg svg, Plot plot, Grid grid, List<Double> levels) {
        double[] finite = grid.finite();
        if (finite.length == 0) {
            return;
        }
        Grid rooted = grid.rooted(finite[0]);
        for (double level : levels) {
            SvgPath path = new SvgPath();
            for (double[] line : Contours.above(rooted, Math.sqrt(level - finite[0]))) {
                closed(path, plot, line);
            }
            if (!path.isEmpty()) {
                svg.element("path", "d", path, "class", "gr-contour");
            }
        }
    }

    /** A closed line without the points between which it hardly bends. */
    private static void closed(SvgPath path, Plot plot, double[] line) {
        int n = line.length / 2;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = rounded(plot.x(line[2 * i]));
            y[i] = rounded(plot.y(line[2 * i + 1]));
        }
        path.move(x[0], y[0]);
        int kept = 0;
        for (int i = 1; i < n - 1; i++) {
            if (bends(x, y, kept, i + 1)) {
                path.line(x[i], y[i]);
                kept = i;
            }
        }
        path.close();
    }

    private static double rounded(double pixels) {
        return Math.rint(pixels * DECIMAL) / DECIMAL;
    }

    /** Whether a point between two others lies off the straight line between them. */
    private static boolean bends(double[] x, double[] y, int from, int to) {
        double dx = x[to] - x[from];
        double dy = y[to] - y[from];
        double length = Math.sqrt(dx * dx + dy * dy);
        for (int i = from + 1; i < to; i++) {
            double off = Math.abs((x[i] - x[from]) * dy - (y[i] - y[from]) * dx);
            if (!(off <= FLAT * length)) {
                return true;
            }
        }
        return false;
    }
}
