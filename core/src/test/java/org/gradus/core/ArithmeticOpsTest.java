package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ArithmeticOpsTest {
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    @Test
    void derivativesOfPowersAtTheirSpecialPlaces() {
        Tensor base = Tensor.of(0f, 0f, 0f, 2f, -2f, INF, Float.MIN_VALUE).requiresGradient();
        Tensor exponent = Tensor.of(0f, 2f, 0.5f, 0f, 3f, 0f, 0f).requiresGradient();
        Gradients g = base.pow(exponent).sum().backward();
        assertThat(g.of(base).toArray()).containsExactly(0f, 0f, INF, 0f, 12f, 0f, 0f);
        float[] byExponent = g.of(exponent).toArray();
        assertThat(byExponent[0]).isZero();
        assertThat(byExponent[1]).isZero();
        assertThat(byExponent[2]).isZero();
        assertThat(byExponent[3]).isEqualTo((float) StrictMath.log(2), within());
        assertThat(byExponent[4]).isNaN();
    }

    @Test
    void aConstantPowerOfZeroHasNoSlope() {
        Tensor x = Tensor.of(0f, -1f, INF).requiresGradient();
        assertThat(x.pow(0f).sum().backward().of(x).toArray()).containsExactly(0f, 0f, 0f);
    }

    @Test
    void mixedDerivativeOfPowersAtExponentZero() {
        Tensor base = Tensor.scalar(4f).requiresGradient();
        Tensor exponent = Tensor.scalar(0f).requiresGradient();
        Gradients first = base.pow(exponent).backward(true);
        assertThat(first.of(base).backward().of(exponent).item()).isEqualTo(0.25f, within());
        assertThat(first.of(exponent).backward().of(base).item()).isEqualTo(0.25f, within());
    }

    @Test
    void tiesOfTwoTensorsShareTheGradient() {
        Tensor a = Tensor.of(1f, 2f, 3f).requiresGradient();
        Tensor b = Tensor.of(2f, 2f, 2f).requiresGradient();
        Gradients larger = a.maximum(b).sum().backward();
        assertThat(larger.of(a).toArray()).containsExactly(0f, 0.5f, 1f);
        assertThat(larger.of(b).toArray()).containsExactly(1f, 0.5f, 0f);
        Gradients smaller = a.minimum(b).sum().backward();
        assertThat(smaller.of(a).toArray()).containsExactly(1f, 0.5f, 0f);
        assertThat(smaller.of(b).toArray()).containsExactly(0f, 0.5f, 1f);
    }

    @Test
    void slopesAtKinks() {
        Tensor x = Tensor.of(-0f, 0f).requiresGradient();
        for (Tensor y : List.of(x.abs(), x.sign(), x.relu(), x.floor())) {
            Tensor slope = y.sum().backward().of(x);
            assertThat(slope.add(0f).data()).as(y.node().op).containsExactly(0f, 0f);
        }
        Tensor ends = Tensor.of(-2f, -1f, 0f, 1f, 2f, NAN).requiresGradient();
        Tensor clamped = ends.clamp(-1f, 1f);
        assertThat(clamped.toArray()).containsExactly(-1f, -1f, 0f, 1f, 1f, NAN);
        assertThat(clamped.sum().backward().of(ends).toArray()).containsExactly(0f, 1f, 1f, 1f, 0f, 0f);
    }

    @Test
    void clampRefusesAnEmptyInterval() {
        Tensor x = Tensor.of(1f);
        assertThatThrownBy(() -> x.clamp(1f, -1f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "clamp: the interval from 1.0 to -1.0 is empty; the first bound must not be above the second");
        assertThatThrownBy(() -> x.clamp(NAN, 1f)).hasMessageContaining("from NaN to 1.0");
    }

    @Test
    void theSameTensorTwiceGetsBothGradients() {
        Tensor x = Tensor.of(3f).requiresGradient();
        assertThat(x.mul(x).sum().backward().of(x).item()).isEqualTo(6f);
        assertThat(x.sub(x).sum().backward().of(x).item()).isZero();
        assertThat(x.div(x).sum().backward().of(x).item()).isZero();
    }

    private static Offset<Float> within() {
        return Offset.offset(0x1p-22f);
    }
}
