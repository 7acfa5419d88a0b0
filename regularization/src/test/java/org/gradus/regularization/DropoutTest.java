package org.gradus.regularization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.testkit.TensorAssert.assertThat;

import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
    private static final int N = 40_000;

    private static Pass training(long step) {
        return Pass.training(Rng.of(5), step);
    }

    /** The number dropped is binomial; 5 standard deviations are √(n·p·(1 − p))·5. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.25, 0.5, 0.9})
    void c54DropsWithTheGivenProbabilityAndScalesTheRest(double rate) {
        float[] y = new Dropout(rate)
                .forward(Tensor.full(Shape.of(200, 200), 3f), training(0))
                .data();
        int dropped = 0;
        for (float v : y) {
            dropped += v == 0f ? 1 : 0;
            assertThat(v == 0f || Math.abs(v - 3 / (1 - rate)) <= 2 * Math.ulp(v))
                    .isTrue();
        }
        assertThat((double) dropped).isCloseTo(N * rate, within(5 * Math.sqrt(N * rate * (1 - rate))));
    }

    @Test
    void c54TheGradientGoesThroughTheSameMask() {
        Tensor x = Tensor.full(Shape.of(N), 2f).requiresGradient();
        Tensor y = new Dropout(0.5).forward(x, training(0));
        Tensor gradient = y.sum().backward().of(x);
        assertThat(gradient.mul(2f)).hasBitsOf(y.detach());
    }

    @Test
    void c54RateOneGivesZerosAndRateZeroTheInputItself() {
        Tensor x = Tensor.of(1f, -2f, 3f);
        assertThat(new Dropout(1).forward(x, training(0)).toArray()).containsOnly(0f);
        assertThat(new Dropout(0).forward(x, training(0))).isSameAs(x);
    }

    @Test
    void doesNothingWithoutNoise() {
        Tensor x = Tensor.of(1f, -2f, 3f);
        Dropout dropout = new Dropout(0.5);
        assertThat(dropout.predict(x)).isSameAs(x);
        assertThat(dropout.forward(x, training(0).withNoise(false, Rng.of(5)))).isSameAs(x);
    }

    @Test
    void theMaskIsAFunctionOfSeedStepAndDraw() {
        Tensor x = Tensor.ones(N);
        Dropout dropout = new Dropout(0.5);
        Pass pass = training(3);
        Tensor first = dropout.forward(x, pass);
        Tensor second = dropout.forward(x, pass);
        assertThat(dropout.forward(x, training(3))).hasBitsOf(first);
        assertThat(first.toArray()).isNotEqualTo(second.toArray());
        assertThat(dropout.forward(x, training(4)).toArray()).isNotEqualTo(first.toArray());
        Tensor other = dropout.forward(x, Pass.training(Rng.of(6), 3));
        assertThat(other.toArray()).isNotEqualTo(first.toArray());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void rejectsARateOutsideItsRange(double rate) {
        assertThatThrownBy(() -> new Dropout(rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Dropout: rate = " + rate
                        + " is not accepted; it is the probability of dropping and must lie in [0, 1]");
    }
}
