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
import org.gradus.optim.schedule.Schedule;
import org.gradus.regularization.EarlyStopping;
import org.gradus.regularization.Penalty;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final Loss LOSS = (output, labels) -> output.crossEntropy(labels);
    private final Dataset train = Toy.data(203, 1);
    private final Dataset validation = Toy.data(100, 2);

    @Test
    void learns() {
        Toy model = Toy.initialized(1);
        History history = trainer(model, 0.5).fit(batches(), validation, 30);
        assertThat(history.epochs()).hasSize(30);
        assertThat(history.epochs().get(29).validation().orElseThrow().accuracy())
                .isGreaterThan(0.93);
    }

    @Test
    void c30SoftmaxBeforeTheLossThrowsInTheFirstStep() {
        Toy model = Toy.initialized(1);
        String before = model.state().sha256();
        Optimizer optimizer = Optimizer.of(model, Sgd.defaults(), Schedule.constant(0.5));
        Trainer trainer =
                new Trainer(model, (output, labels) -> output.softmax(-1).crossEntropy(labels), optimizer, Rng.of(5));
        assertThatThrownBy(() -> trainer.fit(batches(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give it what went into that softmax");
        assertThat(model.state().sha256()).isEqualTo(before);
    }

    @Test
    void theSeedDecidesTheWeightsBitForBit() {
        assertThat(trained(3)).isEqualTo(trained(3)).isNotEqualTo(trained(4));
    }

    private String trained(long seed) {
        Toy model = Toy.initialized(seed);
        trainer(model, 0.5).fit(batches(), 2);
        return model.state().sha256();
    }

    @Test
    void eventsComeInOrderAndTheEndComesOnceEvenAfterAFailure() {
        List<String> events = new ArrayList<>();
        Callback log = new Callback() {
            @Override
            public void onStart(int epochs, long steps) {
                events.add("start " + epochs + " epochs, " + steps + " steps");
            }

            @Override
            public void onStep(StepEvent event) {
                events.add("step " + event.epoch() + "." + event.batch() + " of " + event.samples());
            }

            @Override
            public boolean onEpoch(EpochEvent event) {
                events.add("epoch " + event.epoch());
                return event.epoch() < 1;
            }

            @Override
            public void onEnd() {
                events.add("end");
            }
        };
        Batches three = new Batches(Toy.data(7, 1), 3, Rng.of(1));
        trainer(Toy.initialized(1), 0.1).callback(log).fit(three, 5);
        assertThat(events)
                .containsExactly(
                        "start 5 epochs, 10 steps",
                        "step 0.0 of 3",
                        "step 0.1 of 3",
                        "epoch 0",
                        "step 1.0 of 3",
                        "step 1.1 of 3",
                        "epoch 1",
                        "end");
        events.clear();
        Trainer failing = new Trainer(
                        Toy.initialized(1),
                        (output, labels) -> {
                            throw new IllegalStateException("broken");
                        },
                        Optimizer.of(Toy.initialized(1), Sgd.defaults(), Schedule.constant(0.1)),
                        Rng.of(1))
                .callback(log);
        assertThatThrownBy(() -> failing.fit(three, 1)).hasMessage("broken");
        assertThat(events).containsExactly("start 1 epochs, 2 steps", "end");
    }

    @Test
    void c42TheBestStateComesBackWhetherStoppedOrNot() {
        for (int patience : new int[] {2, 100}) {
            Toy model = Toy.initialized(1);
            List<String> states = new ArrayList<>();
            double[] watched = {0.5, 0.4, 0.45, 0.41, 0.6, 0.7, 0.3, 0.9};
            StopEarly stop = new StopEarly(
                    model, new EarlyStopping(Improvement.lower(), patience), event -> watched[event.epoch()]);
            trainer(model, 0.5)
                    .callback(new Callback() {
                        @Override
                        public boolean onEpoch(EpochEvent event) {
                            states.add(model.state().sha256());
                            return true;
                        }
                    })
                    .callback(stop)
                    .fit(batches(), 8);
            int best = patience == 2 ? 1 : 6;
            assertThat(stop.bestEpoch()).isEqualTo(best);
            assertThat(states).hasSize(patience == 2 ? 4 : 8).doesNotHaveDuplicates();
            assertThat(model.state().sha256()).isEqualTo(states.get(best));
        }
    }

    @Test
    void aPenaltyJoinsTheLoss() {
        Toy free = Toy.initialized(1);
        Toy bound = Toy.initialized(1);
        trainer(free, 0.5).fit(batches(), 20);
        trainer(bound, 0.5).penalty(Penalty.l2(0.5)).fit(batches(), 20);
        double shrunk = norm(bound);
        assertThat(shrunk).isLessThan(0.5 * norm(free));
    }

    @Test
    void epochsAreNeeded() {
        assertThatThrownBy(() -> trainer(Toy.initialized(1), 0.1).fit(batches(), 0))
                .hasMessage("trainer: 0 epochs; at least 1 is needed");
    }

    private static double norm(Toy model) {
        double sum = 0;
        for (float w : model.parameters().get(0).value().toArray()) {
            sum += w * w;
        }
        return Math.sqrt(sum);
    }

    private Batches batches() {
        return new Batches(train, 20, Rng.of(9));
    }

    private static Trainer trainer(Toy model, double rate) {
        return new Trainer(model, LOSS, Optimizer.of(model, Sgd.defaults(), Schedule.constant(rate)), Rng.of(5));
    }

    @Test
    void aCallbackThatFailsAtTheEndKeepsNoOtherFromEndingAndHidesNoFailure() {
        List<String> events = new ArrayList<>();
        Callback bad = new Callback() {
            @Override
            public void onEnd() {
                throw new IllegalStateException("end");
            }
        };
        Callback good = new Callback() {
            @Override
            public boolean onEpoch(EpochEvent event) {
                if (event.epoch() == 1) {
                    throw new IllegalArgumentException("epoch");
                }
                return true;
            }

            @Override
            public void onEnd() {
                events.add("ended");
            }
        };
        Trainer trainer = trainer(Toy.initialized(1), 0.1).callback(bad).callback(good);
        assertThatThrownBy(() -> trainer.fit(batches(), 1)).hasMessage("end");
        assertThatThrownBy(() -> trainer.fit(batches(), 2))
                .hasMessage("epoch")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(events).hasSize(2);
    }
}
