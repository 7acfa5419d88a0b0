package org.gradus.optim.rule;

import java.util.List;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.gradient.ParameterVector;

/** As SAM: the gradient is taken a distance rho uphill, over all parameters; another rule applies it. */
record SharpnessRule(double rho, UpdateRule base) implements ProbingRule {
    @Override
    public ParameterVector gradients(List<Part> parts, ParameterVector here, double loss, Probe probe) {
        return probe.at(here.times(rho / (here.norm() + 1e-12))).gradients();
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return base.slots(shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        base.apply(context, parameter, gradient, slots);
    }
}
