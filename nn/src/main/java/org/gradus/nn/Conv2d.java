package org.gradus.nn;

import org.gradus.core.Initializer;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.core.backend.Window;
import org.jspecify.annotations.Nullable;

/**
 * A two-dimensional convolution (cross-correlation), then an activation.
 *
 * <p><b>Shapes:</b> {@code [n, in, h, w] → [n, out, h', w']} with
 * {@code h' = ⌊(h + 2·pad − dilation·(kernel − 1) − 1) / stride⌋ + 1}; weight {@code [out, in/groups, kernel, kernel]}, bias
 * {@code [out]}.
 *
 * <p><b>Initial values:</b> as {@link Linear}, with fans {@code in/groups·kernel²} and {@code out/groups·kernel²}; bias 0.
 */
public final class Conv2d extends TensorLayer {
    private final Parameter weight;
    private final @Nullable Parameter bias;
    private final Window window;
    private final int groups;
    private final Activation activation;

    /**
     * A convolution without activation.
     *
     * @param in channels of the input
     * @param out channels of the output
     * @param window kernel, stride, padding and dilation
     */
    public Conv2d(int in, int out, Window window) {
        this(in, out, window, Activation.IDENTITY);
    }

    /**
     * A convolution and an activation.
     *
     * @param in channels of the input
     * @param out channels of the output
     * @param window kernel, stride, padding and dilation
     * @param activation applied to the result; decides the initial weights
     */
    public Conv2d(int in, int out, Window window, Activation activation) {
        this(in, out, window, 1, activation, true, activation.defaultInit());
    }

    /**
     * A convolution with every choice.
     *
     * @param in channels of the input
     * @param out channels of the output
     * @param window kernel, stride, padding and dilation
     * @param groups how many groups the channels fall into
     * @param activation applied to the result
     * @param withBias whether a bias is added; a following batch norm makes it superfluous
     * @param init initial weights
     * @throws IllegalArgumentException when the groups do not divide both channel counts
     */
    public Conv2d(
            int in, int out, Window window, int groups, Activation activation, boolean withBias, WeightInit init) {
        if (groups < 1 || in < 1 || out < 1 || in % groups != 0 || out % groups != 0) {
            throw new IllegalArgumentException(
                    "conv2d: " + groups + " groups do not divide " + in + " input and " + out + " output channels");
        }
        int taps = Math.multiplyExact(window.kernelHeight(), window.kernelWidth());
        Fans fans = new Fans(Math.multiplyExact(in / groups, taps), Math.multiplyExact(out / groups, taps));
        this.weight = parameter(
                "weight", Shape.of(out, in / groups, window.kernelHeight(), window.kernelWidth()), init.with(fans));
        this.bias = withBias ? parameter("bias", Shape.of(out), Initializer.constant(0f)) : null;
        this.window = window;
        this.groups = groups;
        this.activation = activation;
    }

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        if (activation == Activation.RELU) {
            return rectified(x, null);
        }
        return activation.apply(x.conv2d(weight.value(), bias == null ? null : bias.value(), window, groups));
    }

    /** Whether ReLU follows, which {@link #pooled} takes for granted. */
    boolean isRectified() {
        return activation == Activation.RELU;
    }

    /** This layer's result under max pooling, as one op. */
    Tensor pooled(Tensor x, Window pool) {
        return within(() -> rectified(x, pool));
    }

    private Tensor rectified(Tensor x, @Nullable Window pool) {
        return x.conv2dRelu(weight.value(), bias == null ? null : bias.value(), window, groups, pool);
    }

    /** The channels, the kernel and the activation. */
    @Override
    public String toString() {
        return "Conv2d " + weight.shape().dim(1) * groups + " → "
                + weight.shape().dim(0) + ", " + window.kernelHeight() + "×" + window.kernelWidth()
                + Linear.suffix(activation);
    }
}
