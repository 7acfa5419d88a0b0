package org.gradus.optim.schedule;

import java.util.Locale;
import org.gradus.core.Improvement;
import org.gradus.optim.check.Accepted;

/**
 * Reduces a value when a metric no longer improves: {@code max(minimum, start · factor^k)} after {@code k} reductions. The one
 * schedule that depends on what it has seen, and not on the step.
 *
 * <pre>{@code
 * ReduceOnPlateau plateau = new ReduceOnPlateau(0.1, 0.5, 5, Improvement.lower().byMoreThanFraction(1e-4));
 * Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), plateau.withWarmUp(100));
 * plateau.observe(validationLoss());
 * }</pre>
 *
 * <p>Each value of the metric is compared with the best so far. The {@code patience}-th value in a row that is not better reduces,
 * as the same patience of {@code EarlyStopping} stops; counting then begins anew. The {@code cooldown} values after a reduction do
 * not count against the patience, but may be the best. NaN is never better and counts against the patience; {@link #reason()} tells
 * how many there were. The next step already uses the reduced value. With a start of 1 it is a factor for other schedules:
 * {@code cosine.times(plateau)}.
 *
 * <p><b>To save it:</b> the optimizer's state does not hold it. Save {@link #progress()}, seven numbers, beside the state, and give it
 * to {@link #load} of one that was made with the same arguments; training then goes on with the same bits. Not for use by several
 * threads at once.
 *
 * <p><b>Reference:</b> {@code torch.optim.lr_scheduler.ReduceLROnPlateau}. Deviations: its patience {@code p} is {@code p + 1} here (it
 * reduces with the first value beyond its patience; Keras counts as here); a relative threshold is right for negative metrics,
 * too; reductions by less than 10⁻⁸ are not skipped. Keras counts the last value of a cooldown, PyTorch and this one do not.
 */
public final class ReduceOnPlateau implements Schedule {
    private static final String OWNER = "ReduceOnPlateau";

    private final double start;
    private final double factor;
    private final int patience;
    private final int cooldown;
    private final double minimum;
    private final Improvement improvement;
    private Progress progress = new Progress(Double.NaN, 0, 0, 0, 0, 0, 0);

    /** What followed from one value. */
    public enum Decision {
        /** It is the best so far. */
        IMPROVED,
        /** It is not better, and nothing was changed. */
        WAIT,
        /** It is not better, and the schedule's value was reduced. */
        REDUCED
    }

    /**
     * Everything that is remembered, to be saved with a training that may be interrupted.
     *
     * @param best the best value; NaN if there was none
     * @param bestAt the number of the value that was best, from 1; 0 if there was none
     * @param seen how many values there were
     * @param nans how many of them were NaN
     * @param bad how many in a row count against the patience
     * @param cooling how many values will still not count
     * @param reductions how often the schedule's value was reduced
     */
    public record Progress(double best, long bestAt, long seen, long nans, long bad, long cooling, long reductions) {
        /**
         * Checks the counts.
         *
         * @param best the best value
         * @param bestAt the number of the value that was best
         * @param seen how many values there were
         * @param nans how many of them were NaN
         * @param bad how many in a row count against the patience
         * @param cooling how many values will still not count
         * @param reductions how often the schedule's value was reduced
         * @throws IllegalArgumentException when a count is negative
         */
        public Progress {
            Accepted.steps(OWNER, "bestAt", bestAt, 0);
            Accepted.steps(OWNER, "seen", seen, 0);
            Accepted.steps(OWNER, "nans", nans, 0);
            Accepted.steps(OWNER, "bad", bad, 0);
            Accepted.steps(OWNER, "cooling", cooling, 0);
            Accepted.steps(OWNER, "reductions", reductions, 0);
        }
    }

    /**
     * Without cooldown and minimum.
     *
     * @param start the value before any reduction, in [0, infinity)
     * @param factor what each reduction multiplies by, in [0, 1)
     * @param patience how many values in a row may fail to be better, at least 1; the last of them reduces
     * @param improvement what counts as better; loss and accuracy differ, so there is no default
     * @throws IllegalArgumentException when a value is outside its range
     */
    public ReduceOnPlateau(double start, double factor, int patience, Improvement improvement) {
        this(start, factor, patience, 0, 0, improvement);
    }

    /**
     * With all settings.
     *
     * @param start the value before any reduction, in [0, infinity)
     * @param factor what each reduction multiplies by, in [0, 1)
     * @param patience how many values in a row may fail to be better, at least 1; the last of them reduces
     * @param cooldown how many values after a reduction do not count against the patience, 0 or more
     * @param minimum what the value is never reduced below, in [0, infinity)
     * @param improvement what counts as better; loss and accuracy differ, so there is no default
     * @throws IllegalArgumentException when a value is outside its range
     */
    public ReduceOnPlateau(
            double start, double factor, int patience, int cooldown, double minimum, Improvement improvement) {
        this.start = Accepted.notNegative(OWNER, "start", start);
        this.factor = Accepted.belowOne(OWNER, "factor", factor);
        this.patience = (int) Accepted.steps(OWNER, "patience", patience, 1);
        this.cooldown = (int) Accepted.steps(OWNER, "cooldown", cooldown, 0);
        this.minimum = Accepted.notNegative(OWNER, "minimum", minimum);
        this.improvement = improvement;
    }

    /**
     * Takes the next value of the metric.
     *
     * @param value the value
     * @return what followed
     */
    public Decision observe(double value) {
        Progress p = progress;
        long seen = p.seen() + 1;
        long nans = p.nans() + (Double.isNaN(value) ? 1 : 0);
        boolean better = improvement.isBetter(value, p.best());
        double best = better ? value : p.best();
        long bestAt = better ? seen : p.bestAt();
        long bad = better || p.cooling() > 0 ? 0 : p.bad() + 1;
        long cooling = Math.max(0, p.cooling() - 1);
        if (bad < patience) {
            progress = new Progress(best, bestAt, seen, nans, bad, cooling, p.reductions());
            return better ? Decision.IMPROVED : Decision.WAIT;
        }
        boolean reduces = value() > minimum;
        long reductions = p.reductions() + (reduces ? 1 : 0);
        progress = new Progress(best, bestAt, seen, nans, 0, cooldown, reductions);
        return reduces ? Decision.REDUCED : Decision.WAIT;
    }

    private double value() {
        // A minimum above the start is no reason to rise.
        double least = Math.min(minimum, start);
        return Math.max(least, start * StrictMath.pow(factor, (double) progress.reductions()));
    }

    /**
     * The present value, the same for every step.
     *
     * @param step the number of updates applied before this one, 0 or more
     * @return the value
     */
    @Override
    public double at(long step) {
        Accepted.steps(OWNER, "step", step, 0);
        return value();
    }

    /**
     * What is remembered.
     *
     * @return the best value and the counts
     */
    public Progress progress() {
        return progress;
    }

    /**
     * Goes on from what was remembered.
     *
     * @param saved what {@link #progress()} gave
     */
    public void load(Progress saved) {
        progress = saved;
    }

    /**
     * The present state in words, for a log.
     *
     * @return such as {@code 0.05 after 1 reductions, best 0.31 at 12, not better for 2 of 5 (3 of 17 values were NaN)}
     */
    public String reason() {
        String best =
                progress.bestAt() == 0 ? "no best value yet" : "best " + progress.best() + " at " + progress.bestAt();
        String cooling = progress.cooling() == 0 ? "" : ", cooling for " + progress.cooling();
        String nans =
                progress.nans() == 0 ? "" : " (" + progress.nans() + " of " + progress.seen() + " values were NaN)";
        return String.format(
                Locale.ROOT,
                "%s after %d reductions, %s, not better for %d of %d%s%s",
                value(),
                progress.reductions(),
                best,
                progress.bad(),
                patience,
                cooling,
                nans);
    }

    @Override
    public String toString() {
        return "reduceOnPlateau(" + start + ", " + factor + ", " + patience + ", " + cooldown + ", " + minimum + ", "
                + improvement + ")";
    }
}
