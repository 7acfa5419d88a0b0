package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * A staircase: {@code start · factor^⌊t / every⌋}. A factor above 1 grows, at most to the largest double.
 *
 * <p><b>Reference:</b> {@code torch.optim.lr_scheduler.StepLR}, in closed form.
 *
 * @param start the first value, in [0, infinity)
 * @param every the length of a stair in steps, at least 1
 * @param factor what each stair is multiplied by to give the next, in (0, infinity)
 */
public record StepSchedule(double start, long every, double factor) implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param start the first value
     * @param every the length of a stair in steps
     * @param factor what each stair is multiplied by to give the next
     * @throws IllegalArgumentException when a value is outside its range
     */
    public StepSchedule {
        Accepted.notNegative("step schedule", "start", start);
        Accepted.steps("step schedule", "every", every, 1);
        Accepted.positive("step schedule", "factor", factor);
    }

    @Override
    public double at(long step) {
        long stair = Accepted.steps("step schedule", "step", step, 0) / every;
        return Powers.scaled(start, factor, (double) stair);
    }

    @Override
    public String toString() {
        return "step(" + start + ", " + every + ", " + factor + ")";
    }
}
