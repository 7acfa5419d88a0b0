package org.gradus.nn;

import org.gradus.core.Pass;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;

/**
 * Joins all axes but the first.
 *
 * <p><b>Shapes:</b> {@code [n, a, b, ...] → [n, a·b·...]}.
 */
public final class Flatten extends TensorLayer {
    /** A flattening layer. */
    public Flatten() {}

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        return x.flatten(1);
    }

    /** The name. */
    @Override
    public String toString() {
        return "Flatten";
    }
}
