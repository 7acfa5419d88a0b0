package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateTest {
    private static String hash(Object... pathsAndTensors) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < pathsAndTensors.length; i += 2) {
            tensors.put((String) pathsAndTensors[i], (Tensor) pathsAndTensors[i + 1]);
        }
        return new State(tensors).sha256();
    }

    /** The digest of the bytes {@code "w[2]\n" 00 00 80 3f 00 00 00 c0}, by another program. */
    @Test
    void isTheDigestOfPathsShapesAndLittleEndianBits() {
        assertThat(hash("w", Tensor.of(1f, -2f)))
                .isEqualTo("669ccb524e1769e112a36842d2a8b8cbc95232673f80b9f3ae72c2c0f9cf7bfe");
        assertThat(hash()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void sameBitsAndNothingElseGiveTheSameHash() {
        String base = hash("w", Tensor.of(0f, Float.NaN));
        assertThat(hash("w", Tensor.of(0f, Float.intBitsToFloat(0x7fc00123)))).isEqualTo(base);
        assertThat(hash("w", Tensor.of(-0f, Float.NaN))).isNotEqualTo(base);
        assertThat(hash("v", Tensor.of(0f, Float.NaN))).isNotEqualTo(base);
        assertThat(hash("w", Tensor.of(Shape.of(1, 2), 0f, Float.NaN))).isNotEqualTo(base);
        assertThat(hash("a", Tensor.of(1f), "b", Tensor.of(2f)))
                .isNotEqualTo(hash("b", Tensor.of(2f), "a", Tensor.of(1f)));
    }

    @Test
    void readsTensorsLargerThanItsBuffer() {
        float[] values = new float[40_000];
        String zeros = hash("w", Tensor.of(values));
        values[39_999] = 1f;
        assertThat(hash("w", Tensor.of(values))).isNotEqualTo(zeros);
    }

    private static final class Tied extends Layer {
        final Parameter own = parameter("weight", Shape.of(1), Initializer.constant(1f));

        Tied shareOf(Tied other) {
            share("tied", other.own);
            return this;
        }
    }

    /** Under one path, one of the two would be lost. */
    @Test
    void aParameterSharedFromOutsideTheModelMustNotHaveAPathThatIsTaken() {
        Tied model = new Tied().shareOf(new Tied());
        model.initialize(1);
        assertThatThrownBy(model::state)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two tensors of the model have the path 'weight'");
        assertThatThrownBy(() -> model.load(new State(Map.of("weight", Tensor.of(2f)))))
                .hasMessageContaining("two tensors of the model have the path 'weight'");
    }
}
