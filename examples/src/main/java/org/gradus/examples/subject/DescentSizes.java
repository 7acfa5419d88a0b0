package org.gradus.examples.subject;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.data.Batch;
import org.gradus.data.Batches;
import org.gradus.data.Dataset;
import org.gradus.data.Split;
import org.gradus.data.Standardizer;
import org.gradus.examples.digits.DigitsData;
import org.gradus.nn.Flatten;
import org.gradus.nn.Linear;
import org.gradus.nn.Sequential;
import org.gradus.nn.SoftmaxCrossEntropy;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.gradus.train.Evaluation;

/** Section 2 of the subject: one optimizer and three sizes of batches. */
public final class DescentSizes {
    private static final int EPOCHS = 5;
    private static final double RATE = 0.01;
    private static final int MINI = 32;

    private DescentSizes() {}

    /**
     * Runs the program.
     *
     * @param args none
     * @throws IOException when the digits are missing
     */
    public static void main(String[] args) throws IOException {
        show(System.out);
    }

    static void show(PrintStream out) throws IOException {
        Split split = DigitsData.digits(DigitsData.Cut.WRITER, 1);
        Dataset train = Standardizer.global(split.train().features()).apply(split.train());
        double[] batch = losses(train, train.size());
        double[] mini = losses(train, MINI);
        double[] stochastic = losses(train, 1);
        out.printf(Locale.ROOT, "Training loss on %d digits, rate %.2f for all:%n", train.size(), RATE);
        out.printf("%5s  %-26s%-26s%s%n", "epoch", "batch", "mini-batch", "stochastic");
        for (int epoch = 0; epoch <= EPOCHS; epoch++) {
            out.printf("%5d  %-26s%-26s%s%n", epoch, bar(batch[epoch]), bar(mini[epoch]), bar(stochastic[epoch]));
        }
        out.printf("steps  %-26d%-26d%d%n", steps(train, train.size()), steps(train, MINI), steps(train, 1));
    }

    private static String bar(double loss) {
        return String.format(Locale.ROOT, "%.3f %s", loss, "#".repeat((int) Math.rint(6 * loss)));
    }

    private static int steps(Dataset train, int size) {
        return new Batches(train, size, Rng.of(1)).perEpoch(0);
    }

    /** The loss on the whole training set before the first epoch and after each. */
    private static double[] losses(Dataset train, int size) {
        Sequential model = Sequential.of(new Flatten(), new Linear(64, 10));
        model.initialize(1);
        SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
        double[] losses = new double[EPOCHS + 1];
        losses[0] = Evaluation.of(model, loss::of, train).loss();
        Rng rng = Rng.of(1);
        Batches batches = new Batches(train, size, rng);
        Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), Schedule.constant(RATE));
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (Batch batch : batches.epoch(epoch)) {
                Tensor output = model.forward(batch.features(), Pass.training(rng, optimizer.steps()));
                optimizer.step(loss.of(output, batch.labels()).backward());
            }
            losses[epoch + 1] = Evaluation.of(model, loss::of, train).loss();
        }
        return losses;
    }
}
