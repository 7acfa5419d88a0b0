package org.gradus.nn;

import org.gradus.core.Initializer;
import org.gradus.core.Normalizing;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;

/**
 * Layer normalisation: the last axes of each sample are brought to mean 0 and variance 1 together, then each element is scaled
 * and shifted, {@code y = weight·(x − mean)/√(variance + eps) + bias} with the biased variance.
 *
 * <p><b>Shapes:</b> {@code [..., d₁, ..., dₖ]} to the same; weight and bias {@code [d₁, ..., dₖ]}. <b>Initial values:</b>
 * weight 1, bias 0. Optimizers do not decay them by default.
 *
 * <p><b>Reference:</b> Ba, Kiros, Hinton, 2016, arXiv:1607.06450, section 3.
 */
public final class LayerNorm extends TensorLayer implements Normalizing {
    private final Parameter weight;
    private final Parameter bias;
    private final double eps;

    /**
     * With PyTorch's eps, 1e-5.
     *
     * @param dims extents of the last axes, which are normalised together
     * @throws IllegalArgumentException when there is no axis, or no element
     */
    public LayerNorm(int... dims) {
        this(Shape.of(dims), 1e-5);
    }

    /**
     * With Keras's eps, 1e-3.
     *
     * @param dims extents of the last axes, which are normalised together
     * @return the layer
     * @throws IllegalArgumentException when there is no axis, or no element
     */
    public static LayerNorm keras(int... dims) {
        return new LayerNorm(Shape.of(dims), 1e-3);
    }

    /**
     * With every choice.
     *
     * @param shape extents of the last axes, which are normalised together
     * @param eps added to the variance, above 0
     * @throws IllegalArgumentException when there is no axis or no element, or eps is out of its range
     */
    public LayerNorm(Shape shape, double eps) {
        NormalizedAxes.checkEps("layerNorm", eps);
        this.weight = parameter("weight", NormalizedAxes.checked("layerNorm", shape), Initializer.constant(1f));
        this.bias = parameter("bias", shape, Initializer.constant(0f));
        this.eps = eps;
    }

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        NormalizedAxes.checkInput("layerNorm", path(), weight.shape(), x);
        return x.layerNorm(weight.shape().rank(), weight.value(), bias.value(), eps);
    }

    /** The extents. */
    @Override
    public String toString() {
        return "LayerNorm " + weight.shape();
    }
}
