package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ReduceOpsTest {
    private static final float INF = Float.POSITIVE_INFINITY;

    @Test
    void extremesShareTheGradientInEqualParts() {
        Tensor x = Tensor.of(Shape.of(2, 3), 5f, 1f, 5f, 1f, 2f, 3f).requiresGradient();
        assertThat(x.max(1).sum().backward().of(x).toArray()).containsExactly(0.5f, 0f, 0.5f, 0f, 0f, 1f);
        assertThat(x.min().sum().backward().of(x).toArray()).containsExactly(0f, 0.5f, 0f, 0.5f, 0f, 0f);
    }

    @Test
    void productsWithZeros() {
        Tensor one = Tensor.of(2f, 0f, 3f).requiresGradient();
        assertThat(one.prod().backward().of(one).toArray()).containsExactly(0f, 6f, 0f);
        Tensor two = Tensor.of(0f, 5f, 0f).requiresGradient();
        Tensor slope = two.prod().backward(true).of(two);
        assertThat(slope.toArray()).containsExactly(0f, 0f, 0f);
        // ∂²(xyz)/∂x∂z = y, all others vanish at (0, y, 0).
        Tensor vector = Tensor.of(1f, 10f, 100f);
        assertThat(slope.mul(vector).sum().backward().of(two).toArray()).containsExactly(500f, 0f, 5f);
    }

    @Test
    void normsAndDeviationsAreFlatAtZero() {
        Tensor x = Tensor.of(0f, 0f, 0f).requiresGradient();
        for (boolean createGraph : new boolean[] {false, true}) {
            assertThat(x.norm().backward(createGraph).of(x).toArray()).containsExactly(0f, 0f, 0f);
            assertThat(x.std().backward(createGraph).of(x).toArray()).containsExactly(0f, 0f, 0f);
        }
        assertThat(Tensor.of(1f, Float.NaN).norm().item()).isNaN();
    }

    @Test
    void nothingReduced() {
        Tensor none = Tensor.zeros(2, 0);
        assertThat(none.sum(1).toArray()).containsExactly(0f, 0f);
        assertThat(none.prod(1).toArray()).containsExactly(1f, 1f);
        assertThat(none.mean(1).toArray()).containsExactly(Float.NaN, Float.NaN);
        assertThat(none.norm(1).toArray()).containsExactly(0f, 0f);
        assertThat(none.logSumExp(1).toArray()).containsExactly(-INF, -INF);
        assertThat(none.max(0).shape()).isEqualTo(Shape.of(0));
        assertThatThrownBy(() -> none.max(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max: axes [1] of [2, 0] hold no element to choose from; check for emptiness first");
        assertThatThrownBy(none::min).hasMessageContaining("min: axes [0, 1] of [2, 0]");
    }

    @Test
    void logSumExpOfMinusInfinityHasNoSlope() {
        Tensor x = Tensor.of(-INF, -INF).requiresGradient();
        Tensor y = x.logSumExp();
        assertThat(y.item()).isEqualTo(-INF);
        assertThat(y.backward().of(x).toArray()).containsExactly(0f, 0f);
    }

    @Test
    void axesAreChecked() {
        Tensor x = Tensor.zeros(2, 3);
        assertThatThrownBy(() -> x.sum(1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sum: axis 1 of [2, 3] is named twice in [1, -1]; name each axis once");
        assertThatThrownBy(() -> x.std(6, false))
                .hasMessage("std: correction 6 for the 6 elements of axes [0, 1] of [2, 3]; it must be at least 0 and"
                        + " below the number of elements");
        assertThatThrownBy(() -> x.var(-1, false, 0)).hasMessageContaining("var: correction -1 for the 2 elements");
    }

    /** Several axes: each plane by itself, then the planes in ascending order; and sumTo does the same. */
    @Test
    void planesAreSummedFirst() {
        Random random = new Random(5);
        int images = 70;
        int channels = 2;
        int plane = 81;
        float[] values = new float[images * channels * plane];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        Tensor x = Tensor.of(Shape.of(images, channels, 9, 9), values);
        Tensor planes = x.reshape(images, channels, plane).sum(2);
        assertThat(x.sum(0, 2, 3).toArray()).isEqualTo(planes.sum(0).toArray());
        assertThat(x.sumTo(Shape.of(channels, 1, 1)).toArray())
                .isEqualTo(planes.sum(0).toArray());
    }

    @Test
    void aHugeAxisOfAnEmptyTensorCostsNothing() {
        int n = 2_000_000_000;
        assertThat(Tensor.zeros(n, 0).sum(0).shape()).isEqualTo(Shape.of(0));
        assertThat(Tensor.zeros(0, n).sum(0, 1).item()).isZero();
    }
}
