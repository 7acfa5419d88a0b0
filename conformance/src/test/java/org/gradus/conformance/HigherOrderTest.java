package org.gradus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.gradus.core.Autograd;
import org.gradus.core.Gradients;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.testkit.DoubleTensor;
import org.gradus.testkit.TensorAssert;
import org.junit.jupiter.api.Test;

/** Derivatives beyond the second, and Hessian-vector products against exact ones. */
class HigherOrderTest {
    private static final Tensor POINTS = Tensor.of(-1.25f, -0.3f, 0.4f, 0.9f, 1.7f);
    /** A third derivative is a handful of products of values with 2 ulp: some ten roundings. */
    private static final double TOLERANCE = 16 * 0x1p-24;

    private static void third(UnaryOperator<Tensor> function, DoubleUnaryOperator exact) {
        Tensor x = POINTS.requiresGradient();
        Tensor derivative = function.apply(x);
        for (int order = 1; order <= 3; order++) {
            derivative = derivative.sum().backward(true).of(x);
        }
        TensorAssert.assertThat(derivative).isClose(DoubleTensor.of(POINTS).map(exact), TOLERANCE);
    }

    @Test
    void thirdDerivatives() {
        third(Tensor::exp, StrictMath::exp);
        third(Tensor::sin, x -> -StrictMath.cos(x));
        third(x -> x.pow(4f), x -> 24 * x);
        third(x -> x.square().square(), x -> 24 * x);
        third(Tensor::tanh, x -> {
            double y = StrictMath.tanh(x);
            return (1 - y * y) * (6 * y * y - 2);
        });
    }

    /** f = ½·xᵀAx + Σ exp(y)·x has the Hessian [[sym A, diag e^y], [diag e^y, diag(e^y·x)]]. */
    @Test
    void hessianVectorProductOfTwoInputs() {
        Tensor a = Tensor.of(Shape.of(3, 3), 2f, 0.5f, -1f, 0.25f, 3f, 0.75f, 1f, -0.5f, 1.5f);
        Tensor x = Tensor.of(0.5f, -1f, 2f);
        Tensor y = Tensor.of(0.1f, 0.7f, -0.4f);
        Tensor u = Tensor.of(1f, -2f, 0.5f);
        Tensor v = Tensor.of(-0.25f, 1f, 3f);
        List<Tensor> product = Autograd.hessianVectorProduct(
                in -> in.get(0)
                        .unsqueeze(0)
                        .matmul(a)
                        .matmul(in.get(0).unsqueeze(1))
                        .sum()
                        .mul(0.5f)
                        .add(in.get(1).exp().mul(in.get(0)).sum()),
                List.of(x, y),
                List.of(u, v));
        DoubleTensor symmetric =
                DoubleTensor.of(a).add(DoubleTensor.of(a).permute(1, 0)).map(value -> value / 2);
        DoubleTensor e = DoubleTensor.of(y).map(StrictMath::exp);
        DoubleTensor first =
                symmetric.matmul(DoubleTensor.of(u).reshape(3, 1)).reshape(3).add(e.mul(DoubleTensor.of(v)));
        DoubleTensor second =
                e.mul(DoubleTensor.of(u)).add(e.mul(DoubleTensor.of(x)).mul(DoubleTensor.of(v)));
        TensorAssert.assertThat(product.get(0)).isClose(first, TOLERANCE);
        TensorAssert.assertThat(product.get(1)).isClose(second, TOLERANCE);
    }

    @Test
    void hessianOfALinearFunctionIsZero() {
        Tensor x = Tensor.of(1f, 2f);
        List<Tensor> product =
                Autograd.hessianVectorProduct(in -> in.get(0).mul(3f).sum(), List.of(x), List.of(Tensor.of(1f, 1f)));
        TensorAssert.assertThat(product.get(0)).hasBitsOf(Tensor.zeros(2));
    }

    @Test
    void hessianVectorProductChecksItsVectors() {
        Tensor x = Tensor.of(1f, 2f);
        assertThatThrownBy(() -> Autograd.hessianVectorProduct(in -> in.get(0).sum(), List.of(x), List.of()))
                .hasMessageContaining("hessianVectorProduct: 0 vectors for 1 inputs");
        assertThatThrownBy(
                        () -> Autograd.hessianVectorProduct(in -> in.get(0).sum(), List.of(x), List.of(Tensor.of(1f))))
                .hasMessageContaining("vector 0 has shape [1], its input [2]");
    }

    /** The penalty (‖∇f‖ − 1)² of f = Σ w·x³ differentiated by w: what WGAN-GP needs. */
    @Test
    void gradientPenaltyReachesTheParameters() {
        Tensor x = Tensor.of(0.5f, -1f, 0.8f).requiresGradient();
        Tensor w = Tensor.of(1.5f, 0.7f, -2f).requiresGradient();
        Tensor slope = x.pow(3f).mul(w).sum().backward(true).of(x);
        Gradients gradients = slope.norm().sub(1f).square().backward();
        DoubleTensor base = DoubleTensor.of(x).map(value -> 3 * value * value);
        DoubleTensor exact = base.mul(DoubleTensor.of(w));
        double norm = Math.sqrt(exact.mul(exact).sum(false).data()[0]);
        DoubleTensor expected = exact.mul(base).map(value -> 2 * (norm - 1) / norm * value);
        TensorAssert.assertThat(gradients.of(w)).isClose(expected, 2 * TOLERANCE);
        assertThat(gradients.find(x)).isPresent();
    }

    @Test
    void withoutCreateGraphTheGradientIsAConstant() {
        Tensor x = POINTS.requiresGradient();
        assertThat(x.exp().sum().backward().of(x).needsGradient()).isFalse();
    }
}
