package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * A linear rise, then the inverse square root: {@code peak·(t + 1)/warmUp} up to {@code t + 1 = warmUp}, afterwards
 * {@code peak·√(warmUp/(t + 1))}. Both meet at {@code peak}.
 *
 * <p><b>Reference:</b> Vaswani et al. 2017, arXiv:1706.03762, equation 3, where {@code peak = (width·warmUp)^−½} and
 * {@code step_num = t + 1}; see {@link Schedule#noam}.
 *
 * @param peak the largest value, in [0, infinity)
 * @param warmUp how many steps it rises, at least 1; with 1 it falls from the first step on
 */
public record InverseSquareRootSchedule(double peak, long warmUp) implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param peak the largest value
     * @param warmUp how many steps it rises
     * @throws IllegalArgumentException when a value is outside its range
     */
    public InverseSquareRootSchedule {
        Accepted.notNegative("inverse square root schedule", "peak", peak);
        Accepted.steps("inverse square root schedule", "warmUp", warmUp, 1);
    }

    @Override
    public double at(long step) {
        double number = Accepted.steps("inverse square root schedule", "step", step, 0) + 1.0;
        return number <= warmUp ? peak * (number / warmUp) : peak * Math.sqrt(warmUp / number);
    }

    @Override
    public String toString() {
        return "inverseSquareRoot(" + peak + ", " + warmUp + ")";
    }
}
