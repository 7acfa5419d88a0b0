package org.gradus.optim.gradient;

import java.util.function.Predicate;
import org.gradus.core.Parameter;
import org.gradus.core.Rng;

/**
 * Something done to all gradients of a step before the rule sees them, such as clipping.
 *
 * <pre>{@code
 * OptimizerOptions.defaults().withTransform(GradientTransform.clipGlobalNorm(1.0))
 * }</pre>
 *
 * <p>What clips says in its name what it looks at: {@code clipEach…} each element, tensor or unit by itself, which turns the
 * joint gradient; {@code clipGlobal…} all of them together, which does not.
 */
@FunctionalInterface
public interface GradientTransform {
    /**
     * Changes the gradients.
     *
     * @param step the number of steps applied before this one
     * @param gradients all gradients of this step; every element is finite
     * @return the gradients to go on with, of the same parameters in the same order; the same object when there is nothing to
     *     change
     */
    ParameterVector apply(long step, ParameterVector gradients);

    /**
     * The same transform on some of the gradients; the others stay as they are. What is global is then global among the
     * chosen ones.
     *
     * <pre>{@code
     * GradientTransform.clipEachUnit(0.01).only(p -> p.owner() != head)
     * }</pre>
     *
     * @param condition which
     * @return the narrower transform
     */
    default GradientTransform only(Predicate<Parameter> condition) {
        return new SomeGradients(this, condition);
    }

    /**
     * Cuts every element that is too large, on both sides.
     *
     * @param limit the greatest absolute value let through
     * @return the transform
     * @throws IllegalArgumentException when the limit is not above 0 and finite
     */
    static GradientTransform clipEachValue(double limit) {
        return new ClipEachValue(limit);
    }

    /**
     * Shortens the gradient of each parameter to a given length, whatever the others are.
     *
     * @param maxNorm the greatest length let through
     * @return the transform
     * @throws IllegalArgumentException when the length is not above 0 and finite
     */
    static GradientTransform clipEachNorm(double maxNorm) {
        return new ClipEachNorm(maxNorm);
    }

    /**
     * Shortens the gradient of each unit (a row of a matrix, a filter of a convolution) in proportion to the length of its
     * weights: adaptive gradient clipping, AGC.
     *
     * @param factor the greatest ratio of the lengths let through, such as 0.01
     * @return the transform
     * @throws IllegalArgumentException when the factor is not above 0 and finite
     */
    static GradientTransform clipEachUnit(double factor) {
        return new ClipEachUnit(factor, ClipEachUnit.EPS);
    }

    /**
     * Shortens the joint gradient of all parameters to a given length, keeping its direction.
     *
     * @param maxNorm the greatest length let through
     * @return the transform
     * @throws IllegalArgumentException when the length is not above 0 and finite
     */
    static GradientTransform clipGlobalNorm(double maxNorm) {
        return new ClipGlobalNorm(maxNorm);
    }

    /**
     * Takes the mean off the gradient of each unit.
     *
     * @return the transform
     */
    static GradientTransform centralize() {
        return new Centralize();
    }

    /**
     * Adds normal noise, the less the more steps were taken.
     *
     * @param eta the variance in the first step, such as 0.01
     * @param rng its random numbers
     * @return the transform
     * @throws IllegalArgumentException when the variance is negative or not finite
     */
    static GradientTransform noise(double eta, Rng rng) {
        return new GradientNoise(eta, GradientNoise.GAMMA, rng);
    }

    /**
     * Adds the gradient of a penalty {@code l2/2·‖θ‖²}, which leaves biases and norm parameters out.
     *
     * @param l2 the strength of the penalty
     * @return the transform
     * @throws IllegalArgumentException when the strength is negative or not finite
     */
    static GradientTransform l2(double l2) {
        return new CoupledL2(l2, false);
    }
}
