package org.gradus.optim.rule;

import java.util.List;

/**
 * A rule with state across parameters, such as the distance estimate of Prodigy: before any parameter moves it sees all of
 * them. All parameters whose rules are equal share one state.
 */
public interface JointRule extends UpdateRule {
    /**
     * Declares the shared state.
     *
     * @return the tensors and doubles to keep once for all parameters
     */
    SlotSpec sharedSlots();

    /**
     * Looks at all parameters of this step and brings the shared state up to date; {@link #apply} follows for each of them.
     * It is not called in a step in which none of them has a gradient.
     *
     * @param parts every parameter that this rule will move, in order of registration; at least one
     * @param shared the shared state, which {@link StepContext#shared()} gives to {@link #apply}
     */
    void prepare(List<Part> parts, Slots shared);
}
