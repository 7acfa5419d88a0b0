package org.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.core.CrossEntropy;
import org.gradus.core.Indices;
import org.gradus.core.Reduction;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.data.Batches;
import org.gradus.data.Dataset;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.gradient.GradientTransform;
import org.gradus.optim.rule.Sam;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.gradus.regularization.Penalty;
import org.junit.jupiter.api.Test;

class MicroBatchesTest {
    private static final Loss LOSS = Loss.crossEntropy(CrossEntropy.defaults());
    private final Dataset train = Toy.data(203, 1);

    private static Trainer trainer(Toy model, double rate, Loss loss) {
        return new Trainer(model, loss, Optimizer.of(model, Sgd.defaults(), Schedule.constant(rate)), Rng.of(5));
    }

    private static Callback log(List<StepEvent> events) {
        return new Callback() {
            @Override
            public void onStep(StepEvent event) {
                events.add(event);
            }
        };
    }

    private double[] weights(int size, int microBatches, Loss loss, List<StepEvent> events) {
        Toy model = Toy.initialized(1);
        trainer(model, 0.5, loss)
                .penalty(Penalty.l2(0.1))
                .microBatches(microBatches)
                .callback(log(events))
                .fit(new Batches(train, size, Rng.of(9)), 2);
        return model.parameters().stream()
                .flatMap(p -> {
                    List<Double> values = new ArrayList<>();
                    for (float value : p.value().data()) {
                        values.add((double) value);
                    }
                    return values.stream();
                })
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /**
     * 203 samples by 20 are ten batches and one of 3; by four, steps of 80, 80 and 43 samples: just as batches of 80. In each of
     * six steps a gradient of size 1 is a sum of at most 80 terms, with some twenty more roundings, times the rate 0.5.
     */
    @Test
    void c26StepsOfMicroBatchesAreStepsOfBigBatchesWithThePenaltyOnce() {
        List<StepEvent> small = new ArrayList<>();
        List<StepEvent> big = new ArrayList<>();
        double[] parts = weights(20, 4, LOSS, small);
        double[] whole = weights(80, 1, LOSS, big);
        assertThat(parts).usingComparatorWithPrecision(6 * 0.5 * 100 * 0x1p-24).containsExactly(whole);
        assertThat(small).hasSize(6);
        for (int i = 0; i < 6; i++) {
            StepEvent event = small.get(i);
            StepEvent same = big.get(i);
            assertThat(event.epoch()).isEqualTo(i / 3);
            assertThat(event.batch()).isEqualTo(same.batch()).isEqualTo(i % 3);
            assertThat(event.batches()).isEqualTo(same.batches()).isEqualTo(3);
            assertThat(event.samples()).isEqualTo(same.samples());
            assertThat(event.loss()).isCloseTo(same.loss(), within(2e-5));
            assertThat(event.epochLoss()).isCloseTo(same.epochLoss(), within(2e-5));
            assertThat(event.epochAccuracy()).isEqualTo(same.epochAccuracy());
            assertThat(event.report().gradientNorm()).isCloseTo(same.report().gradientNorm(), within(2e-5));
        }
    }

    /** Class 2 does not count: micro-batches have different numbers of items that do. */
    @Test
    void c26IgnoredItemsDoNotCount() {
        Loss ignoring = Loss.crossEntropy(CrossEntropy.defaults().withIgnoreIndex(2));
        double[] parts = weights(20, 4, ignoring, new ArrayList<>());
        double[] whole = weights(80, 1, ignoring, new ArrayList<>());
        assertThat(parts).usingComparatorWithPrecision(6 * 0.5 * 100 * 0x1p-24).containsExactly(whole);
        Loss everySampleCounts = (output, labels) -> ignoring.of(output, labels);
        double[] wrong = weights(20, 4, everySampleCounts, new ArrayList<>());
        assertThat(wrong).usingComparatorWithPrecision(1e-4).isNotEqualTo(whole);
    }

    /** At rate 0 the weights stay, so that the loss of the epoch is that of the whole set. */
    @Test
    void c27TheLossOfAnEpochCountsEverySampleOnceHoweverBatchesFall() {
        Toy model = Toy.initialized(1);
        Evaluation exact = Evaluation.of(model, LOSS, train);
        for (int microBatches : new int[] {1, 4}) {
            History history =
                    trainer(model, 0, LOSS).microBatches(microBatches).fit(new Batches(train, 20, Rng.of(9)), 1);
            Evaluation seen = history.epochs().get(0).train();
            assertThat(seen.loss()).isCloseTo(exact.loss(), within(1e-6));
            assertThat(seen.accuracy()).isEqualTo(exact.accuracy());
        }
    }

    @Test
    void c27IgnoredItemsAreLeftOutOfEveryMetric() {
        Toy model = Toy.initialized(1);
        Loss ignoring = Loss.crossEntropy(CrossEntropy.defaults().withIgnoreIndex(1));
        int[] labels = train.labels().data();
        Dataset kept = train.rows(
                IntStream.range(0, labels.length).filter(i -> labels[i] != 1).toArray());
        Evaluation all = Evaluation.of(model, ignoring, train);
        Evaluation some = Evaluation.of(model, LOSS, kept);
        assertThat(all.loss()).isCloseTo(some.loss(), within(1e-6));
        assertThat(all.confusion().total()).isEqualTo(kept.size());
        assertThat(all.accuracy()).isEqualTo(some.accuracy());
    }

    @Test
    void itemsCountAsTheirClassWeighs() {
        Loss weighted = Loss.crossEntropy(CrossEntropy.defaults().withClassWeights(Tensor.of(0.5f, 2f, 1f)));
        assertThat(weighted.items(Indices.of(0, 1, 1, -100))).isEqualTo(4.5);
        assertThat(LOSS.items(Indices.of(0, 1, -100, 2))).isEqualTo(3);
        assertThat(((Loss) (output, labels) -> output).items(Indices.of(0, 1))).isEqualTo(2);
        assertThatThrownBy(() -> Loss.crossEntropy(CrossEntropy.defaults().withReduction(Reduction.SUM)))
                .hasMessage("loss: a batch's loss must be a mean, but the reduction is SUM");
    }

    @Test
    void c24CallbacksGetTheNormBeforeClipping() {
        Toy model = Toy.initialized(1);
        List<StepEvent> clipped = new ArrayList<>();
        Optimizer optimizer = Optimizer.of(
                model,
                Sgd.defaults(),
                Schedule.constant(0),
                OptimizerOptions.defaults().withTransform(GradientTransform.clipGlobalNorm(1e-3)));
        new Trainer(model, LOSS, optimizer, Rng.of(5))
                .callback(log(clipped))
                .fit(new Batches(train, 203, Rng.of(9)), 1);
        double norm = clipped.get(0).report().gradientNorm();
        List<StepEvent> free = new ArrayList<>();
        trainer(model, 0, LOSS).callback(log(free)).fit(new Batches(train, 203, Rng.of(9)), 1);
        assertThat(norm).isGreaterThan(0.01).isEqualTo(free.get(0).report().gradientNorm());
    }

    @Test
    void aRuleThatEvaluatesTwiceIsRefused() {
        Toy model = Toy.initialized(1);
        Optimizer sam = Optimizer.of(model, Sam.of(Sgd.defaults()), Schedule.constant(0.1));
        Trainer trainer = new Trainer(model, LOSS, sam, Rng.of(1));
        assertThatThrownBy(() -> trainer.microBatches(2)).hasMessageContaining("gradient accumulation: Sam[");
        assertThatThrownBy(() -> trainer.microBatches(0)).hasMessageContaining("0 micro-batches");
        trainer.microBatches(1).fit(new Batches(train, 50, Rng.of(1)), 1);
        assertThat(sam.steps()).isEqualTo(5);
    }
}
