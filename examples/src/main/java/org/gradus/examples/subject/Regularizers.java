package org.gradus.examples.subject;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gradus.core.Improvement;
import org.gradus.core.Indices;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.data.Angle;
import org.gradus.data.Batches;
import org.gradus.data.Dataset;
import org.gradus.data.RandomShiftRotation;
import org.gradus.data.Split;
import org.gradus.data.Standardizer;
import org.gradus.examples.digits.DigitsData;
import org.gradus.nn.Activation;
import org.gradus.nn.Flatten;
import org.gradus.nn.Linear;
import org.gradus.nn.Sequential;
import org.gradus.nn.SoftmaxCrossEntropy;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.rule.UpdateRule;
import org.gradus.optim.schedule.Schedule;
import org.gradus.regularization.Dropout;
import org.gradus.regularization.EarlyStopping;
import org.gradus.regularization.LabelSmoothing;
import org.gradus.regularization.Penalty;
import org.gradus.train.Evaluation;
import org.gradus.train.History;
import org.gradus.train.Metric;
import org.gradus.train.StopEarly;
import org.gradus.train.Trainer;

/** Section 7 of the subject: what keeps a network from learning its training data by heart. */
public final class Regularizers {
    private static final int FEW = 100;
    private static final int BATCH = 20;
    private static final int EPOCHS = 40;
    private static final String SHADES = " .:-=+*#%@";

    private Regularizers() {}

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
        Split raw = DigitsData.digits(DigitsData.Cut.WRITER, 1);
        Standardizer input = Standardizer.global(raw.train().features());
        Dataset few = mislabelled(input.apply(raw.train().range(0, FEW)));
        Dataset validation = input.apply(raw.train().range(FEW, raw.train().size()));
        weights(out, few, validation);
        dropout(out);
        augmentation(out, raw.train());
        earlyStopping(out, few, validation);
        labelSmoothing(out);
    }

    /** Gives every fifth sample the next class, so that there is something that should not be learned. */
    private static Dataset mislabelled(Dataset data) {
        int[] labels = data.labels().data().clone();
        for (int i = 0; i < labels.length; i += 5) {
            labels[i] = (labels[i] + 1) % 10;
        }
        return new Dataset(data.features(), Indices.of(labels), data.ids());
    }

    private static void weights(PrintStream out, Dataset few, Dataset validation) {
        Penalty none = Penalty.l2(0);
        Penalty l1 = Penalty.l1(1e-2).only(parameter -> parameter.shape().rank() > 1);
        Penalty l2 = Penalty.l2(1e-1).only(parameter -> parameter.shape().rank() > 1);
        Sgd sgd = Sgd.defaults().withMomentum(0.9);
        out.printf(
                "%d digits to train on, a fifth of them mislabelled, and %d to validate:%n",
                few.size(), validation.size());
        out.printf("  %-14s %9s %13s %8s %11s%n", "", "norm of w", "|w| < 0.002", "loss", "accuracy");
        penalized(out, "none", none, sgd, 0.01, few, validation);
        penalized(out, "l1", l1, sgd, 0.01, few, validation);
        penalized(out, "l2", l2, sgd, 0.01, few, validation);
        penalized(out, "AdamW, none", none, AdamW.defaults().withWeightDecay(0), 0.01, few, validation);
        penalized(out, "AdamW, decay", none, AdamW.defaults().withWeightDecay(1), 0.01, few, validation);
    }

    private static void penalized(
            PrintStream out,
            String name,
            Penalty penalty,
            UpdateRule rule,
            double rate,
            Dataset few,
            Dataset validation) {
        Sequential model = Sequential.of(new Flatten(), new Linear(64, 10));
        model.initialize(1);
        SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
        Optimizer optimizer = Optimizer.of(model, rule, Schedule.constant(rate));
        new Trainer(model, loss::of, optimizer, Rng.of(1))
                .penalty(penalty)
                .fit(new Batches(few, BATCH, Rng.of(1)), EPOCHS);
        Parameter weight = model.parameters().get(0);
        int small = 0;
        for (float w : weight.value().data()) {
            small += Math.abs(w) < 2e-3f ? 1 : 0;
        }
        Evaluation validated = Evaluation.of(model, loss::of, validation);
        out.printf(
                Locale.ROOT,
                "  %-14s %9.3f %11.1f %% %8.3f %9.1f %%%n",
                name,
                weight.value().norm().item(),
                100.0 * small / weight.shape().size(),
                validated.loss(),
                100 * validated.accuracy());
    }

    private static void dropout(PrintStream out) {
        Dropout dropout = new Dropout(0.25);
        Tensor ones = Tensor.ones(4, 30);
        out.printf("%nDropout of a quarter of ones, in training ('.' is 0, 'o' is 4/3):%n");
        Tensor trained = dropout.forward(ones, Pass.training(Rng.of(1), 0));
        for (int row = 0; row < trained.dim(0); row++) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < trained.dim(1); i++) {
                line.append(trained.at(row, i) == 0 ? '.' : 'o');
            }
            out.println(line);
        }
        Tensor used = dropout.forward(ones, Pass.inference());
        out.printf(
                Locale.ROOT,
                "  mean in training: %.3f, in use: %.3f%n",
                trained.mean().item(),
                used.mean().item());
    }

    private static void augmentation(PrintStream out, Dataset train) {
        RandomShiftRotation change = new RandomShiftRotation(1, Angle.degrees(15)).withScale(0.1);
        Batches batches = new Batches(train.range(0, 2), 2, Rng.of(1)).augmented(change);
        List<Tensor> pictures = new ArrayList<>();
        pictures.add(train.features().slice(0, 0, 1));
        for (int epoch = 0; epoch < 4; epoch++) {
            batches.epoch(epoch).forEach(batch -> {
                int row = batch.ids().data()[0] == train.ids().data()[0] ? 0 : 1;
                pictures.add(batch.features().slice(0, row, row + 1));
            });
        }
        out.printf("%nA digit, and what it is in four epochs:%n");
        for (int y = 0; y < 8; y++) {
            StringBuilder line = new StringBuilder();
            for (Tensor picture : pictures) {
                line.append("  ");
                for (int x = 0; x < 8; x++) {
                    char shade = SHADES.charAt((int) (picture.at(0, 0, y, x) / 16.001f * SHADES.length()));
                    line.append(shade).append(shade);
                }
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static void earlyStopping(PrintStream out, Dataset few, Dataset validation) {
        Sequential model = Sequential.of(new Flatten(), new Linear(64, 64, Activation.RELU), new Linear(64, 10));
        model.initialize(1);
        SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
        Optimizer optimizer = Optimizer.of(model, AdamW.defaults(), Schedule.constant(1e-2));
        EarlyStopping stopping = new EarlyStopping(Improvement.lower(), 20);
        StopEarly stopEarly = new StopEarly(model, stopping, Metric::validationLoss);
        History history = new Trainer(model, loss::of, optimizer, Rng.of(1))
                .callback(stopEarly)
                .fit(new Batches(few, BATCH, Rng.of(1)), validation, 300);
        double[] train = losses(history, false);
        double[] validated = losses(history, true);
        out.printf("%nLoss by epoch (t: training, v: validation):%n");
        out.print(Chart.of("tv", 10, train, validated));
        out.printf("  stopped after %d of 300 epochs: %s%n", train.length, stopping.reason());
        double restored = Evaluation.of(model, loss::of, validation).loss();
        out.printf(
                Locale.ROOT,
                "  validation loss at the end: %.4f, of the weights that were put back: %.4f%n",
                validated[validated.length - 1],
                restored);
    }

    private static double[] losses(History history, boolean validation) {
        return history.epochs().stream()
                .map(epoch -> validation ? epoch.validation().orElseThrow() : epoch.train())
                .mapToDouble(Evaluation::loss)
                .toArray();
    }

    private static void labelSmoothing(PrintStream out) {
        LabelSmoothing smoothing = new LabelSmoothing(0.1);
        Indices right = Indices.of(0);
        out.printf("%nLoss by how far the score of the right one of 10 classes stands above the others:%n");
        out.printf("  %8s %8s %8s%n", "distance", "plain", "smoothed");
        for (float distance : new float[] {0f, 2f, 4f, 6f, 8f, 12f}) {
            Tensor logits = Tensor.oneHot(right, 10).mul(distance);
            out.printf(
                    Locale.ROOT,
                    "  %8.0f %8.3f %8.3f%n",
                    distance,
                    logits.crossEntropy(right).item(),
                    smoothing.loss(logits, right).item());
        }
    }
}
