package org.gradus.regularization;

import java.util.Locale;
import org.gradus.core.Improvement;

/**
 * Decides from the values of one metric when training no longer helps. It knows nothing of training: numbers go in, a
 * {@link Decision} comes out; whoever trains keeps the weights at each {@link Decision#IMPROVED} and goes back to them in the
 * end, however training ended.
 *
 * <pre>{@code
 * EarlyStopping stopping = new EarlyStopping(Improvement.lower(), 10);
 * while (stopping.observe(validationLoss()) != EarlyStopping.Decision.STOP) {
 *     trainOneEpoch();
 * }
 * }</pre>
 *
 * <p>Each value is compared with the best so far, not with the one before. {@code STOP} comes with the {@code patience}-th value
 * in a row that is not better. NaN is never better and therefore counts against the patience; {@link #reason()} tells how many
 * there were.
 *
 * <p><b>Reference:</b> Prechelt 1998, "Early stopping – but when?".
 */
public final class EarlyStopping {
    private final Improvement improvement;
    private final int patience;
    private Progress progress = new Progress(Double.NaN, 0, 0, 0);

    /** What follows from one value. */
    public enum Decision {
        /** It is the best so far: keep the weights. */
        IMPROVED,
        /** It is not better, but go on. */
        WAIT,
        /** It is not better, and patience is at its end. */
        STOP
    }

    /**
     * Everything that is remembered, to be saved with a training that may be interrupted.
     *
     * @param best the best value; NaN if there was none
     * @param bestAt the number of the value that was best, from 1; 0 if there was none
     * @param seen how many values there were
     * @param nans how many of them were NaN
     */
    public record Progress(double best, long bestAt, long seen, long nans) {}

    /**
     * Begins.
     *
     * @param improvement what counts as better; loss and accuracy differ, so there is no default
     * @param patience how many values in a row may fail to be better, at least 1; the last of them stops
     * @throws IllegalArgumentException when the patience is below 1
     */
    public EarlyStopping(Improvement improvement, int patience) {
        if (patience < 1) {
            throw new IllegalArgumentException(
                    "EarlyStopping: patience = " + patience + " is not accepted; it must be at least 1");
        }
        this.improvement = improvement;
        this.patience = patience;
    }

    /**
     * Takes the next value of the metric.
     *
     * @param value the value
     * @return what follows
     */
    public Decision observe(double value) {
        long seen = progress.seen() + 1;
        long nans = progress.nans() + (Double.isNaN(value) ? 1 : 0);
        if (improvement.isBetter(value, progress.best())) {
            progress = new Progress(value, seen, seen, nans);
            return Decision.IMPROVED;
        }
        progress = new Progress(progress.best(), progress.bestAt(), seen, nans);
        return waited() < patience ? Decision.WAIT : Decision.STOP;
    }

    /**
     * How many values there have been since the best.
     *
     * @return the number
     */
    public long waited() {
        return progress.seen() - progress.bestAt();
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
     * @return such as {@code best 0.31 at 12, not better for 5 of 5 (2 of 17 values were NaN)}
     */
    public String reason() {
        String nans = progress.nans() == 0
                ? ""
                : String.format(Locale.ROOT, " (%d of %d values were NaN)", progress.nans(), progress.seen());
        String best = progress.bestAt() == 0
                ? "no best value yet"
                : String.format(Locale.ROOT, "best %s at %d", progress.best(), progress.bestAt());
        return String.format(Locale.ROOT, "%s, not better for %d of %d%s", best, waited(), patience, nans);
    }
}
