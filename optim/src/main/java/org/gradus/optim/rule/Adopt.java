package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * ADOPT: Adam that divides the gradient by the second moment of the gradients before it, and takes the momentum of the quotient.
 * It converges for any β2.
 *
 * <p>The first gradient of a parameter only sets {@code v ← g²}. From then on, with t = 1 at the second gradient:
 * {@code m ← β1·m + (1 − β1)·clip(g/max(√v, ε), t^¼)}, {@code θ ← θ − lr·(m + λ·θ)}, {@code v ← β2·v + (1 − β2)·g²}. There is no
 * correction of either moment.
 *
 * <p><b>When:</b> instead of AdamW, when a β2 near 1 is wanted or the right one is not known.
 *
 * <p><b>Slots:</b> m and v, two tensors of the parameter's shape.
 *
 * <p><b>Reference:</b> Taniguchi et al. 2024, "ADOPT: Modified Adam Can Converge with Any β2 with the Optimal Rate",
 * arXiv:2411.02853, Algorithm 2, with the clipping of its third version; {@code torch-adopt 0.1.0} and
 * {@code optax.contrib.adopt}, whose defaults {@link #defaults()} are. The customary rate is 1e−3. A later state of the authors'
 * repository keeps the divisor above {@code 0.9^(t − 1)} instead of clipping, which is not offered. Deviation: weight decay is
 * decoupled, which the authors' code leaves to choose. Cautious: see arXiv:2510.12402, Algorithm 1.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, in [0, 1)
 * @param eps ε, above 0
 * @param clipped whether the quotient is clipped at the fourth root of t; the first version of the paper did not
 * @param weightDecay λ, in [0, infinity); not applied to biases and norm parameters by default
 * @param cautious whether the decay spares weights that the update makes larger
 */
public record Adopt(double beta1, double beta2, double eps, boolean clipped, double weightDecay, boolean cautious)
        implements UpdateRule {
    private static final String MOMENTUM = "m";
    private static final String SECOND = "v";

    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param eps ε
     * @param clipped whether the quotient is clipped
     * @param weightDecay λ
     * @param cautious whether the decay spares weights that the update makes larger
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Adopt {
        Moments.check("Adopt", beta1, beta2, eps);
        Accepted.notNegative("Adopt", "weightDecay", weightDecay);
    }

    /**
     * β1 = 0.9, β2 = 0.9999, ε = 1e−6, clipped, λ = 0: the defaults of the authors' package and of optax.
     *
     * @return the rule
     */
    public static Adopt defaults() {
        return new Adopt(0.9, 0.9999, 1e-6, true, 0, false);
    }

    /**
     * The same rule with other decay rates.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @return the changed rule
     */
    public Adopt withBetas(double changed1, double changed2) {
        return new Adopt(changed1, changed2, eps, clipped, weightDecay, cautious);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public Adopt withEps(double changed) {
        return new Adopt(beta1, beta2, changed, clipped, weightDecay, cautious);
    }

    /**
     * The same rule with or without clipping.
     *
     * @param changed whether the quotient is clipped
     * @return the changed rule
     */
    public Adopt withClipped(boolean changed) {
        return new Adopt(beta1, beta2, eps, changed, weightDecay, cautious);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public Adopt withWeightDecay(double changed) {
        return new Adopt(beta1, beta2, eps, clipped, changed, cautious);
    }

    /**
     * The same rule with cautious or with plain weight decay.
     *
     * @param changed whether the decay spares weights that the update makes larger
     * @return the changed rule
     */
    public Adopt withCautious(boolean changed) {
        return new Adopt(beta1, beta2, eps, clipped, weightDecay, changed);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(MOMENTUM, shape).tensor(SECOND, shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float[] g = gradient.data();
        float[] v = slots.tensor(SECOND);
        if (context.step() == 1) {
            context.split(g.length, (from, to) -> square(v, g, from, to));
            return;
        }
        float b1 = (float) beta1;
        float c1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float c2 = (float) (1 - beta2);
        float e = (float) eps;
        double fourthRoot = Math.sqrt(Math.sqrt((double) (context.step() - 1)));
        float limit = clipped ? (float) fourthRoot : Float.POSITIVE_INFINITY;
        float rate = (float) context.rate();
        float shrink = (float) (context.rate() * context.decay());
        boolean careful = cautious && shrink > 0;
        float[] w = parameter.update();
        float[] m = slots.tensor(MOMENTUM);
        context.split(w.length, (from, to) -> {
            moments(g, m, v, b1, c1, b2, c2, e, limit, from, to);
            if (careful) {
                Caution.decay(w, m, shrink, from, to);
            }
            move(w, m, rate, careful ? 0f : shrink, from, to);
        });
    }

    private static void square(float[] v, float[] g, int from, int to) {
        for (int i = from; i < to; i++) {
            v[i] = g[i] * g[i];
        }
    }

    private static void moments(
            float[] g,
            float[] m,
            float[] v,
            float b1,
            float c1,
            float b2,
            float c2,
            float e,
            float limit,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float x = g[i];
            float before = v[i];
            float quotient = x / Math.max((float) Math.sqrt(before), e);
            m[i] = b1 * m[i] + c1 * Math.max(-limit, Math.min(limit, quotient));
            v[i] = b2 * before + c2 * x * x;
        }
    }

    private static void move(float[] w, float[] m, float rate, float shrink, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] -= rate * m[i] + shrink * w[i];
        }
    }
}
