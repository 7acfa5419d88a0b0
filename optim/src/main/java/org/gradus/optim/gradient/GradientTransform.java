package org.gradus.optim.gradient;

/**
 * Something done to all gradients of a step before the rule sees them, such as clipping.
 *
 * <pre>{@code
 * OptimizerOptions.defaults().withTransform(GradientTransform.clipGlobalNorm(1.0))
 * }</pre>
 */
@FunctionalInterface
public interface GradientTransform {
    /**
     * Changes the gradients.
     *
     * @param step the number of steps applied before this one
     * @param gradients all gradients of this step; every element is finite
     * @return the gradients to go on with; the same object when there is nothing to change
     */
    ParameterVector apply(long step, ParameterVector gradients);

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
}
