package org.gradus.regularization;

import org.gradus.core.Pass;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;

/**
 * Sets each element to 0 with a given probability in training, and scales the others by {@code 1/(1 − rate)}, so that the mean
 * stays; does nothing otherwise.
 *
 * <p>{@code rate} is the probability of dropping, not of keeping. The mask is a function of the pass's random numbers, the
 * layer's path and the element, never of threads.
 *
 * <p><b>Shapes:</b> any, unchanged. <b>Gradient:</b> {@code g} through the same mask and scale.
 *
 * <p><b>Reference:</b> Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov 2014, "Dropout"; scaled in training, not in
 * use ("inverted"), as in PyTorch and Keras.
 */
public final class Dropout extends TensorLayer {
    private final double rate;

    /**
     * A dropout layer.
     *
     * @param rate the probability of dropping an element, in [0, 1]; 0 changes nothing, 1 gives zeros
     * @throws IllegalArgumentException when the rate is outside its range
     */
    public Dropout(double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("Dropout: rate = " + rate
                    + " is not accepted; it is the probability of dropping and must lie in [0, 1]");
        }
        this.rate = rate;
    }

    /**
     * The probability of dropping an element.
     *
     * @return the rate
     */
    public double rate() {
        return rate;
    }

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        return pass.noise() && rate > 0 ? x.dropout(pass.draw(this), rate) : x;
    }
}
