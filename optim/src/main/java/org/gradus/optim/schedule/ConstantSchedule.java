package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * The same value always.
 *
 * @param value the value, in [0, infinity)
 */
public record ConstantSchedule(double value) implements Schedule {
    /**
     * Checks the range.
     *
     * @param value the value
     * @throws IllegalArgumentException when a value is outside its range
     */
    public ConstantSchedule {
        Accepted.notNegative("constant schedule", "value", value);
    }

    @Override
    public double at(long step) {
        Accepted.steps("constant schedule", "step", step, 0);
        return value;
    }

    @Override
    public String toString() {
        return "constant(" + value + ")";
    }
}
