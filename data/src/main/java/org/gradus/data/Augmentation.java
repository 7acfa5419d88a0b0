package org.gradus.data;

import org.gradus.core.Rng;

/** A random change to one sample that leaves its class as it is. */
@FunctionalInterface
public interface Augmentation {
    /**
     * Changes a sample in place.
     *
     * @param values an array that holds the sample
     * @param offset index of the sample's first element
     * @param dims the batch's extents; those after the first are the sample's
     * @param rng numbers that belong to this sample, epoch and change alone
     */
    void apply(float[] values, int offset, int[] dims, Rng rng);
}
