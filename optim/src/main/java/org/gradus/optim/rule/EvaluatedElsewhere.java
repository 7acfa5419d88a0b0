package org.gradus.optim.rule;

import org.gradus.optim.Optimizer;

/**
 * A rule whose weights for use differ from those it trains, such as Schedule-Free or a moving average. Use
 * {@link Optimizer#evaluate} to predict, measure and save with them.
 */
public interface EvaluatedElsewhere extends UpdateRule {
    /**
     * Computes the weights for use.
     *
     * @param trained the weights that are trained, only to be read
     * @param slots the parameter's state, only to be read
     * @param out the weights for use, of the same length
     */
    void evaluationWeights(float[] trained, Slots slots, float[] out);
}
