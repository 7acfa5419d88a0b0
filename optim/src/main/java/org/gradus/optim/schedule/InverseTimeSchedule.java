package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * Hyperbolic decay: {@code start / (1 + decay·t)}. Its sum over all steps is infinite and that of its squares is not, as
 * Robbins and Monro's condition asks.
 *
 * <p><b>Reference:</b> Robbins, Monro 1951, "A stochastic approximation method"; {@code
 * keras.optimizers.schedules.InverseTimeDecay}, with {@code decay = decay_rate / decay_steps}.
 *
 * @param start the first value, in [0, infinity)
 * @param decay how fast it falls, in [0, infinity)
 */
public record InverseTimeSchedule(double start, double decay) implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param start the first value
     * @param decay how fast it falls
     * @throws IllegalArgumentException when a value is outside its range
     */
    public InverseTimeSchedule {
        Accepted.notNegative("inverse time schedule", "start", start);
        Accepted.notNegative("inverse time schedule", "decay", decay);
    }

    @Override
    public double at(long step) {
        return start / (1 + decay * Accepted.steps("inverse time schedule", "step", step, 0));
    }

    @Override
    public String toString() {
        return "inverseTime(" + start + ", " + decay + ")";
    }
}
