package org.gradus.optim.rule;

/**
 * A line search for the strong Wolfe conditions: {@code f(t) ≤ f(0) + c1·t·f'(0)} and {@code |f'(t)| ≤ c2·|f'(0)|}, with c1 =
 * 1e−4 and c2 = 0.9.
 *
 * <p>Bracketing and zoom are those of Nocedal, Wright 2006, "Numerical Optimization", Algorithms 3.5 and 3.6; trial points by
 * cubic interpolation (their equation 3.59), the bounds of extrapolation and the safeguard against slow shrinking as in M.
 * Schmidt's minFunc and in PyTorch. A point where the objective or its gradient is not finite counts as infinitely high, and the
 * next one is half way.
 */
final class StrongWolfe {
    private static final double C1 = 1e-4;
    private static final double C2 = 0.9;
    private static final int MOST_POINTS = 25;

    private final Line line;
    private final Point start;
    private final double narrowest;
    private int points;

    /** The objective along the direction. */
    @FunctionalInterface
    interface Line {
        Point at(double t);
    }

    /**
     * What was found at one point.
     *
     * @param t how far along the direction
     * @param value the objective; infinite where anything is not finite
     * @param slope its derivative along the direction
     * @param gradient its gradient
     * @param displacement how far the point is from the weights
     */
    record Point(double t, double value, double slope, LongVector gradient, LongVector displacement) {}

    private StrongWolfe(Line line, Point start, double narrowest) {
        this.line = line;
        this.start = start;
        this.narrowest = narrowest;
    }

    /**
     * Searches.
     *
     * @param line the objective along the direction
     * @param start the point at 0, where the slope is below 0
     * @param first where to try first
     * @param narrowest a bracket narrower than this ends the search
     * @return a point that satisfies the conditions, or else the lowest end of the last bracket, which may be the start
     */
    static Point search(Line line, Point start, double first, double narrowest) {
        return new StrongWolfe(line, start, narrowest).bracket(first);
    }

    private boolean tooHigh(Point point) {
        return !(point.value <= start.value + C1 * point.t * start.slope);
    }

    private boolean flat(Point point) {
        return Math.abs(point.slope) <= -C2 * start.slope;
    }

    private Point bracket(double first) {
        Point previous = start;
        Point point = line.at(first);
        for (; points < MOST_POINTS; points++) {
            if (tooHigh(point) || (points > 1 && point.value >= previous.value)) {
                return zoom(previous, point);
            }
            if (flat(point)) {
                return point;
            }
            if (point.slope >= 0) {
                return zoom(previous, point);
            }
            double least = point.t + 0.01 * (point.t - previous.t);
            double most = 10 * point.t;
            double next = between(least, cubic(previous, point, (least + most) / 2), most);
            previous = point;
            point = line.at(next);
        }
        return point.value <= start.value ? point : start;
    }

    private Point zoom(Point one, Point other) {
        boolean ordered = one.value <= other.value;
        Point low = ordered ? one : other;
        Point high = ordered ? other : one;
        boolean slow = false;
        while (points < MOST_POINTS && Math.abs(high.t - low.t) >= narrowest) {
            double left = Math.min(low.t, high.t);
            double right = Math.max(low.t, high.t);
            double t = between(left, cubic(low, high, (left + right) / 2), right);
            double margin = 0.1 * (right - left);
            if (Math.min(right - t, t - left) < margin) {
                boolean move = slow || t >= right || t <= left;
                if (move) {
                    t = right - t < t - left ? right - margin : left + margin;
                }
                slow = !move;
            } else {
                slow = false;
            }
            Point point = line.at(t);
            points++;
            if (tooHigh(point) || point.value >= low.value) {
                high = point;
            } else {
                if (flat(point)) {
                    return point;
                }
                high = point.slope * (high.t - low.t) >= 0 ? low : high;
                low = point;
            }
            if (high.value < low.value) {
                Point lower = high;
                high = low;
                low = lower;
            }
        }
        return low;
    }

    private static double between(double least, double t, double most) {
        return Math.min(Math.max(t, least), most);
    }

    /** The minimiser of the cubic through two points and their slopes, or something else where there is none. */
    private static double cubic(Point one, Point other, double otherwise) {
        boolean ordered = one.t <= other.t;
        Point a = ordered ? one : other;
        Point b = ordered ? other : one;
        double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.t - b.t);
        double square = d1 * d1 - a.slope * b.slope;
        double d2 = Math.sqrt(square);
        double t = b.t - (b.t - a.t) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2));
        return Double.isFinite(t) ? t : otherwise;
    }
}
