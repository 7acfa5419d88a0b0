package org.gradus.optim.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.stream.DoubleStream;
import org.gradus.optim.check.Accepted;

/**
 * A chart of lines: as text for a terminal, as SVG for a report. Both are the same to the byte everywhere.
 *
 * <pre>{@code
 * LineChart chart = LineChart.of("Loss").withLabels("epoch", "loss").withLogarithmicY()
 *         .with("training", epochs, training)
 *         .with("validation", epochs, validation);
 * System.out.println(chart.text(70, 12));
 * Files.writeString(Path.of("loss.svg"), chart.svg());
 * }</pre>
 *
 * <p>A point that is not finite, or not above 0 on a logarithmic axis, is left out and interrupts its line.
 */
public final class LineChart {
    private static final int MARKS_X = 6;
    private static final int MARKS_Y = 5;
    private static final int SAMPLES = 1_000;

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final boolean logarithmicX;
    private final boolean logarithmicY;
    private final List<Series> series;

    /** Points in the order in which a line joins them. */
    record Series(String name, List<Double> x, List<Double> y) {}

    private LineChart(
            String title,
            String xLabel,
            String yLabel,
            boolean logarithmicX,
            boolean logarithmicY,
            List<Series> series) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
        this.logarithmicX = logarithmicX;
        this.logarithmicY = logarithmicY;
        this.series = series;
    }

    /**
     * A chart without lines, with linear axes.
     *
     * @param title what is written on top
     * @return the chart
     */
    public static LineChart of(String title) {
        return new LineChart(title, "", "", false, false, List.of());
    }

    /**
     * The same chart under another title.
     *
     * @param other what is written on top
     * @return the changed chart
     */
    public LineChart withTitle(String other) {
        return new LineChart(other, xLabel, yLabel, logarithmicX, logarithmicY, series);
    }

    /**
     * The same chart with its axes explained.
     *
     * @param x what the axis to the right means; empty for nothing
     * @param y what the axis upwards means; empty for nothing
     * @return the changed chart
     */
    public LineChart withLabels(String x, String y) {
        return new LineChart(title, x, y, logarithmicX, logarithmicY, series);
    }

    /**
     * The same chart with a logarithmic axis to the right.
     *
     * @return the changed chart
     */
    public LineChart withLogarithmicX() {
        return new LineChart(title, xLabel, yLabel, true, logarithmicY, series);
    }

    /**
     * The same chart with a logarithmic axis upwards.
     *
     * @return the changed chart
     */
    public LineChart withLogarithmicY() {
        return new LineChart(title, xLabel, yLabel, logarithmicX, true, series);
    }

    /**
     * The same chart with one more line.
     *
     * @param name what the legend calls it
     * @param x how far to the right each point is
     * @param y how far up each point is
     * @return the changed chart
     * @throws IllegalArgumentException when the lengths differ
     */
    public LineChart with(String name, double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException(
                    "line chart: '" + name + "' has " + x.length + " x and " + y.length + " y; give as many of each");
        }
        List<Series> more = new ArrayList<>(series);
        more.add(new Series(
                name,
                DoubleStream.of(x).boxed().toList(),
                DoubleStream.of(y).boxed().toList()));
        return new LineChart(title, xLabel, yLabel, logarithmicX, logarithmicY, more);
    }

    /**
     * The same chart with a function of the step as one more line. Of many steps a thousand are shown.
     *
     * @param name what the legend calls it
     * @param function the function, asked for steps from 0 on
     * @param steps how many steps to show, at least 1
     * @return the changed chart
     * @throws IllegalArgumentException when the number is below 1
     */
    public LineChart with(String name, LongToDoubleFunction function, long steps) {
        Accepted.steps("line chart", "steps", steps, 1);
        int points = (int) Math.min(steps, SAMPLES);
        double[] x = new double[points];
        double[] y = new double[points];
        for (int i = 0; i < points; i++) {
            long step = points < SAMPLES ? i : Math.round((double) (steps - 1) / (SAMPLES - 1) * i);
            x[i] = step;
            y[i] = function.applyAsDouble(step);
        }
        return with(name, x, y);
    }

    /**
     * Draws for a report.
     *
     * @return an SVG document
     */
    public String svg() {
        Plot plot = Plot.of(title, xAxis(), yAxis()).withLabels(xLabel, yLabel);
        boolean sayWhich =
                series.size() > 1 || series.size() == 1 && !series.get(0).name().equals(title);
        Plot framed =
                sayWhich ? plot.withLegend(series.stream().map(Series::name).toList()) : plot;
        return framed.draw(svg -> {
            for (int i = 0; i < series.size(); i++) {
                line(svg, framed, series.get(i), i);
            }
        });
    }

    private void line(Svg svg, Plot plot, Series one, int number) {
        SvgPath path = new SvgPath();
        boolean interrupted = true;
        for (int i = 0; i < one.x().size(); i++) {
            boolean alone = interrupted && (i + 1 == one.x().size() || !shows(one, i + 1));
            if (!shows(one, i)) {
                interrupted = true;
            } else if (alone) {
                svg.element(
                        "circle",
                        "cx",
                        plot.x(one.x().get(i)),
                        "cy",
                        plot.y(one.y().get(i)),
                        "r",
                        2.5,
                        "class",
                        Svg.fill(number));
            } else if (interrupted) {
                path.move(plot.x(one.x().get(i)), plot.y(one.y().get(i)));
                interrupted = false;
            } else {
                path.line(plot.x(one.x().get(i)), plot.y(one.y().get(i)));
            }
        }
        if (!path.isEmpty()) {
            svg.element("path", "d", path, "class", Svg.stroke(number));
        }
    }

    /**
     * Draws with characters: each line has its mark, which later lines cover.
     *
     * @param columns the width of the area in characters, at least 2
     * @param lines the height of the area in lines, at least 2
     * @return the lines, without a line break at the end
     * @throws IllegalArgumentException when the area is too small
     */
    public String text(int columns, int lines) {
        Accepted.steps("line chart", "columns", columns, 2);
        Accepted.steps("line chart", "lines", lines, 2);
        TextPlot plot = new TextPlot(
                title, exactly(xAxis(), columns / 12 + 1), exactly(yAxis(), lines / 3 + 1), columns, lines);
        for (Series one : series) {
            plot.begin(one.name());
            for (int i = 0; i < one.x().size(); i++) {
                if (shows(one, i)) {
                    plot.point(one.x().get(i), one.y().get(i));
                } else {
                    plot.interrupt();
                }
            }
        }
        return plot.finish(xLabel, yLabel);
    }

    private static Axis exactly(Axis axis, int marks) {
        return axis.logarithmic()
                ? Axis.logarithmic(axis.least(), axis.greatest(), marks)
                : Axis.linear(axis.least(), axis.greatest(), marks);
    }

    private boolean shows(Series one, int i) {
        double x = one.x().get(i);
        double y = one.y().get(i);
        return Double.isFinite(x) && Double.isFinite(y) && (!logarithmicX || x > 0) && (!logarithmicY || y > 0);
    }

    private double[] range(boolean horizontal) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (Series one : series) {
            for (int i = 0; i < one.x().size(); i++) {
                if (shows(one, i)) {
                    double value = horizontal ? one.x().get(i) : one.y().get(i);
                    least = Math.min(least, value);
                    greatest = Math.max(greatest, value);
                }
            }
        }
        return least <= greatest ? new double[] {least, greatest} : new double[] {1, 10};
    }

    /** To the right, the axis ends with the data. */
    private Axis xAxis() {
        double[] range = range(true);
        if (range[0] == range[1]) {
            return logarithmicX
                    ? Axis.logarithmicAround(range[0], range[1], MARKS_X)
                    : Axis.around(range[0], range[1], MARKS_X);
        }
        return logarithmicX ? Axis.logarithmic(range[0], range[1], MARKS_X) : Axis.linear(range[0], range[1], MARKS_X);
    }

    private Axis yAxis() {
        double[] range = range(false);
        return logarithmicY
                ? Axis.logarithmicAround(range[0], range[1], MARKS_Y)
                : Axis.around(range[0], range[1], MARKS_Y);
    }
}
