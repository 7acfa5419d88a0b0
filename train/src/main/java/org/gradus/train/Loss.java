package org.gradus.train;

import org.gradus.core.CrossEntropy;
import org.gradus.core.Indices;
import org.gradus.core.Reduction;
import org.gradus.core.Tensor;

/**
 * What training makes small: a scalar from a model's output and the true classes, as a mean over the batch.
 *
 * <p>A loss that does not count every sample alike says so by {@link #weight}, as {@link #crossEntropy} does.
 */
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

    /**
     * What an item of a true class counts for in the mean; it decides what a batch counts for beside others.
     *
     * @param label the true class
     * @return 1, unless a loss weighs its items; 0 for one that it ignores, which metrics then leave out, too
     */
    default double weight(int label) {
        return 1;
    }

    /**
     * How many items the loss of a batch is a mean over.
     *
     * @param labels the true classes
     * @return the sum of their weights
     */
    default double items(Indices labels) {
        double sum = 0;
        for (int label : labels.data()) {
            sum += weight(label);
        }
        return sum;
    }

    /**
     * Cross-entropy, a mean over the items that are not ignored, weighted if the options have class weights.
     *
     * @param options smoothing, the ignored class, class weights
     * @return the loss
     * @throws IllegalArgumentException when the reduction is not the mean
     */
    static Loss crossEntropy(CrossEntropy options) {
        if (options.reduction() != Reduction.MEAN) {
            throw new IllegalArgumentException(
                    "loss: a batch's loss must be a mean, but the reduction is " + options.reduction());
        }
        return new Loss() {
            @Override
            public Tensor of(Tensor output, Indices labels) {
                return output.crossEntropy(labels, options);
            }

            @Override
            public double weight(int label) {
                Tensor weights = options.classWeights();
                if (label == options.ignoreIndex()) {
                    return 0;
                }
                return weights == null ? 1 : weights.data()[label];
            }
        };
    }
}
