package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * AdaBelief: Adam whose second moment is the variance of the gradient around its momentum, so that a gradient as expected makes a
 * large step and a surprising one a small step.
 *
 * <p>{@code m ← β1·m + (1 − β1)·g}, {@code s ← β2·s + (1 − β2)·(g − m)² + ε}, {@code θ ← θ − lr·(m̂/(√ŝ + ε) + λ·θ)} where
 * {@code m̂ = m/(1 − β1ᵗ)}, {@code ŝ = s/(1 − β2ᵗ)} and t counts this parameter's own updates. ε stands in two places: inside, it
 * adds up in s, to {@code ε/(1 − β2)} in the long run.
 *
 * <p><b>When:</b> where Adam trains fast but generalises worse than SGD (convolutional networks, ε = 1e−8), or trains unstably
 * (GANs, transformers, ε = 1e−16).
 *
 * <p><b>Slots:</b> m and s, two tensors of the parameter's shape.
 *
 * <p><b>Reference:</b> Zhuang et al. 2020, "AdaBelief Optimizer", arXiv:2010.07468, Algorithm 2; {@code adabelief-pytorch
 * 0.2.0} and {@code optax.adabelief}, whose defaults {@link #defaults()} are. The customary rate is 1e−3. optax takes the
 * deviation from the momentum before the step, {@code g − mₜ₋₁}, which is {@code 1/β1} times the paper's {@code g − mₜ}. The
 * authors' package also rectifies the rate as RAdam does unless told otherwise ({@code rectify=True}); that is not part of the
 * paper's algorithm and is left out, as in optax. Cautious: see arXiv:2510.12402, Algorithm 1.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, in [0, 1)
 * @param eps ε, above 0
 * @param weightDecay λ, in [0, infinity); not applied to biases and norm parameters by default
 * @param cautious whether the decay spares weights that the update makes larger
 */
public record AdaBelief(double beta1, double beta2, double eps, double weightDecay, boolean cautious)
        implements UpdateRule {
    private static final String MOMENTUM = "m";
    private static final String VARIANCE = "s";

    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param eps ε
     * @param weightDecay λ
     * @param cautious whether the decay spares weights that the update makes larger
     * @throws IllegalArgumentException when a value is outside its range
     */
    public AdaBelief {
        Moments.check("AdaBelief", beta1, beta2, eps);
        Accepted.notNegative("AdaBelief", "weightDecay", weightDecay);
    }

    /**
     * β1 = 0.9, β2 = 0.999, ε = 1e−16, λ = 0: the defaults of the authors' package and of optax.
     *
     * @return the rule
     */
    public static AdaBelief defaults() {
        return new AdaBelief(0.9, 0.999, 1e-16, 0, false);
    }

    /**
     * The same rule with other decay rates.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @return the changed rule
     */
    public AdaBelief withBetas(double changed1, double changed2) {
        return new AdaBelief(changed1, changed2, eps, weightDecay, cautious);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public AdaBelief withEps(double changed) {
        return new AdaBelief(beta1, beta2, changed, weightDecay, cautious);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public AdaBelief withWeightDecay(double changed) {
        return new AdaBelief(beta1, beta2, eps, changed, cautious);
    }

    /**
     * The same rule with cautious or with plain weight decay.
     *
     * @param changed whether the decay spares weights that the update makes larger
     * @return the changed rule
     */
    public AdaBelief withCautious(boolean changed) {
        return new AdaBelief(beta1, beta2, eps, weightDecay, changed);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(MOMENTUM, shape).tensor(VARIANCE, shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        double t = (double) context.step();
        float rate = (float) (context.rate() / (1 - StrictMath.pow(beta1, t)));
        float root = (float) (1 / Math.sqrt(1 - StrictMath.pow(beta2, t)));
        float b1 = (float) beta1;
        float c1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float c2 = (float) (1 - beta2);
        float e = (float) eps;
        float shrink = (float) (context.rate() * context.decay());
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] m = slots.tensor(MOMENTUM);
        float[] s = slots.tensor(VARIANCE);
        if (cautious && shrink > 0) {
            context.split(w.length, (from, to) -> {
                Caution.decay(w, m, b1, g, c1, shrink, from, to);
                loop(w, g, m, s, b1, c1, b2, c2, rate, root, e, 0f, from, to);
            });
        } else {
            context.split(w.length, (from, to) -> loop(w, g, m, s, b1, c1, b2, c2, rate, root, e, shrink, from, to));
        }
    }

    private static void loop(
            float[] w,
            float[] g,
            float[] m,
            float[] s,
            float b1,
            float c1,
            float b2,
            float c2,
            float rate,
            float root,
            float e,
            float shrink,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float x = g[i];
            float mean = b1 * m[i] + c1 * x;
            float surprise = x - mean;
            float variance = b2 * s[i] + c2 * surprise * surprise + e;
            w[i] -= rate * mean / ((float) Math.sqrt(variance) * root + e) + shrink * w[i];
            m[i] = mean;
            s[i] = variance;
        }
    }
}
