package org.gradus.examples.digits;

import java.util.List;
import org.gradus.core.Improvement;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.data.Angle;
import org.gradus.data.Batches;
import org.gradus.data.RandomShiftRotation;
import org.gradus.data.Split;
import org.gradus.data.Standardizer;
import org.gradus.nn.SoftmaxCrossEntropy;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.schedule.Schedule;
import org.gradus.regularization.EarlyStopping;
import org.gradus.regularization.LabelSmoothing;
import org.gradus.train.Callback;
import org.gradus.train.Evaluation;
import org.gradus.train.Loss;
import org.gradus.train.Metric;
import org.gradus.train.StopEarly;
import org.gradus.train.Trainer;

/**
 * How the network is trained.
 *
 * @param seed what all chance depends on
 * @param epochs at most so many times through the training part
 */
record DigitsTraining(long seed, int epochs) {
    private static final int BATCH = 64;
    private static final double RATE = 3e-3;
    private static final double DECAY = 1e-2;
    private static final double SMOOTHING = 0.05;
    private static final int WARM_UP_EPOCHS = 3;
    private static final int PATIENCE = 30;
    private static final double SHIFT_SHARE = 0.1;
    private static final double ROTATION = 12;
    private static final double SCALE = 0.1;

    /** What came of it. */
    record Result(DigitsClassifier classifier, Evaluation test, int epochs, int bestEpoch) {}

    /** Trains on the training part, stops by the validation part, and looks at the test part once. */
    Result run(Split split, List<Callback> callbacks) {
        int height = split.train().features().dim(2);
        int width = split.train().features().dim(3);
        Standardizer input = Standardizer.global(split.train().features());
        DigitsClassifier classifier =
                DigitsClassifier.create(input, height, width, split.train().classes());
        classifier.network().initialize(seed);
        Rng rng = Rng.of(seed);
        Batches batches = new Batches(input.apply(split.train()), BATCH, rng.at("batches"))
                .augmented(new RandomShiftRotation(SHIFT_SHARE * width, Angle.degrees(ROTATION))
                        .withScale(SCALE)
                        .withBackground(input.apply(Tensor.scalar(0f)).item()));
        long steps = batches.before(epochs);
        long warmUp = Math.min(steps / 2, batches.before(WARM_UP_EPOCHS));
        Optimizer optimizer = Optimizer.of(
                classifier.network(),
                AdamW.defaults().withWeightDecay(DECAY),
                Schedule.cosine(RATE, steps - warmUp).withWarmUp(warmUp));
        Loss loss = new SoftmaxCrossEntropy(new LabelSmoothing(SMOOTHING).options())::of;
        StopEarly stopEarly = new StopEarly(
                classifier.network(), new EarlyStopping(Improvement.lower(), PATIENCE), Metric::validationLoss);
        Trainer trainer = new Trainer(classifier.network(), loss, optimizer, rng).callback(stopEarly);
        callbacks.forEach(trainer::callback);
        int done = trainer.fit(batches, input.apply(split.validation()), epochs)
                .epochs()
                .size();
        Evaluation test = Evaluation.of(classifier.network(), loss, input.apply(split.test()));
        return new Result(classifier, test, done, stopEarly.bestEpoch());
    }
}
