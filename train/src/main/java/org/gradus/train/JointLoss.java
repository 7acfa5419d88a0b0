package org.gradus.train;

import java.util.List;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.data.Batch;

/**
 * The mean loss of several batches, weighted by their items, in one tensor. Batches without items count only when all are so.
 *
 * @param model what computes
 * @param loss of one batch
 * @param batches at least one
 * @param rng the noise
 * @param firstPass the number of the first batch's pass
 */
record JointLoss(TensorLayer model, Loss loss, List<Batch> batches, Rng rng, long firstPass) {
    Tensor of(boolean again) {
        Tensor mean = one(0, again);
        double items = items(0);
        for (int i = 1; i < batches.size(); i++) {
            double more = items(i);
            if (more > 0) {
                double share = more / (items + more);
                Tensor next = one(i, again);
                mean = items == 0 ? next : mean.mul((float) (1 - share)).add(next.mul((float) share));
                items += more;
            }
        }
        return mean;
    }

    private double items(int i) {
        return loss.items(batches.get(i).labels());
    }

    private Tensor one(int i, boolean again) {
        Batch batch = batches.get(i);
        Pass pass = Pass.training(rng, firstPass + i).withUpdateStatistics(!again);
        return loss.of(model.forward(batch.features(), pass), batch.labels());
    }
}
