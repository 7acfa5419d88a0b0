package org.gradus.regularization;

import org.gradus.core.Indices;
import org.gradus.core.Tensor;

/**
 * A batch of mixed samples.
 *
 * @param inputs the samples, in the shape they came in
 * @param targets a distribution over the classes for each of them, {@code [n, classes]}, for {@code crossEntropy(Tensor)}
 * @param lambda the share of each sample that is its own
 */
public record Mixture(Tensor inputs, Tensor targets, float lambda) {
    static void check(String owner, double alpha, double smoothing) {
        if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    owner + ": alpha = " + alpha + " is not accepted; it must lie in [0, infinity)");
        }
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw new IllegalArgumentException(
                    owner + ": smoothing = " + smoothing + " is not accepted; it must lie in [0, 1]");
        }
    }

    static void checkBatch(String owner, Tensor inputs, Indices labels) {
        if (inputs.rank() == 0 || inputs.dim(0) != labels.size()) {
            throw new IllegalArgumentException(owner + ": inputs " + inputs.shape() + " need one label each, not "
                    + labels.shape() + "; the samples are the first axis");
        }
    }
}
