package org.gradus.optim;

import org.gradus.core.Gradients;
import org.gradus.core.Tensor;

/**
 * One evaluation of an {@link Objective}.
 *
 * @param loss its value
 * @param gradients its gradients
 */
public record Evaluation(double loss, Gradients gradients) {
    /**
     * The value and gradients of a scalar.
     *
     * @param loss a tensor of one element that depends on the parameters
     * @return the evaluation
     */
    public static Evaluation of(Tensor loss) {
        return new Evaluation(loss.item(), loss.backward());
    }
}
