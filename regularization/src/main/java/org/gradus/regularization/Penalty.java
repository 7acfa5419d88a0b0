package org.gradus.regularization;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;

/**
 * A term of the loss that depends on the parameters alone.
 *
 * <pre>{@code
 * Penalty penalty = Penalty.l2(1e-4).only(p -> p.shape().rank() > 1);
 * Tensor loss = model.forward(x, pass).crossEntropy(labels).add(penalty.of(model.parameters()));
 * }</pre>
 *
 * <p>Its gradient is scaled by an adaptive rule such as Adam like any other; where weights are to decay evenly, use the decay of
 * AdamW instead.
 */
@FunctionalInterface
public interface Penalty {
    /**
     * The term.
     *
     * <p><b>Shapes:</b> to {@code []}. <b>Gradient:</b> flows to every parameter that is not frozen.
     *
     * @param parameters what it depends on
     * @return a scalar; 0 for no parameters
     */
    Tensor of(Collection<Parameter> parameters);

    /**
     * {@code λ·Σ|w|}, which draws weights towards 0.
     *
     * <p><b>Gradient:</b> {@code λ·sign(w)}, 0 at 0. By this sub-gradient weights come near 0 but seldom reach it.
     *
     * <p><b>Reference:</b> Tibshirani 1996, "Regression shrinkage and selection via the lasso".
     *
     * @param lambda λ, in [0, infinity)
     * @return the penalty
     * @throws IllegalArgumentException when λ is negative or not finite
     */
    static Penalty l1(double lambda) {
        float factor = strength("l1", lambda);
        return parameters -> total(
                parameters.stream().map(p -> p.value().abs().sum().mul(factor)).toList());
    }

    /**
     * {@code λ/2·Σw²}, which makes weights shrink in proportion.
     *
     * <p><b>Gradient:</b> {@code λ·w}, as PyTorch's {@code weight_decay} adds it. The l2 of Keras and others is {@code λ·Σw²}
     * without the half: use twice their λ here.
     *
     * <p><b>Reference:</b> Krogh, Hertz 1991, "A simple weight decay can improve generalization".
     *
     * @param lambda λ, in [0, infinity)
     * @return the penalty
     * @throws IllegalArgumentException when λ is negative or not finite
     */
    static Penalty l2(double lambda) {
        float half = strength("l2", lambda) / 2;
        return parameters -> total(
                parameters.stream().map(p -> p.value().square().sum().mul(half)).toList());
    }

    /**
     * The same penalty on some of the parameters, such as weights without biases.
     *
     * @param condition which
     * @return the narrower penalty
     */
    default Penalty only(Predicate<Parameter> condition) {
        return parameters -> of(parameters.stream().filter(condition).toList());
    }

    /**
     * The sum of two penalties.
     *
     * @param other the other
     * @return both
     */
    default Penalty plus(Penalty other) {
        return parameters -> of(parameters).add(other.of(parameters));
    }

    private static float strength(String name, double lambda) {
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "penalty " + name + ": lambda = " + lambda + " is not accepted; it must lie in [0, infinity)");
        }
        return (float) lambda;
    }

    private static Tensor total(List<Tensor> terms) {
        return terms.stream().reduce(Tensor::add).orElseGet(() -> Tensor.scalar(0f));
    }
}
