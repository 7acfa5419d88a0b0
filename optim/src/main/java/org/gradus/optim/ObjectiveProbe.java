package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.gradus.core.Gradients;
import org.gradus.core.Tensor;
import org.gradus.optim.gradient.Hessian;
import org.gradus.optim.gradient.Objective;
import org.gradus.optim.gradient.ParameterVector;
import org.gradus.optim.rule.ProbingRule;

/** Evaluates an objective beside the present weights, and its curvature at them. */
final class ObjectiveProbe implements ProbingRule.Probe {
    private final Objective objective;
    private final Function<Gradients, ParameterVector> trained;
    private final List<Runnable> whenApplied;

    /**
     * Makes a probe for one step.
     *
     * @param trained picks the gradients of the parameters that are trained
     * @param whenApplied where to put what is to run when the step is applied
     */
    ObjectiveProbe(Objective objective, Function<Gradients, ParameterVector> trained, List<Runnable> whenApplied) {
        this.objective = objective;
        this.trained = trained;
        this.whenApplied = whenApplied;
    }

    @Override
    public void whenApplied(Runnable action) {
        whenApplied.add(action);
    }

    @Override
    public ProbingRule.Probed at(ParameterVector displacement) {
        List<float[]> before = new ArrayList<>();
        displacement.entries().forEach(e -> before.add(e.parameter().value().toArray()));
        try {
            for (ParameterVector.Entry entry : displacement.entries()) {
                float[] d = entry.tensor().data();
                float[] w = entry.parameter().update();
                for (int i = 0; i < w.length; i++) {
                    w[i] += d[i];
                }
            }
            Tensor loss = objective.loss(true);
            return new ProbingRule.Probed(loss.item(), trained.apply(loss.backward()));
        } finally {
            for (int i = 0; i < before.size(); i++) {
                Optimizer.overwrite(displacement.entries().get(i).parameter(), before.get(i));
            }
        }
    }

    @Override
    public ParameterVector curvature(ParameterVector direction) {
        return Hessian.of(objective).times(direction);
    }
}
