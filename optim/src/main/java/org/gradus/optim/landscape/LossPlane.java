package org.gradus.optim.landscape;

import java.util.List;
import java.util.Optional;
import org.gradus.core.Layer;
import org.gradus.optim.gradient.Objective;

/**
 * A slice of a loss in two dimensions: {@code L(θ + x·d + y·e)} over a grid of x and y.
 *
 * <pre>{@code
 * Rng rng = Rng.of(1);
 * LossPlane plane = LossPlane.of(model, again -> loss(model, batch),
 *         Direction.random(model, rng.at("x")), Direction.random(model, rng.at("y")), new Area(-1, 1, -1, 1), 25, 25);
 * Files.writeString(file, plane.toSvg("Around the weights"));
 * }</pre>
 *
 * <p>The model is put back bit for bit, running statistics included, also when the objective throws.
 *
 * @param losses the losses, which may be NaN or infinite; x and y are lengths of the directions
 */
public record LossPlane(Grid losses) {
    /**
     * Evaluates a loss over a plane.
     *
     * @param model whose parameters move
     * @param objective the loss; evaluated with {@code again}, without recording
     * @param toTheRight the direction of x
     * @param upwards the direction of y
     * @param area from where to where, in lengths of the directions
     * @param columns how many x, at least 2
     * @param rows how many y, at least 2
     * @return the losses
     * @throws IllegalArgumentException when there are too few points, or a direction is not of this model
     */
    public static LossPlane of(
            Layer model,
            Objective objective,
            Direction toTheRight,
            Direction upwards,
            Area area,
            int columns,
            int rows) {
        double[] xs = Grid.points("loss plane", "columns", area.left(), area.right(), columns);
        double[] ys = Grid.points("loss plane", "rows", area.bottom(), area.top(), rows);
        double[] losses = new double[columns * rows];
        Excursion excursion = new Excursion(model, objective, List.of(toTheRight, upwards));
        try {
            for (int i = 0; i < losses.length; i++) {
                losses[i] = excursion.loss(xs[i % columns], ys[i / columns]);
            }
        } finally {
            excursion.end();
        }
        return new LossPlane(new Grid(xs, ys, losses));
    }

    /**
     * The point of the grid with the smallest finite loss.
     *
     * @return the first of several; empty when no loss is finite
     */
    public Optional<Place> lowest() {
        Place lowest = null;
        for (int row = 0; row < losses.rows(); row++) {
            for (int column = 0; column < losses.columns(); column++) {
                double loss = losses.value(column, row);
                if (Double.isFinite(loss) && (lowest == null || loss < lowest.value())) {
                    lowest = new Place(losses.x(column), losses.y(row), loss);
                }
            }
        }
        return Optional.ofNullable(lowest);
    }

    /**
     * A drawing by lines of equal loss, with the present weights as a ring and the lowest point of the grid as a cross.
     *
     * @param title what is written on top
     * @return an SVG document, the same to the byte for the same numbers
     */
    public String toSvg(String title) {
        return SliceChart.plane(title, this);
    }
}
