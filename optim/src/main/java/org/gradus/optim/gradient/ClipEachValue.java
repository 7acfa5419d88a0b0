package org.gradus.optim.gradient;

import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * Clipping by value: {@code g ← max(−limit, min(limit, g))} for each element.
 *
 * <p>The direction of the gradient changes; where that matters use {@link ClipGlobalNorm}.
 *
 * <p><b>Reference:</b> {@code torch.nn.utils.clip_grad_value_} (PyTorch 1.13).
 *
 * @param limit the greatest absolute value let through
 */
public record ClipEachValue(double limit) implements GradientTransform {
    /**
     * Checks the range.
     *
     * @param limit the greatest absolute value let through
     * @throws IllegalArgumentException when a value is outside its range
     */
    public ClipEachValue {
        Accepted.positive("clipEachValue", "limit", limit);
    }

    @Override
    public ParameterVector apply(long step, ParameterVector gradients) {
        float c = (float) limit;
        return gradients.map((parameter, tensor) -> {
            float[] x = tensor.data();
            float[] y = new float[x.length];
            gradients.workers().split(x.length, (from, to) -> clip(c, x, y, from, to));
            return Tensor.wrap(tensor.shape(), y);
        });
    }

    private static void clip(float c, float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.max(-c, Math.min(c, x[i]));
        }
    }
}
