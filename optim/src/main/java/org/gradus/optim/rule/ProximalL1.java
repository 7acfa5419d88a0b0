package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.Sparsity;
import org.gradus.optim.check.Accepted;

/**
 * An l1 penalty that gives exact zeros: after the inner rule's step every weight is pulled towards 0 by {@code lr·λ} and stops
 * there.
 *
 * <p>{@code θ ← sign(θ)·max(|θ| − lr·λ, 0)}, the proximal operator of {@code lr·λ·‖θ‖₁}. A penalty in the loss adds a
 * sub-gradient instead, which passes over 0 at every step and leaves small weights, above all under adaptive rates.
 * {@link Sparsity} counts the zeros.
 *
 * <p><b>When:</b> for sparse weights and choice of features. <b>Memory:</b> the inner rule's slots.
 *
 * <p><b>Reference:</b> Parikh, Boyd 2014, "Proximal Algorithms", Section 6.5.2 (soft thresholding); with {@link Sgd} this is
 * proximal gradient descent (ISTA), which minimises the loss plus {@code λ·‖θ‖₁}. Under an adaptive inner rule the threshold
 * is still {@code lr·λ} for every weight: λ then weighs against the normalised gradient, not the gradient, and must be larger.
 *
 * @param inner the rule that moves the parameters before
 * @param lambda λ, in [0, infinity)
 * @param vectorsToo whether parameters of rank 0 and 1 are thresholded too: biases, norm parameters, the weights of a linear
 *     model of one output
 */
public record ProximalL1(UpdateRule inner, double lambda, boolean vectorsToo) implements WrappedRule {
    /**
     * Checks the range.
     *
     * @param inner the rule that moves the parameters before
     * @param lambda λ
     * @param vectorsToo whether parameters of rank 0 and 1 are thresholded too
     * @throws IllegalArgumentException when a value is outside its range, or the inner rule keeps weights for use of its own
     */
    public ProximalL1 {
        Accepted.notNegative("ProximalL1", "lambda", lambda);
        Averages.refuse("ProximalL1", inner);
    }

    /**
     * A threshold for matrices and kernels; there is no customary λ.
     *
     * @param inner the rule that moves the parameters before
     * @param lambda λ
     * @return the rule
     * @throws IllegalArgumentException when λ is outside its range, or the inner rule keeps weights for use of its own
     */
    public static ProximalL1 of(UpdateRule inner, double lambda) {
        return new ProximalL1(inner, lambda, false);
    }

    /**
     * The same rule with another penalty.
     *
     * @param changed λ
     * @return the changed rule
     */
    public ProximalL1 withLambda(double changed) {
        return new ProximalL1(inner, changed, vectorsToo);
    }

    /**
     * The same rule with or without a threshold for parameters of rank 0 and 1.
     *
     * @param changed whether they are thresholded
     * @return the changed rule
     */
    public ProximalL1 withVectorsToo(boolean changed) {
        return new ProximalL1(inner, lambda, changed);
    }

    @Override
    public ProximalL1 withInner(UpdateRule changed) {
        return new ProximalL1(changed, lambda, vectorsToo);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        inner.apply(context, parameter, gradient, slots);
        float threshold = (float) (context.rate() * lambda);
        if (threshold > 0 && (vectorsToo || parameter.shape().rank() > 1)) {
            float[] w = parameter.update();
            context.split(w.length, (from, to) -> soften(w, threshold, from, to));
        }
    }

    /** One of the two terms is always a zero. */
    private static void soften(float[] w, float threshold, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] = Math.max(w[i] - threshold, 0f) + Math.min(w[i] + threshold, 0f);
        }
    }
}
