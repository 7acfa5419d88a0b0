package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gradus.core.backend.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConvOpsTest {
    private static final Tensor X = Tensor.arange(16).reshape(1, 1, 4, 4);
    private static final Window TWO = Window.square(2);

    static Stream<Arguments> refused() {
        Tensor weight = Tensor.ones(1, 1, 2, 2);
        Window huge = TWO.pad(Integer.MAX_VALUE / 2);
        return Stream.of(
                refusal("along the height the window has kernel 0, stride 1", () -> X.maxPool2d(Window.square(0))),
                refusal("kernel 2, stride 0, padding 0", () -> X.averagePool2d(TWO.stride(0))),
                refusal("kernel 2, stride -1, padding 0", () -> X.conv2d(weight, null, TWO.stride(-1), 1)),
                refusal("stride 1, padding -1, dilation 1", () -> X.conv2d(weight, null, TWO.pad(-1), 1)),
                refusal("padding 0, dilation 0", () -> X.conv2d(weight, null, TWO.dilation(0), 1)),
                refusal(
                        "along the width the window has kernel 2, stride 0",
                        () -> X.averagePool2d(new Window(2, 2, 1, 0, 0, 0, 1, 1))),
                refusal(
                        "it spans 5 along the height (kernel 5, dilation 1), the input has 4 (4 and padding 0",
                        () -> X.averagePool2d(Window.square(5))),
                refusal(
                        "it spans 2147483648 along the height",
                        () -> X.conv2d(weight, null, TWO.dilation(Integer.MAX_VALUE), 1)),
                refusal("is more than an int counts", () -> X.conv2d(weight, null, huge, 1)),
                refusal("conv2d: 0 groups do not divide 1 input", () -> X.conv2d(weight, null, TWO, 0)),
                refusal("maxPool2d: padding 2x2 is too large for kernel 2x2", () -> X.maxPool2d(TWO.pad(2))),
                refusal(
                        "maxPool2d: padding 1x1 is too large for kernel 2x2",
                        () -> X.maxPool2d(TWO.pad(1).dilation(2))),
                refusal(
                        "maxPool2d: padding 1x1 is too large for kernel 2x2",
                        () -> Tensor.zeros(1, 1, 0, 4).maxPool2d(TWO.pad(1))),
                refusal(
                        "maxPool2d: the input has shape [4, 4]",
                        () -> X.reshape(4, 4).maxPool2d(TWO)));
    }

    private static Arguments refusal(String message, ThrowingCallable call) {
        return Arguments.of(message, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refuses(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void convolvesByHand() {
        Tensor weight = Tensor.of(Shape.of(1, 1, 2, 2), 1, 0, 0, -1);
        assertThat(X.conv2d(weight, Tensor.of(1), TWO.stride(2), 1).data()).containsExactly(-4, -4, -4, -4);
    }

    @Test
    void anAnswerHasTheBitsOfTheSeparateOps() {
        Tensor x = Tensor.wrap(Shape.of(2, 3, 9, 7), Rng.of(4).normal(2 * 3 * 9 * 7));
        Tensor weight = Tensor.wrap(Shape.of(20, 3, 3, 3), Rng.of(5).normal(20 * 27));
        Tensor bias = Tensor.wrap(Shape.of(20), Rng.of(6).normal(20));
        Window same = Window.square(3).pad(1);
        for (Window pool : new Window[] {null, TWO.stride(2), Window.square(3).stride(2)}) {
            Tensor separate = x.conv2d(weight, bias, same, 1).relu();
            float[] expected = (pool == null ? separate : separate.maxPool2d(pool)).data();
            assertThat(x.conv2dRelu(weight, bias, same, 1, pool).data()).isEqualTo(expected);
            assertThat(Autograd.noGradient(() -> x.conv2dRelu(weight, bias, same, 1, pool))
                            .data())
                    .isEqualTo(expected);
        }
    }

    @Test
    void anAnswerRefusesWhatItsPoolingWould() {
        Tensor weight = Tensor.ones(1, 1, 2, 2);
        assertThatThrownBy(() -> Autograd.noGradient(() -> X.conv2dRelu(weight, null, TWO, 1, TWO.pad(2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxPool2d: padding 2x2 is too large for kernel 2x2");
        assertThatThrownBy(() -> Autograd.noGradient(() -> X.conv2dRelu(weight, null, TWO, 2, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conv2d: 2 groups do not divide 1 input");
    }

    @Test
    void theFirstOfEqualsTakesTheGradient() {
        Tensor x = Tensor.ones(1, 1, 2, 2).requiresGradient();
        assertThat(x.maxPool2d(TWO).sum().backward().of(x).data()).containsExactly(1, 0, 0, 0);
    }

    @Test
    void anEmptyBatchGivesZeroGradientsOfTheWeights() {
        Tensor weight = Tensor.ones(3, 2, 2, 2).requiresGradient();
        Tensor bias = Tensor.ones(3).requiresGradient();
        Tensor y = Tensor.zeros(0, 2, 5, 5).conv2d(weight, bias, TWO, 1);
        assertThat(y.shape()).isEqualTo(Shape.of(0, 3, 4, 4));
        Gradients gradients = y.sum().backward();
        assertThat(gradients.of(weight).data()).hasSize(24).containsOnly(0f);
        assertThat(gradients.of(bias).data()).containsOnly(0f, 0f, 0f);
    }

    /** For y = x∗w with one tap, Σy³ is Σx³w³, whose derivatives of every order are known. */
    @Test
    void derivativesOfThirdOrderExist() {
        Window one = Window.square(1);
        Tensor x = Tensor.of(Shape.of(1, 1, 1, 2), 2, -1).requiresGradient();
        Tensor w = Tensor.of(Shape.of(1, 1, 1, 1), 3).requiresGradient();
        Tensor y = x.conv2d(w, null, one, 1);
        Tensor byW = y.mul(y).mul(y).sum().backward(true).of(w);
        assertThat(byW.item()).isEqualTo(3 * 9 * (8 - 1));
        Tensor byWAndX = byW.sum().backward(true).of(x);
        assertThat(byWAndX.data()).containsExactly(9 * 9 * 4, 9 * 9 * 1);
        Tensor third = byWAndX.sum().backward(true).of(x);
        assertThat(third.data()).containsExactly(18 * 9 * 2, 18 * 9 * -1);
    }

    @Test
    void poolingHasHessianVectorProducts() {
        Tensor v = Tensor.ones(1, 1, 4, 4);
        List<Tensor> max = Autograd.hessianVectorProduct(
                in -> in.get(0).maxPool2d(TWO.stride(2)).square().sum(), List.of(X), List.of(v));
        assertThat(max.get(0).data()).containsExactly(0, 0, 0, 0, 0, 2, 0, 2, 0, 0, 0, 0, 0, 2, 0, 2);
        List<Tensor> mean = Autograd.hessianVectorProduct(
                in -> in.get(0).averagePool2d(TWO.stride(2)).square().sum(), List.of(X), List.of(v));
        assertThat(mean.get(0).data()).hasSize(16).containsOnly(0.5f);
    }
}
