package org.gradus.optim.gradient;

import org.gradus.core.Tensor;

/**
 * What an optimizer minimises, for rules that evaluate it more than once in a step.
 *
 * <pre>{@code
 * optimizer.step(again -> model.forward(x, pass.withUpdateStatistics(!again)).crossEntropy(labels));
 * }</pre>
 */
@FunctionalInterface
public interface Objective {
    /**
     * Computes the loss at the present weights.
     *
     * @param again false for the first evaluation of a step; true for further ones, which must see the same batch and the
     *     same random numbers, and leave running statistics alone
     * @return a tensor of one element that depends on the parameters
     */
    Tensor loss(boolean again);
}
