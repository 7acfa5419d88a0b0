package org.gradus.optim.gradient;

import org.gradus.optim.check.Accepted;

/**
 * Clipping by the joint norm of all gradients: {@code g ← g · min(1, maxNorm / (‖g‖ + 1e−6))}.
 *
 * <p>The norm is over all parameters together, so that the direction is kept; it is accumulated in double, so that it is right
 * even where float could not square. The norm before clipping is in {@link
 * org.gradus.optim.StepReport#gradientNorm()}.
 *
 * <p><b>Reference:</b> Pascanu, Mikolov, Bengio 2013, arXiv:1211.5063, Algorithm 1; the 1e−6 is that of PyTorch's
 * {@code clip_grad_norm_}.
 *
 * @param maxNorm the greatest norm let through
 */
public record ClipGlobalNorm(double maxNorm) implements GradientTransform {
    static final double EPS = 1e-6;

    /**
     * Checks the range.
     *
     * @param maxNorm the greatest norm let through
     * @throws IllegalArgumentException when a value is outside its range
     */
    public ClipGlobalNorm {
        Accepted.positive("clipGlobalNorm", "maxNorm", maxNorm);
    }

    @Override
    public ParameterVector apply(long step, ParameterVector gradients) {
        double coefficient = maxNorm / (gradients.norm() + EPS);
        return coefficient < 1 ? gradients.times(coefficient) : gradients;
    }
}
