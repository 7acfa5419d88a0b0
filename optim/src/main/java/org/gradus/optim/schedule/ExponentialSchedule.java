package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * Multiplied by the same factor at every step: {@code start · factor^(t / every)}, the division not rounded. A factor
 * above 1 grows, at most to the largest double.
 *
 * <p><b>Reference:</b> {@code torch.optim.lr_scheduler.ExponentialLR} in closed form, where {@code every} is 1, and
 * {@code keras.optimizers.schedules.ExponentialDecay}, whose {@code staircase} is {@link StepSchedule}.
 *
 * @param start the first value, in [0, infinity)
 * @param every after how many steps the factor has been applied once, at least 1
 * @param factor what {@code every} steps multiply by, in (0, infinity)
 */
public record ExponentialSchedule(double start, long every, double factor) implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param start the first value
     * @param every after how many steps the factor has been applied once
     * @param factor what {@code every} steps multiply by
     * @throws IllegalArgumentException when a value is outside its range
     */
    public ExponentialSchedule {
        Accepted.notNegative("exponential schedule", "start", start);
        Accepted.steps("exponential schedule", "every", every, 1);
        Accepted.positive("exponential schedule", "factor", factor);
    }

    @Override
    public double at(long step) {
        double times = (double) Accepted.steps("exponential schedule", "step", step, 0) / every;
        return Powers.scaled(start, factor, times);
    }

    @Override
    public String toString() {
        return "exponential(" + start + ", " + every + ", " + factor + ")";
    }
}
