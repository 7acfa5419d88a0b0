package org.gradus.train;

import org.gradus.core.Indices;
import org.gradus.core.Tensor;

/** What training makes small: a scalar from a model's output and the true classes, as a mean over the batch. */
@FunctionalInterface
public interface Loss {
    /**
     * The loss of a batch.
     *
     * @param output what the model gave, one row for each sample
     * @param labels the true classes
     * @return a scalar
     */
    Tensor of(Tensor output, Indices labels);
}
