package org.gradus.optim.gradient;

import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * Coupled l2: {@code g ← g + l2·θ}, the gradient of {@code l2/2·‖θ‖²}, for rules that have no l2 of their own.
 *
 * <p>By default parameters of rank 0 and 1 are left out: biases, and the scales and shifts of norm layers. An adaptive rule
 * scales the term like any gradient; for even decay use a rule with weight decay. Its place among the transforms decides
 * whether it is clipped.
 *
 * <p>Conventions: PyTorch's {@code weight_decay} is this l2. The l2 of Keras is {@code k·Σθ²} without the half: use
 * {@code 2·k} here.
 *
 * <p><b>Reference:</b> Krogh, Hertz 1991, "A simple weight decay can improve generalization".
 *
 * @param l2 the strength of the penalty, in [0, infinity)
 * @param all whether parameters of rank 0 and 1 have it too
 */
public record CoupledL2(double l2, boolean all) implements GradientTransform {
    /**
     * Checks the range.
     *
     * @param l2 the strength of the penalty
     * @param all whether parameters of rank 0 and 1 have it too
     * @throws IllegalArgumentException when a value is outside its range
     */
    public CoupledL2 {
        Accepted.notNegative("l2", "l2", l2);
    }

    @Override
    public ParameterVector apply(long step, ParameterVector gradients) {
        float strength = (float) l2;
        return gradients.map((parameter, tensor) -> {
            if (!all && tensor.rank() <= 1) {
                return tensor;
            }
            float[] w = parameter.value().data();
            float[] x = tensor.data();
            float[] y = new float[x.length];
            gradients.workers().split(x.length, (from, to) -> add(strength, w, x, y, from, to));
            return Tensor.wrap(tensor.shape(), y);
        });
    }

    private static void add(float strength, float[] w, float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = x[i] + strength * w[i];
        }
    }
}
