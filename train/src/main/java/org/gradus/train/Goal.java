package org.gradus.train;

import java.util.List;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.regularization.Penalty;

/**
 * What training makes small: a model's loss and penalties on its parameters.
 *
 * @param model what is trained
 * @param loss the loss of a batch
 * @param penalties what is added to it
 */
record Goal(TensorLayer model, Loss loss, List<Penalty> penalties) {
    /** A value with the penalties added. */
    Tensor penalized(Tensor value) {
        Tensor sum = value;
        for (Penalty penalty : penalties) {
            sum = sum.add(penalty.of(model.parameters()));
        }
        return sum;
    }
}
