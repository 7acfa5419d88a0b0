package org.gradus.examples.subject;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.data.Batch;
import org.gradus.data.Batches;
import org.gradus.data.Dataset;
import org.gradus.nn.Flatten;
import org.gradus.nn.Linear;
import org.gradus.nn.Sequential;
import org.gradus.nn.SoftmaxCrossEntropy;
import org.gradus.optim.GradientAccumulation;
import org.gradus.optim.Optimizer;
import org.gradus.optim.chart.LineChart;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.gradus.train.Evaluation;

/** Section 2 of the subject: one optimizer and three sizes of batches, or sizes that grow. */
public final class DescentSizes {
    private static final int EPOCHS = 5;
    private static final double RATE = 0.01;
    private static final int MINI = 32;
    private static final LongToDoubleFunction GROWING = Schedule.exponential(4, 2)::at;

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
        Dataset train = DigitsNetwork.digits();
        double[] batch = losses(train, epoch -> train.size());
        double[] mini = losses(train, epoch -> MINI);
        double[] stochastic = losses(train, epoch -> 1);
        out.printf(Locale.ROOT, "Training loss on %d digits, rate %.2f for all:%n", train.size(), RATE);
        out.printf("%5s  %-26s%-26s%s%n", "epoch", "batch", "mini-batch", "stochastic");
        for (int epoch = 0; epoch <= EPOCHS; epoch++) {
            out.printf("%5d  %-26s%-26s%s%n", epoch, bar(batch[epoch]), bar(mini[epoch]), bar(stochastic[epoch]));
        }
        out.printf("steps  %-26d%-26d%d%n", steps(train, train.size()), steps(train, MINI), steps(train, 1));
        growing(out, train);
        accumulated(out, train);
        WholeBatches.show(out);
    }

    static void draw(Map<String, String> pictures) throws IOException {
        Dataset train = DigitsNetwork.digits();
        double[] epochs = IntStream.rangeClosed(0, EPOCHS).asDoubleStream().toArray();
        pictures.put(
                "batch-sizes.svg",
                LineChart.of("One rule, three sizes of batches, and sizes that grow")
                        .withLabels("epoch", "training loss")
                        .withLogarithmicY()
                        .with("batch: 1167", epochs, losses(train, epoch -> train.size()))
                        .with("mini-batch: 32", epochs, losses(train, epoch -> MINI))
                        .with("stochastic: 1", epochs, losses(train, epoch -> 1))
                        .with("growing: 4, 8, 16, 32, 64", epochs, losses(train, GROWING))
                        .svg());
    }

    private static void growing(PrintStream out, Dataset train) {
        Batches batches = new Batches(train, GROWING, Rng.of(1));
        int[] sizes = IntStream.range(0, EPOCHS).map(batches::size).toArray();
        out.printf(
                Locale.ROOT,
                "%nBatches that grow by epoch %s: loss %.3f after %d steps%n",
                Arrays.toString(sizes),
                losses(train, GROWING)[EPOCHS],
                batches.before(EPOCHS));
    }

    /** The gradient of 128 samples at once, and of 50, 50 and 28 one after the other. */
    private static void accumulated(PrintStream out, Dataset train) {
        DigitsNetwork whole = new DigitsNetwork(train);
        DigitsNetwork parts = new DigitsNetwork(train);
        Optimizer once = Optimizer.of(whole.model(), Sgd.defaults(), Schedule.constant(RATE));
        new Batches(train.range(0, 128), 128, Rng.of(1))
                .epoch(0)
                .forEach(batch -> once.step(whole.loss(batch).backward()));
        Optimizer optimizer = Optimizer.of(parts.model(), Sgd.defaults(), Schedule.constant(RATE));
        GradientAccumulation window = GradientAccumulation.of(optimizer, 3);
        for (Batch batch : new Batches(train.range(0, 128), 50, Rng.of(1)).epoch(0)) {
            window.addMean(parts.loss(batch).backward(), batch.size());
        }
        double difference = 0;
        for (int i = 0; i < whole.model().parameters().size(); i++) {
            Tensor one = whole.model().parameters().get(i).value();
            Tensor other = parts.model().parameters().get(i).value();
            difference = Math.max(difference, one.sub(other).abs().max().item());
        }
        out.printf(
                Locale.ROOT,
                "One batch of 128, or 50 + 50 + 28 accumulated: steps %d and %d, weights differ by %.1e at most%n",
                once.steps(),
                optimizer.steps(),
                difference);
    }

    private static String bar(double loss) {
        return String.format(Locale.ROOT, "%.3f %s", loss, "#".repeat((int) Math.rint(6 * loss)));
    }

    private static int steps(Dataset train, int size) {
        return new Batches(train, size, Rng.of(1)).perEpoch(0);
    }

    /** The loss on the whole training set before the first epoch and after each. */
    private static double[] losses(Dataset train, LongToDoubleFunction sizes) {
        Sequential model = Sequential.of(new Flatten(), new Linear(64, 10));
        model.initialize(1);
        SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
        double[] losses = new double[EPOCHS + 1];
        losses[0] = Evaluation.of(model, loss::of, train).loss();
        Rng rng = Rng.of(1);
        Batches batches = new Batches(train, sizes, rng);
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
