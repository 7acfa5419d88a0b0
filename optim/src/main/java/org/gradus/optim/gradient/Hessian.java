package org.gradus.optim.gradient;

import java.util.Optional;
import org.gradus.core.Gradients;
import org.gradus.core.Tensor;

/**
 * The Hessian {@code H = ∇²L} of an objective at the present weights, to multiply with: {@code H·v = ∇(∇L·v)}, by
 * differentiating the recorded gradient once more. No matrix is formed.
 *
 * <p>The objective is evaluated once; each product then costs about one backward pass. It holds the record of that evaluation,
 * and so its memory; after a parameter has changed, a product throws.
 *
 * <p><b>Reference:</b> Pearlmutter 1994, "Fast exact multiplication by the Hessian" (Neural Computation 6), in the form of two
 * reverse passes.
 */
public final class Hessian {
    private final Gradients gradients;

    private Hessian(Gradients gradients) {
        this.gradients = gradients;
    }

    /**
     * The Hessian at the present weights.
     *
     * @param objective the loss; evaluated with {@code again}, so that running statistics stay
     * @return the Hessian
     * @throws IllegalStateException when the loss depends on no parameter
     */
    public static Hessian of(Objective objective) {
        return new Hessian(objective.loss(true).backward(true));
    }

    /**
     * The product with a vector.
     *
     * @param direction what to multiply; its parameters, none of them frozen, are those of the product
     * @return the product: the block of H that belongs to these parameters, times the direction
     */
    public ParameterVector times(ParameterVector direction) {
        Tensor slope = Tensor.scalar(0f);
        for (ParameterVector.Entry entry : direction.entries()) {
            // Nothing, but it keeps a gradient that does not depend on the parameter differentiable.
            slope = slope.add(entry.parameter().value().mul(0f).sum());
            Optional<Tensor> gradient = gradients.find(entry.parameter());
            if (gradient.isPresent()) {
                slope = slope.add(gradient.get().mul(entry.tensor()).sum());
            }
        }
        Gradients products = slope.backward();
        return direction.map((parameter, d) -> products.of(parameter));
    }
}
