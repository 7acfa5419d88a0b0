package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * The one-cycle policy: the rate rises to a peak and falls far below its start, while the momentum does the opposite.
 *
 * <pre>{@code
 * OneCycle cycle = Schedule.oneCycle(0.1, 5_000);
 * Schedule rate = cycle.rate();
 * Schedule momentum = cycle.momentum();
 * }</pre>
 *
 * <p>The rate goes from {@code peak/startDivisor} to {@code peak} and on to {@code peak/startDivisor/endDivisor}, the momentum from
 * {@code highMomentum} to {@code lowMomentum} and back. The rise ends at step {@code rise·steps − 1}, which need not be a whole
 * number, and everything at step {@code steps − 1}; from there on both hold. In three phases the fall first mirrors the rise, and
 * then goes to the end.
 *
 * <p>Defaults: {@code rise} 0.3, {@code startDivisor} 25, {@code endDivisor} 10⁴, momentum from 0.95 to 0.85, cosine, two phases, as
 * in {@code torch.optim.lr_scheduler.OneCycleLR} 1.13.
 *
 * <p><b>Reference:</b> Smith, Topin 2018, arXiv:1708.07120, Section 3, whose original is three phases with straight lines.
 * Deviations from PyTorch: past the end it holds, where that throws; a rise of less than one step is no division by zero.
 *
 * @param peak the largest rate, in [0, infinity)
 * @param steps how many steps the cycle has, at least 1
 * @param rise the share of the steps in which the rate rises, in [0, 1); in three phases at most 0.5
 * @param startDivisor how many times smaller than the peak the first rate is, in (0, infinity)
 * @param endDivisor how many times smaller than the first the last rate is, in (0, infinity)
 * @param lowMomentum the momentum at the peak, in [0, 1)
 * @param highMomentum the momentum at the beginning and at the end, in [0, 1)
 * @param shape the course within a phase
 * @param threePhases whether the fall first mirrors the rise
 */
public record OneCycle(
        double peak,
        long steps,
        double rise,
        double startDivisor,
        double endDivisor,
        double lowMomentum,
        double highMomentum,
        Anneal shape,
        boolean threePhases) {
    private static final String OWNER = "one-cycle policy";

    /**
     * Checks the ranges.
     *
     * @param peak the largest rate
     * @param steps how many steps the cycle has
     * @param rise the share of the steps in which the rate rises
     * @param startDivisor how many times smaller than the peak the first rate is
     * @param endDivisor how many times smaller than the first the last rate is
     * @param lowMomentum the momentum at the peak
     * @param highMomentum the momentum at the beginning and at the end
     * @param shape the course within a phase
     * @param threePhases whether the fall first mirrors the rise
     * @throws IllegalArgumentException when a value is outside its range
     */
    public OneCycle {
        Accepted.notNegative(OWNER, "peak", peak);
        Accepted.steps(OWNER, "steps", steps, 1);
        Accepted.belowOne(OWNER, "rise", rise);
        Accepted.positive(OWNER, "startDivisor", startDivisor);
        Accepted.positive(OWNER, "endDivisor", endDivisor);
        Accepted.belowOne(OWNER, "lowMomentum", lowMomentum);
        Accepted.belowOne(OWNER, "highMomentum", highMomentum);
        Accepted.notNegative(OWNER, "first rate", peak / startDivisor);
        Accepted.notNegative(OWNER, "last rate", peak / startDivisor / endDivisor);
        if (threePhases && rise > 0.5) {
            throw new IllegalArgumentException(OWNER + ": rise = " + rise
                    + " is not accepted; in three phases it must lie in [0, 0.5], as the fall mirrors it");
        }
    }

    /**
     * With PyTorch's defaults.
     *
     * @param peak the largest rate
     * @param steps how many steps the cycle has
     * @return the policy
     * @throws IllegalArgumentException when a number is out of its range
     */
    public static OneCycle of(double peak, long steps) {
        return new OneCycle(peak, steps, 0.3, 25, 1e4, 0.85, 0.95, Anneal.COSINE, false);
    }

    /**
     * The same policy with another rise.
     *
     * @param share the share of the steps in which the rate rises
     * @return the changed policy
     * @throws IllegalArgumentException when it is out of its range
     */
    public OneCycle withRise(double share) {
        return new OneCycle(
                peak, steps, share, startDivisor, endDivisor, lowMomentum, highMomentum, shape, threePhases);
    }

    /**
     * The same policy with other ends.
     *
     * @param start how many times smaller than the peak the first rate is
     * @param end how many times smaller than the first the last rate is
     * @return the changed policy
     * @throws IllegalArgumentException when one is out of its range
     */
    public OneCycle withDivisors(double start, double end) {
        return new OneCycle(peak, steps, rise, start, end, lowMomentum, highMomentum, shape, threePhases);
    }

    /**
     * The same policy with other momenta.
     *
     * @param low the momentum at the peak
     * @param high the momentum at the beginning and at the end
     * @return the changed policy
     * @throws IllegalArgumentException when one is out of its range
     */
    public OneCycle withMomentum(double low, double high) {
        return new OneCycle(peak, steps, rise, startDivisor, endDivisor, low, high, shape, threePhases);
    }

    /**
     * The same policy with another course.
     *
     * @param course the course within a phase
     * @return the changed policy
     */
    public OneCycle withShape(Anneal course) {
        return new OneCycle(
                peak, steps, rise, startDivisor, endDivisor, lowMomentum, highMomentum, course, threePhases);
    }

    /**
     * The same policy in three phases.
     *
     * @return the changed policy
     * @throws IllegalArgumentException when the rise takes more than half of the steps
     */
    public OneCycle inThreePhases() {
        return new OneCycle(peak, steps, rise, startDivisor, endDivisor, lowMomentum, highMomentum, shape, true);
    }

    /**
     * The learning rate.
     *
     * @return its schedule
     */
    public Schedule rate() {
        double start = peak / startDivisor;
        return new OneCycleSchedule(this, "rate", start, peak, start / endDivisor);
    }

    /**
     * The momentum, or {@code beta1} of Adam's family.
     *
     * @return its schedule
     */
    public Schedule momentum() {
        return new OneCycleSchedule(this, "momentum", highMomentum, lowMomentum, highMomentum);
    }

    /** The call that makes it, with what differs from the defaults. */
    @Override
    public String toString() {
        OneCycle usual = of(peak, steps);
        StringBuilder text = new StringBuilder("oneCycle(" + peak + ", " + steps + ")");
        if (rise != usual.rise) {
            text.append(".withRise(").append(rise).append(')');
        }
        if (startDivisor != usual.startDivisor || endDivisor != usual.endDivisor) {
            text.append(".withDivisors(" + startDivisor + ", " + endDivisor + ")");
        }
        if (lowMomentum != usual.lowMomentum || highMomentum != usual.highMomentum) {
            text.append(".withMomentum(" + lowMomentum + ", " + highMomentum + ")");
        }
        if (shape != usual.shape) {
            text.append(".withShape(").append(shape).append(')');
        }
        return text.append(threePhases ? ".inThreePhases()" : "").toString();
    }
}
