package org.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.gradus.testkit.TensorAssert.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Improvement;
import org.gradus.core.Rng;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.data.Batches;
import org.gradus.data.Dataset;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.WeightAverage;
import org.gradus.optim.rule.ScheduleFreeSgd;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.gradus.regularization.EarlyStopping;
import org.junit.jupiter.api.Test;

/** The trainer with an average of the weights and running statistics. */
class AveragedTrainingTest {
    private static final Loss LOSS = (output, labels) -> output.crossEntropy(labels);
    private final Dataset train = Toy.data(203, 1);
    private final Dataset validation = Toy.data(100, 2);
    private final Centred model = new Centred();
    private final List<State> shown = new ArrayList<>();
    private final Optimizer optimizer;

    AveragedTrainingTest() {
        model.initialize(1);
        optimizer = Optimizer.of(
                model,
                Sgd.defaults(),
                Schedule.constant(0.5),
                OptimizerOptions.defaults().withAverage(WeightAverage.ema(0.9)));
    }

    private Trainer trainer() {
        return new Trainer(model, LOSS, optimizer, Rng.of(5)).callback(new Callback() {
            @Override
            public boolean onEpoch(EpochEvent event) {
                shown.add(model.state());
                return true;
            }
        });
    }

    private Batches batches() {
        return new Batches(train, 20, Rng.of(9));
    }

    @Test
    void c53ValidationSeesTheAverageAndTheBuffersOfTraining() {
        History history = trainer().fit(batches(), validation, 3);
        Tensor average = optimizer.state().tensor("/average/weight");
        assertThat(shown.get(2).tensors().get("weight")).hasBitsOf(average);
        assertThat(shown.get(2).tensors().get("mean")).hasBitsOf(model.mean());
        assertThat(model.state().tensors().get("weight").toArray()).isNotEqualTo(average.toArray());
        double loss =
                optimizer.evaluate(() -> Evaluation.of(model, LOSS, validation).loss());
        assertThat(history.epochs().get(2).validation().orElseThrow().loss()).isEqualTo(loss);
    }

    @Test
    void c52ValidationSeesStatisticsOfTheInputsAndTrainingKeepsItsOwn() {
        trainer().fit(batches(), validation, 2);
        String plain = model.state().sha256();
        Tensor live = model.mean();
        AveragedTrainingTest again = new AveragedTrainingTest();
        Tensor inputs = train.features();
        again.trainer().recalibrate(List.of(inputs)).fit(again.batches(), again.validation, 2);
        assertThat(again.model.state().sha256())
                .as("recalibration leaves training alone")
                .isEqualTo(plain);
        assertThat(again.model.mean()).hasBitsOf(live);
        assertThat(again.shown.get(1).tensors().get("mean")).hasBitsOf(inputs.mean(0));
    }

    /** Schedule-Free's average x is found from what it trains, y, and what it saves, z: {@code x = (y − (1 − β)·z)/β}. */
    @Test
    void c18TheTrainerEvaluatesTheWeightsForUseAndTrainsTheOthers() {
        Optimizer free = Optimizer.of(model, ScheduleFreeSgd.defaults().withBeta(0.75), Schedule.constant(0.5));
        List<Tensor> averages = new ArrayList<>();
        History history = new Trainer(model, LOSS, free, Rng.of(5))
                .callback(new Callback() {
                    @Override
                    public boolean onEpoch(EpochEvent event) {
                        averages.add(model.state().tensors().get("weight"));
                        return true;
                    }
                })
                .fit(batches(), validation, 2);
        Tensor trained = model.state().tensors().get("weight");
        Tensor average = trained.sub(free.state().tensor("weight/z").mul(0.25f)).mul(4f / 3f);
        assertThat(averages.get(1).toArray()).containsExactly(average.toArray(), offset(1e-5f));
        assertThat(averages.get(1).toArray()).isNotEqualTo(trained.toArray());
        double loss = free.evaluate(() -> Evaluation.of(model, LOSS, validation).loss());
        assertThat(history.epochs().get(1).validation().orElseThrow().loss()).isEqualTo(loss);
        assertThat(Evaluation.of(model, LOSS, validation).loss()).isNotEqualTo(loss);
    }

    /** The best state is what was evaluated: averaged weights and the buffers that went with them. */
    @Test
    void c42TheBestStateHasTheAverageAndTheBuffers() {
        double[] watched = {0.5, 0.3, 0.4, 0.6};
        StopEarly stop =
                new StopEarly(model, new EarlyStopping(Improvement.lower(), 100), event -> watched[event.epoch()]);
        trainer().recalibrate(List.of(train.features())).callback(stop).fit(batches(), validation, 4);
        assertThat(stop.bestEpoch()).isEqualTo(1);
        assertThat(model.state().sha256()).isEqualTo(shown.get(1).sha256());
    }
}
