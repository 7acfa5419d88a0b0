package org.gradus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Gradients;
import org.gradus.core.Indices;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Window;
import org.gradus.data.Batches;
import org.gradus.data.Dataset;
import org.gradus.nn.Activation;
import org.gradus.nn.BatchNorm2d;
import org.gradus.nn.Conv2d;
import org.gradus.nn.Flatten;
import org.gradus.nn.Linear;
import org.gradus.nn.Sequential;
import org.gradus.optim.Optimizer;
import org.gradus.optim.gradient.Objective;
import org.gradus.optim.gradient.ParameterVector;
import org.gradus.optim.landscape.Area;
import org.gradus.optim.landscape.Direction;
import org.gradus.optim.landscape.Eigenpair;
import org.gradus.optim.landscape.LossLine;
import org.gradus.optim.landscape.LossPlane;
import org.gradus.optim.landscape.PowerIteration;
import org.gradus.optim.landscape.RateFinder;
import org.gradus.optim.rule.Adam;
import org.gradus.optim.schedule.Schedule;
import org.gradus.regularization.Dropout;
import org.gradus.train.Loss;
import org.gradus.train.Trainer;
import org.junit.jupiter.api.Test;

/** The tools of the landscape on a network with convolution, batch statistics and dropout. */
class LandscapeNetworkTest {
    private static final Loss LOSS = (output, labels) -> output.crossEntropy(labels);
    private static final int SAMPLES = 30;

    private final Tensor images =
            Tensor.wrap(Shape.of(SAMPLES, 1, 6, 6), Rng.of(1).normal(SAMPLES * 36));
    private final Indices labels = Indices.of(labels());
    private final Sequential model = network();

    private static int[] labels() {
        int[] labels = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            labels[i] = Rng.of(2).at(i).below(3);
        }
        return labels;
    }

    private static Sequential network() {
        Sequential network = Sequential.of(
                new Conv2d(1, 4, Window.square(3), Activation.TANH),
                new BatchNorm2d(4),
                new Flatten(),
                new Dropout(0.3),
                new Linear(64, 3));
        network.initialize(5);
        return network;
    }

    private Objective objective(Pass pass) {
        return again -> model.forward(images, pass.withUpdateStatistics(!again)).crossEntropy(labels);
    }

    private static Trainer trainer(Sequential network, Loss loss) {
        return new Trainer(network, loss, Optimizer.of(network, Adam.defaults(), Schedule.constant(1e-3)), Rng.of(3));
    }

    private Batches batches() {
        return new Batches(Dataset.of(images, labels), 8, Rng.of(4));
    }

    @Test
    void c44ARateFinderLeavesWeightsRunningStatisticsAndNoiseBitForBit() {
        Sequential plain = network();
        trainer(plain, LOSS).fit(batches(), 3);
        Trainer trainer = trainer(model, LOSS);
        assertThat(trainer.findRate(batches()).trials()).hasSizeGreaterThan(50);
        assertThat(model.state().sha256()).isEqualTo(network().state().sha256());
        trainer.fit(batches(), 3);
        assertThat(model.state().sha256()).isEqualTo(plain.state().sha256());
        trainer.findRate(batches(), RateFinder.defaults().withRates(1e-5, 1e3, 30));
        assertThat(model.state().sha256()).isEqualTo(plain.state().sha256());
        int[] calls = new int[1];
        Trainer failing = trainer(model, (output, truth) -> {
            if (++calls[0] == 20) {
                throw new IllegalStateException("on purpose");
            }
            return LOSS.of(output, truth);
        });
        assertThatThrownBy(() -> failing.findRate(batches())).hasMessage("on purpose");
        assertThat(model.state().sha256()).isEqualTo(plain.state().sha256());
    }

    /** The curvature along the eigenvector against the change of the slope along it. */
    @Test
    void theEigenvalueIsTheChangeOfTheSlopeAndNothingIsTouched() {
        String before = model.state().sha256();
        for (Pass pass : List.of(Pass.inference(), Pass.training(Rng.of(6), 0))) {
            Objective objective = objective(pass);
            PowerIteration iteration = new PowerIteration(300, 1e-3, Rng.of(7));
            Eigenpair top = iteration.largest(model, objective);
            assertThat(top.converged()).isTrue();
            assertThat(iteration.dominant(model, objective).value()).isCloseTo(top.value(), within(2e-3 * top.value()));
            assertThat(model.state().sha256()).isEqualTo(before);
            double step = 1e-2;
            double change = slope(objective, top.vector(), step) - slope(objective, top.vector(), -step);
            // The truncation is of the order of step² for a network of tanh; the slopes are exact to about 1e-6.
            assertThat(change / (2 * step)).isCloseTo(top.value(), within(5e-3 * top.value()));
            assertThat(model.state().sha256()).isEqualTo(before);
            Eigenpair bottom = iteration.smallest(model, objective);
            assertThat(bottom.value()).isLessThan(top.value());
        }
    }

    private double slope(Objective objective, ParameterVector direction, double distance) {
        State before = model.state();
        List<Parameter> parameters = new ArrayList<>();
        direction.entries().forEach(e -> {
            parameters.add(e.parameter());
            e.parameter().assign(e.parameter().value().detach().add(e.tensor().mul((float) distance)));
        });
        Gradients gradients = objective.loss(true).backward();
        double slope = 0;
        for (Parameter parameter : parameters) {
            float[] g = gradients.of(parameter).data();
            float[] d = direction.find(parameter).orElseThrow().data();
            for (int i = 0; i < g.length; i++) {
                slope += (double) g[i] * d[i];
            }
        }
        model.load(before);
        return slope;
    }

    @Test
    void slicesLeaveBiasesNormLayersAndRunningStatisticsAlone() {
        trainer(model, LOSS).fit(batches(), 2);
        State trained = model.state();
        Direction x = Direction.random(model, Rng.of(8).at("x"));
        Direction y = Direction.random(model, Rng.of(8).at("y"));
        assertThat(x.weights().entries()).extracting(e -> e.parameter().path()).containsExactly("0.weight", "4.weight");
        Objective objective = again -> model.forward(
                        images, Pass.inference().withBatchStatistics(true).withUpdateStatistics(true))
                .crossEntropy(labels);
        double here = objective.loss(true).item();
        model.load(trained);
        LossLine line = LossLine.of(model, objective, x, -1, 1, 11);
        assertThat(line.points().get(5)).isEqualTo(new LossLine.Point(0, here));
        assertThat(model.state().sha256()).isEqualTo(trained.sha256());
        LossPlane plane = LossPlane.of(model, objective, x, y, new Area(-1, 1, -1, 1), 3, 3);
        assertThat(plane.losses().value(1, 1)).isEqualTo(here);
        assertThat(model.state().sha256()).isEqualTo(trained.sha256());
        // The other end of a line between two states is the other state, running statistics included.
        Sequential fresh = network();
        double start = fresh.predict(images).crossEntropy(labels).item();
        LossLine between = LossLine.of(
                model,
                again -> model.forward(images, Pass.inference()).crossEntropy(labels),
                Direction.towards(model, fresh.state()),
                0,
                1,
                3);
        assertThat(between.points().get(2).loss()).isCloseTo(start, within(1e-5));
        assertThat(model.state().sha256()).isEqualTo(trained.sha256());
    }
}
