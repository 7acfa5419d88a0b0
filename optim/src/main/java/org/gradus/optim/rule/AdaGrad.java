package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * AdaGrad: each weight's own rate falls with the root of the sum of its squared gradients, so that rare features keep a large
 * one.
 *
 * <p>With {@code d = g + l2·θ}: {@code s ← s + d²}, {@code θ ← θ − lr/(1 + (t − 1)·κ)·d/(√s + ε)}, where s starts at
 * {@code initial} and t counts this parameter's own updates.
 *
 * <p><b>When:</b> for sparse features and convex problems. In long training its rate falls to nothing; take {@link RmsProp}
 * or {@link Adam} there. <b>Memory:</b> the sum, one tensor of the parameter's shape.
 *
 * <p><b>Reference:</b> Duchi, Hazan, Singer 2011, "Adaptive Subgradient Methods for Online Learning and Stochastic
 * Optimization", JMLR 12, the diagonal form of Figure 1; {@code torch.optim.Adagrad} (PyTorch 1.13), whose defaults
 * {@link #defaults()} are. The customary rate is 1e−2. The decay κ of the rate is PyTorch's.
 *
 * @param eps ε, above 0
 * @param initial what s starts at, in [0, infinity)
 * @param rateDecay κ, in [0, infinity)
 * @param l2 the strength of the penalty {@code l2/2·‖θ‖²}, in [0, infinity); not applied to biases and norm parameters by
 *     default
 * @param epsilonPlace on which side of the root ε stands
 */
public record AdaGrad(double eps, double initial, double rateDecay, double l2, EpsilonPlace epsilonPlace)
        implements UpdateRule {
    private static final String SUM = "sum";

    /**
     * Checks the ranges.
     *
     * @param eps ε
     * @param initial what s starts at
     * @param rateDecay κ
     * @param l2 the strength of the penalty
     * @param epsilonPlace on which side of the root ε stands
     * @throws IllegalArgumentException when a value is outside its range
     */
    public AdaGrad {
        Accepted.epsilon("AdaGrad", "eps", eps);
        Accepted.notNegative("AdaGrad", "initial", initial);
        Accepted.notNegative("AdaGrad", "rateDecay", rateDecay);
        Accepted.notNegative("AdaGrad", "l2", l2);
    }

    /**
     * ε = 1e−10 outside the root, a sum from 0, no decay of the rate, no l2: PyTorch's defaults.
     *
     * @return the rule
     */
    public static AdaGrad defaults() {
        return new AdaGrad(1e-10, 0, 0, 0, EpsilonPlace.OUTSIDE);
    }

    /**
     * The dialect of Keras, and of {@code optax.adagrad}: ε = 1e−7 inside the root, a sum from 0.1. Keras's own default rate
     * is 1e−3.
     *
     * @return the rule
     */
    public static AdaGrad keras() {
        return new AdaGrad(1e-7, 0.1, 0, 0, EpsilonPlace.INSIDE);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public AdaGrad withEps(double changed) {
        return new AdaGrad(changed, initial, rateDecay, l2, epsilonPlace);
    }

    /**
     * The same rule with another start of the sum.
     *
     * @param changed what s starts at
     * @return the changed rule
     */
    public AdaGrad withInitial(double changed) {
        return new AdaGrad(eps, changed, rateDecay, l2, epsilonPlace);
    }

    /**
     * The same rule with another decay of the rate.
     *
     * @param changed κ
     * @return the changed rule
     */
    public AdaGrad withRateDecay(double changed) {
        return new AdaGrad(eps, initial, changed, l2, epsilonPlace);
    }

    /**
     * The same rule with another penalty.
     *
     * @param changed its strength
     * @return the changed rule
     */
    public AdaGrad withL2(double changed) {
        return new AdaGrad(eps, initial, rateDecay, changed, epsilonPlace);
    }

    @Override
    public double decay() {
        return l2;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(SUM, shape, (float) initial);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float rate = (float) (context.rate() / (1 + (double) (context.step() - 1) * rateDecay));
        float coupled = (float) context.decay();
        float inside = epsilonPlace.inside(eps);
        float outside = epsilonPlace.outside(eps);
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] s = slots.tensor(SUM);
        context.split(w.length, (from, to) -> loop(w, g, s, rate, coupled, inside, outside, from, to));
    }

    private static void loop(
            float[] w, float[] g, float[] s, float rate, float coupled, float inside, float outside, int from, int to) {
        for (int i = from; i < to; i++) {
            float d = g[i] + coupled * w[i];
            s[i] += d * d;
            w[i] -= rate * d / ((float) Math.sqrt(s[i] + inside) + outside);
        }
    }
}
