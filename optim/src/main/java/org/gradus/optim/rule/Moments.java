package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * The step that Adam and AdamW share: both moments, both corrections, l2 and weight decay in one loop.
 *
 * @param beta1 the decay of the first moment
 * @param beta2 the decay of the second moment
 * @param eps what keeps the quotient finite
 * @param form where {@code eps} stands
 */
record Moments(double beta1, double beta2, double eps, EpsilonForm form) {
    private static final String FIRST = "m";
    private static final String SECOND = "v";

    static SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(FIRST, shape).tensor(SECOND, shape);
    }

    static void check(String rule, double beta1, double beta2, double eps) {
        Accepted.belowOne(rule, "beta1", beta1);
        Accepted.belowOne(rule, "beta2", beta2);
        Accepted.epsilon(rule, "eps", eps);
    }

    /**
     * One step.
     *
     * @param l2 what times θ is added to the gradient
     * @param decay what times θ is taken off besides
     */
    void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots, double l2, double decay) {
        double t = (double) context.step();
        double correction1 = 1 - StrictMath.pow(beta1, t);
        double correction2 = Math.sqrt(1 - StrictMath.pow(beta2, t));
        boolean paper = form == EpsilonForm.PAPER;
        float rate = (float) (context.rate() / correction1 * (paper ? 1 : correction2));
        float root = (float) (paper ? 1 / correction2 : 1);
        float e = (float) eps;
        float b1 = (float) beta1;
        float b2 = (float) beta2;
        float c1 = (float) (1 - beta1);
        float c2 = (float) (1 - beta2);
        float coupled = (float) l2;
        float shrink = (float) decay;
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] m = slots.tensor(FIRST);
        float[] v = slots.tensor(SECOND);
        context.split(
                w.length, (from, to) -> loop(w, g, m, v, b1, c1, b2, c2, rate, root, e, coupled, shrink, from, to));
    }

    /**
     * Weight decay is subtracted together with the update, not by a factor {@code 1 − lr·λ}: rounded to float, that factor
     * is off by a fifth at lr·λ = 1e−7 and is 1 below 3e−8.
     */
    private static void loop(
            float[] w,
            float[] g,
            float[] m,
            float[] v,
            float b1,
            float c1,
            float b2,
            float c2,
            float rate,
            float root,
            float e,
            float coupled,
            float shrink,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float d = g[i] + coupled * w[i];
            m[i] = b1 * m[i] + c1 * d;
            v[i] = b2 * v[i] + c2 * d * d;
            w[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) * root + e) + shrink * w[i];
        }
    }
}
