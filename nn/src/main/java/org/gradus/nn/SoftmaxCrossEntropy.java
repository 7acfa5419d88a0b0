package org.gradus.nn;

import org.gradus.core.CrossEntropy;
import org.gradus.core.Indices;
import org.gradus.core.Tensor;

/**
 * The loss of a classifier: minus the logarithm of the probability that the softmax of its outputs gives the true class.
 *
 * <p>It takes the raw outputs (logits); softmax before it would be applied twice, and throws in training.
 *
 * <p><b>Shapes:</b> {@code [n, classes]} and {@code [n]} to a scalar. <b>Gradient:</b> {@code (softmax − target) / n}.
 *
 * @param options smoothing, ignored class, class weights and reduction
 */
public record SoftmaxCrossEntropy(CrossEntropy options) {
    /** The plain mean over the batch. */
    public SoftmaxCrossEntropy() {
        this(CrossEntropy.defaults());
    }

    /**
     * The loss of a batch.
     *
     * @param logits raw outputs of the model
     * @param targets the true classes
     * @return the loss
     * @throws IllegalArgumentException when the shapes do not fit, a class does not exist, or the logits are what softmax gave
     */
    public Tensor of(Tensor logits, Indices targets) {
        return logits.crossEntropy(targets, options);
    }
}
