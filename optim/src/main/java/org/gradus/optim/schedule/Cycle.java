package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * The first {@code period} steps of a schedule, over and over: {@code of(t mod period)}.
 *
 * <p>Schedules hold at their end; who wants them to start anew says so by this.
 *
 * @param of what is repeated
 * @param period how many steps one repetition has, at least 1
 */
public record Cycle(Schedule of, long period) implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param of what is repeated
     * @param period how many steps one repetition has
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Cycle {
        Accepted.steps("cycle", "period", period, 1);
    }

    @Override
    public double at(long step) {
        return of.at(Accepted.steps("cycle", "step", step, 0) % period);
    }

    @Override
    public String toString() {
        return of + ".repeated(" + period + ")";
    }
}
