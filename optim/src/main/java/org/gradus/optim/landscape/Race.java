package org.gradus.optim.landscape;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Initializer;
import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.NonFinite;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.StepReport;
import org.gradus.optim.check.Accepted;
import org.gradus.optim.rule.UpdateRule;
import org.gradus.optim.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * Lets several optimizers walk over one {@link Surface} from the same start.
 *
 * <pre>{@code
 * Trails trails = Race.on(Surface.rosenbrock(), 2000)
 *         .with("plain descent", Sgd.defaults(), Schedule.constant(1e-3))
 *         .with("momentum", Sgd.defaults().withMomentum(0.9), Schedule.constant(1e-3))
 *         .with("Adam", Adam.defaults(), Schedule.constant(0.05))
 *         .run();
 * Files.writeString(file, trails.toSvg());
 * }</pre>
 *
 * <p>The point is one parameter of rank 1 with two elements, {@code point}, so that rules which scale a tensor as a whole
 * have one to scale. Whatever {@link NonFinite} the options choose, numbers that are not finite end a trail. A trail is
 * lost, too, when it leaves the surface's area enlarged tenfold about its centre. The same race gives the same bits
 * everywhere.
 *
 * @param surface what to walk on
 * @param steps how many steps each optimizer may take, at least 1
 * @param startX the first coordinate of the start
 * @param startY the second coordinate of the start
 * @param tolerance a trail has converged when both the gradient's norm and the length of the last step are at most this, in
 *     [0, infinity)
 * @param entrants the optimizers
 */
public record Race(Surface surface, int steps, double startX, double startY, double tolerance, List<Entrant> entrants) {
    /** A trail that leaves the area enlarged by this factor is lost. */
    private static final double FAR = 10;

    private static final double TOLERANCE = 1e-4;

    /**
     * One optimizer.
     *
     * @param name what it is called
     * @param rule how it moves
     * @param rate its learning rate
     * @param options what it does besides
     */
    public record Entrant(String name, UpdateRule rule, Schedule rate, OptimizerOptions options) {}

    /**
     * Checks the numbers.
     *
     * @param surface what to walk on
     * @param steps how many steps each optimizer may take
     * @param startX the first coordinate of the start
     * @param startY the second coordinate of the start
     * @param tolerance when a trail has converged
     * @param entrants the optimizers
     * @throws IllegalArgumentException when a number is outside its range
     */
    public Race {
        Accepted.steps("race", "steps", steps, 1);
        Accepted.notNegative("race", "tolerance", tolerance);
        if (!Float.isFinite((float) startX) || !Float.isFinite((float) startY)) {
            throw new IllegalArgumentException(
                    "race: the start (" + startX + ", " + startY + ") is not accepted; both must be finite as floats");
        }
        entrants = List.copyOf(entrants);
    }

    /**
     * A race from the surface's start, without optimizers so far; the tolerance is 1e−4, about what float arithmetic
     * reaches on the surfaces here.
     *
     * @param surface what to walk on
     * @param steps how many steps each optimizer may take, at least 1
     * @return the race
     * @throws IllegalArgumentException when there are no steps
     */
    public static Race on(Surface surface, int steps) {
        Place start = surface.start();
        return new Race(surface, steps, start.x(), start.y(), TOLERANCE, List.of());
    }

    /**
     * The same race from another start.
     *
     * @param x the first coordinate
     * @param y the second coordinate
     * @return the changed race
     * @throws IllegalArgumentException when a coordinate is not finite
     */
    public Race from(double x, double y) {
        return new Race(surface, steps, x, y, tolerance, entrants);
    }

    /**
     * The same race with another tolerance.
     *
     * @param changed when a trail has converged; 0 to take all steps, unless nothing moves at all
     * @return the changed race
     * @throws IllegalArgumentException when it is negative or not finite
     */
    public Race withTolerance(double changed) {
        return new Race(surface, steps, startX, startY, changed, entrants);
    }

    /**
     * The same race with one more optimizer.
     *
     * @param name what it is called
     * @param rule how it moves
     * @param rate its learning rate
     * @return the changed race
     */
    public Race with(String name, UpdateRule rule, Schedule rate) {
        return with(name, rule, rate, OptimizerOptions.defaults());
    }

    /**
     * The same race with one more optimizer that has options.
     *
     * @param name what it is called
     * @param rule how it moves
     * @param rate its learning rate
     * @param options transforms, groups and the rest
     * @return the changed race
     */
    public Race with(String name, UpdateRule rule, Schedule rate, OptimizerOptions options) {
        List<Entrant> more = new ArrayList<>(entrants);
        more.add(new Entrant(name, rule, rate, options));
        return new Race(surface, steps, startX, startY, tolerance, more);
    }

    /**
     * Lets all of them walk, one after the other.
     *
     * @return a trail for each, in order
     * @throws IllegalStateException when a schedule's value is negative or not finite, or the surface's value depends on
     *     neither coordinate
     */
    public Trails run() {
        List<Trail> trails = new ArrayList<>();
        for (Entrant entrant : entrants) {
            trails.add(new Walk(entrant).walk());
        }
        return new Trails(surface, trails);
    }

    /** A model that is a point of the plane. */
    private static final class Point extends Layer {
        private final Parameter at = parameter("point", Shape.of(2), Initializer.constant(0f));

        Point(double x, double y) {
            at.assign(Tensor.of((float) x, (float) y));
        }
    }

    /** One optimizer on its way. */
    private final class Walk {
        private final Entrant entrant;
        private final Point point = new Point(startX, startY);
        private final Optimizer optimizer;
        private final List<Place> places = new ArrayList<>();
        private double slope;

        Walk(Entrant entrant) {
            this.entrant = entrant;
            OptimizerOptions options = entrant.options().withNonFinite(NonFinite.SKIP);
            this.optimizer = Optimizer.of(point, entrant.rule(), entrant.rate(), options);
        }

        Trail walk() {
            look();
            String lost = lost();
            for (int step = 0; step < steps && lost == null; step++) {
                StepReport report = optimizer.step(again -> height());
                if (!report.applied()) {
                    lost = report.skippedBecause();
                    break;
                }
                look();
                lost = lost();
                if (lost == null && slope <= tolerance && lastMove() <= tolerance) {
                    return ended(Trail.End.CONVERGED, "the gradient's norm is " + Shown.of(slope));
                }
            }
            return lost == null
                    ? ended(Trail.End.STEPS, "all steps are done; the gradient's norm is " + Shown.of(slope))
                    : ended(Trail.End.DIVERGED, lost);
        }

        private Trail ended(Trail.End end, String because) {
            return new Trail(entrant.name(), places, end, because);
        }

        private Tensor height() {
            Tensor at = point.at.value();
            return surface.function().at(at.slice(0, 0, 1), at.slice(0, 1, 2));
        }

        /** Adds the place of the weights for use. */
        private void look() {
            optimizer.evaluate(() -> {
                Tensor height = height();
                float[] gradient = height.backward().of(point.at).data();
                slope = length(gradient[0], gradient[1]);
                float[] at = point.at.value().data();
                return places.add(new Place(at[0], at[1], height.item()));
            });
        }

        private @Nullable String lost() {
            Place here = places.get(places.size() - 1);
            if (!Double.isFinite(here.value())) {
                return "the value is " + Shown.of(here.value()) + " at " + Shown.of(here);
            }
            if (!surface.area().holdsWhenScaled(FAR, here.x(), here.y())) {
                return Shown.of(here) + " is far outside";
            }
            return null;
        }

        private double lastMove() {
            Place here = places.get(places.size() - 1);
            Place before = places.get(places.size() - 2);
            return length(here.x() - before.x(), here.y() - before.y());
        }

        private static double length(double x, double y) {
            return Math.sqrt(x * x + y * y);
        }
    }
}
