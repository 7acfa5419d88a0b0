package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ActivationOpsTest {
    private static final Rng RNG = Rng.of(3);

    @Test
    void dropoutKeepsTheExpectedShareAndScalesIt() {
        int n = 100_000;
        Tensor y = Tensor.ones(n).dropout(RNG, 0.2);
        int kept = 0;
        for (float value : y.toArray()) {
            assertThat(value).isIn(0f, 1.25f);
            kept += value > 0 ? 1 : 0;
        }
        // Six standard deviations of a binomial count: 6·√(n·0.8·0.2).
        assertThat(kept).isBetween(80_000 - 759, 80_000 + 759);
    }

    @Test
    void dropoutHasTheSameMaskBackwardsAndWithTheSameKey() {
        Tensor x = Tensor.ones(50).requiresGradient();
        Tensor y = x.dropout(RNG, 0.5);
        assertThat(y.sum().backward().of(x).toArray()).isEqualTo(y.toArray());
        assertThat(x.dropout(RNG, 0.5).toArray()).isEqualTo(y.toArray());
        assertThat(x.dropout(RNG.at(1), 0.5).toArray()).isNotEqualTo(y.toArray());
    }

    @Test
    void dropoutOfNothingAndOfAll() {
        Tensor x = Tensor.of(1f, Float.NaN, Float.POSITIVE_INFINITY).requiresGradient();
        assertThat(x.dropout(RNG, 0)).isSameAs(x);
        Tensor gone = x.dropout(RNG, 1);
        assertThat(gone.toArray()).containsExactly(0f, 0f, 0f);
        assertThat(gone.sum().backward().of(x).toArray()).containsExactly(0f, 0f, 0f);
    }

    @Test
    void dropoutRefusesRatesOutsideTheUnitInterval() {
        for (double rate : new double[] {-0.1, 1.5, Double.NaN}) {
            assertThatThrownBy(() -> Tensor.of(1f).dropout(RNG, rate))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("dropout: rate " + rate
                            + " is not in [0, 1]; it is the probability of dropping an element, not of keeping it");
        }
    }

    /** Far from 0 the slopes are 0 or 1, without NaN, by the fused kernel and by the composite form. */
    @Test
    void slopesFarFromZero() {
        List<UnaryOperator<Tensor>> ramps =
                List.of(Tensor::softplus, Tensor::relu, x -> x.elu(1f), Tensor::gelu, Tensor::geluTanh, Tensor::silu);
        for (int i = 0; i < ramps.size(); i++) {
            for (boolean createGraph : new boolean[] {false, true}) {
                Tensor x = Tensor.of(-1e4f, -200f, 200f, 1e4f).requiresGradient();
                Tensor slope = ramps.get(i).apply(x).sum().backward(createGraph).of(x);
                assertThat(slope.add(0f).toArray())
                        .as("ramp " + i + ", createGraph " + createGraph)
                        .containsExactly(0f, 0f, 1f, 1f);
            }
        }
    }
}
