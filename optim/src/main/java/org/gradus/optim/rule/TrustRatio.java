package org.gradus.optim.rule;

/**
 * How far a layer moves for its size: the factor by which LARS and LAMB make the length of a step proportional to that of the
 * weights.
 */
final class TrustRatio {
    private TrustRatio() {}

    /**
     * {@code coefficient·‖θ‖/length}; 1 where either is 0, as a new layer of zeros must move, too.
     *
     * @param coefficient how much of the quotient is trusted
     * @param squares {@code ‖θ‖²}
     * @param length that of the update
     */
    static double of(double coefficient, double squares, double length) {
        return squares > 0 && length > 0 ? coefficient * Math.sqrt(squares) / length : 1;
    }
}
