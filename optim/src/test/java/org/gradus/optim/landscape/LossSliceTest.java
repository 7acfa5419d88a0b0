package org.gradus.optim.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.optim.Weights;
import org.gradus.optim.gradient.Objective;
import org.gradus.optim.gradient.ParameterVector;
import org.junit.jupiter.api.Test;

class LossSliceTest {
    private final SmallNetwork network = new SmallNetwork(1);
    private final Direction x = Direction.random(network, Rng.of(1).at("x"));
    private final Direction y = Direction.random(network, Rng.of(1).at("y"));

    /** The loss in double at the weights moved by hand. */
    private double moved(double a, double b) {
        double[] w = network.weights();
        int n = 0;
        for (var parameter : network.parameters()) {
            for (int i = 0; i < parameter.shape().size(); i++) {
                w[n++] += a * component(x, parameter, i) + b * component(y, parameter, i);
            }
        }
        return network.loss(w);
    }

    private static double component(Direction direction, org.gradus.core.Parameter parameter, int i) {
        return direction
                .weights()
                .find(parameter)
                .map(t -> (double) t.data()[i])
                .orElse(0.0);
    }

    @Test
    void aLineHoldsTheLossesAlongIt() {
        LossLine line = LossLine.of(network, network.objective(), x, -1, 2, 31);
        assertThat(line.points()).hasSize(31);
        for (int i = 0; i < 31; i++) {
            LossLine.Point point = line.points().get(i);
            assertThat(point.at()).isCloseTo(-1 + 0.1 * i, within(1e-15));
            // A sum of 7 squares of sums of 3 products: some 40 roundings of terms below 10.
            assertThat(point.loss()).isCloseTo(moved(point.at(), 0), within(40 * 10 * 0x1p-24));
        }
        assertThat(line.points().get(10))
                .isEqualTo(new LossLine.Point(0, network.objective().loss(true).item()));
    }

    @Test
    void aPlaneHoldsTheLossesOverIt() {
        LossPlane plane = LossPlane.of(network, network.objective(), x, y, new Area(-1, 1, -0.5, 1), 5, 4);
        Grid grid = plane.losses();
        Place lowest = plane.lowest().orElseThrow();
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 5; column++) {
                double loss = moved(-1 + 0.5 * column, -0.5 + 0.5 * row);
                assertThat(grid.value(column, row)).isCloseTo(loss, within(40 * 10 * 0x1p-24));
                assertThat(lowest.value()).isLessThanOrEqualTo(grid.value(column, row));
            }
        }
        assertThat(grid.value(2, 1)).isEqualTo(network.objective().loss(true).item());
    }

    @Test
    void towardsAnotherStateWeightsAndBuffersAreInterpolated() {
        State here = network.state();
        State there = new SmallNetwork(2).state();
        List<Double> running = new ArrayList<>();
        Objective objective = again -> {
            running.add((double) network.running.value().item());
            return network.loss(Pass.inference());
        };
        network.running.assign(Tensor.of(2.25f));
        LossLine line = LossLine.of(network, objective, Direction.towards(network, there), 0, 1, 5);
        assertThat(running).containsExactly(2.25, 1.75, 1.25, 0.75, 0.25);
        double end = line.points().get(4).loss();
        double middle = line.points().get(2).loss();
        double[] a = network.weights();
        SmallNetwork other = new SmallNetwork(1);
        other.load(there);
        double[] b = other.weights();
        assertThat(end).isCloseTo(network.loss(b), within(1e-6));
        for (int i = 0; i < 12; i++) {
            a[i] = (a[i] + b[i]) / 2;
        }
        assertThat(middle).isCloseTo(network.loss(a), within(1e-6));
        network.running.assign(Tensor.of(0.25f));
        assertThat(network.state().sha256()).isEqualTo(here.sha256());
    }

    @Test
    void weightsAndBuffersComeBackBitForBitEvenWhenTheObjectiveThrows() {
        network.first.update()[0] = -0f;
        network.second.update()[1] = 0.1f;
        State before = network.state();
        LossLine.of(network, network.careless(), x, -1, 1, 9);
        assertThat(network.state().sha256()).isEqualTo(before.sha256());
        LossPlane.of(network, network.careless(), x, y, new Area(-1, 1, -1, 1), 3, 3);
        assertThat(network.state().sha256()).isEqualTo(before.sha256());
        int[] calls = new int[1];
        Objective failing = again -> {
            assertThat(again).isTrue();
            Tensor loss = network.careless().loss(again);
            assertThat(loss.needsGradient()).isFalse();
            if (++calls[0] == 4) {
                throw new IllegalStateException("on purpose");
            }
            return loss;
        };
        assertThatThrownBy(() -> LossLine.of(network, failing, x, -1, 1, 9)).hasMessage("on purpose");
        assertThat(network.state().sha256()).isEqualTo(before.sha256());
        calls[0] = 0;
        Area area = new Area(-1, 1, -1, 1);
        assertThatThrownBy(() -> LossPlane.of(network, failing, x, y, area, 3, 3))
                .hasMessage("on purpose");
        assertThat(network.state().sha256()).isEqualTo(before.sha256());
        Direction towards = Direction.towards(network, new SmallNetwork(2).state());
        calls[0] = 0;
        assertThatThrownBy(() -> LossLine.of(network, failing, towards, -1, 1, 9))
                .hasMessage("on purpose");
        assertThat(network.state().sha256()).isEqualTo(before.sha256());
    }

    @Test
    void anyVectorIsADirection() {
        ParameterVector gradient = ParameterVector.of(
                org.gradus.core.backend.Workers.shared(),
                List.of(new ParameterVector.Entry(
                        network.first, network.objective().loss(true).backward().of(network.first))));
        LossLine line = LossLine.of(network, network.objective(), Direction.of(gradient), -0.01, 0.01, 3);
        double slope = (line.points().get(2).loss() - line.points().get(0).loss()) / 0.02;
        assertThat(slope).isCloseTo(gradient.norm() * gradient.norm(), within(1e-3));
        SmallNetwork stranger = new SmallNetwork(3);
        assertThatThrownBy(() -> LossLine.of(stranger, stranger.objective(), Direction.of(gradient), 0, 1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'first' is no parameter of the model");
    }

    @Test
    void lossesThatAreNotFiniteAreKept() {
        Weights model = new Weights();
        var w = model.add("w", Tensor.ones(1, 1));
        Objective root = again -> w.value().log().sum();
        Direction down = Direction.of(ParameterVector.of(
                org.gradus.core.backend.Workers.shared(), List.of(new ParameterVector.Entry(w, Tensor.ones(1, 1)))));
        LossLine line = LossLine.of(model, root, down, -2, 0, 3);
        assertThat(line.points())
                .containsExactly(
                        new LossLine.Point(-2, Double.NaN),
                        new LossLine.Point(-1, Double.NEGATIVE_INFINITY),
                        new LossLine.Point(0, 0));
        LossPlane plane = LossPlane.of(model, root, down, down, new Area(-2, -1, -2, -1), 2, 2);
        assertThat(plane.lowest()).isEmpty();
    }

    @Test
    void distancesMustAscend() {
        assertThatThrownBy(() -> LossLine.of(network, network.objective(), x, 1, 1, 5))
                .hasMessage("loss line: distances from 1.0 to 1.0 do not ascend, or are not finite");
        assertThatThrownBy(() -> LossLine.of(network, network.objective(), x, 0, 1, 1))
                .hasMessage("loss line: points = 1 is not accepted; it must be at least 2");
    }
}
