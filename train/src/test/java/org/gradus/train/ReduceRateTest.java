package org.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Improvement;
import org.gradus.core.Rng;
import org.gradus.data.Batches;
import org.gradus.data.Dataset;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.ReduceOnPlateau;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class ReduceRateTest {
    private static final Loss LOSS = (output, labels) -> output.crossEntropy(labels);
    private final Dataset data = Toy.data(60, 1);

    private Batches batches() {
        return new Batches(data, 20, Rng.of(9));
    }

    private static ReduceOnPlateau plateau() {
        return new ReduceOnPlateau(0.5, 0.5, 2, Improvement.lower());
    }

    /** A training whose metric is scripted, and whose rates are collected. */
    private static final class Run {
        private final Toy model = Toy.initialized(1);
        private final ReduceOnPlateau plateau = plateau();
        private final Optimizer optimizer = Optimizer.of(
                model, Sgd.defaults(), Schedule.step(1, 9, 0.5).times(plateau).withWarmUp(4));
        private final List<Double> rates = new ArrayList<>();

        void fit(Batches batches, int from, int to) {
            double[] watched = {5, 4, 4, Double.NaN, 3, 3, 3, 2};
            new Trainer(model, LOSS, optimizer, Rng.of(5))
                    .startingAt(from)
                    .callback(new ReduceRate(plateau, event -> watched[event.epoch()]))
                    .callback(new Callback() {
                        @Override
                        public void onStep(StepEvent event) {
                            rates.add(event.report().rate());
                        }
                    })
                    .fit(batches, to);
        }
    }

    @Test
    void theEpochAfterAPlateauHasTheReducedRate() {
        Run run = new Run();
        run.fit(batches(), 0, 8);
        // A warm-up of 4 steps, the stair halves at step 13 and 22; the plateau halves after epoch 3 and epoch 6.
        assertThat(run.rates)
                .containsExactly(
                        0.125, 0.25, 0.375, // epoch 0
                        0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.125, 0.125, // epoch 4
                        0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.0625, 0.03125, 0.03125); // epoch 7
        assertThat(run.plateau.reason())
                .isEqualTo("0.125 after 2 reductions, best 2.0 at 8, not better for 0 of 2 (1 of 8 values were NaN)");
    }

    @Test
    void c45AResumedTrainingGoesOnBitForBitWithThePlateausProgress() {
        Run whole = new Run();
        whole.fit(batches(), 0, 8);
        for (int cut = 1; cut < 8; cut++) {
            Run first = new Run();
            first.fit(batches(), 0, cut);
            Run second = new Run();
            second.model.load(first.model.state());
            second.optimizer.load(first.optimizer.state());
            second.plateau.load(first.plateau.progress());
            second.fit(batches(), cut, 8);
            first.rates.addAll(second.rates);
            assertThat(first.rates).isEqualTo(whole.rates);
            assertThat(second.model.state().sha256())
                    .isEqualTo(whole.model.state().sha256());
            assertThat(second.plateau.progress()).isEqualTo(whole.plateau.progress());
        }
    }

    @Test
    void metricsComeFromTheValidationSet() {
        List<Double> losses = new ArrayList<>();
        List<Double> accuracies = new ArrayList<>();
        Toy model = Toy.initialized(1);
        Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), Schedule.constant(0.1));
        History history = new Trainer(model, LOSS, optimizer, Rng.of(5))
                .callback(new ReduceRate(plateau(), event -> {
                    losses.add(Metric.validationLoss(event));
                    accuracies.add(Metric.validationAccuracy(event));
                    return 0;
                }))
                .fit(batches(), Toy.data(50, 2), 2);
        assertThat(losses)
                .isEqualTo(history.epochs().stream()
                        .map(e -> e.validation().orElseThrow().loss())
                        .toList());
        assertThat(accuracies)
                .isEqualTo(history.epochs().stream()
                        .map(e -> e.validation().orElseThrow().accuracy())
                        .toList());
        Trainer blind = new Trainer(model, LOSS, optimizer, Rng.of(5))
                .callback(new ReduceRate(plateau(), Metric::validationLoss));
        assertThatThrownBy(() -> blind.fit(batches(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("metric: there is no validation set to watch; pass one to Trainer.fit");
    }
}
