package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignsTest {
    private static final float[] POSITIVE = {
        Float.MIN_VALUE, Float.MIN_NORMAL, 1e-20f, 0.3f, 1f, 5f, Float.MAX_VALUE, Float.POSITIVE_INFINITY
    };

    @Test
    void isExactFromTheSmallestNumberToInfinity() {
        for (float x : POSITIVE) {
            assertThat(Signs.of(x)).isEqualTo(1f);
            assertThat(Signs.of(-x)).isEqualTo(-1f);
        }
        assertThat(Float.floatToRawIntBits(Signs.of(0f))).isEqualTo(Float.floatToRawIntBits(0f));
        assertThat(Float.floatToRawIntBits(Signs.of(-0f))).isEqualTo(Float.floatToRawIntBits(-0f));
        assertThat(Signs.of(Float.NaN)).isNaN();
    }

    @Test
    void keepsWhatIsNotOpposed() {
        for (float x : new float[] {Float.MIN_VALUE, 1e-20f, 0.3f, 5f, 1e38f}) {
            assertThat(Signs.unopposed(1f, x)).isEqualTo(x);
            assertThat(Signs.unopposed(-1f, -x)).isEqualTo(-x);
            assertThat(Signs.unopposed(0f, x)).isEqualTo(x);
            assertThat(Signs.unopposed(0f, -x)).isEqualTo(-x);
            assertThat(Signs.unopposed(1f, -x)).isZero();
            assertThat(Signs.unopposed(-1f, x)).isZero();
        }
        assertThat(Signs.unopposed(1f, 0f)).isZero();
    }
}
