package org.gradus.optim.landscape;

import org.gradus.optim.chart.Axis;
import org.gradus.optim.chart.LineChart;
import org.gradus.optim.chart.Plot;

/** Draws {@link LossLine} and {@link LossPlane}. */
final class SliceChart {
    /** Losses above 0 whose extremes differ by more than this factor are drawn on a logarithmic axis. */
    private static final double WIDE = 100;

    private static final double SIDE = 440;

    private SliceChart() {}

    static LineChart line(String title, LossLine line) {
        int n = line.points().size();
        double[] at = new double[n];
        double[] loss = new double[n];
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        LineChart chart = LineChart.of(title).withLabels("distance from the present weights", "loss");
        for (int i = 0; i < n; i++) {
            at[i] = line.points().get(i).at();
            loss[i] = line.points().get(i).loss();
            if (Double.isFinite(loss[i])) {
                least = Math.min(least, loss[i]);
                greatest = Math.max(greatest, loss[i]);
            }
        }
        chart = least > 0 && greatest > WIDE * least ? chart.withLogarithmicY() : chart;
        chart = chart.with("loss", at, loss);
        for (LossLine.Point point : line.points()) {
            if (point.at() == 0) {
                chart = chart.with("present weights", new double[] {0}, new double[] {point.loss()});
            }
        }
        return chart;
    }

    static String plane(String title, LossPlane plane) {
        Grid grid = plane.losses();
        double left = grid.x(0);
        double right = grid.x(grid.columns() - 1);
        double bottom = grid.y(0);
        double top = grid.y(grid.rows() - 1);
        double[] finite = grid.finite();
        String range = finite.length == 0
                ? "no loss is finite"
                : "loss from " + Shown.of(finite[0]) + " (cross) to " + Shown.of(finite[finite.length - 1]);
        int undefined = grid.columns() * grid.rows() - finite.length;
        String rest = finite.length == 0 || undefined == 0 ? "" : ", not finite at " + undefined + " points";
        Plot plot = Plot.of(title, Axis.linear(left, right, 6), Axis.linear(bottom, top, 6))
                .withArea(SIDE, Math.max(SIDE / 2, Math.min(2 * SIDE, SIDE * (top - bottom) / (right - left))))
                .withLabels("the ring marks the present weights", range + rest);
        return plot.draw(svg -> {
            ContourLines.draw(svg, plot, grid, ContourLines.levels(grid));
            plane.lowest().ifPresent(p -> Marks.cross(svg, plot.x(p.x()), plot.y(p.y())));
            Marks.ring(svg, plot.x(0), plot.y(0));
        });
    }
}
