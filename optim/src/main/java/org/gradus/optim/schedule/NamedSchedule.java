package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * Any function with a name, so that it can be told what it is when printed.
 *
 * @param name what it prints as
 * @param function the function, of steps from 0 on
 */
public record NamedSchedule(String name, Schedule function) implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param name what it prints as
     * @param function the function
     * @throws IllegalArgumentException when a value is outside its range
     */
    public NamedSchedule {}

    @Override
    public double at(long step) {
        return function.at(Accepted.steps(name, "step", step, 0));
    }

    @Override
    public String toString() {
        return name;
    }
}
