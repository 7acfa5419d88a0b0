package org.gradus.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What concerns differentiation as a whole: switching it off, guarding it, and derivatives of higher order. */
public final class Autograd {
    private Autograd() {}

    /**
     * Runs something without recording, so that it needs no memory for gradients. Concerns this thread only.
     *
     * @param <T> what it returns
     * @param body what to run
     * @return its result
     */
    public static <T> T noGradient(Supplier<T> body) {
        Tape.State state = Tape.state();
        boolean before = state.recording;
        state.recording = false;
        try {
            return body.get();
        } finally {
            state.recording = before;
        }
    }

    /**
     * Whether this thread records what it computes, so that gradients can be asked for.
     *
     * @return false inside {@link #noGradient} and while a backward pass runs that creates no graph
     */
    public static boolean isRecording() {
        return Tape.recording();
    }

    /**
     * Runs something under a guard: the op that produces the first NaN or infinity, forward or backward, throws a
     * {@link NonFiniteException} that names it and its layer. Every result is read once more, so this is for finding a
     * fault, not for every day. Concerns this thread only.
     *
     * @param <T> what it returns
     * @param body what to run
     * @return its result
     */
    public static <T> T checkFinite(Supplier<T> body) {
        Tape.State state = Tape.state();
        boolean before = state.guarding;
        state.guarding = true;
        try {
            return body.get();
        } finally {
            state.guarding = before;
        }
    }

    /**
     * The product of the Hessian of a scalar function with a vector: {@code ∇(∇f(x)·v)}, by differentiating twice.
     *
     * @param function from the inputs to a scalar
     * @param inputs where; several tensors are one long vector
     * @param vector one tensor for each input, of its shape
     * @return one tensor for each input, of its shape
     * @throws IllegalArgumentException when numbers or shapes differ, or the function's value is no scalar
     */
    public static List<Tensor> hessianVectorProduct(
            Function<List<Tensor>, Tensor> function, List<Tensor> inputs, List<Tensor> vector) {
        if (inputs.size() != vector.size()) {
            throw new IllegalArgumentException("hessianVectorProduct: " + vector.size() + " vectors for "
                    + inputs.size() + " inputs; give one for each");
        }
        List<Tensor> leaves = new ArrayList<>();
        Tensor anchor = Tensor.scalar(0f);
        for (int i = 0; i < inputs.size(); i++) {
            Tensor leaf = inputs.get(i).requiresGradient();
            if (!leaf.shape().equals(vector.get(i).shape())) {
                throw new IllegalArgumentException("hessianVectorProduct: vector " + i + " has shape "
                        + vector.get(i).shape() + ", its input " + leaf.shape());
            }
            leaves.add(leaf);
            anchor = anchor.add(leaf.mul(0f).sum());
        }
        Gradients first = function.apply(leaves).add(anchor).backward(true);
        Tensor slope = anchor;
        for (int i = 0; i < leaves.size(); i++) {
            slope = slope.add(first.of(leaves.get(i)).mul(vector.get(i)).sum());
        }
        Gradients second = slope.backward();
        return leaves.stream().map(second::of).toList();
    }
}
