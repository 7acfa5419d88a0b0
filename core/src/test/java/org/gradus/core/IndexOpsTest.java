package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IndexOpsTest {
    private static final Tensor TABLE = Tensor.arange(6).reshape(3, 2);

    @Test
    void repeatedTokensAddTheirGradientsUp() {
        Tensor table = TABLE.requiresGradient();
        Indices ids = Indices.of(2, 0, 2, 2).reshape(2, 2);
        Tensor rows = table.embedding(ids);
        assertThat(rows.shape()).isEqualTo(Shape.of(2, 2, 2));
        assertThat(rows.data()).containsExactly(4, 5, 0, 1, 4, 5, 4, 5);
        assertThat(rows.sum().backward().of(table).data()).containsExactly(1, 1, 0, 0, 3, 3);
    }

    @Test
    void addsInAscendingOrder() {
        // (1e8 + 1) + −1e8 is 0 in float; any other order gives 1
        Tensor sum = Tensor.zeros(1).scatterAdd(0, Indices.of(0, 0, 0), Tensor.of(1e8f, 1f, -1e8f));
        assertThat(sum.item()).isZero();
    }

    @Test
    void replacedElementsHaveNoGradient() {
        Tensor x = Tensor.of(0f, 4f).requiresGradient();
        Tensor y = x.rsqrt().maskedFill(Tensor.of(1f, 0f), 0f);
        assertThat(y.data()).containsExactly(0f, 0.5f);
        Tensor masked = x.maskedFill(Tensor.of(1f, 0f), 7f).square().sum();
        assertThat(masked.backward().of(x).data()).containsExactly(0f, 8f);
    }

    @Test
    void refusesWhatDoesNotExist() {
        assertThatThrownBy(() -> TABLE.take(0, Indices.of(1, -1)))
                .hasMessage("take: index -1 at position 1 is outside 0 to 2");
        assertThatThrownBy(() -> TABLE.scatterAdd(0, Indices.of(0, 1).reshape(1, 2), TABLE))
                .hasMessage("scatterAdd: indices of shape [1, 2] must have rank 1; reshape them and the source");
        assertThatThrownBy(() -> Tensor.oneHot(Indices.of(0), 0))
                .hasMessage("oneHot: 0 classes; there must be at least 1");
        assertThatThrownBy(() -> Tensor.oneHot(Indices.of(3), 3))
                .hasMessage("oneHot: index 3 at position 0 is outside 0 to 2");
        assertThatThrownBy(() -> Tensor.oneHot(new Indices(new int[70_000], Shape.of(70_000)), 70_000))
                .hasMessageContaining("[70000, 70000] has more than");
        assertThatThrownBy(() -> TABLE.takeAlong(0, Indices.of(0, 1)))
                .hasMessage("takeAlong: indices of shape [2] for [3, 2]; the shapes may differ on axis 0 only");
    }
}
