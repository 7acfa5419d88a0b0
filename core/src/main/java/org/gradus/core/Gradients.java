package org.gradus.core;

import java.util.IdentityHashMap;
import java.util.Optional;

/**
 * What {@link Tensor#backward()} returns: the gradient of each leaf that the tensor depends on.
 *
 * <p>A leaf that it does not depend on has no gradient here, which is not the same as a gradient of zeros: an optimizer
 * leaves such a parameter untouched.
 */
public final class Gradients {
    private final IdentityHashMap<Node, Tensor> byLeaf;

    /** Room for so many. */
    Gradients(int leaves) {
        byLeaf = new IdentityHashMap<>(leaves);
    }

    void put(Node leaf, Tensor gradient) {
        byLeaf.put(leaf, gradient);
    }

    /**
     * The gradient of a parameter, if it has one.
     *
     * @param parameter the parameter
     * @return its gradient, of its shape
     */
    public Optional<Tensor> find(Parameter parameter) {
        return Optional.ofNullable(byLeaf.get(parameter.leaf()));
    }

    /**
     * The gradient of a parameter.
     *
     * @param parameter the parameter
     * @return its gradient, of its shape
     * @throws IllegalArgumentException when the differentiated tensor does not depend on it
     */
    public Tensor of(Parameter parameter) {
        return find(parameter)
                .orElseThrow(() -> new IllegalArgumentException("gradients: the result does not depend on parameter '"
                        + parameter.path() + "'; use find() where that is expected"));
    }

    /**
     * The gradient of a tensor that was made by {@link Tensor#requiresGradient()}, if it has one.
     *
     * @param leaf the tensor
     * @return its gradient, of its shape
     */
    public Optional<Tensor> find(Tensor leaf) {
        return Optional.ofNullable(leaf.node()).map(byLeaf::get);
    }

    /**
     * The gradient of a tensor that was made by {@link Tensor#requiresGradient()}.
     *
     * @param leaf the tensor
     * @return its gradient, of its shape
     * @throws IllegalArgumentException when it is no leaf, or the differentiated tensor does not depend on it
     */
    public Tensor of(Tensor leaf) {
        return find(leaf)
                .orElseThrow(() -> new IllegalArgumentException("gradients: no gradient for this tensor of shape "
                        + leaf.shape()
                        + "; the result must depend on it, and it must come from requiresGradient()"));
    }

    /**
     * How many leaves have a gradient.
     *
     * @return the number
     */
    public int size() {
        return byLeaf.size();
    }
}
