package org.gradus.optim.landscape;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Layer;
import org.gradus.optim.chart.LineChart;
import org.gradus.optim.gradient.Objective;

/**
 * A slice of a loss in one dimension: {@code L(θ + a·d)} for evenly spaced a.
 *
 * <pre>{@code
 * Direction direction = Direction.random(model, Rng.of(1));
 * LossLine line = LossLine.of(model, again -> loss(model, batch), direction, -1, 1, 51);
 * }</pre>
 *
 * <p>The model is put back bit for bit, running statistics included, also when the objective throws.
 *
 * @param points the losses, from the least distance to the greatest
 */
public record LossLine(List<Point> points) {
    /**
     * The loss at one distance.
     *
     * @param at how far from the present weights, in lengths of the direction
     * @param loss the loss there, which may be NaN or infinite
     */
    public record Point(double at, double loss) {}

    /**
     * Copies the list.
     *
     * @param points the losses
     */
    public LossLine {
        points = List.copyOf(points);
    }

    /**
     * Evaluates a loss along a line.
     *
     * @param model whose parameters move
     * @param objective the loss; evaluated with {@code again}, without recording
     * @param direction where to
     * @param from the least distance
     * @param to the greatest distance
     * @param points how many distances, at least 2; an odd number between −a and a includes 0
     * @return the losses
     * @throws IllegalArgumentException when the distances do not ascend, or the direction is not of this model
     */
    public static LossLine of(
            Layer model, Objective objective, Direction direction, double from, double to, int points) {
        if (!(from < to && Double.isFinite(to - from))) {
            throw new IllegalArgumentException(
                    "loss line: distances from " + from + " to " + to + " do not ascend, or are not finite");
        }
        double[] at = Grid.points("loss line", "points", from, to, points);
        List<Point> losses = new ArrayList<>();
        Excursion excursion = new Excursion(model, objective, List.of(direction));
        try {
            for (double a : at) {
                losses.add(new Point(a, excursion.loss(a)));
            }
        } finally {
            excursion.end();
        }
        return new LossLine(losses);
    }

    /**
     * A chart of the line, with the present weights marked; the losses' axis is logarithmic when they range widely.
     *
     * @param title what is written on top
     * @return the chart, to be drawn as text or as SVG
     */
    public LineChart chart(String title) {
        return SliceChart.line(title, this);
    }
}
