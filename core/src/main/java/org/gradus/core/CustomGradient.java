package org.gradus.core;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The gradient of a user's own op; see {@link Tensor#custom}. */
@FunctionalInterface
public interface CustomGradient {
    /**
     * Computes the gradients of the inputs.
     *
     * @param gradient the gradient of the output
     * @param output the output
     * @param inputs what the op read
     * @return one gradient of the same shape for each input; null for an input that gets none
     */
    List<@Nullable Tensor> apply(Tensor gradient, Tensor output, List<Tensor> inputs);

    /**
     * The gradients as an array, after a check of their number.
     *
     * @param op the op's name, for the message
     * @param gradients one for each input
     * @param inputs how many inputs there are
     * @return the same gradients
     * @throws IllegalStateException when there are not as many as inputs
     */
    static @Nullable Tensor[] checked(String op, List<@Nullable Tensor> gradients, int inputs) {
        Objects.requireNonNull(
                gradients, "custom op '" + op + "': the list of gradients is null; return one for each input");
        if (gradients.size() != inputs) {
            throw new IllegalStateException("custom op '" + op + "': " + gradients.size() + " gradients for " + inputs
                    + " inputs; return one for each, null where there is none");
        }
        return gradients.toArray(new @Nullable Tensor[inputs]);
    }
}
