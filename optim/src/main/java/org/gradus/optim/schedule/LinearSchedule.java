package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * A straight line: {@code start + (end − start)·t/steps}, and {@code end} from {@code t = steps} on. It may rise or
 * fall.
 *
 * <p><b>Reference:</b> {@code torch.optim.lr_scheduler.LinearLR} in closed form, with values in place of factors.
 *
 * @param start the first value, in [0, infinity)
 * @param steps where the end is reached, at least 1
 * @param end the last value, in [0, infinity)
 */
public record LinearSchedule(double start, long steps, double end) implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param start the first value
     * @param steps where the end is reached
     * @param end the last value
     * @throws IllegalArgumentException when a value is outside its range
     */
    public LinearSchedule {
        Accepted.notNegative("linear schedule", "start", start);
        Accepted.steps("linear schedule", "steps", steps, 1);
        Accepted.notNegative("linear schedule", "end", end);
    }

    @Override
    public double at(long step) {
        if (Accepted.steps("linear schedule", "step", step, 0) >= steps) {
            return end;
        }
        return start + (end - start) * ((double) step / steps);
    }

    @Override
    public String toString() {
        return "linear(" + start + ", " + steps + ", " + end + ")";
    }
}
