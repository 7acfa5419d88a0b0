package org.gradus.optim.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The frame of a drawing: title, legend, two axes with marks and grid, and an area for what is shown, which cuts off what leaves it.
 *
 * <pre>{@code
 * Plot plot = Plot.of("A path", Axis.linear(-2, 2, 5), Axis.linear(-1, 3, 5));
 * String drawing = plot.draw(svg -> svg.element("circle", "cx", plot.x(1), "cy", plot.y(1), "r", 4, "class", Svg.fill(0)));
 * }</pre>
 *
 * @param title what is written on top
 * @param x the axis to the right
 * @param y the axis upwards
 * @param xLabel what the axis to the right means; empty for nothing
 * @param yLabel what the axis upwards means; empty for nothing
 * @param width the width of the area in pixels
 * @param height the height of the area in pixels
 * @param legend the names of series in the order of their colours; empty for no legend
 */
public record Plot(
        String title, Axis x, Axis y, String xLabel, String yLabel, double width, double height, List<String> legend) {
    private static final double LETTER = 7;
    private static final double TITLE_LETTER = 8.5;
    private static final double MARGIN = 16;
    private static final double LINE = 20;
    private static final double SWATCH = 18;
    private static final double TICK = 5;
    private static final double GAP = 4;
    private static final double EDGE = 2;
    private static final double MIDDLE_OF_TEXT = 4;

    /**
     * Checks the size.
     *
     * @param title what is written on top
     * @param x the axis to the right
     * @param y the axis upwards
     * @param xLabel what the axis to the right means
     * @param yLabel what the axis upwards means
     * @param width the width of the area in pixels
     * @param height the height of the area in pixels
     * @param legend the names of series in the order of their colours
     * @throws IllegalArgumentException when the area is smaller than one pixel or larger than 100 000
     */
    public Plot {
        if (!(width >= 1 && height >= 1 && width <= 1e5 && height <= 1e5)) {
            throw new IllegalArgumentException("plot: an area of " + width + " x " + height
                    + " pixels is not accepted; each must lie in [1, 100000]");
        }
        legend = List.copyOf(legend);
    }

    /**
     * A plot of 560 by 280 pixels without a legend.
     *
     * @param title what is written on top
     * @param x the axis to the right
     * @param y the axis upwards
     * @return the plot
     */
    public static Plot of(String title, Axis x, Axis y) {
        return new Plot(title, x, y, "", "", 560, 280, List.of());
    }

    /**
     * The same plot with its axes explained.
     *
     * @param toTheRight what the axis to the right means
     * @param upwards what the axis upwards means
     * @return the changed plot
     */
    public Plot withLabels(String toTheRight, String upwards) {
        return new Plot(title, x, y, toTheRight, upwards, width, height, legend);
    }

    /**
     * The same plot with an area of another size.
     *
     * @param wide its width in pixels
     * @param high its height in pixels
     * @return the changed plot
     * @throws IllegalArgumentException when the area is smaller than one pixel or larger than 100 000
     */
    public Plot withArea(double wide, double high) {
        return new Plot(title, x, y, xLabel, yLabel, wide, high, legend);
    }

    /**
     * The same plot with a legend.
     *
     * @param names the names of series in the order of their colours
     * @return the changed plot
     */
    public Plot withLegend(List<String> names) {
        return new Plot(title, x, y, xLabel, yLabel, width, height, names);
    }

    /**
     * Where a value is drawn within the area.
     *
     * @param value a value on the axis to the right
     * @return pixels from the left
     */
    public double x(double value) {
        return x.share(value) * width;
    }

    /**
     * Where a value is drawn within the area.
     *
     * @param value a value on the axis upwards
     * @return pixels from the top
     */
    public double y(double value) {
        return (1 - y.share(value)) * height;
    }

    /**
     * Draws.
     *
     * @param content adds what is shown, in pixels from the area's upper left corner
     * @return an SVG document
     */
    public String draw(Consumer<Svg> content) {
        List<List<Integer>> rows = legendRows();
        int longest = y.ticks().stream().mapToInt(t -> t.label().length()).max().orElse(0);
        double left = MARGIN + TICK + LETTER * longest + 3;
        double total = left + width + MARGIN + LETTER;
        List<String> titles = Words.lines(title, Math.max(1, (int) ((total - 2 * MARGIN) / TITLE_LETTER)));
        double top = MARGIN + (titles.size() + rows.size()) * LINE + (yLabel.isEmpty() ? GAP : LINE);
        double bottom = TICK + LINE + (xLabel.isEmpty() ? 0 : LINE) + MARGIN / 2;
        Svg svg = new Svg(total, top + height + bottom, title);
        double y = MARGIN + LINE / 2;
        for (String line : titles) {
            svg.text("text", line, "x", MARGIN, "y", y, "class", "gr-title");
            y += LINE;
        }
        legend(svg, rows, y);
        if (!yLabel.isEmpty()) {
            svg.text("text", yLabel, "x", MARGIN, "y", top - LINE + 6, "class", "gr-faint");
        }
        svg.open("g", "transform", "translate(" + Svg.number(left) + " " + Svg.number(top) + ")");
        axes(svg);
        svg.element("rect", "width", width, "height", height, "class", "gr-axis");
        cutOff(svg);
        content.accept(svg);
        return svg.finish();
    }

    /** A line along the edge is shown in its full width. */
    private void cutOff(Svg svg) {
        double wide = width + 2 * EDGE;
        double high = height + 2 * EDGE;
        String box = Svg.number(-EDGE) + " " + Svg.number(-EDGE) + " " + Svg.number(wide) + " " + Svg.number(high);
        svg.open("svg", "x", -EDGE, "y", -EDGE, "width", wide, "height", high, "viewBox", box);
    }

    private void axes(Svg svg) {
        SvgPath grid = new SvgPath();
        SvgPath marks = new SvgPath();
        for (Tick tick : x.ticks()) {
            double at = x(tick.value());
            grid.move(at, 0).line(at, height);
            marks.move(at, height).line(at, height + TICK);
            svg.text("text", tick.label(), "x", at, "y", height + LINE, "text-anchor", "middle", "class", "gr-text");
        }
        for (Tick tick : y.ticks()) {
            double at = y(tick.value());
            grid.move(0, at).line(width, at);
            marks.move(-TICK, at).line(0, at);
            svg.text(
                    "text",
                    tick.label(),
                    "x",
                    -TICK - 3,
                    "y",
                    at + MIDDLE_OF_TEXT,
                    "text-anchor",
                    "end",
                    "class",
                    "gr-text");
        }
        if (!xLabel.isEmpty()) {
            svg.text(
                    "text",
                    xLabel,
                    "x",
                    width / 2,
                    "y",
                    height + 2 * LINE,
                    "text-anchor",
                    "middle",
                    "class",
                    "gr-faint");
        }
        svg.element("path", "d", grid, "class", "gr-grid");
        svg.element("path", "d", marks, "class", "gr-axis");
    }

    /** As many names in a line as fit. */
    private List<List<Integer>> legendRows() {
        List<List<Integer>> rows = new ArrayList<>();
        double used = Double.POSITIVE_INFINITY;
        for (int i = 0; i < legend.size(); i++) {
            double wide = entryWidth(i);
            if (used + wide > width) {
                rows.add(new ArrayList<>());
                used = 0;
            }
            rows.get(rows.size() - 1).add(i);
            used += wide;
        }
        return rows;
    }

    private void legend(Svg svg, List<List<Integer>> rows, double top) {
        double y = top;
        for (List<Integer> row : rows) {
            double x = MARGIN;
            for (int i : row) {
                SvgPath swatch = new SvgPath().move(x, y - MIDDLE_OF_TEXT).line(x + SWATCH, y - MIDDLE_OF_TEXT);
                svg.element("path", "d", swatch, "class", Svg.stroke(i));
                svg.text("text", name(i), "x", x + SWATCH + 6, "y", y, "class", "gr-text");
                x += entryWidth(i);
            }
            y += LINE;
        }
    }

    private double entryWidth(int series) {
        return SWATCH + 6 + LETTER * name(series).length() + MARGIN;
    }

    private String name(int series) {
        return Words.cut(legend.get(series), Math.max(1, (int) ((width - SWATCH - MARGIN) / LETTER)));
    }
}
