package org.gradus.optim.gradient;

import org.gradus.core.Tensor;

/**
 * Gradient centralisation: {@code gᵢ ← gᵢ − mean(gᵢ)} for each unit i.
 *
 * <p>A unit is what belongs to one index of the first axis: a row of a matrix {@code [out, in]}, a filter of a convolution
 * {@code [out, in, h, w]}. Tensors of rank 0 and 1 stay as they are. The mean is accumulated in double.
 *
 * <p><b>Reference:</b> Yong, Huang, Hua, Zhang 2020, arXiv:2004.01461, Equation 1. Deviation: units of a single weight stay as
 * they are; the mean of one gradient is that gradient, and the weight would never move.
 */
public record Centralize() implements GradientTransform {
    private static final int LANES = 4;

    @Override
    public ParameterVector apply(long step, ParameterVector gradients) {
        return gradients.map((parameter, tensor) -> {
            Units units = Units.of(tensor.shape());
            if (tensor.rank() <= 1 || units.length() <= 1) {
                return tensor;
            }
            float[] x = tensor.data();
            float[] y = new float[x.length];
            units.split(gradients.workers(), (from, to) -> center(units.length(), x, y, from, to));
            return Tensor.wrap(tensor.shape(), y);
        });
    }

    private static void center(int length, float[] x, float[] y, int firstUnit, int lastUnit) {
        for (int unit = firstUnit; unit < lastUnit; unit++) {
            int from = unit * length;
            float mean = (float) (sum(x, from, from + length) / length);
            subtract(mean, x, y, from, from + length);
        }
    }

    /** Element i goes to lane i mod 4; the lanes fold at distances 2, 1. */
    private static double sum(float[] x, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int whole = to - (to - from) % LANES;
        for (int i = from; i < whole; i += LANES) {
            s0 += x[i];
            s1 += x[i + 1];
            s2 += x[i + 2];
            s3 += x[i + 3];
        }
        s0 += whole < to ? x[whole] : 0;
        s1 += whole + 1 < to ? x[whole + 1] : 0;
        s2 += whole + 2 < to ? x[whole + 2] : 0;
        return (s0 + s2) + (s1 + s3);
    }

    private static void subtract(float mean, float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = x[i] - mean;
        }
    }
}
