package org.gradus.data;

import org.gradus.core.Indices;
import org.gradus.core.Tensor;

/**
 * Samples that are used together in one step.
 *
 * @param features one row for each sample, {@code [n, ...]}
 * @param labels the class of each sample, {@code [n]}
 * @param ids the samples' ids
 */
public record Batch(Tensor features, Indices labels, Indices ids) {
    /**
     * How many samples there are.
     *
     * @return the number of rows
     */
    public int size() {
        return labels.size();
    }
}
