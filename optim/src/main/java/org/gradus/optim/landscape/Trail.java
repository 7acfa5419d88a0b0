package org.gradus.optim.landscape;

import java.util.List;

/**
 * The way of one optimizer over a {@link Surface}.
 *
 * @param name what the optimizer is called
 * @param places where it was: the start, then one place for each applied step, in the weights for use
 * @param end how it ended
 * @param because the reason in words
 */
public record Trail(String name, List<Place> places, End end, String because) {
    /** How a trail ends. */
    public enum End {
        /** The gradient and the last move are smaller than the tolerance: it rests, at a minimum or at another flat place. */
        CONVERGED,
        /** A number is not finite, or the place is far outside the surface's area. */
        DIVERGED,
        /** All steps are done. */
        STEPS
    }

    /**
     * Copies the list.
     *
     * @param name what the optimizer is called
     * @param places where it was
     * @param end how it ended
     * @param because the reason in words
     */
    public Trail {
        places = List.copyOf(places);
    }

    /**
     * Where it ended.
     *
     * @return the last place
     */
    public Place last() {
        return places.get(places.size() - 1);
    }

    /**
     * The lowest place that it passed; places whose height is NaN do not count.
     *
     * @return the place, the first of several
     */
    public Place lowest() {
        Place lowest = places.get(0);
        for (Place place : places) {
            lowest = place.value() < lowest.value() || Double.isNaN(lowest.value()) ? place : lowest;
        }
        return lowest;
    }

    /**
     * How many steps were applied.
     *
     * @return the number of places after the start
     */
    public int steps() {
        return places.size() - 1;
    }
}
