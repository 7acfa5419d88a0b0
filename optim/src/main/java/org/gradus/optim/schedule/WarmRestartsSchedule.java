package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * A cosine that starts anew: within each period {@code end + height·(1 + cos(π·s/length))/2}, where {@code s} counts
 * from the restart, the first period is {@code period} steps long and each next one {@code multiple} times as long, and
 * {@code height} is {@code start − end} multiplied by {@code factor} at each restart. It never ends.
 *
 * <p>The last value of a period is that of {@code s = length − 1}, still a little above {@code end}; the restart comes
 * in place of {@code s = length}.
 *
 * <p><b>Reference:</b> Loshchilov, Hutter 2017, arXiv:1608.03983, equation 5, with {@code T₀ = period} and {@code T_mult
 * = multiple}. Deviations from {@code torch.optim.lr_scheduler.CosineAnnealingWarmRestarts}: the period is found in
 * integers, where that, asked for an epoch, rounds a logarithm; {@code factor} is {@code m_mul} of {@code
 * keras.optimizers.schedules.CosineDecayRestarts}.
 *
 * @param start the value of the first step, in [0, infinity)
 * @param period the length of the first period, at least 1
 * @param multiple how many times as long each next period is, at least 1
 * @param end what each period falls to, in [0, infinity)
 * @param factor what each restart multiplies the height by, in [0, 1]
 */
public record WarmRestartsSchedule(double start, long period, long multiple, double end, double factor)
        implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param start the value of the first step
     * @param period the length of the first period
     * @param multiple how many times as long each next period is
     * @param end what each period falls to
     * @param factor what each restart multiplies the height by
     * @throws IllegalArgumentException when a value is outside its range
     */
    public WarmRestartsSchedule {
        Accepted.notNegative("warm restarts schedule", "start", start);
        Accepted.steps("warm restarts schedule", "period", period, 1);
        Accepted.steps("warm restarts schedule", "multiple", multiple, 1);
        Accepted.notNegative("warm restarts schedule", "end", end);
        Accepted.fraction("warm restarts schedule", "factor", factor);
    }

    @Override
    public double at(long step) {
        long since = Accepted.steps("warm restarts schedule", "step", step, 0);
        long restarts = 0;
        long length = period;
        if (multiple == 1) {
            restarts = since / period;
            since %= period;
        } else {
            while (since >= length) { // at most 63 times, as the length doubles at least
                since -= length;
                length = length > Long.MAX_VALUE / multiple ? Long.MAX_VALUE : length * multiple;
                restarts++;
            }
        }
        double wave = (1 + StrictMath.cos(Math.PI * since / length)) / 2;
        return end + (start - end) * StrictMath.pow(factor, (double) restarts) * wave;
    }

    @Override
    public String toString() {
        return "warmRestarts(" + start + ", " + period + ", " + multiple + ", " + end + ", " + factor + ")";
    }
}
