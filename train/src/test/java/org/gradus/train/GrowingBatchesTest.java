package org.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.data.Batches;
import org.gradus.data.Dataset;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerState;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batch sizes by a schedule of the epoch (Smith et al. 2018, arXiv:1711.00489), also in a training that is resumed. */
class GrowingBatchesTest {
    private static final Loss LOSS = (output, labels) -> output.crossEntropy(labels);
    private static final int[] COUNTS = {26, 26, 13, 13, 7, 7, 4, 4, 2, 2, 1, 1, 1, 1};
    private final Dataset data = Toy.data(203, 1);

    /** A model whose noise depends on the number of the pass. */
    private static final class Noisy extends TensorLayer {
        private final Toy toy = child("toy", new Toy());

        @Override
        protected Tensor compute(Tensor x, Pass pass) {
            return toy.forward(pass.noise() ? x.dropout(pass.draw(this), 0.3) : x, pass);
        }
    }

    private Batches batches() {
        return new Batches(data, Schedule.step(8, 2, 2)::at, Rng.of(9));
    }

    private static Optimizer optimizer(TensorLayer model) {
        return Optimizer.of(
                model,
                Sgd.defaults().withMomentum(0.9),
                Schedule.cosine(0.1, 100).withWarmUp(8));
    }

    private static Noisy model() {
        Noisy model = new Noisy();
        model.initialize(1);
        return model;
    }

    private static final class Log implements Callback {
        private final List<String> events = new ArrayList<>();

        @Override
        public void onStart(int epochs, long steps) {
            events.add(epochs + " epochs, " + steps + " steps");
        }

        @Override
        public void onStep(StepEvent event) {
            events.add(
                    event.epoch() + "." + event.batch() + "/" + event.batches() + " of " + event.samples() + " after "
                            + event.report().step() + " at " + event.report().rate());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void stepsAreAsManyAsTheBatchesOrTheirGroups(int micro) {
        Noisy model = model();
        Optimizer optimizer = optimizer(model);
        Log log = new Log();
        new Trainer(model, LOSS, optimizer, Rng.of(5))
                .microBatches(micro)
                .callback(log)
                .fit(batches(), 14);
        int steps = 0;
        for (int epoch = 0; epoch < COUNTS.length; epoch++) {
            int count = (COUNTS[epoch] + micro - 1) / micro;
            for (int batch = 0; batch < count; batch++) {
                steps++;
                assertThat(log.events.get(steps)).startsWith(epoch + "." + batch + "/" + count + " of ");
            }
        }
        assertThat(log.events).hasSize(steps + 1).startsWith("14 epochs, " + steps + " steps");
        assertThat(optimizer.steps()).isEqualTo(steps);
        assertThat(batches().before(14)).isEqualTo(IntStream.of(COUNTS).sum());
    }

    @Test
    void aResumedTrainingNumbersAndDrawsAsOneThatWasNeverInterrupted() {
        Noisy whole = model();
        Log expected = new Log();
        new Trainer(whole, LOSS, optimizer(whole), Rng.of(5)).callback(expected).fit(batches(), 8);
        for (int cut : new int[] {1, 2, 5}) {
            Log log = new Log();
            Noisy first = model();
            Optimizer before = optimizer(first);
            new Trainer(first, LOSS, before, Rng.of(5)).callback(log).fit(batches(), cut);
            State weights = first.state();
            OptimizerState state = before.state();
            Noisy second = model();
            second.load(weights);
            Optimizer after = optimizer(second);
            after.load(state);
            History history = new Trainer(second, LOSS, after, Rng.of(5))
                    .startingAt(cut)
                    .callback(log)
                    .fit(batches(), 8);
            assertThat(history.epochs()).hasSize(8 - cut);
            assertThat(history.epochs().get(0).epoch()).isEqualTo(cut);
            List<String> steps = new ArrayList<>(log.events);
            steps.removeIf(event -> event.contains("epochs"));
            assertThat(steps).isEqualTo(expected.events.subList(1, expected.events.size()));
            assertThat(second.state().sha256())
                    .as("cut at %d", cut)
                    .isEqualTo(whole.state().sha256());
        }
    }

    @Test
    void withoutItsEpochAResumedTrainingWouldDrawOtherNoise() {
        Noisy first = model();
        new Trainer(first, LOSS, optimizer(first), Rng.of(5)).fit(batches(), 2);
        Noisy again = model();
        Noisy other = model();
        again.load(first.state());
        other.load(first.state());
        new Trainer(again, LOSS, optimizer(again), Rng.of(5)).startingAt(2).fit(batches(), 3);
        new Trainer(other, LOSS, optimizer(other), Rng.of(5)).fit(batches(), 1);
        assertThat(again.state().sha256()).isNotEqualTo(other.state().sha256());
    }

    @Test
    void thereMustBeAnEpochToTrain() {
        Noisy model = model();
        Trainer trainer = new Trainer(model, LOSS, optimizer(model), Rng.of(5));
        assertThatThrownBy(() -> trainer.startingAt(-1))
                .hasMessage("trainer: cannot start at epoch -1; epochs count from 0");
        assertThatThrownBy(() -> trainer.startingAt(3).fit(batches(), 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("trainer: 3 epochs, but training is to start at epoch 3; nothing is left to do");
    }
}
