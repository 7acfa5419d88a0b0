package org.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Indices;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.data.Batches;
import org.gradus.data.Dataset;
import org.gradus.optim.Optimizer;
import org.gradus.optim.landscape.RateFinder;
import org.gradus.optim.landscape.RateSweep;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.schedule.Schedule;
import org.gradus.regularization.Penalty;
import org.junit.jupiter.api.Test;

class FindRateTest {
    private static final Loss LOSS = (output, labels) -> output.crossEntropy(labels);
    private final Dataset data = Toy.data(103, 1);

    private Batches batches() {
        return new Batches(data, 20, Rng.of(9));
    }

    private static Trainer trainer(Toy model) {
        Optimizer optimizer = Optimizer.of(model, Adam.defaults(), Schedule.constant(0.01));
        return new Trainer(model, LOSS, optimizer, Rng.of(5)).penalty(Penalty.l2(1e-3));
    }

    @Test
    void c44TrainingAfterwardsGivesTheSameBits() {
        Toy plain = Toy.initialized(1);
        trainer(plain).fit(batches(), 4);
        Toy model = Toy.initialized(1);
        Trainer trainer = trainer(model);
        List<String> told = new ArrayList<>();
        trainer.callback(new Callback() {
            @Override
            public void onStep(StepEvent event) {
                told.add("step");
            }
        });
        trainer.findRate(batches());
        assertThat(told).isEmpty();
        assertThat(model.state().sha256()).isEqualTo(Toy.initialized(1).state().sha256());
        trainer.fit(batches(), 4);
        assertThat(told).hasSize(24);
        assertThat(model.state().sha256()).isEqualTo(plain.state().sha256());
        RateSweep later = trainer.findRate(batches());
        assertThat(model.state().sha256()).isEqualTo(plain.state().sha256());
        assertThat(later.trials()).isNotEmpty();
    }

    @Test
    void suggestsARateThatLearns() {
        RateSweep sweep = trainer(Toy.initialized(1)).findRate(batches());
        double rate = sweep.suggestion().orElseThrow();
        assertThat(rate).as(sweep.reason()).isBetween(1e-4, 5.0);
        Toy model = Toy.initialized(1);
        History history = new Trainer(
                        model, LOSS, Optimizer.of(model, Adam.defaults(), Schedule.constant(rate)), Rng.of(5))
                .fit(batches(), Toy.data(100, 2), 20);
        assertThat(history.epochs().get(19).validation().orElseThrow().accuracy())
                .isGreaterThan(0.9);
    }

    @Test
    void goesOnThroughAsManyEpochsAsItNeeds() {
        List<Tensor> seen = new ArrayList<>();
        Toy model = Toy.initialized(1);
        Loss watched = (output, labels) -> {
            seen.add(Tensor.of(labels.size()));
            return LOSS.of(output, labels);
        };
        Trainer trainer =
                new Trainer(model, watched, Optimizer.of(model, Adam.defaults(), Schedule.constant(0.01)), Rng.of(5));
        trainer.findRate(batches(), new RateFinder(1e-6, 1e-5, 14, 0.9, 4));
        assertThat(seen)
                .extracting(Tensor::item)
                .containsExactly(20f, 20f, 20f, 20f, 20f, 3f, 20f, 20f, 20f, 20f, 20f, 3f, 20f, 20f);
    }

    /** 103 samples in batches of 20 and 3: 40, 40, 23 in steps of two, 103 in steps of six. */
    @Test
    void microBatchesMakeOneStepWeightedByTheirItems() {
        RateFinder one = new RateFinder(1e-9, 1e-8, 2, 0, 4);
        RateSweep whole = trainer(Toy.initialized(1)).findRate(new Batches(data, 103, Rng.of(9)), one);
        RateSweep parts = trainer(Toy.initialized(1)).microBatches(6).findRate(batches(), one);
        // Means of a hundred numbers below 4, in two orders.
        assertThat(parts.trials().get(0).loss()).isCloseTo(whole.trials().get(0).loss(), within(100 * 4 * 0x1p-24));
        RateSweep pairs = trainer(Toy.initialized(1)).microBatches(2).findRate(batches(), one);
        RateSweep forty = trainer(Toy.initialized(1)).findRate(new Batches(data, 40, Rng.of(9)), one);
        assertThat(pairs.trials().get(0).loss()).isCloseTo(forty.trials().get(0).loss(), within(100 * 4 * 0x1p-24));
    }

    @Test
    void c44NothingStaysBehindWhenTheLossThrows() {
        Toy model = Toy.initialized(1);
        int[] calls = new int[1];
        Loss failing = (Tensor output, Indices labels) -> {
            if (++calls[0] == 9) {
                throw new IllegalStateException("on purpose");
            }
            return LOSS.of(output, labels);
        };
        Optimizer optimizer = Optimizer.of(model, Adam.defaults(), Schedule.constant(0.01));
        Trainer trainer = new Trainer(model, failing, optimizer, Rng.of(5));
        assertThatThrownBy(() -> trainer.findRate(batches())).hasMessage("on purpose");
        assertThat(model.state().sha256()).isEqualTo(Toy.initialized(1).state().sha256());
        assertThat(optimizer.steps()).isZero();
    }
}
