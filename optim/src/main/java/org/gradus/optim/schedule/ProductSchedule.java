package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * Two schedules multiplied: {@code first(t)·second(t)}. What holds in both holds in the product.
 *
 * <p><b>Reference:</b> {@code torch.optim.lr_scheduler.ChainedScheduler}, without its dependence on the order of calls.
 *
 * @param first one factor
 * @param second the other factor
 */
public record ProductSchedule(Schedule first, Schedule second) implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param first one factor
     * @param second the other factor
     * @throws IllegalArgumentException when a value is outside its range
     */
    public ProductSchedule {}

    @Override
    public double at(long step) {
        Accepted.steps("product schedule", "step", step, 0);
        return first.at(step) * second.at(step);
    }

    @Override
    public String toString() {
        return first + ".times(" + second + ")";
    }
}
