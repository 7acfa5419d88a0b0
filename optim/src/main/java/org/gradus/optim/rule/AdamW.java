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
 * {@link #decayFromPaper}.
 *
 * <p><b>Reference:</b> Loshchilov, Hutter 2019, arXiv:1711.05101, Algorithm 2; {@code torch.optim.AdamW} (PyTorch 1.13), whose
 * defaults {@link #defaults()} are. The customary rate is 1e−3. Deviation: the decay is taken of θ in the same subtraction as
 * the update instead of by a factor before it, which rounds once instead of twice.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, in [0, 1)
 * @param eps ε, above 0
 * @param weightDecay λ, in [0, infinity); not applied to biases and norm parameters by default
 */
public record AdamW(double beta1, double beta2, double eps, double weightDecay) implements UpdateRule {
    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param eps ε
     * @param weightDecay λ
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
        return new AdamW(0.9, 0.999, 1e-8, 0.01);
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
        return new AdamW(changed1, changed2, eps, weightDecay);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public AdamW withEps(double changed) {
        return new AdamW(beta1, beta2, changed, weightDecay);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public AdamW withWeightDecay(double changed) {
        return new AdamW(beta1, beta2, eps, changed);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return Moments.slots(shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        new Moments(beta1, beta2, eps, EpsilonForm.PAPER)
                .apply(context, parameter, gradient, slots, 0, context.rate() * context.decay());
    }
}
