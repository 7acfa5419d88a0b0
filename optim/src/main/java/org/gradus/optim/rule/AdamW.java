package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * Adam with decoupled weight decay: {@code θ ← θ − lr·λ·θ − lr·m̂/(√v̂ + ε)}, with the moments of {@link Adam} taken of the
 * gradient alone.
 *
 * <p>λ is multiplied by the learning rate, as in PyTorch, Keras and optax. The paper multiplies it by the schedule only; see
 * {@link #paper}. TensorFlow Addons took off λ·θ without any factor: at a constant rate lr its λ is {@code λ/lr} here.
 *
 * <p>Cautious decay takes {@code lr·λ·θ} off only where that and the update have the same sign (or one of them is 0), so that
 * it never works against the update.
 *
 * <p><b>When:</b> for transformers, and wherever Adam is used with weight decay. <b>Memory:</b> both moments, two tensors of
 * the parameter's shape, and a third for AMSGrad.
 *
 * <p><b>Reference:</b> Loshchilov, Hutter 2019, arXiv:1711.05101, Algorithm 2; {@code torch.optim.AdamW} (PyTorch 1.13), whose
 * defaults {@link #defaults()} are; cautious: Chen et al. 2025, "Cautious Weight Decay", arXiv:2510.12402, Algorithm 1;
 * AMSGrad: see {@link AmsGrad}. The customary rate is 1e−3. Deviation: the decay is taken of θ in the same subtraction as
 * the update instead of by a factor before it, which rounds once instead of twice.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, in [0, 1)
 * @param eps ε, above 0
 * @param weightDecay λ, in [0, infinity); not applied to biases and norm parameters by default
 * @param epsilonForm where ε stands
 * @param amsGrad which second moment divides
 * @param cautious whether the decay spares weights that the update makes larger
 */
public record AdamW(
        double beta1,
        double beta2,
        double eps,
        double weightDecay,
        EpsilonForm epsilonForm,
        AmsGrad amsGrad,
        boolean cautious)
        implements UpdateRule {
    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param eps ε
     * @param weightDecay λ
     * @param epsilonForm where ε stands
     * @param amsGrad which second moment divides
     * @param cautious whether the decay spares weights that the update makes larger
     * @throws IllegalArgumentException when a value is outside its range
     */
    public AdamW {
        Moments.check("AdamW", beta1, beta2, eps);
        Accepted.notNegative("AdamW", "weightDecay", weightDecay);
    }

    /**
     * β1 = 0.9, β2 = 0.999, ε = 1e−8, λ = 0.01: PyTorch's defaults.
     *
     * @return the rule
     */
    public static AdamW defaults() {
        return new AdamW(0.9, 0.999, 1e-8, 0.01, EpsilonForm.PAPER, AmsGrad.OFF, false);
    }

    /**
     * The dialect of Keras: ε̂ = 1e−7 outside the correction ({@link EpsilonForm#HAT}), λ = 0.004.
     *
     * @return the rule
     */
    public static AdamW keras() {
        return new AdamW(0.9, 0.999, 1e-7, 0.004, EpsilonForm.HAT, AmsGrad.OFF, false);
    }

    /**
     * The decay of the paper: a step takes off {@code ηₜ·λ·θ}, where {@code ηₜ} is the learning rate relative to its peak, so
     * that another peak leaves the decay as it is. Otherwise {@link #defaults()}.
     *
     * @param weightDecay the paper's λ
     * @param peakRate the greatest value of the schedule
     * @return the rule
     * @throws IllegalArgumentException when the decay is negative or the rate not above 0
     */
    public static AdamW paper(double weightDecay, double peakRate) {
        return defaults().withWeightDecay(decayFromPaper(weightDecay, peakRate));
    }

    /**
     * The λ of this class that equals the paper's: there a step takes off {@code ηₜ·λ·θ}, where {@code ηₜ} is the schedule
     * relative to its peak, without the learning rate itself.
     *
     * @param paperDecay the paper's λ
     * @param peakRate the greatest value of the schedule
     * @return {@code paperDecay / peakRate}
     * @throws IllegalArgumentException when the decay is negative or the rate not above 0
     */
    public static double decayFromPaper(double paperDecay, double peakRate) {
        return Accepted.notNegative("AdamW", "paperDecay", paperDecay)
                / Accepted.positive("AdamW", "peakRate", peakRate);
    }

    /**
     * The same rule with other decay rates of the moments.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @return the changed rule
     */
    public AdamW withBetas(double changed1, double changed2) {
        return new AdamW(changed1, changed2, eps, weightDecay, epsilonForm, amsGrad, cautious);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public AdamW withEps(double changed) {
        return new AdamW(beta1, beta2, changed, weightDecay, epsilonForm, amsGrad, cautious);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public AdamW withWeightDecay(double changed) {
        return new AdamW(beta1, beta2, eps, changed, epsilonForm, amsGrad, cautious);
    }

    /**
     * The same rule with or without AMSGrad.
     *
     * @param changed which second moment divides
     * @return the changed rule
     */
    public AdamW withAmsGrad(AmsGrad changed) {
        return new AdamW(beta1, beta2, eps, weightDecay, epsilonForm, changed, cautious);
    }

    /**
     * The same rule with or without cautious decay.
     *
     * @param changed whether the decay spares weights that the update makes larger
     * @return the changed rule
     */
    public AdamW withCautious(boolean changed) {
        return new AdamW(beta1, beta2, eps, weightDecay, epsilonForm, amsGrad, changed);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return Moments.slots(shape, amsGrad);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        double decay = context.rate() * context.decay();
        Moments.Extent extent = new Moments.Extent(context.rate(), 0, decay, cautious);
        new Moments(beta1, beta2, eps, epsilonForm, amsGrad).apply(context, parameter, gradient, slots, extent);
    }
}
