package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * The step that Adam and AdamW share: both moments, both corrections, l2 and weight decay, in one loop where nothing else is asked
 * for.
 *
 * <p>A second ε within the root, which optax has as {@code eps_root} for whoever differentiates through the update, would be 0
 * throughout: rules are not differentiated here.
 *
 * @param beta1 the decay of the first moment
 * @param beta2 the decay of the second moment
 * @param eps what keeps the quotient finite
 * @param form where {@code eps} stands
 * @param amsGrad which second moment divides
 */
record Moments(double beta1, double beta2, double eps, EpsilonForm form, AmsGrad amsGrad) {
    private static final String FIRST = "m";
    private static final String SECOND = "v";
    private static final String GREATEST = "vMax";

    /**
     * What a step adds to the moments' own work.
     *
     * @param rate the learning rate
     * @param l2 what times θ is added to the gradient
     * @param decay what times θ is taken off besides
     * @param cautious whether only where the update has the sign of θ
     */
    record Extent(double rate, double l2, double decay, boolean cautious) {}

    /** The scalars of one step, narrowed. */
    private record Scalars(
            float b1,
            float c1,
            float b2,
            float c2,
            float rate,
            float root,
            float eps,
            float l2,
            float shrink,
            float lift) {}

    static SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(FIRST, shape).tensor(SECOND, shape);
    }

    static SlotSpec slots(Shape shape, AmsGrad amsGrad) {
        return amsGrad == AmsGrad.OFF ? slots(shape) : slots(shape).tensor(GREATEST, shape);
    }

    static void check(String rule, double beta1, double beta2, double eps) {
        Accepted.belowOne(rule, "beta1", beta1);
        Accepted.belowOne(rule, "beta2", beta2);
        Accepted.epsilon(rule, "eps", eps);
    }

    /** One step. */
    void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots, Extent extent) {
        Scalars s = scalars((double) context.step(), extent);
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] m = slots.tensor(FIRST);
        float[] v = slots.tensor(SECOND);
        if (amsGrad == AmsGrad.OFF && !extent.cautious()) {
            context.split(w.length, (from, to) -> fused(w, g, m, v, s, from, to));
        } else {
            float[] x = amsGrad == AmsGrad.OFF ? v : slots.tensor(GREATEST);
            context.split(
                    w.length,
                    (from, to) -> Blocks.each(from, to, (first, end) -> {
                        moments(w, g, m, v, s, first, end);
                        if (x != v) {
                            greatest(x, v, s.lift, first, end);
                        }
                        if (extent.cautious()) {
                            moveCautiously(w, m, x, s, first, end);
                        } else {
                            move(w, m, x, s, first, end);
                        }
                    }));
        }
    }

    /** One step of the first moment alone, which brings the second one up to date all the same. */
    void momentum(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float b1 = (float) beta1;
        float c1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float c2 = (float) (1 - beta2);
        float rate = (float) (context.rate() / (1 - StrictMath.pow(beta1, (double) context.step())));
        float l2 = (float) context.decay();
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] m = slots.tensor(FIRST);
        float[] v = slots.tensor(SECOND);
        context.split(w.length, (from, to) -> undivided(w, g, m, v, b1, c1, b2, c2, rate, l2, from, to));
    }

    private Scalars scalars(double t, Extent extent) {
        double correction1 = 1 - StrictMath.pow(beta1, t);
        double correction2 = Math.sqrt(1 - StrictMath.pow(beta2, t));
        boolean paper = form == EpsilonForm.PAPER;
        boolean corrected = amsGrad == AmsGrad.AFTER_CORRECTION;
        return new Scalars(
                (float) beta1,
                (float) (1 - beta1),
                (float) beta2,
                (float) (1 - beta2),
                (float) (extent.rate() / correction1 * (paper ? 1 : correction2)),
                (float) ((paper ? 1 / correction2 : 1) * (corrected ? correction2 : 1)),
                (float) eps,
                (float) extent.l2(),
                (float) extent.decay(),
                (float) (corrected ? 1 / (1 - StrictMath.pow(beta2, t)) : 1));
    }

    /**
     * Weight decay is subtracted together with the update, not by a factor {@code 1 − lr·λ}: rounded to float, that factor
     * is off by a fifth at lr·λ = 1e−7 and is 1 below 3e−8.
     */
    private static void fused(float[] w, float[] g, float[] m, float[] v, Scalars s, int from, int to) {
        float b1 = s.b1;
        float c1 = s.c1;
        float b2 = s.b2;
        float c2 = s.c2;
        float rate = s.rate;
        float root = s.root;
        float e = s.eps;
        float l2 = s.l2;
        float shrink = s.shrink;
        for (int i = from; i < to; i++) {
            float d = g[i] + l2 * w[i];
            m[i] = b1 * m[i] + c1 * d;
            v[i] = b2 * v[i] + c2 * d * d;
            w[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) * root + e) + shrink * w[i];
        }
    }

    private static void moments(float[] w, float[] g, float[] m, float[] v, Scalars s, int from, int to) {
        float b1 = s.b1;
        float c1 = s.c1;
        float b2 = s.b2;
        float c2 = s.c2;
        float l2 = s.l2;
        for (int i = from; i < to; i++) {
            float d = g[i] + l2 * w[i];
            m[i] = b1 * m[i] + c1 * d;
            v[i] = b2 * v[i] + c2 * d * d;
        }
    }

    private static void greatest(float[] x, float[] v, float lift, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = Math.max(x[i], v[i] * lift);
        }
    }

    private static void move(float[] w, float[] m, float[] x, Scalars s, int from, int to) {
        float rate = s.rate;
        float root = s.root;
        float e = s.eps;
        float shrink = s.shrink;
        for (int i = from; i < to; i++) {
            w[i] -= rate * m[i] / ((float) Math.sqrt(x[i]) * root + e) + shrink * w[i];
        }
    }

    /** The sign of the update is that of m. */
    private static void moveCautiously(float[] w, float[] m, float[] x, Scalars s, int from, int to) {
        float rate = s.rate;
        float root = s.root;
        float e = s.eps;
        float shrink = s.shrink;
        for (int i = from; i < to; i++) {
            float agreeing = Signs.unopposed(Signs.of(m[i]), w[i]);
            w[i] -= rate * m[i] / ((float) Math.sqrt(x[i]) * root + e) + shrink * agreeing;
        }
    }

    private static void undivided(
            float[] w,
            float[] g,
            float[] m,
            float[] v,
            float b1,
            float c1,
            float b2,
            float c2,
            float rate,
            float l2,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float d = g[i] + l2 * w[i];
            m[i] = b1 * m[i] + c1 * d;
            v[i] = b2 * v[i] + c2 * d * d;
            w[i] -= rate * m[i];
        }
    }
}
