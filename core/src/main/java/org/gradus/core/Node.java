package org.gradus.core;

import org.jspecify.annotations.Nullable;

/** How a tensor was computed: the op, what it read, and how its gradient turns into those of what it read. */
final class Node {
    /** The gradients of all inputs from that of the output; an entry may be null where none is needed. */
    @FunctionalInterface
    interface Backward {
        @Nullable
        Tensor[] apply(Tensor gradient);
    }

    /** The gradient of one input from that of the output. */
    @FunctionalInterface
    interface Vjp {
        Tensor apply(Tensor gradient);
    }

    final String op;
    final @Nullable Layer layer;
    final Tensor[] inputs;
    private final @Nullable Scope scope;
    private final @Nullable Vjp[] vjps;
    private @Nullable Backward backward;

    Node(String op, @Nullable Layer layer, Tensor[] inputs, @Nullable Scope scope) {
        this.op = op;
        this.layer = layer;
        this.inputs = inputs;
        this.scope = scope;
        this.vjps = new @Nullable Vjp[inputs.length];
    }

    boolean isLeaf() {
        return inputs.length == 0;
    }

    void vjp(int input, Vjp vjp) {
        vjps[input] = vjp;
    }

    void backward(Backward all) {
        backward = all;
    }

    @Nullable
    Tensor[] gradients(Tensor gradient) {
        if (backward != null) {
            return backward.apply(gradient);
        }
        @Nullable Tensor[] result = new @Nullable Tensor[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            Vjp vjp = vjps[i];
            if (vjp != null && inputs[i].needsGradient()) {
                result[i] = vjp.apply(gradient);
            }
        }
        return result;
    }

    /** Throws when the scope in which the op ran is closed: what its gradient needs may be overwritten. */
    void checkAlive() {
        if (scope != null && scope.isClosed()) {
            throw new IllegalStateException(
                    "backward: " + where()
                            + " ran in a scope that is closed, and what its gradient needs was recycled; call backward() inside the scope");
        }
    }

    /** The op and the layer it ran in, for messages. */
    String where() {
        return layer == null || layer.path().isEmpty()
                ? "op '" + op + "'"
                : "op '" + op + "' in layer '" + layer.path() + "'";
    }
}
