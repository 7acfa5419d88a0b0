package org.gradus.optim.schedule;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.gradus.optim.check.Accepted;

/**
 * Multiplied by a factor at each milestone: {@code start · factor^k} after {@code k} milestones, of which one at {@code t} itself
 * counts.
 *
 * <p><b>Reference:</b> {@code torch.optim.lr_scheduler.MultiStepLR} in closed form. Deviation: no milestone may be named twice.
 *
 * @param start the first value, in [0, infinity)
 * @param factor what each milestone multiplies by, in (0, infinity)
 * @param milestones steps from 0 on, ascending, at least one
 */
public record MultiStepSchedule(double start, double factor, List<Long> milestones) implements Schedule {
    /**
     * Checks the ranges.
     *
     * @param start the first value
     * @param factor what each milestone multiplies by
     * @param milestones steps from 0 on
     * @throws IllegalArgumentException when a value is outside its range, or the milestones do not ascend
     */
    public MultiStepSchedule {
        Accepted.notNegative("multi-step schedule", "start", start);
        Accepted.positive("multi-step schedule", "factor", factor);
        milestones = List.copyOf(milestones);
        Accepted.steps("multi-step schedule", "number of milestones", milestones.size(), 1);
        long least = 0;
        for (long milestone : milestones) {
            least = Accepted.steps("multi-step schedule", "milestone", milestone, least) + 1;
        }
    }

    @Override
    public double at(long step) {
        int found = Collections.binarySearch(milestones, Accepted.steps("multi-step schedule", "step", step, 0));
        int passed = found >= 0 ? found + 1 : -found - 1;
        return Powers.scaled(start, factor, passed);
    }

    @Override
    public String toString() {
        return milestones.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "multiStep(" + start + ", " + factor + ", ", ")"));
    }
}
