package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComparisonOpsTest {
    private static final float NAN = Float.NaN;

    @Test
    void nanAndSignedZeros() {
        Tensor a = Tensor.of(NAN, NAN, -0f, 1f);
        Tensor b = Tensor.of(NAN, 1f, 0f, NAN);
        assertThat(a.equalTo(b).toArray()).containsExactly(0f, 0f, 1f, 0f);
        assertThat(a.notEqualTo(b).toArray()).containsExactly(1f, 1f, 0f, 1f);
        assertThat(a.lessOrEqual(b).toArray()).containsExactly(0f, 0f, 1f, 0f);
        assertThat(a.greaterThan(b).toArray()).containsExactly(0f, 0f, 0f, 0f);
    }

    @Test
    void comparisonsHaveNoGradient() {
        Tensor x = Tensor.of(1f).requiresGradient();
        assertThat(x.lessThan(2f).needsGradient()).isFalse();
    }

    @Test
    void whereTakesNanAsTrueAndGivesTheOtherBranchNothing() {
        Tensor a = Tensor.of(1f, 2f, 3f).requiresGradient();
        Tensor b = Tensor.of(4f, 5f, 6f).requiresGradient();
        Tensor y = Tensor.of(NAN, -0f, 1f).where(a, b);
        assertThat(y.toArray()).containsExactly(1f, 5f, 3f);
        Tensor infinite = Tensor.of(Float.POSITIVE_INFINITY, 1f, 1f);
        Gradients g = y.backward(infinite, false);
        assertThat(g.of(a).toArray()).containsExactly(Float.POSITIVE_INFINITY, 0f, 1f);
        assertThat(g.of(b).toArray()).containsExactly(0f, 1f, 0f);
    }
}
