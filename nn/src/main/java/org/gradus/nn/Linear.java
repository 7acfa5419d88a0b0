package org.gradus.nn;

import org.gradus.core.Initializer;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.jspecify.annotations.Nullable;

/**
 * An affine map of the last axis, {@code y = activation(x·Wᵀ + b)}.
 *
 * <p><b>Shapes:</b> {@code [..., in] → [..., out]}; weight {@code [out, in]}, bias {@code [out]}.
 *
 * <p><b>Initial values:</b> the weight by He (normal) when the activation is of the ReLU family, else by Xavier (uniform);
 * the bias 0. PyTorch's default differs: {@link WeightInit#torch()}.
 */
public final class Linear extends TensorLayer {
    private final Parameter weight;
    private final @Nullable Parameter bias;
    private final Activation activation;

    /**
     * An affine map without activation.
     *
     * @param in extent of the last axis of the input
     * @param out extent of the last axis of the output
     */
    public Linear(int in, int out) {
        this(in, out, Activation.IDENTITY);
    }

    /**
     * An affine map and an activation.
     *
     * @param in extent of the last axis of the input
     * @param out extent of the last axis of the output
     * @param activation applied to the result; decides the initial weights
     */
    public Linear(int in, int out, Activation activation) {
        this(in, out, activation, true, activation.defaultInit());
    }

    /**
     * An affine map with every choice.
     *
     * @param in extent of the last axis of the input
     * @param out extent of the last axis of the output
     * @param activation applied to the result
     * @param withBias whether a bias is added
     * @param init initial weights
     * @throws IllegalArgumentException when an extent is below 1
     */
    public Linear(int in, int out, Activation activation, boolean withBias, WeightInit init) {
        this.weight = parameter("weight", Shape.of(out, in), init.with(new Fans(in, out)));
        this.bias = withBias ? parameter("bias", Shape.of(out), Initializer.constant(0f)) : null;
        this.activation = activation;
    }

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        return activation.apply(x.linear(weight.value(), bias == null ? null : bias.value()));
    }

    /** The extents and the activation. */
    @Override
    public String toString() {
        return "Linear " + weight.shape().dim(1) + " → " + weight.shape().dim(0) + suffix(activation);
    }

    static String suffix(Activation activation) {
        return activation == Activation.IDENTITY ? "" : ", " + activation;
    }
}
