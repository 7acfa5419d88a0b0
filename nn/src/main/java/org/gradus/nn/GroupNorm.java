package org.gradus.nn;

import org.gradus.core.Initializer;
import org.gradus.core.Normalizing;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;

/**
 * Group normalisation: in each sample, each group of neighbouring channels is brought to mean 0 and variance 1 over its
 * channels and places, then each channel is scaled and shifted, {@code y = weight·(x − mean)/√(variance + eps) + bias} with
 * the biased variance. It does not look at other samples: a batch of one is as good as a large one, and training and use
 * are the same.
 *
 * <p>A group of a single element gives the bias, whatever the batch. PyTorch refuses that when there is one sample.
 *
 * <p><b>Shapes:</b> {@code [n, channels, ...]} to the same; weight and bias {@code [channels]}. <b>Initial values:</b> weight
 * 1, bias 0. Optimizers do not decay them by default.
 *
 * <p><b>Reference:</b> Wu, He, 2018, arXiv:1803.08494, equations 1, 2, 6 and 7.
 */
public final class GroupNorm extends TensorLayer implements Normalizing {
    private final int groups;
    private final Parameter weight;
    private final Parameter bias;
    private final double eps;

    /**
     * With PyTorch's eps, 1e-5.
     *
     * @param groups groups of channels; the paper takes 32
     * @param channels channels of the input, a multiple of the groups
     * @throws IllegalArgumentException when a number is below 1, or the channels do not divide into the groups
     */
    public GroupNorm(int groups, int channels) {
        this(groups, channels, 1e-5);
    }

    /**
     * With Keras's eps, 1e-3.
     *
     * @param groups groups of channels
     * @param channels channels of the input, a multiple of the groups
     * @return the layer
     * @throws IllegalArgumentException when a number is below 1, or the channels do not divide into the groups
     */
    public static GroupNorm keras(int groups, int channels) {
        return new GroupNorm(groups, channels, 1e-3);
    }

    /**
     * With every choice.
     *
     * @param groups groups of channels
     * @param channels channels of the input, a multiple of the groups
     * @param eps added to the variance, above 0
     * @throws IllegalArgumentException when a number is out of its range, or the channels do not divide into the groups
     */
    public GroupNorm(int groups, int channels, double eps) {
        if (groups < 1 || channels < 1) {
            throw new IllegalArgumentException(
                    "groupNorm: " + groups + " groups of " + channels + " channels; at least 1 of each is needed");
        }
        if (channels % groups != 0) {
            throw new IllegalArgumentException("groupNorm: " + channels + " channels do not divide into " + groups
                    + " groups; use a divisor of " + channels);
        }
        NormalizedAxes.checkEps("groupNorm", eps);
        this.groups = groups;
        this.weight = parameter("weight", Shape.of(channels), Initializer.constant(1f));
        this.bias = parameter("bias", Shape.of(channels), Initializer.constant(0f));
        this.eps = eps;
    }

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        int channels = weight.shape().size();
        if (x.rank() < 2 || x.dim(1) != channels) {
            throw new IllegalArgumentException(
                    "groupNorm '" + path() + "': needs [n, " + channels + ", ...], but the input is " + x.shape());
        }
        return x.groupNorm(groups, weight.value(), bias.value(), eps);
    }

    /** The numbers of groups and channels. */
    @Override
    public String toString() {
        return "GroupNorm " + groups + " of " + weight.shape().dim(0);
    }
}
