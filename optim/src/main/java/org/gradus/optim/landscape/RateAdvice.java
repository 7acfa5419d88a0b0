package org.gradus.optim.landscape;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Reads a rate off a sweep. The first tenth of the trials and the last five are left aside, as fastai does. */
final class RateAdvice {
    private static final int LEFT_OUT_AT_THE_END = 5;
    private static final int LEAST = 3;
    /** So many standard errors count as noise. */
    private static final double ERRORS = 3;
    /** Losses are floats. */
    private static final double ROUNDING = 0x1p-20;
    /** The median of |x| is this many standard deviations for normal x. */
    private static final double MEDIAN_OF_NORMAL = 0.6745;

    private final List<RateSweep.Trial> trials;
    private final double smoothing;
    private final int from;
    private final int to;

    RateAdvice(List<RateSweep.Trial> trials, double smoothing) {
        this.trials = trials;
        this.smoothing = smoothing;
        this.from = trials.size() / 10;
        this.to = trials.size() - LEFT_OUT_AT_THE_END;
    }

    RateSweep given(String end) {
        if (to - from < LEAST) {
            return none(
                    end,
                    "no suggestion: only " + trials.size() + " rates were tried (" + end
                            + "); begin with smaller ones, or try more");
        }
        int lowest = lowest();
        double fall = smoothed(from) - smoothed(lowest);
        double noise = ERRORS * Math.sqrt(variance(from) + variance(lowest)) + ROUNDING * Math.abs(smoothed(from));
        if (!(fall > noise)) {
            return none(
                    end,
                    "no suggestion: from " + Shown.of(rate(from)) + " to " + Shown.of(rate(to - 1))
                            + " the smoothed loss does not fall by more than its noise (it falls by "
                            + Shown.of(Math.max(0, fall))
                            + ", the noise is " + Shown.of(noise) + "); " + end);
        }
        int steepest = steepest(lowest);
        double slope = slope(steepest) * StrictMath.log(10);
        String reason = Shown.of(rate(steepest)) + ": here the smoothed loss falls fastest, by " + Shown.of(-slope)
                + " for a tenfold rate; it is lowest, " + Shown.of(smoothed(lowest)) + ", at " + Shown.of(rate(lowest))
                + "; " + end;
        return new RateSweep(
                trials,
                end,
                OptionalDouble.of(rate(steepest)),
                OptionalDouble.of(rate(valley())),
                OptionalDouble.of(rate(lowest) / 10),
                reason);
    }

    private RateSweep none(String end, String reason) {
        OptionalDouble empty = OptionalDouble.empty();
        return new RateSweep(trials, end, empty, empty, empty, reason);
    }

    private double rate(int i) {
        return trials.get(i).rate();
    }

    private double smoothed(int i) {
        return trials.get(i).smoothed();
    }

    private int lowest() {
        int lowest = from;
        for (int i = from; i < to; i++) {
            lowest = smoothed(i) < smoothed(lowest) ? i : lowest;
        }
        return lowest;
    }

    /** By how much the smoothed loss grows from one trial to the next, for a rate that grows e-fold. */
    private double slope(int i) {
        return (smoothed(i + 1) - smoothed(i)) / StrictMath.log(rate(i + 1) / rate(i));
    }

    private int steepest(int lowest) {
        int steepest = from;
        for (int i = from; i < lowest; i++) {
            steepest = slope(i) < slope(steepest) ? i : steepest;
        }
        return steepest;
    }

    /**
     * The variance of a smoothed loss that comes from the noise of the batches: theirs times
     * {@code (1 − β)(1 + βⁿ)/((1 + β)(1 − βⁿ))}, the sum of the squared weights of n losses.
     */
    private double variance(int i) {
        double deviation = deviation();
        double power = StrictMath.pow(smoothing, i + 1.0);
        return deviation * deviation * (1 - smoothing) * (1 + power) / ((1 + smoothing) * (1 - power));
    }

    /** The standard deviation of the losses about their course, from the median of the jumps between neighbours. */
    private double deviation() {
        double[] jumps = new double[to - from - 1];
        for (int i = 0; i < jumps.length; i++) {
            jumps[i] = Math.abs(
                    trials.get(from + i + 1).loss() - trials.get(from + i).loss());
        }
        Arrays.sort(jumps);
        return jumps[jumps.length / 2] / (MEDIAN_OF_NORMAL * Math.sqrt(2));
    }

    /**
     * Half the length of the longest falling subsequence, from its beginning.
     *
     * <p><b>Reference:</b> fastai's {@code valley}: the end is that of the longest falling subsequence, its beginning lies
     * as many trials before as the subsequence is long, and the point is at a third plus a sixth of the way.
     */
    private int valley() {
        int n = to - from;
        int[] length = new int[n];
        Arrays.fill(length, 1);
        int end = 0;
        for (int i = 1; i < n; i++) {
            for (int j = 0; j < i; j++) {
                if (smoothed(from + i) < smoothed(from + j)) {
                    length[i] = Math.max(length[i], length[j] + 1);
                }
            }
            end = length[i] > length[end] ? i : end;
        }
        int start = end - length[end];
        double third = (end - start) / 3.0;
        int index = start + (int) third + (int) (third / 2);
        return from + Math.max(0, index);
    }
}
