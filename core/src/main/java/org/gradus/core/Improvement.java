package org.gradus.core;

/**
 * When one value of a metric is better than another: the one rule that early stopping, reducing the rate on a plateau and
 * keeping the best weights share.
 *
 * <p>With margin {@code m = threshold}, or {@code threshold·|best|} when relative, a lower-is-better candidate is better below
 * {@code best − m}, a higher-is-better one above {@code best + m}; because of the absolute value this is right for negative
 * metrics too. Equality is no improvement. NaN is never better, and any number is better than NaN or than having none.
 *
 * @param lowerIsBetter true for a loss, false for an accuracy
 * @param threshold how much better it must be, in [0, infinity)
 * @param relative whether the threshold is a fraction of the best value's size
 */
public record Improvement(boolean lowerIsBetter, double threshold, boolean relative) {
    /**
     * Checks the range.
     *
     * @param lowerIsBetter true for a loss
     * @param threshold how much better it must be
     * @param relative whether the threshold is a fraction
     * @throws IllegalArgumentException when the threshold is negative or not finite
     */
    public Improvement {
        if (!(threshold >= 0 && threshold < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "improvement: threshold = " + threshold + " is not accepted; it must lie in [0, infinity)");
        }
    }

    /**
     * Lower is better, however little.
     *
     * @return the rule
     */
    public static Improvement lower() {
        return new Improvement(true, 0, false);
    }

    /**
     * Higher is better, however little.
     *
     * @return the rule
     */
    public static Improvement higher() {
        return new Improvement(false, 0, false);
    }

    /**
     * The same direction, by more than a fixed amount.
     *
     * @param amount the least difference that does not count yet
     * @return the changed rule
     * @throws IllegalArgumentException when the amount is negative or not finite
     */
    public Improvement byMoreThan(double amount) {
        return new Improvement(lowerIsBetter, amount, false);
    }

    /**
     * The same direction, by more than a fraction of the best value's size.
     *
     * @param fraction the least fraction that does not count yet, such as 0.01
     * @return the changed rule
     * @throws IllegalArgumentException when the fraction is negative or not finite
     */
    public Improvement byMoreThanFraction(double fraction) {
        return new Improvement(lowerIsBetter, fraction, true);
    }

    /**
     * Whether a value is better than the best so far.
     *
     * @param candidate the new value
     * @param best the best so far; NaN if there is none
     * @return true if it is better
     */
    public boolean isBetter(double candidate, double best) {
        if (Double.isNaN(candidate) || Double.isNaN(best)) {
            return !Double.isNaN(candidate);
        }
        double margin = relative && Double.isFinite(best) ? threshold * Math.abs(best) : threshold;
        return lowerIsBetter ? candidate < best - margin : candidate > best + margin;
    }
}
