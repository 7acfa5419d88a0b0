package org.gradus.train;

import org.gradus.core.Indices;
import org.gradus.core.Tensor;
import org.jspecify.annotations.Nullable;

/** Adds up losses and answers over batches of different sizes. */
final class Tally {
    private final LossMean mean = new LossMean();
    private @Nullable ConfusionMatrix confusion;

    /** Counts a batch; {@code value} is its mean loss. */
    void add(Tensor output, Indices labels, Loss loss, double value) {
        if (output.rank() != 2 || output.dim(0) != labels.size()) {
            throw new IllegalArgumentException("evaluation: the model gave " + output.shape() + " for " + labels.size()
                    + " samples; expected [" + labels.size() + ", classes]");
        }
        int classes = output.dim(1);
        if (confusion == null) {
            confusion = new ConfusionMatrix(classes);
        }
        int[] predicted = output.argMax(1).data();
        for (int i = 0; i < predicted.length; i++) {
            int truth = labels.data()[i];
            if (loss.weight(truth) == 0) {
                continue;
            }
            if (truth >= classes) {
                throw new IllegalArgumentException(
                        "evaluation: label " + truth + ", but the model has the classes 0 to " + (classes - 1));
            }
            confusion.add(truth, predicted[i]);
        }
        mean.add(value, loss.items(labels));
    }

    double loss() {
        return mean.value();
    }

    double accuracy() {
        return seen().accuracy();
    }

    Evaluation result() {
        return new Evaluation(loss(), seen());
    }

    private ConfusionMatrix seen() {
        if (confusion == null) {
            throw new IllegalStateException("evaluation: no sample was seen");
        }
        return confusion;
    }
}
