package org.gradus.optim.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradus.optim.chart.Axis;
import org.gradus.optim.chart.Plot;
import org.gradus.optim.chart.Svg;
import org.gradus.optim.chart.SvgPath;
import org.jspecify.annotations.Nullable;

/** Draws {@link Trails}. */
final class TrailChart {
    private static final int POINTS = 121;
    private static final double WIDTH = 560;
    private static final double LEAST_HEIGHT = 240;
    private static final double GREATEST_HEIGHT = 560;
    private static final double STEP_DOT = 1.8;
    private static final double END_DOT = 4.5;
    /** More steps than this are drawn as a line alone. */
    private static final int DOTS = 60;
    /** Lines are cut off this many pixels outside. */
    private static final double FAR = 20_000;

    private TrailChart() {}

    static String of(Trails trails) {
        Surface surface = trails.surface();
        Area area = surface.area();
        double ratio = (area.top() - area.bottom()) / (area.right() - area.left());
        String title = surface.formula().isEmpty() ? surface.name() : surface.name() + ": " + surface.formula();
        List<String> legend = new ArrayList<>();
        for (Trail trail : trails.trails()) {
            legend.add(trail.name() + ": " + Shown.of(trail.last().value()) + ", " + ended(trail));
        }
        Plot plot = Plot.of(title, Axis.linear(area.left(), area.right(), 8), Axis.linear(area.bottom(), area.top(), 6))
                .withArea(WIDTH, Math.max(LEAST_HEIGHT, Math.min(GREATEST_HEIGHT, ratio * WIDTH)))
                .withLegend(legend);
        Grid grid = surface.grid(POINTS, POINTS);
        return plot.draw(svg -> {
            ContourLines.draw(svg, plot, grid, ContourLines.levels(grid));
            for (Place minimum : surface.minima()) {
                Marks.cross(svg, plot.x(minimum.x()), plot.y(minimum.y()));
            }
            for (int i = 0; i < trails.trails().size(); i++) {
                trail(svg, plot, trails.trails().get(i), i);
            }
            if (!trails.trails().isEmpty()) {
                Place start = trails.trails().get(0).places().get(0);
                double[] at = drawable(null, plot.x(start.x()), plot.y(start.y()));
                if (at != null) {
                    Marks.ring(svg, at[0], at[1]);
                }
            }
        });
    }

    private static String ended(Trail trail) {
        String how = trail.end() == Trail.End.STEPS
                ? ""
                : ", " + trail.end().toString().toLowerCase(Locale.ROOT);
        return trail.steps() + (trail.steps() == 1 ? " step" : " steps") + how;
    }

    private static void trail(Svg svg, Plot plot, Trail trail, int series) {
        SvgPath path = new SvgPath();
        double[] at = null;
        List<double[]> shown = new ArrayList<>();
        for (Place place : trail.places()) {
            at = drawable(at, plot.x(place.x()), plot.y(place.y()));
            if (at == null) {
                break;
            }
            path.line(at[0], at[1]);
            shown.add(at);
        }
        svg.element("path", "d", path, "class", "gr-halo");
        svg.element("path", "d", path, "class", Svg.stroke(series));
        for (int i = 0; i < shown.size(); i++) {
            boolean last = i == shown.size() - 1;
            if (last || shown.size() <= DOTS) {
                double radius = last ? END_DOT : STEP_DOT;
                svg.element(
                        "circle", "cx", shown.get(i)[0], "cy", shown.get(i)[1], "r", radius, "class", Svg.fill(series));
            }
        }
    }

    /** A point, moved nearer to the one before if it is too far away to be written; null if it is nowhere. */
    private static double @Nullable [] drawable(double @Nullable [] before, double x, double y) {
        double distance = Math.max(Math.abs(x), Math.abs(y));
        if (!(distance < Double.POSITIVE_INFINITY)) {
            return null;
        }
        if (distance <= FAR || before == null) {
            return new double[] {Math.max(-FAR, Math.min(FAR, x)), Math.max(-FAR, Math.min(FAR, y))};
        }
        double share = FAR / distance;
        return new double[] {before[0] + share * (x - before[0]), before[1] + share * (y - before[1])};
    }
}
