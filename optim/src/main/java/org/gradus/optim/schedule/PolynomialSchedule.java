package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * A power of what is left: {@code end + (start − end)·(1 − t/steps)^power}, and {@code end} from {@code t = steps} on.
 * Power 1 is a straight line.
 *
 * <p><b>Reference:</b> {@code torch.optim.lr_scheduler.PolynomialLR} in closed form, where the end is 0, and {@code
 * keras.optimizers.schedules.PolynomialDecay} without its {@code cycle}, for which there is {@link Cycle}.
 *
 * @param start the first value, in [0, infinity)
 * @param steps where the end is reached, at least 1
 * @param end the last value, in [0, infinity)
 * @param power how it bends, in (0, infinity)
 */
public record PolynomialSchedule(double start, long steps, double end, double power) implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param start the first value
     * @param steps where the end is reached
     * @param end the last value
     * @param power how it bends
     * @throws IllegalArgumentException when a value is outside its range
     */
    public PolynomialSchedule {
        Accepted.notNegative("polynomial schedule", "start", start);
        Accepted.steps("polynomial schedule", "steps", steps, 1);
        Accepted.notNegative("polynomial schedule", "end", end);
        Accepted.positive("polynomial schedule", "power", power);
    }

    @Override
    public double at(long step) {
        if (Accepted.steps("polynomial schedule", "step", step, 0) >= steps) {
            return end;
        }
        double left = (double) (steps - step) / steps;
        return end + (start - end) * StrictMath.pow(left, power);
    }

    @Override
    public String toString() {
        return "polynomial(" + start + ", " + steps + ", " + end + ", " + power + ")";
    }
}
