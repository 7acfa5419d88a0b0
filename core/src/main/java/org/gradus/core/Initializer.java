package org.gradus.core;

/** The distribution that a parameter starts from. */
@FunctionalInterface
public interface Initializer {
    /**
     * Draws the first value of a parameter.
     *
     * @param shape the parameter's shape
     * @param rng numbers that belong to this parameter alone: a function of the seed and its path
     * @return {@code shape.size()} values
     */
    float[] draw(Shape shape, Rng rng);

    /**
     * Every element the same.
     *
     * @param value the element
     * @return the initializer
     */
    static Initializer constant(float value) {
        return (shape, rng) -> Tensor.full(shape, value).data();
    }
}
