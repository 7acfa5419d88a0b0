package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * Adam: momentum divided by the root of the mean square of the gradient, both corrected for their start at zero.
 *
 * <p>With {@code d = g + l2·θ}: {@code m ← β1·m + (1 − β1)·d}, {@code v ← β2·v + (1 − β2)·d²},
 * {@code θ ← θ − lr·m̂/(√v̂ + ε)} where {@code m̂ = m/(1 − β1ᵗ)}, {@code v̂ = v/(1 − β2ᵗ)} and t counts this parameter's
 * own updates.
 *
 * <p>{@code l2} is scaled by {@code 1/√v̂} like any gradient and therefore is no weight decay: for that use {@link AdamW}.
 *
 * <p>AMSGrad divides by the greatest second moment so far ({@link AmsGrad}); it costs one more tensor.
 *
 * <p><b>When:</b> as a first try at almost anything; with weight decay use {@link AdamW}. <b>Memory:</b> both moments, two
 * tensors of the parameter's shape, and a third for AMSGrad.
 *
 * <p><b>Reference:</b> Kingma, Ba 2015, arXiv:1412.6980, Algorithm 1; {@code torch.optim.Adam} (PyTorch 1.13), whose defaults
 * {@link #defaults()} are; {@code optax.adam} has the same, with {@code eps_root = 0}. The customary rate is 1e−3.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, in [0, 1)
 * @param eps ε, above 0
 * @param l2 the strength of the penalty {@code l2/2·‖θ‖²}, in [0, infinity); not applied to biases and norm parameters by
 *     default
 * @param epsilonForm where ε stands
 * @param amsGrad which second moment divides
 */
public record Adam(double beta1, double beta2, double eps, double l2, EpsilonForm epsilonForm, AmsGrad amsGrad)
        implements UpdateRule {
    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param eps ε
     * @param l2 the strength of the penalty {@code l2/2·‖θ‖²}
     * @param epsilonForm where ε stands
     * @param amsGrad which second moment divides
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Adam {
        Moments.check("Adam", beta1, beta2, eps);
        Accepted.notNegative("Adam", "l2", l2);
    }

    /**
     * β1 = 0.9, β2 = 0.999, ε = 1e−8 in the paper's place, no l2: the paper's and PyTorch's defaults.
     *
     * @return the rule
     */
    public static Adam defaults() {
        return new Adam(0.9, 0.999, 1e-8, 0, EpsilonForm.PAPER, AmsGrad.OFF);
    }

    /**
     * The dialect of Keras: ε̂ = 1e−7 outside the correction ({@link EpsilonForm#HAT}). Its AMSGrad is {@code
     * keras().withAmsGrad(AmsGrad.BEFORE_CORRECTION)}.
     *
     * @return the rule
     */
    public static Adam keras() {
        return new Adam(0.9, 0.999, 1e-7, 0, EpsilonForm.HAT, AmsGrad.OFF);
    }

    /**
     * The dialect of {@code optax.amsgrad}: the greatest of the corrected second moments; otherwise {@link #defaults()}.
     *
     * @return the rule
     */
    public static Adam optaxAmsGrad() {
        return defaults().withAmsGrad(AmsGrad.AFTER_CORRECTION);
    }

    /**
     * The same rule with other decay rates.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @return the changed rule
     */
    public Adam withBetas(double changed1, double changed2) {
        return new Adam(changed1, changed2, eps, l2, epsilonForm, amsGrad);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public Adam withEps(double changed) {
        return new Adam(beta1, beta2, changed, l2, epsilonForm, amsGrad);
    }

    /**
     * The same rule with another penalty.
     *
     * @param changed its strength
     * @return the changed rule
     */
    public Adam withL2(double changed) {
        return new Adam(beta1, beta2, eps, changed, epsilonForm, amsGrad);
    }

    /**
     * The same rule with or without AMSGrad. {@link AmsGrad#BEFORE_CORRECTION} is {@code amsgrad=True} of PyTorch and Keras.
     *
     * @param changed which second moment divides
     * @return the changed rule
     */
    public Adam withAmsGrad(AmsGrad changed) {
        return new Adam(beta1, beta2, eps, l2, epsilonForm, changed);
    }

    @Override
    public double decay() {
        return l2;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return Moments.slots(shape, amsGrad);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        Moments.Extent extent = new Moments.Extent(context.rate(), context.decay(), 0, false);
        new Moments(beta1, beta2, eps, epsilonForm, amsGrad).apply(context, parameter, gradient, slots, extent);
    }
}
