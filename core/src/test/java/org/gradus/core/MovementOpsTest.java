package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MovementOpsTest {
    private static final Tensor X = Tensor.arange(6).reshape(2, 3);

    static Stream<Arguments> refused() {
        return Stream.of(
                refusal("reshape: [-1, -1] has more than one -1", () -> X.reshape(-1, -1)),
                refusal("reshape: the extents of [0, -1] other than -1 multiply to 0", () -> X.reshape(0, -1)),
                refusal("extent -2 in [-2, 3] is negative", () -> X.reshape(-2, 3)),
                refusal("reshape: [2, 3] has 6 elements, [] has 1", () -> X.reshape()),
                refusal("[65536, 65536] has more than", () -> X.reshape(65_536, 65_536)),
                refusal("permute: axes [1, 1] name axis 1 twice", () -> X.permute(1, 1)),
                refusal("permute: 1 axes [0] for [2, 3] of rank 2", () -> X.permute(0)),
                refusal("permute: axis 2 does not exist in [2, 3]", () -> X.permute(2, 0)),
                refusal("slice: step -1 is below 1; use flip", () -> X.slice(0, 0, 1, -1)),
                refusal("slice: step 0 is below 1", () -> X.slice(0, 0, 1, 0)),
                refusal("slice: -1 to 1 is no range within 0 to 2 on axis 0", () -> X.slice(0, -1, 1)),
                refusal("slice: 2 to 1 is no range", () -> X.slice(1, 2, 1)),
                refusal("pad: -1 before and 2 after: neither may be negative", () -> X.pad(0, -1, 2, 0)),
                refusal("has extent 2147483650, more than", () -> X.pad(1, 0, Integer.MAX_VALUE, 0)),
                refusal("pad: axis 1 of [0, 3]", () -> Tensor.zeros(0, 3).pad(1, Integer.MAX_VALUE, 1, 0)),
                refusal("flip: axes [0, -2] name axis 0 twice", () -> X.flip(0, -2)),
                refusal("split: size -1 in [4, -1] is negative", () -> X.split(1, 4, -1)),
                refusal("split: the sizes [] add up to 0", () -> X.split(1)),
                refusal("repeat: -1 times axis 0", () -> X.repeat(0, -1)),
                refusal("repeat: 1073741824 times axis 1", () -> X.repeat(1, 1 << 30)),
                refusal("expand: [2, 3] does not expand to [3]", () -> X.expand(3)),
                refusal("concat: 2 tensors have 4000000000 elements", () -> {
                    Tensor wide = Tensor.zeros(0, 2_000_000_000);
                    Tensor.concat(1, wide, wide);
                }));
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
    void viewsShareTheElementsAndPermutationsDoNot() {
        assertThat(X.reshape(3, -1).data()).isSameAs(X.data());
        assertThat(X.flatten(0).unsqueeze(1).squeeze(1).data()).isSameAs(X.data());
        assertThat(X.slice(0, 0, 2).data()).isSameAs(X.data());
        assertThat(X.transpose().data()).containsExactly(0, 3, 1, 4, 2, 5).isNotSameAs(X.data());
    }

    @Test
    void aViewThatIsNotRecordedIsAConstant() {
        Tensor leaf = X.requiresGradient();
        assertThat(Autograd.noGradient(() -> leaf.reshape(2, 3)).needsGradient())
                .isFalse();
        assertThat(Autograd.noGradient(() -> leaf.slice(1, 0, 3)).needsGradient())
                .isFalse();
        assertThat(Autograd.noGradient(() -> leaf.pad(1, 0, 0, 0)).needsGradient())
                .isFalse();
        assertThat(Autograd.noGradient(() -> leaf.expand(2, 3)).needsGradient()).isFalse();
    }

    @Test
    void padsWithNegativeZero() {
        assertThat(Float.floatToRawIntBits(X.pad(1, 0, 1, -0f).at(0, 3))).isEqualTo(Float.floatToRawIntBits(-0f));
    }

    @Test
    void partsGiveTheirGradientsBack() {
        Tensor x = X.requiresGradient();
        var parts = x.split(1, 1, 2);
        Tensor joined = Tensor.concat(1, parts.get(1), parts.get(0), parts.get(0));
        assertThat(joined.data()).containsExactly(1, 2, 0, 0, 4, 5, 3, 3);
        assertThat(joined.sum().backward().of(x).data()).containsExactly(2, 1, 1, 2, 1, 1);
    }

    @Test
    void joiningDoesNotKeepTheCallersArray() {
        Tensor a = Tensor.of(1, 2).requiresGradient();
        Tensor[] parts = {a, a};
        Tensor joined = Tensor.stack(0, parts);
        parts[0] = Tensor.of(9, 9);
        assertThat(joined.sum().backward().of(a).data()).containsExactly(2, 2);
    }
}
