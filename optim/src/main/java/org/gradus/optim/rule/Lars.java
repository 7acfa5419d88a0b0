package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;
import org.gradus.optim.sum.SquareSum;

/**
 * LARS: SGD with momentum whose rate for each parameter is proportional to the length of its weights over that of its gradient.
 *
 * <p>{@code r = η·‖θ‖/(‖g‖ + λ·‖θ‖ + ε)}, and {@code r = 1} where a norm is 0; {@code b ← μ·b + lr·r·(g + λ·θ)},
 * {@code θ ← θ − b}. The rate stands inside the buffer, so a change of it works on with the momentum.
 *
 * <p><b>When:</b> convolutional networks with batches of thousands, warmed up; the rate is then of the order of 1 to 30.
 *
 * <p><b>Slots:</b> b, one tensor of the parameter's shape.
 *
 * <p><b>Reference:</b> You, Gitman, Ginsburg 2017, "Large Batch Training of Convolutional Networks", arXiv:1708.03888,
 * Algorithm 1, which {@link #paper()} is. {@code optax.lars} divides by the norm of the sum, {@code ‖g + λ·θ‖ + ε}
 * ({@link #withJointNorm}); {@code torchlars} has ε = 1e−8; NVIDIA's LARC keeps the rate outside the buffer, which differs as
 * soon as the rate changes, and has η = 0.02. The decay
 * is part of the gradient and so no decoupled one. Norms are accumulated in double.
 *
 * @param momentum μ, in [0, 1)
 * @param trust η, in (0, infinity)
 * @param eps ε, in [0, infinity)
 * @param jointNorm whether the divisor is the norm of gradient and decay together
 * @param adaptAll whether parameters of rank 0 and 1, biases and norm parameters, have a trust ratio, too; theirs is else 1
 * @param l2 λ, in [0, infinity); not applied to biases and norm parameters by default
 */
public record Lars(double momentum, double trust, double eps, boolean jointNorm, boolean adaptAll, double l2)
        implements UpdateRule {
    private static final String BUFFER = "b";

    /**
     * Checks the ranges.
     *
     * @param momentum μ
     * @param trust η
     * @param eps ε
     * @param jointNorm whether the divisor is the norm of gradient and decay together
     * @param adaptAll whether biases and norm parameters have a trust ratio
     * @param l2 λ
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Lars {
        Accepted.belowOne("Lars", "momentum", momentum);
        Accepted.positive("Lars", "trust", trust);
        Accepted.notNegative("Lars", "eps", eps);
        Accepted.notNegative("Lars", "l2", l2);
    }

    /**
     * The paper's algorithm, but biases and norm parameters without a trust ratio, as is customary: μ = 0.9, η = 0.001, ε = 0,
     * as in {@code optax.lars}; λ = 5e−4, which is AlexNet's (Krizhevsky, Sutskever, Hinton 2012, Section 5).
     *
     * @return the rule
     */
    public static Lars defaults() {
        return paper().withAdaptAll(false);
    }

    /**
     * The paper's algorithm to the letter: every parameter has a trust ratio.
     *
     * @return the rule
     */
    public static Lars paper() {
        return new Lars(0.9, 0.001, 0, false, true, 5e-4);
    }

    /**
     * The defaults of {@code optax.lars}: every parameter has a trust ratio, with the joint norm, and λ = 0.
     *
     * @return the rule
     */
    public static Lars optax() {
        return new Lars(0.9, 0.001, 0, true, true, 0);
    }

    /**
     * The same rule with another momentum.
     *
     * @param changed μ
     * @return the changed rule
     */
    public Lars withMomentum(double changed) {
        return new Lars(changed, trust, eps, jointNorm, adaptAll, l2);
    }

    /**
     * The same rule with another trust coefficient.
     *
     * @param changed η
     * @return the changed rule
     */
    public Lars withTrust(double changed) {
        return new Lars(momentum, changed, eps, jointNorm, adaptAll, l2);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public Lars withEps(double changed) {
        return new Lars(momentum, trust, changed, jointNorm, adaptAll, l2);
    }

    /**
     * The same rule with the norm of the sum or with the sum of the norms.
     *
     * @param changed whether the divisor is the norm of gradient and decay together
     * @return the changed rule
     */
    public Lars withJointNorm(boolean changed) {
        return new Lars(momentum, trust, eps, changed, adaptAll, l2);
    }

    /**
     * The same rule with or without trust ratios for biases and norm parameters.
     *
     * @param changed whether they have them
     * @return the changed rule
     */
    public Lars withAdaptAll(boolean changed) {
        return new Lars(momentum, trust, eps, jointNorm, changed, l2);
    }

    /**
     * The same rule with another strength of the decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public Lars withL2(double changed) {
        return new Lars(momentum, trust, eps, jointNorm, adaptAll, changed);
    }

    @Override
    public double decay() {
        return l2;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(BUFFER, shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] b = slots.tensor(BUFFER);
        double ratio = adaptAll || parameter.shape().rank() > 1 ? ratio(context, w, g) : 1;
        float rate = (float) (context.rate() * ratio);
        float mu = (float) momentum;
        float lambda = (float) context.decay();
        context.split(w.length, (from, to) -> loop(w, g, b, rate, mu, lambda, from, to));
    }

    private double ratio(StepContext context, float[] w, float[] g) {
        double lambda = context.decay();
        double weights = SquareSum.of(w, context.workers());
        double length;
        if (jointNorm && lambda > 0) {
            float l = (float) lambda;
            float[] u = context.workspace().floats(w.length);
            context.split(w.length, (from, to) -> joined(u, g, w, l, from, to));
            length = Math.sqrt(SquareSum.of(u, w.length, context.workers()));
        } else {
            length = Math.sqrt(SquareSum.of(g, context.workers())) + lambda * Math.sqrt(weights);
        }
        return TrustRatio.of(trust, weights, length == 0 ? 0 : length + eps);
    }

    private static void joined(float[] u, float[] g, float[] w, float lambda, int from, int to) {
        for (int i = from; i < to; i++) {
            u[i] = g[i] + lambda * w[i];
        }
    }

    private static void loop(float[] w, float[] g, float[] b, float rate, float mu, float lambda, int from, int to) {
        for (int i = from; i < to; i++) {
            b[i] = mu * b[i] + rate * (g[i] + lambda * w[i]);
            w[i] -= b[i];
        }
    }
}
