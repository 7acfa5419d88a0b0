package org.gradus.nn;

import org.gradus.core.Initializer;
import org.gradus.core.Normalizing;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;

/**
 * Normalisation by the root mean square of the last axes, {@code y = weight·x/√(mean(x²) + eps)}: layer normalisation without
 * mean and shift.
 *
 * <p><b>Shapes:</b> {@code [..., d₁, ..., dₖ]} to the same; weight {@code [d₁, ..., dₖ]}. <b>Initial values:</b> weight 1.
 * Optimizers do not decay it by default.
 *
 * <p><b>Reference:</b> Zhang, Sennrich, 2019, arXiv:1910.07467, equation 4; the eps under the root, which the equation lacks,
 * is PyTorch's.
 */
public final class RmsNorm extends TensorLayer implements Normalizing {
    private final Parameter weight;
    private final double eps;

    /**
     * With the eps of PyTorch's {@code RMSNorm}, the distance from 1 to the next float, 2⁻²³.
     *
     * @param dims extents of the last axes, which are normalised together
     * @throws IllegalArgumentException when there is no axis, or no element
     */
    public RmsNorm(int... dims) {
        this(Shape.of(dims), 0x1p-23);
    }

    /**
     * With Keras's eps, 1e-6.
     *
     * @param dims extents of the last axes, which are normalised together
     * @return the layer
     * @throws IllegalArgumentException when there is no axis, or no element
     */
    public static RmsNorm keras(int... dims) {
        return new RmsNorm(Shape.of(dims), 1e-6);
    }

    /**
     * With every choice.
     *
     * @param shape extents of the last axes, which are normalised together
     * @param eps added to the mean square, above 0
     * @throws IllegalArgumentException when there is no axis or no element, or eps is out of its range
     */
    public RmsNorm(Shape shape, double eps) {
        NormalizedAxes.checkEps("rmsNorm", eps);
        this.weight = parameter("weight", NormalizedAxes.checked("rmsNorm", shape), Initializer.constant(1f));
        this.eps = eps;
    }

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        NormalizedAxes.checkInput("rmsNorm", path(), weight.shape(), x);
        return x.rmsNorm(weight.shape().rank(), weight.value(), eps);
    }

    /** The extents. */
    @Override
    public String toString() {
        return "RmsNorm " + weight.shape();
    }
}
