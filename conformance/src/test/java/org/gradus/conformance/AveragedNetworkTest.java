package org.gradus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.testkit.TensorAssert.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.Indices;
import org.gradus.core.Layer;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.RunningStatistics;
import org.gradus.core.Shape;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.nn.BatchNorm2d;
import org.gradus.nn.Flatten;
import org.gradus.nn.Linear;
import org.gradus.nn.Sequential;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.WeightAverage;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.gradus.regularization.Dropout;
import org.junit.jupiter.api.Test;

/** An average of the weights of a network with batch statistics and dropout. */
class AveragedNetworkTest {
    private static Tensor images(long seed) {
        return Tensor.wrap(Shape.of(6, 2, 3, 3), Rng.of(seed).normal(108));
    }

    private static Sequential network(TensorLayer between) {
        Sequential model =
                Sequential.of(new BatchNorm2d(2), between, new BatchNorm2d(2), new Flatten(), new Linear(18, 3));
        model.initialize(4);
        return model;
    }

    private static Tensor recalibrated(Sequential model, String buffer) {
        return RunningStatistics.recalibrated(
                model,
                List.of(images(1), images(2)),
                () -> model.state().tensors().get(buffer));
    }

    /** Dropout between two norm layers would raise the variance that the second one sees. */
    @Test
    void c52DropoutIsOffWhileStatisticsAreEstimated() {
        Sequential with = network(new Dropout(0.5));
        Sequential without = network(new Dropout(0));
        for (String buffer : List.of("0.running_mean", "2.running_mean", "2.running_var")) {
            assertThat(recalibrated(with, buffer)).hasBitsOf(recalibrated(without, buffer));
        }
        assertThat((double) recalibrated(with, "2.running_var").at(0)).isBetween(0.99, 1.02);
    }

    private static Map<String, Tensor> buffers(Layer model) {
        State state = model.state();
        Map<String, Tensor> buffers = new LinkedHashMap<>();
        model.buffers().forEach(b -> buffers.put(b.path(), state.tensors().get(b.path())));
        return buffers;
    }

    @Test
    void c53WithinEvaluateTheBuffersAreThoseOfTheModelInTrainingUnlessRecalibrated() {
        Sequential model = network(new Dropout(0.2));
        Optimizer optimizer = Optimizer.of(
                model,
                Sgd.defaults(),
                Schedule.constant(0.5),
                OptimizerOptions.defaults().withAverage(WeightAverage.polyak(1)));
        List<Tensor> weights = new ArrayList<>();
        for (int step = 0; step < 4; step++) {
            Tensor output = model.forward(images(step), Pass.training(Rng.of(3), step));
            optimizer.step(output.crossEntropy(Indices.of(0, 1, 2, 0, 1, 2)).backward());
            weights.add(model.state().tensors().get("4.weight"));
        }
        State live = model.state();
        optimizer.evaluate(() -> {
            Map<String, Tensor> shown = model.state().tensors();
            buffers(model)
                    .forEach((path, value) ->
                            assertThat(value).hasBitsOf(live.tensors().get(path)));
            assertThat((double) shown.get("4.weight").at(0, 0))
                    .isEqualTo(
                            weights.stream()
                                    .mapToDouble(w -> w.at(0, 0))
                                    .average()
                                    .orElseThrow(),
                            within(1e-6));
            RunningStatistics.recalibrated(model, List.of(images(1), images(2)), () -> {
                assertThat(model.state().tensors().get("4.weight")).hasBitsOf(shown.get("4.weight"));
                assertThat(model.state().tensors().get("2.running_var").toArray())
                        .isNotEqualTo(shown.get("2.running_var").toArray());
                return null;
            });
            return null;
        });
        assertThat(model.state().sha256()).isEqualTo(live.sha256());
    }
}
