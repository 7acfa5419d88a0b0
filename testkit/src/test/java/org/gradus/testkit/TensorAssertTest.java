package org.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.testkit.TensorAssert.assertThat;

import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.junit.jupiter.api.Test;

class TensorAssertTest {
    @Test
    void bitsTellZerosApartAndTakeAllNanForOne() {
        assertThat(Tensor.of(0f, Float.NaN)).hasBitsOf(Tensor.of(0f, Float.intBitsToFloat(0x7fc00001)));
        assertThatThrownBy(() -> assertThat(Tensor.of(1f, -0f)).hasBitsOf(Tensor.of(1f, 0f)))
                .hasMessageContaining("bits differ at element 1 of [2]: is -0.0");
        assertThatThrownBy(() -> assertThat(Tensor.of(1f)).hasBitsOf(Tensor.of(Shape.of(1, 1), 1f)))
                .hasMessageContaining("shape is [1], expected [1, 1]");
    }

    @Test
    void ulpsAreThoseOfTheExactValue() {
        DoubleTensor third = new DoubleTensor(new int[] {1}, new double[] {1 / 3.0});
        float nearest = (float) (1 / 3.0);
        assertThat(Tensor.of(nearest)).isWithinUlps(third, 0.5);
        assertThat(Tensor.of(Math.nextUp(nearest))).isWithinUlps(third, 1.5);
        assertThatThrownBy(() ->
                        assertThat(Tensor.of(Math.nextUp(Math.nextUp(nearest)))).isWithinUlps(third, 1.5))
                .hasMessageContaining("worst at element 0 of [1]");
    }

    @Test
    void infinityMeetsOnlyItself() {
        DoubleTensor expected = new DoubleTensor(new int[] {2}, new double[] {1e300, 1});
        assertThat(Tensor.of(Float.POSITIVE_INFINITY, 1f)).isClose(expected, 1e-6);
        DoubleTensor infinite = new DoubleTensor(new int[] {2}, new double[] {Double.NEGATIVE_INFINITY, 1});
        assertThat(Tensor.of(Float.NEGATIVE_INFINITY, 1f)).isClose(infinite, 1e-6);
        assertThatThrownBy(
                        () -> assertThat(Tensor.of(Float.POSITIVE_INFINITY, 1f)).isClose(infinite, 1e-6))
                .hasMessageContaining("element 0");
        assertThatThrownBy(() -> assertThat(Tensor.of(Float.NaN, 1f)).isClose(infinite, 1e-6))
                .hasMessageContaining("element 0");
    }
}
