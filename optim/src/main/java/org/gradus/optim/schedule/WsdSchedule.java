package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * Warm-up, stable, decay: {@code peak·(t + 1)/warmUp} for {@code warmUp} steps, {@code peak} for {@code stable} steps,
 * then from {@code peak} to {@code end} in {@code decay} steps, and {@code end} from there on.
 *
 * <p>The stable part may be continued as long as one likes, since it does not depend on where training will end: a state
 * saved there serves runs of several lengths.
 *
 * <p><b>Reference:</b> Hu et al. 2024 (MiniCPM), arXiv:2404.06395, who decay exponentially; Hägele et al. 2024,
 * arXiv:2405.18392, who decay as {@link Anneal#SQUARE_ROOT} does, in 10 to 20 % of the steps.
 *
 * @param peak the largest value, in [0, infinity)
 * @param warmUp how many steps it rises, 0 or more
 * @param stable how many steps it stays, 0 or more
 * @param decay how many steps it falls, at least 1
 * @param end the last value, in [0, infinity)
 * @param shape the course of the fall
 */
public record WsdSchedule(double peak, long warmUp, long stable, long decay, double end, Anneal shape)
        implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param peak the largest value
     * @param warmUp how many steps it rises
     * @param stable how many steps it stays
     * @param decay how many steps it falls
     * @param end the last value
     * @param shape the course of the fall
     * @throws IllegalArgumentException when a value is outside its range
     */
    public WsdSchedule {
        Accepted.notNegative("WSD schedule", "peak", peak);
        Accepted.steps("WSD schedule", "warmUp", warmUp, 0);
        Accepted.steps("WSD schedule", "stable", stable, 0);
        Accepted.steps("WSD schedule", "decay", decay, 1);
        Accepted.notNegative("WSD schedule", "end", end);
    }

    @Override
    public double at(long step) {
        if (Accepted.steps("WSD schedule", "step", step, 0) < warmUp) {
            return peak * ((step + 1.0) / warmUp);
        }
        long since = step - warmUp;
        if (since < stable) {
            return peak;
        }
        since -= stable;
        return since < decay ? shape.between(peak, end, (double) since / decay) : end;
    }

    @Override
    public String toString() {
        return "wsd(" + peak + ", " + warmUp + ", " + stable + ", " + decay + ", " + end + ", " + shape + ")";
    }
}
