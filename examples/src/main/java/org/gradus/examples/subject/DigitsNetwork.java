package org.gradus.examples.subject;

import java.io.IOException;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.data.Batch;
import org.gradus.data.Batches;
import org.gradus.data.Dataset;
import org.gradus.data.Split;
import org.gradus.data.Standardizer;
import org.gradus.examples.digits.DigitsData;
import org.gradus.nn.Activation;
import org.gradus.nn.Flatten;
import org.gradus.nn.Linear;
import org.gradus.nn.Sequential;
import org.gradus.nn.SoftmaxCrossEntropy;
import org.gradus.optim.Optimizer;

/** A network of two layers that tells digits, before training; each object starts alike. */
final class DigitsNetwork {
    static final int BATCH = 32;

    private final Dataset train;
    private final Sequential model = new Sequential()
            .add("pixels", new Flatten())
            .add("hidden", new Linear(64, 16, Activation.TANH))
            .add("head", new Linear(16, 10));
    private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();

    DigitsNetwork(Dataset train) {
        this.train = train;
        model.initialize(1);
    }

    /** The training part of the digits, standardized. */
    static Dataset digits() throws IOException {
        Split split = DigitsData.digits(DigitsData.Cut.WRITER, 1);
        return Standardizer.global(split.train().features()).apply(split.train());
    }

    Sequential model() {
        return model;
    }

    Batches batches() {
        return new Batches(train, BATCH, Rng.of(1));
    }

    /** The loss of all digits. */
    Tensor loss() {
        return loss.of(model.forward(train.features(), Pass.inference()), train.labels());
    }

    Tensor loss(Batch batch) {
        return loss.of(model.forward(batch.features(), Pass.training(Rng.of(1), 0)), batch.labels());
    }

    /** Trains; returns the loss of all digits before the first epoch and after each. */
    double[] fit(Optimizer optimizer, int epochs) {
        double[] losses = new double[epochs + 1];
        losses[0] = loss().item();
        Batches batches = batches();
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (Batch batch : batches.epoch(epoch)) {
                optimizer.step(again -> loss(batch));
            }
            losses[epoch + 1] = optimizer.evaluate(() -> loss().item());
        }
        return losses;
    }
}
