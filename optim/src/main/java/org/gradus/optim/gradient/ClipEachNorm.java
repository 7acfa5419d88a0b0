package org.gradus.optim.gradient;

import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;
import org.gradus.optim.sum.SquareSum;

/**
 * Clipping by the norm of each gradient: {@code g ← g · min(1, maxNorm / (‖g‖ + 1e−6))} for each parameter by itself.
 *
 * <p>A parameter whose gradient is short keeps it while others are shortened, so that the joint gradient turns; where that
 * matters use {@link ClipGlobalNorm}. Norms are accumulated in double.
 *
 * <p><b>Reference:</b> {@code clipnorm} of Keras, with the coefficient of {@code torch.nn.utils.clip_grad_norm_} (PyTorch 1.13)
 * called for one parameter after the other. Deviation from Keras: the 1e−6.
 *
 * @param maxNorm the greatest norm let through
 */
public record ClipEachNorm(double maxNorm) implements GradientTransform {
    /**
     * Checks the range.
     *
     * @param maxNorm the greatest norm let through
     * @throws IllegalArgumentException when a value is outside its range
     */
    public ClipEachNorm {
        Accepted.positive("clipEachNorm", "maxNorm", maxNorm);
    }

    @Override
    public ParameterVector apply(long step, ParameterVector gradients) {
        return gradients.map((parameter, tensor) -> clip(gradients, tensor));
    }

    private Tensor clip(ParameterVector gradients, Tensor tensor) {
        double norm = Math.sqrt(SquareSum.of(tensor.data(), gradients.workers()));
        double coefficient = maxNorm / (norm + ClipGlobalNorm.EPS);
        return coefficient < 1 ? gradients.scaled(coefficient, tensor) : tensor;
    }
}
