package org.gradus.nn;

import org.gradus.core.Pass;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;

/**
 * A residual block: {@code y = activation(body(x) + shortcut(x))}. Without a shortcut the input itself is added.
 *
 * <p><b>Shapes:</b> body and shortcut give the same shape, which is that of y.
 *
 * <p><b>Reference:</b> He, Zhang, Ren, Sun, 2015, arXiv:1512.03385, equations 1 and 2.
 */
public final class Residual extends TensorLayer {
    private final TensorLayer body;
    private final TensorLayer shortcut;
    private final Activation activation;

    /**
     * A block that adds its input.
     *
     * @param body what is learned beside the identity
     * @param activation applied to the sum
     */
    public Residual(TensorLayer body, Activation activation) {
        this(body, new Sequential(), activation);
    }

    /**
     * A block whose body changes the shape.
     *
     * @param body what is learned beside the shortcut
     * @param shortcut brings the input to the body's shape, usually a convolution of 1×1
     * @param activation applied to the sum
     * @throws IllegalArgumentException when a layer belongs elsewhere
     */
    public Residual(TensorLayer body, TensorLayer shortcut, Activation activation) {
        this.body = child("body", body);
        this.shortcut = child("shortcut", shortcut);
        this.activation = activation;
    }

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        Tensor learned = body.forward(x, pass);
        Tensor carried = shortcut.forward(x, pass);
        if (!learned.shape().equals(carried.shape())) {
            throw new IllegalArgumentException("residual '" + path() + "': the body gives " + learned.shape()
                    + ", the shortcut " + carried.shape() + "; give the shortcut the body's stride and channels");
        }
        return activation.apply(learned.add(carried));
    }

    /** What is added, and the activation. */
    @Override
    public String toString() {
        return "Residual" + Linear.suffix(activation);
    }
}
