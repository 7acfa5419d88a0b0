package org.gradus.optim;

/** What an optimizer minimises, for rules that evaluate it more than once in a step. */
@FunctionalInterface
public interface Objective {
    /**
     * Computes loss and gradients at the present weights.
     *
     * @param again false for the first evaluation of a step; true for further ones, which must see the same batch and the
     *     same random numbers, and leave running statistics alone
     * @return the loss and the gradients
     */
    Evaluation evaluate(boolean again);
}
