package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * Decay with a rate for the base e: {@code start · e^(−decay·t)}.
 *
 * <p><b>Reference:</b> TensorFlow 1, {@code tf.train.natural_exp_decay}, with {@code decay = decay_rate / decay_steps}.
 *
 * @param start the first value, in [0, infinity)
 * @param decay how fast it falls per step, in [0, infinity)
 */
public record NaturalExponentialSchedule(double start, double decay) implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param start the first value
     * @param decay how fast it falls per step
     * @throws IllegalArgumentException when a value is outside its range
     */
    public NaturalExponentialSchedule {
        Accepted.notNegative("natural exponential schedule", "start", start);
        Accepted.notNegative("natural exponential schedule", "decay", decay);
    }

    @Override
    public double at(long step) {
        return start * StrictMath.exp(-decay * Accepted.steps("natural exponential schedule", "step", step, 0));
    }

    @Override
    public String toString() {
        return "naturalExponential(" + start + ", " + decay + ")";
    }
}
