package org.gradus.core;

import java.util.List;

/** The value of a user's own op; see {@link Tensor#custom}. */
@FunctionalInterface
public interface CustomOp {
    /**
     * Computes the value; runs unrecorded.
     *
     * @param inputs what the op reads
     * @return a new tensor
     */
    Tensor apply(List<Tensor> inputs);
}
