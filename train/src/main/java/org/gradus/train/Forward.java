package org.gradus.train;

import org.gradus.core.Pass;
import org.gradus.core.Tensor;
import org.gradus.data.Batch;
import org.gradus.optim.gradient.Objective;

/**
 * The loss of one batch; seen again, it draws the same noise and leaves running statistics and what was seen alone.
 *
 * @param goal the loss and the penalties
 * @param batch the batch
 * @param pass its noise
 * @param seen what is told of the first time
 */
record Forward(Goal goal, Batch batch, Pass pass, Seen seen) implements Objective {
    /** Takes note of a batch. */
    @FunctionalInterface
    interface Seen {
        /** The model's output for a batch, and the value of its loss with penalties. */
        void batch(Batch batch, Tensor output, double value);
    }

    @Override
    public Tensor loss(boolean again) {
        Tensor output = goal.model().forward(batch.features(), pass.withUpdateStatistics(!again));
        Tensor value = goal.penalized(goal.loss().of(output, batch.labels()));
        if (!again) {
            seen.batch(batch, output, value.item());
        }
        return value;
    }

    /** Without the penalties, whose value is given to be seen all the same. */
    Tensor lossOfData(double penalty) {
        Tensor output = goal.model().forward(batch.features(), pass);
        Tensor value = goal.loss().of(output, batch.labels());
        seen.batch(batch, output, value.item() + penalty);
        return value;
    }
}
