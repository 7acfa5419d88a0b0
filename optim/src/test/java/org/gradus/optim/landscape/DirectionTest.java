package org.gradus.optim.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.SplittableRandom;
import org.gradus.core.Parameter;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.optim.Weights;
import org.junit.jupiter.api.Test;

class DirectionTest {
    @Test
    void everyFilterHasTheLengthOfItsWeights() {
        Weights model = new Weights();
        Parameter kernel = model.add("kernel", Weights.filled(Shape.of(4, 3, 5, 5), new SplittableRandom(1)));
        Parameter matrix = model.add("matrix", Weights.filled(Shape.of(6, 2), new SplittableRandom(2)));
        model.add("bias", Tensor.of(1f, 2f));
        model.add("scale", Tensor.scalar(3f));
        matrix.update()[0] = 0;
        matrix.update()[1] = 0;
        Direction direction = Direction.random(model, Rng.of(5));
        assertThat(direction.weights().entries()).hasSize(2);
        for (Parameter parameter : new Parameter[] {kernel, matrix}) {
            float[] w = parameter.value().toArray();
            float[] d = direction.weights().find(parameter).orElseThrow().toArray();
            float[] drawn = Rng.of(5).at(parameter.path()).normal(w.length);
            int filters = parameter.shape().dim(0);
            int size = w.length / filters;
            for (int f = 0; f < filters; f++) {
                double length = norm(w, f * size, size);
                assertThat(norm(d, f * size, size)).isCloseTo(length, within(length * 2 * 0x1p-23));
                double ratio = length / norm(drawn, f * size, size);
                for (int i = f * size; i < (f + 1) * size; i++) {
                    assertThat((double) d[i]).isCloseTo(drawn[i] * ratio, within(Math.abs(d[i]) * 2 * 0x1p-23));
                }
            }
        }
        assertThat(direction.weights().find(matrix).orElseThrow().at(0, 1)).isZero();
    }

    private static double norm(float[] values, int from, int n) {
        double sum = 0;
        for (int i = from; i < from + n; i++) {
            sum += (double) values[i] * values[i];
        }
        return Math.sqrt(sum);
    }

    @Test
    void theKeyDecidesAndFrozenParametersAreLeftOut() {
        SmallNetwork network = new SmallNetwork(1);
        float[] one = first(network, 1);
        assertThat(first(network, 1)).containsExactly(one);
        assertThat(first(network, 2)).isNotEqualTo(one);
        network.first.freeze();
        Direction rest = Direction.random(network, Rng.of(1));
        assertThat(rest.weights().entries())
                .extracting(e -> e.parameter().path())
                .containsExactly("second");
        network.second.freeze();
        assertThatThrownBy(() -> Direction.random(network, Rng.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "direction: the model has no parameter of rank 2 or more that is trained, and others have no"
                                + " filters");
        assertThatThrownBy(() -> Direction.random(new Weights(), Rng.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static float[] first(SmallNetwork network, long seed) {
        return Direction.random(network, Rng.of(seed))
                .weights()
                .find(network.first)
                .orElseThrow()
                .toArray();
    }

    @Test
    void anEmptyParameterIsAParameterToo() {
        Weights model = new Weights();
        Parameter empty = model.add("empty", Tensor.zeros(0, 3));
        Parameter hollow = model.add("hollow", Tensor.zeros(3, 0));
        Direction direction = Direction.random(model, Rng.of(1));
        assertThat(direction.weights().find(empty).orElseThrow().size()).isZero();
        assertThat(direction.weights().find(hollow).orElseThrow().size()).isZero();
    }

    @Test
    void anotherStateMustFit() {
        SmallNetwork network = new SmallNetwork(1);
        assertThatThrownBy(() -> Direction.towards(network, new State(Map.of())))
                .hasMessage("direction: the other state has no 'first'");
        State other = new State(Map.of("first", Tensor.zeros(2, 3)));
        assertThatThrownBy(() -> Direction.towards(network, other))
                .hasMessage("direction: 'first' is [3, 2] in the model, [2, 3] in the other state");
    }
}
