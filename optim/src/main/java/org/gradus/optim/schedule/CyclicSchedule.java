package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * A zigzag between two values: {@code from + (to − from)·a·s}, where {@code s} rises from 0 to 1 in {@code up} steps,
 * falls back in {@code down} steps, and so on; the amplitude is {@code a = cycleFactor^c · stepFactor^t} in cycle {@code
 * c}, from 0. It never ends.
 *
 * <p><b>Reference:</b> Smith 2017, arXiv:1506.01186, Section 3.2: {@code triangular} has both factors 1, {@code
 * triangular2} a cycle factor of ½, {@code exp_range} a step factor below 1. {@code torch.optim.lr_scheduler.CyclicLR}
 * computes the same with rounding that grows with the step. It cycles the momentum, too, against the rate: with {@code
 * from} above {@code to} this does.
 *
 * @param from where each cycle begins and ends, in [0, infinity)
 * @param to the other value, in [0, infinity)
 * @param up how many steps it takes from one to the other, at least 1
 * @param down how many steps it takes back, at least 1
 * @param cycleFactor what each cycle multiplies the amplitude by, in [0, 1]
 * @param stepFactor what each step multiplies the amplitude by, in [0, 1]
 */
public record CyclicSchedule(double from, double to, long up, long down, double cycleFactor, double stepFactor)
        implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param from where each cycle begins and ends
     * @param to the other value
     * @param up how many steps it takes from one to the other
     * @param down how many steps it takes back
     * @param cycleFactor what each cycle multiplies the amplitude by
     * @param stepFactor what each step multiplies the amplitude by
     * @throws IllegalArgumentException when a value is outside its range
     */
    public CyclicSchedule {
        Accepted.notNegative("cyclic schedule", "from", from);
        Accepted.notNegative("cyclic schedule", "to", to);
        Accepted.steps("cyclic schedule", "up", up, 1);
        Accepted.steps("cyclic schedule", "down", down, 1);
        if (up > Long.MAX_VALUE - down) {
            throw new IllegalArgumentException("cyclic schedule: up + down = " + up + " + " + down
                    + " is not accepted; a cycle must have at most " + Long.MAX_VALUE + " steps");
        }
        Accepted.fraction("cyclic schedule", "cycleFactor", cycleFactor);
        Accepted.fraction("cyclic schedule", "stepFactor", stepFactor);
    }

    @Override
    public double at(long step) {
        long cycle = up + down;
        long since = Accepted.steps("cyclic schedule", "step", step, 0) % cycle;
        long done = step / cycle;
        double share = since <= up ? (double) since / up : (double) (cycle - since) / down;
        double amplitude = StrictMath.pow(cycleFactor, (double) done) * StrictMath.pow(stepFactor, (double) step);
        return from + (to - from) * (share * amplitude);
    }

    @Override
    public String toString() {
        String ends = from + ", " + to + ", " + up + ", " + down;
        if (stepFactor == 1 && (cycleFactor == 1 || cycleFactor == 0.5)) {
            return (cycleFactor == 1 ? "triangular(" : "triangular2(") + ends + ")";
        }
        return "cyclic(" + ends + ", " + cycleFactor + ", " + stepFactor + ")";
    }
}
