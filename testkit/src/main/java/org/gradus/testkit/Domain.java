package org.gradus.testkit;

import java.util.List;

/**
 * Where the elements of one input are drawn from: an interval, without the neighbourhood of points at which the op has no
 * derivative.
 *
 * @param low the lower end
 * @param high the upper end
 * @param kinks the points to keep away from
 */
public record Domain(double low, double high, List<Double> kinks) {
    /** Beyond the reach of a numeric derivative of third order, which moves an element by up to 6 steps. */
    private static final double DISTANCE = 8 * NumericDerivative.STEP;

    /**
     * An interval.
     *
     * @param low the lower end
     * @param high the upper end
     * @return the domain
     */
    public static Domain between(double low, double high) {
        return new Domain(low, high, List.of());
    }

    /**
     * The same interval without the neighbourhood of some points.
     *
     * @param points where the op has no derivative
     * @return the domain
     */
    public Domain avoiding(Double... points) {
        return new Domain(low, high, List.of(points));
    }

    /** The point at a fraction of the interval, moved away from a kink that is too near. */
    float at(double fraction) {
        double x = low + (high - low) * fraction;
        for (double kink : kinks) {
            if (Math.abs(x - kink) < DISTANCE) {
                x = x < kink ? kink - DISTANCE : kink + DISTANCE;
            }
        }
        return (float) x;
    }
}
