package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * RAdam: Adam whose steps are shortened while its second moment rests on few gradients, and momentum alone while on hardly
 * any; a warm-up that needs no tuning.
 *
 * <p>With the moments m and v of {@link Adam}, {@code ρ∞ = 2/(1 − β2) − 1} and {@code ρ = ρ∞ − 2t·β2ᵗ/(1 − β2ᵗ)}: as long as
 * {@code ρ ≤ threshold}, {@code θ ← θ − lr·m̂}; afterwards the step of Adam times
 * {@code √((ρ − 4)(ρ − 2)ρ∞/((ρ∞ − 4)(ρ∞ − 2)ρ))}. t counts this parameter's own updates. Where {@code ρ∞ ≤ threshold},
 * which is β2 ≤ 0.667 for 5, it stays momentum.
 *
 * <p><b>When:</b> in place of Adam with a warm-up, where its length is not to be tuned. <b>Memory:</b> both moments, two
 * tensors of the parameter's shape.
 *
 * <p><b>Reference:</b> Liu et al. 2020, "On the Variance of the Adaptive Learning Rate and Beyond", arXiv:1908.03265,
 * Algorithm 2; {@code torch.optim.RAdam} (PyTorch 1.13), whose defaults {@link #defaults()} are. The customary rate is 1e−3.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, in [0, 1)
 * @param eps ε, above 0
 * @param l2 the strength of the penalty {@code l2/2·‖θ‖²}, in [0, infinity); not applied to biases and norm parameters by
 *     default
 * @param threshold from which ρ on the second moment is used, in [4, infinity)
 * @param epsilonForm where ε stands
 */
public record RAdam(double beta1, double beta2, double eps, double l2, double threshold, EpsilonForm epsilonForm)
        implements UpdateRule {
    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param eps ε
     * @param l2 the strength of the penalty
     * @param threshold from which ρ on the second moment is used
     * @param epsilonForm where ε stands
     * @throws IllegalArgumentException when a value is outside its range
     */
    public RAdam {
        Moments.check("RAdam", beta1, beta2, eps);
        Accepted.notNegative("RAdam", "l2", l2);
        Accepted.atLeast("RAdam", "threshold", threshold, 4);
    }

    /**
     * β1 = 0.9, β2 = 0.999, ε = 1e−8 outside the correction, no l2, threshold 5: PyTorch's defaults and place of ε.
     *
     * @return the rule
     */
    public static RAdam defaults() {
        return new RAdam(0.9, 0.999, 1e-8, 0, 5, EpsilonForm.HAT);
    }

    /**
     * The dialect of optax: ε = 1e−8 beside the corrected root, threshold 5.
     *
     * @return the rule
     */
    public static RAdam optax() {
        return new RAdam(0.9, 0.999, 1e-8, 0, 5, EpsilonForm.PAPER);
    }

    /**
     * The threshold of the paper, 4, which uses the second moment one step earlier; the paper has no ε, here it is 1e−8.
     *
     * @return the rule
     */
    public static RAdam paper() {
        return new RAdam(0.9, 0.999, 1e-8, 0, 4, EpsilonForm.PAPER);
    }

    /**
     * The same rule with other decay rates.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @return the changed rule
     */
    public RAdam withBetas(double changed1, double changed2) {
        return new RAdam(changed1, changed2, eps, l2, threshold, epsilonForm);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public RAdam withEps(double changed) {
        return new RAdam(beta1, beta2, changed, l2, threshold, epsilonForm);
    }

    /**
     * The same rule with another penalty.
     *
     * @param changed its strength
     * @return the changed rule
     */
    public RAdam withL2(double changed) {
        return new RAdam(beta1, beta2, eps, changed, threshold, epsilonForm);
    }

    @Override
    public double decay() {
        return l2;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return Moments.slots(shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        double t = (double) context.step();
        double power = StrictMath.pow(beta2, t);
        double most = 2 / (1 - beta2) - 1;
        double length = most - 2 * t * power / (1 - power);
        Moments moments = new Moments(beta1, beta2, eps, epsilonForm, AmsGrad.OFF);
        if (length > threshold) {
            double shorter = Math.sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length));
            Moments.Extent extent = new Moments.Extent(context.rate() * shorter, context.decay(), 0, false);
            moments.apply(context, parameter, gradient, slots, extent);
        } else {
            moments.momentum(context, parameter, gradient, slots);
        }
    }
}
