package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.backend.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WeightInitTest {
    private static final Fans FANS = new Fans(300, 200);
    private static final int N = 200_000;

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("heNormal", WeightInit.heNormal(), 2.0 / 300, Double.POSITIVE_INFINITY),
                Arguments.of("heUniform", WeightInit.heUniform(), 2.0 / 300, Math.sqrt(6.0 / 300)),
                Arguments.of("xavierNormal", WeightInit.xavierNormal(), 2.0 / 500, Double.POSITIVE_INFINITY),
                Arguments.of("xavierUniform", WeightInit.xavierUniform(), 2.0 / 500, Math.sqrt(6.0 / 500)),
                Arguments.of("torch", WeightInit.torch(), 1.0 / 900, Math.sqrt(1.0 / 300)));
    }

    /**
     * The sample variance of n draws scatters by σ²·√((κ − 1)/n) with kurtosis κ of at most 3; five times that is asked for.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void hasTheVarianceOfItsFormula(String name, WeightInit rule, double variance, double bound) {
        float[] drawn = rule.with(FANS).draw(Shape.of(N), Rng.of(11));
        double mean = 0;
        double squares = 0;
        double largest = 0;
        for (float w : drawn) {
            mean += w;
            squares += (double) w * w;
            largest = Math.max(largest, Math.abs(w));
        }
        mean /= N;
        double measured = squares / N - mean * mean;
        assertThat(mean).isCloseTo(0, within(5 * Math.sqrt(variance / N)));
        assertThat(measured / variance).isCloseTo(1, within(5 * Math.sqrt(2.0 / N)));
        assertThat(largest).isLessThanOrEqualTo(bound * (1 + 0x1p-23));
    }

    @Test
    void theActivationDecidesTheDefault() {
        for (Activation activation : Activation.values()) {
            float[] byDefault = activation.defaultInit().with(FANS).draw(Shape.of(7), Rng.of(1));
            WeightInit expected = activation.isRectifier() ? WeightInit.heNormal() : WeightInit.xavierUniform();
            assertThat(byDefault).isEqualTo(expected.with(FANS).draw(Shape.of(7), Rng.of(1)));
        }
        assertThat(Activation.RELU.isRectifier()).isTrue();
        assertThat(Activation.TANH.isRectifier()).isFalse();
    }

    @Test
    void aConvolutionsFansCountItsTapsWithinAGroup() {
        Conv2d conv = new Conv2d(8, 16, Window.square(3), 4, Activation.RELU, true, fans -> {
            assertThat(fans).isEqualTo(new Fans(2 * 9, 4 * 9));
            return WeightInit.heNormal().with(fans);
        });
        assertThat(conv.parameters().get(0).shape()).isEqualTo(Shape.of(16, 2, 3, 3));
    }

    @Test
    void anotherLayerDoesNotReshuffleTheWeights() {
        Sequential small = new Sequential().add("a", new Linear(3, 4));
        Sequential large = new Sequential().add("new", new Linear(3, 3)).add("a", new Linear(3, 4));
        small.initialize(1);
        large.initialize(1);
        assertThat(small.state().tensors().get("a.weight").toArray())
                .isEqualTo(large.state().tensors().get("a.weight").toArray());
    }

    @Test
    void fansAreChecked() {
        assertThatThrownBy(() -> new Fans(0, 3)).hasMessage("fans: in = 0, out = 3; both must be at least 1");
    }
}
