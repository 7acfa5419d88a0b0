package org.gradus.regularization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradus.core.Gradients;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are small fractions of powers of two, so that every result is exact. */
class PenaltyTest {
    private final Weights model = new Weights();
    private final Parameter matrix = model.add("matrix", Tensor.of(Shape.of(2, 2), 1f, -2f, 0f, 0.5f));
    private final Parameter bias = model.add("bias", Tensor.of(-4f, 8f));

    @Test
    void l1IsLambdaTimesTheSumOfMagnitudes() {
        Tensor penalty = Penalty.l1(0.25).of(model.parameters());
        assertThat(penalty.rank()).isZero();
        assertThat(penalty.item()).isEqualTo(0.25f * (3.5f + 12f));
        Gradients gradients = penalty.backward();
        assertThat(gradients.of(matrix).toArray()).containsExactly(0.25f, -0.25f, 0f, 0.25f);
        assertThat(gradients.of(bias).toArray()).containsExactly(-0.25f, 0.25f);
    }

    @Test
    void c33L2IsHalfOfLambdaTimesTheSumOfSquaresSoThatItsGradientIsLambdaTimesTheWeight() {
        Tensor penalty = Penalty.l2(0.25).of(model.parameters());
        assertThat(penalty.item()).isEqualTo(0.125f * (5.25f + 80f));
        Gradients gradients = penalty.backward();
        assertThat(gradients.of(matrix).toArray()).containsExactly(0.25f, -0.5f, 0f, 0.125f);
        assertThat(gradients.of(bias).toArray()).containsExactly(-1f, 2f);
    }

    @Test
    void canBeNarrowedAndAdded() {
        Penalty both = Penalty.l1(0.5).only(p -> p.shape().rank() > 1).plus(Penalty.l2(1));
        Tensor penalty = both.of(model.parameters());
        assertThat(penalty.item()).isEqualTo(0.5f * 3.5f + 0.5f * 85.25f);
        assertThat(penalty.backward().of(bias).toArray()).containsExactly(-4f, 8f);
    }

    @Test
    void ofNothingIsZero() {
        assertThat(Penalty.l2(1).of(List.of()).item()).isZero();
        assertThat(Penalty.l1(1).only(p -> false).of(model.parameters()).item()).isZero();
    }

    @Test
    void givesAFrozenParameterNoGradient() {
        bias.freeze();
        assertThat(Penalty.l2(1).of(model.parameters()).backward().find(bias)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void rejectsALambdaOutsideItsRange(double lambda) {
        assertThatThrownBy(() -> Penalty.l1(lambda))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("penalty l1: lambda = " + lambda + " is not accepted; it must lie in [0, infinity)");
        assertThatThrownBy(() -> Penalty.l2(lambda))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("penalty l2: lambda = " + lambda + " is not accepted; it must lie in [0, infinity)");
    }
}
