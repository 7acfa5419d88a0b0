package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * AdaMax: Adam with the greatest recent gradient in place of the root of the mean square.
 *
 * <p>With {@code d = g + l2·θ}: {@code m ← β1·m + (1 − β1)·d}, {@code u ← max(β2·u, |d| + ε)},
 * {@code θ ← θ − lr/(1 − β1ᵗ)·m/u}, where t counts this parameter's own updates.
 *
 * <p><b>When:</b> for sparse gradients of very different sizes, such as those of embeddings. <b>Memory:</b> m and u, two
 * tensors of the parameter's shape.
 *
 * <p><b>Reference:</b> Kingma, Ba 2015, arXiv:1412.6980, Algorithm 2, which has no ε and divides 0 by 0 where all gradients
 * were 0; {@code torch.optim.Adamax} (PyTorch 1.13), whose defaults {@link #defaults()} are; {@code optax.adamax} is the same.
 * The customary rate is 2e−3.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, in [0, 1)
 * @param eps ε, above 0
 * @param l2 the strength of the penalty {@code l2/2·‖θ‖²}, in [0, infinity); not applied to biases and norm parameters by
 *     default
 * @param epsilonPlace on which side of the maximum ε stands
 */
public record AdaMax(double beta1, double beta2, double eps, double l2, EpsilonPlace epsilonPlace)
        implements UpdateRule {
    private static final String FIRST = "m";
    private static final String GREATEST = "u";

    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param eps ε
     * @param l2 the strength of the penalty
     * @param epsilonPlace on which side of the maximum ε stands
     * @throws IllegalArgumentException when a value is outside its range
     */
    public AdaMax {
        Moments.check("AdaMax", beta1, beta2, eps);
        Accepted.notNegative("AdaMax", "l2", l2);
    }

    /**
     * β1 = 0.9, β2 = 0.999, ε = 1e−8 inside the maximum, no l2: the defaults of PyTorch and optax.
     *
     * @return the rule
     */
    public static AdaMax defaults() {
        return new AdaMax(0.9, 0.999, 1e-8, 0, EpsilonPlace.INSIDE);
    }

    /**
     * The dialect of Keras: ε = 1e−7 outside the maximum, {@code m/(max(β2·u, |d|) + ε)}.
     *
     * @return the rule
     */
    public static AdaMax keras() {
        return new AdaMax(0.9, 0.999, 1e-7, 0, EpsilonPlace.OUTSIDE);
    }

    /**
     * The same rule with other decay rates.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @return the changed rule
     */
    public AdaMax withBetas(double changed1, double changed2) {
        return new AdaMax(changed1, changed2, eps, l2, epsilonPlace);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public AdaMax withEps(double changed) {
        return new AdaMax(beta1, beta2, changed, l2, epsilonPlace);
    }

    /**
     * The same rule with another penalty.
     *
     * @param changed its strength
     * @return the changed rule
     */
    public AdaMax withL2(double changed) {
        return new AdaMax(beta1, beta2, eps, changed, epsilonPlace);
    }

    @Override
    public double decay() {
        return l2;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(FIRST, shape).tensor(GREATEST, shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float rate = (float) (context.rate() / (1 - StrictMath.pow(beta1, (double) context.step())));
        float coupled = (float) context.decay();
        float b1 = (float) beta1;
        float c1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float inside = epsilonPlace.inside(eps);
        float outside = epsilonPlace.outside(eps);
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] m = slots.tensor(FIRST);
        float[] u = slots.tensor(GREATEST);
        context.split(w.length, (from, to) -> loop(w, g, m, u, rate, coupled, b1, c1, b2, inside, outside, from, to));
    }

    private static void loop(
            float[] w,
            float[] g,
            float[] m,
            float[] u,
            float rate,
            float coupled,
            float b1,
            float c1,
            float b2,
            float inside,
            float outside,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float d = g[i] + coupled * w[i];
            m[i] = b1 * m[i] + c1 * d;
            u[i] = Math.max(b2 * u[i], Math.abs(d) + inside);
            w[i] -= rate * m[i] / (u[i] + outside);
        }
    }
}
