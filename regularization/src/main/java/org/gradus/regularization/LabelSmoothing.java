package org.gradus.regularization;

import org.gradus.core.CrossEntropy;
import org.gradus.core.Indices;
import org.gradus.core.Tensor;

/**
 * Cross-entropy with targets that are not quite certain: {@code (1 − α)·y + α/K} for K classes.
 *
 * <p>The share α is spread over all classes, the right one included, as in the paper, PyTorch and Keras. With α = 0 the loss is
 * the plain one, bit for bit.
 *
 * <p><b>Reference:</b> Szegedy, Vanhoucke, Ioffe, Shlens, Wojna 2016, arXiv:1512.00567, Section 7.
 *
 * @param alpha α, in [0, 1]
 */
public record LabelSmoothing(double alpha) {
    /**
     * Checks the range.
     *
     * @param alpha α
     * @throws IllegalArgumentException when α is outside its range
     */
    public LabelSmoothing {
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException(
                    "LabelSmoothing: alpha = " + alpha + " is not accepted; it must lie in [0, 1]");
        }
    }

    /**
     * α = 0.1, the paper's.
     *
     * @return the smoothing
     */
    public static LabelSmoothing defaults() {
        return new LabelSmoothing(0.1);
    }

    /**
     * Options of cross-entropy with this smoothing; add an ignored class, weights or another reduction to them.
     *
     * @return the options
     */
    public CrossEntropy options() {
        return CrossEntropy.defaults().withSmoothing(alpha);
    }

    /**
     * The mean loss.
     *
     * <p><b>Shapes:</b> {@code [n, K]}, labels {@code [n] → []}.
     *
     * @param logits a score for each class, before softmax
     * @param labels the right classes
     * @return a scalar
     * @throws IllegalArgumentException when the shapes do not fit, or a label is no class
     */
    public Tensor loss(Tensor logits, Indices labels) {
        return logits.crossEntropy(labels, options());
    }
}
