package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * One schedule after another: {@code first(t)} for {@code t < milestone}, afterwards {@code next(t − milestone)}.
 *
 * <p>Each begins at its own step 0, however deep sequences are nested. With milestone 0 only {@code next} remains.
 *
 * <p><b>Reference:</b> {@code torch.optim.lr_scheduler.SequentialLR}, in closed form; that one initializes all schedules
 * at once and takes over values from one to the next, so that its first values and those at milestones can be wrong
 * (pytorch#67586, #72874).
 *
 * @param first what comes first
 * @param milestone the step from which on the next one counts, 0 or more
 * @param next what follows, beginning at its own step 0
 */
public record SequenceSchedule(Schedule first, long milestone, Schedule next) implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param first what comes first
     * @param milestone the step from which on the next one counts
     * @param next what follows
     * @throws IllegalArgumentException when a value is outside its range
     */
    public SequenceSchedule {
        Accepted.steps("sequence schedule", "milestone", milestone, 0);
    }

    @Override
    public double at(long step) {
        Accepted.steps("sequence schedule", "step", step, 0);
        return step < milestone ? first.at(step) : next.at(step - milestone);
    }

    @Override
    public String toString() {
        return first + ".then(" + milestone + ", " + next + ")";
    }
}
