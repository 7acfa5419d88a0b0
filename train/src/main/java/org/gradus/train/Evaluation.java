package org.gradus.train;

import org.gradus.core.Autograd;
import org.gradus.core.Scope;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.data.Dataset;

/**
 * How well a classifier does on a set of samples. Every sample counts the same, whatever batch it came in, or as much as its
 * {@link Loss#weight}.
 *
 * @param loss the mean loss of a sample
 * @param confusion which class was taken for which
 */
public record Evaluation(double loss, ConfusionMatrix confusion) {
    private static final int BATCH = 256;

    /**
     * Evaluates a model without noise and with running statistics.
     *
     * @param model from features to one score for each class
     * @param loss the loss of a batch, as a mean over it
     * @param data the samples, at least one
     * @return the result
     * @throws IllegalArgumentException when there are no samples, or a label is not among the model's classes
     */
    public static Evaluation of(TensorLayer model, Loss loss, Dataset data) {
        if (data.size() == 0) {
            throw new IllegalArgumentException("evaluation: the data set is empty");
        }
        Tally tally = new Tally();
        for (int from = 0; from < data.size(); from += BATCH) {
            Dataset part = data.range(from, Math.min(from + BATCH, data.size()));
            Scope.run(() -> add(tally, model, loss, part));
        }
        return tally.result();
    }

    private static double add(Tally tally, TensorLayer model, Loss loss, Dataset part) {
        Tensor output = model.predict(part.features());
        double value = Autograd.noGradient(() -> loss.of(output, part.labels())).item();
        tally.add(output, part.labels(), loss, value);
        return value;
    }

    /**
     * The share of right answers.
     *
     * @return from 0 to 1
     */
    public double accuracy() {
        return confusion.accuracy();
    }
}
