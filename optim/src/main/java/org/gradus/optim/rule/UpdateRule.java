package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.ParameterGroup;

/**
 * How one parameter moves in one step: a record of hyper-parameters and one fused loop.
 *
 * <p>A rule has no state of its own: the {@link Optimizer} keeps and saves the {@link Slots} that the rule declares, and
 * calls {@link #apply} only for a parameter that has a gradient, whose elements are all finite. A rule that needs more
 * implements one more interface: {@link JointRule} to see all parameters at once, {@link ProbingRule} to have the gradient
 * taken at a second point, {@link EvaluatedElsewhere} when the weights to use are not the weights to train,
 * {@link WrappedRule} to change another rule.
 */
public interface UpdateRule {
    /**
     * Declares the state for a parameter.
     *
     * @param shape the parameter's shape
     * @return the tensors and doubles to keep
     * @throws IllegalArgumentException when the rule does not suit such a parameter
     */
    SlotSpec slots(Shape shape);

    /**
     * Moves a parameter and its state by one step.
     *
     * <p>Scalars are computed in {@code double} and narrowed once, before the loop; the loop runs over {@code float[]} at one
     * common index, through {@link StepContext#split}.
     *
     * @param context rate, decay, the parameter's own step, and the threads
     * @param parameter what to move, through {@link Parameter#update()}
     * @param gradient its gradient, only to be read
     * @param slots its state
     */
    void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots);

    /**
     * The strength of l2 or weight decay that this rule applies where no {@link ParameterGroup} says otherwise; the rule
     * itself reads {@link StepContext#decay()}.
     *
     * @return the strength, 0 for a rule without decay
     */
    default double decay() {
        return 0;
    }

    /**
     * This rule as it is at one step, for those whose hyper-parameters follow a {@link Scheduled schedule}; the optimizer asks
     * before each step. Kind of rule and slots must stay the same.
     *
     * @param applied how many steps have been applied before
     * @return the rule to use; this one unless something changes
     */
    default UpdateRule at(long applied) {
        return this;
    }
}
