package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/** As Schedule-Free SGD: trains y between z, which descends, and x, the average of z, which is what one uses. */
record AveragedRule(double beta) implements EvaluatedElsewhere {
    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor("z", shape).tensor("x", shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float[] g = gradient.data();
        float[] y = parameter.update();
        float[] z = slots.tensor("z");
        float[] x = slots.tensor("x");
        if (context.step() == 1) {
            System.arraycopy(y, 0, z, 0, y.length);
            System.arraycopy(y, 0, x, 0, y.length);
        }
        float c = (float) (1.0 / context.step());
        float b = (float) beta;
        float rate = (float) context.rate();
        for (int i = 0; i < y.length; i++) {
            z[i] -= rate * g[i];
            x[i] += c * (z[i] - x[i]);
            y[i] = (1 - b) * z[i] + b * x[i];
        }
    }

    @Override
    public void evaluationWeights(float[] trained, Slots slots, float[] out) {
        System.arraycopy(slots.tensor("x"), 0, out, 0, out.length);
    }
}
