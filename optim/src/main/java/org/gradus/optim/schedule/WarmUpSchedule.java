package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * A linear rise in front of another schedule: {@code then(0)·(t + 1)/steps} for {@code t < steps}, afterwards
 * {@code then(t − steps)}.
 *
 * <p>It starts above 0, so that the first step is not lost, and reaches {@code then(0)} at {@code t = steps − 1}. It comes before
 * what follows and does not shorten it: the steps add up, as in Keras; optax counts its warm-up within the steps of the decay.
 *
 * <p><b>Reference:</b> Goyal et al. 2017, arXiv:1706.02677, Section 2.2 (gradual warm-up).
 *
 * @param steps how long it rises, 0 or more
 * @param then what follows, beginning at its own step 0
 */
public record WarmUpSchedule(long steps, Schedule then) implements Schedule {
    /**
     * Checks the range.
     *
     * @param steps how long it rises
     * @param then what follows
     * @throws IllegalArgumentException when a value is outside its range
     */
    public WarmUpSchedule {
        Accepted.steps("warm-up schedule", "steps", steps, 0);
    }

    @Override
    public double at(long step) {
        if (Accepted.steps("warm-up schedule", "step", step, 0) < steps) {
            return then.at(0) * ((step + 1.0) / steps);
        }
        return then.at(step - steps);
    }

    @Override
    public String toString() {
        return then + ".withWarmUp(" + steps + ")";
    }
}
