package org.gradus.optim.rule;

import org.gradus.core.backend.Workers;
import org.gradus.optim.schedule.Schedule;

/**
 * What a rule is told about the present step of one parameter.
 *
 * @param rate the learning rate: the schedule's value times the parameter's own factor
 * @param decay the strength of l2 or weight decay for this parameter
 * @param step how many updates this parameter has had, this one included: 1 at the first
 * @param applied how many steps the optimizer has applied before this one: what a {@link Schedule} is asked for
 * @param workers the threads to use, best through {@link #split}
 * @param shared the state that all parameters of a {@link JointRule} share; empty for other rules
 * @param workspace arrays to compute in
 */
public record StepContext(
        double rate, double decay, long step, long applied, Workers workers, Slots shared, Workspace workspace) {
    /**
     * Runs a loop over {@code 0 ≤ i < n}, in pieces on several threads when n is large; see {@link Workers#split}.
     *
     * @param n how many elements
     * @param loop what to do with a range of them
     */
    public void split(int n, Workers.Range loop) {
        workers.split(n, loop);
    }
}
