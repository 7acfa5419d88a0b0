package org.gradus.optim.rule;

import java.util.List;
import org.gradus.optim.Optimizer;
import org.gradus.optim.gradient.Objective;
import org.gradus.optim.gradient.ParameterVector;

/**
 * A rule whose step depends on the gradient at other points than the present one, such as SAM or L-BFGS. It needs
 * {@link Optimizer#step(Objective)}, and must be the optimizer's own rule or inside it, not that of a group.
 */
public interface ProbingRule extends UpdateRule {
    /** Evaluates the objective beside the present weights. */
    interface Probe {
        /**
         * Evaluates at the present weights plus a displacement. Afterwards the weights are what they were, bit for bit, even
         * when the objective throws.
         *
         * @param displacement how far to go; parameters that it does not name stay
         * @return loss and gradients there
         */
        Probed at(ParameterVector displacement);

        /**
         * The product {@code H·direction} with the Hessian at the present weights, by differentiating the gradient once more.
         *
         * @param direction what to multiply; its parameters are those of the product
         * @return the product
         */
        ParameterVector curvature(ParameterVector direction);

        /**
         * Leaves something to do until the step is applied, just before any parameter moves, such as writing to slots. It is
         * not done when the step is skipped.
         *
         * @param action what to do
         */
        void whenApplied(Runnable action);
    }

    /**
     * What a {@link Probe} found.
     *
     * @param loss the objective
     * @param gradients its gradients
     */
    record Probed(double loss, ParameterVector gradients) {}

    /**
     * Chooses the gradients to apply.
     *
     * <p>The step may still be skipped when what this returns is not finite, so slots may be written only within
     * {@link Probe#whenApplied}, or as scratch that the next step does not rely on.
     *
     * @param parts the parameters with their gradients at the present weights
     * @param here the same gradients as one vector
     * @param loss the objective at the present weights
     * @param probe evaluates elsewhere
     * @return the gradients that {@link #apply} will get
     */
    ParameterVector gradients(List<Part> parts, ParameterVector here, double loss, Probe probe);
}
