package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * Half a cosine wave: {@code end + (start − end)·(1 + cos(π·t/steps))/2}, and {@code end} from {@code t = steps} on.
 *
 * <p><b>Reference:</b> Loshchilov, Hutter 2017, arXiv:1608.03983, equation 5, without restarts. Deviation from
 * {@code torch.optim.lr_scheduler.CosineAnnealingLR}: it holds at the end, where that climbs again.
 *
 * @param start the first value, in [0, infinity)
 * @param steps where the end is reached, at least 1
 * @param end the last value, in [0, infinity)
 */
public record CosineSchedule(double start, long steps, double end) implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param start the first value
     * @param steps where the end is reached
     * @param end the last value
     * @throws IllegalArgumentException when a value is outside its range
     */
    public CosineSchedule {
        Accepted.notNegative("cosine schedule", "start", start);
        Accepted.steps("cosine schedule", "steps", steps, 1);
        Accepted.notNegative("cosine schedule", "end", end);
    }

    @Override
    public double at(long step) {
        if (Accepted.steps("cosine schedule", "step", step, 0) >= steps) {
            return end;
        }
        double wave = (1 + StrictMath.cos(Math.PI * step / steps)) / 2;
        return end + (start - end) * wave;
    }

    @Override
    public String toString() {
        return "cosine(" + start + ", " + steps + ", " + end + ")";
    }
}
