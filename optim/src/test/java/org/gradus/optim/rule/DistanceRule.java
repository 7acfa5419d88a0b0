package org.gradus.optim.rule;

import java.util.List;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/** As Prodigy and D-Adaptation: one estimate of the distance to the solution, from all parameters, sets the rate of each. */
record DistanceRule(double first) implements JointRule {
    @Override
    public SlotSpec sharedSlots() {
        return SlotSpec.none().scalar("d", first).scalar("numerator", 0).scalar("squares", 0);
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor("start", shape).tensor("s", shape);
    }

    @Override
    public void prepare(List<Part> parts, Slots shared) {
        double d = shared.scalar("d");
        double numerator = shared.scalar("numerator");
        double squares = shared.scalar("squares");
        double length = 0;
        for (Part part : parts) {
            float[] g = part.gradient().data();
            float[] w = part.parameter().value().data();
            float[] start = part.slots().tensor("start");
            float[] s = part.slots().tensor("s");
            if (part.context().step() == 1) {
                System.arraycopy(w, 0, start, 0, w.length);
            }
            for (int i = 0; i < w.length; i++) {
                numerator += d * g[i] * (start[i] - w[i]);
                squares += (double) g[i] * g[i];
                s[i] += (float) (d * g[i]);
                length += (double) s[i] * s[i];
            }
        }
        shared.scalar("numerator", numerator);
        shared.scalar("squares", squares);
        shared.scalar("d", length == 0 ? d : Math.max(d, numerator / Math.sqrt(length)));
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float[] g = gradient.data();
        float[] w = parameter.update();
        float rate = (float) (context.rate()
                * context.shared().scalar("d")
                / Math.sqrt(context.shared().scalar("squares") + 1e-30));
        for (int i = 0; i < w.length; i++) {
            w[i] -= rate * g[i];
        }
    }
}
