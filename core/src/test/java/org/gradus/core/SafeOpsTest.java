package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The edges of the domains; everywhere else the rows of the op table look. */
class SafeOpsTest {
    private static float[] gradient(UnaryOperator<Tensor> op, float... at) {
        Tensor x = Tensor.of(at).requiresGradient();
        return op.apply(x).sum().backward().of(x).toArray();
    }

    @Test
    void c31ChoosingAfterTheRootLeaksNanFromTheBranchNotTaken() {
        assertThat(gradient(x -> x.equalTo(0f).where(Tensor.scalar(0f), x.div(x)), 0f, 4f)[0])
                .isNaN();
        assertThat(gradient(x -> x.safeDiv(x), 0f, 4f)).containsExactly(0f, 0f);
    }

    @Test
    void c31TheRootOfZeroHasAFiniteGradient() {
        assertThat(gradient(Tensor::sqrt, 0f)).containsExactly(Float.POSITIVE_INFINITY);
        assertThat(gradient(Tensor::safeSqrt, 0f, -0f, 4f)).containsExactly(0f, 0f, 0.25f);
        assertThat(Tensor.of(0f, -0f, 4f, -1f, Float.NaN).safeSqrt().toArray())
                .containsExactly(0f, 0f, 2f, Float.NaN, Float.NaN);
    }

    @Test
    void c31TheNormOfZeroHasAFiniteGradient() {
        assertThat(gradient(Tensor::norm, 0f, 0f)).containsExactly(0f, 0f);
        assertThat(gradient(Tensor::norm, 3f, 4f)).containsExactly(0.6f, 0.8f);
    }

    @Test
    void c31TheLogarithmStopsAtTheLeastNormalNumber() {
        float least = (float) StrictMath.log(Float.MIN_NORMAL);
        float[] values =
                Tensor.of(0f, -3f, Float.MIN_NORMAL, 1f, Float.NaN).safeLog().toArray();
        assertThat(values[0]).isEqualTo(values[2]).isEqualTo(values[1]);
        assertThat(Math.abs(values[0] - least)).isLessThanOrEqualTo(2 * Math.ulp(least));
        assertThat(values[3]).isZero();
        assertThat(values[4]).isNaN();
        assertThat(gradient(Tensor::safeLog, 0f, -3f, 0.5f)).containsExactly(0f, 0f, 2f);
    }

    @Test
    void c31AQuotientByZeroIsZeroWithGradientsZero() {
        Tensor x = Tensor.of(1f, 0f, Float.POSITIVE_INFINITY, 6f).requiresGradient();
        Tensor y = Tensor.of(0f, -0f, 0f, 2f).requiresGradient();
        Tensor quotient = x.safeDiv(y);
        Gradients gradients = quotient.sum().backward();
        assertThat(quotient.toArray()).containsExactly(0f, 0f, 0f, 3f);
        assertThat(gradients.of(x).toArray()).containsExactly(0f, 0f, 0f, 0.5f);
        assertThat(gradients.of(y).add(0f).toArray()).containsExactly(0f, 0f, 0f, -1.5f);
    }

    @Test
    void nanStaysNan() {
        Tensor nan = Tensor.of(Float.NaN);
        assertThat(nan.safeDiv(Tensor.of(2f)).item()).isNaN();
        assertThat(Tensor.of(2f).safeDiv(nan).item()).isNaN();
    }
}
