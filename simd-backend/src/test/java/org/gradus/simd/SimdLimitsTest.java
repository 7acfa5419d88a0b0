package org.gradus.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.ReduceOp;
import org.gradus.core.backend.Window;
import org.gradus.core.backend.Workers;
import org.junit.jupiter.api.Test;

/** What no array can hold, and arrays that hold more than the shape says. */
class SimdLimitsTest {
    private static final Workers WORKERS = Workers.of(2);

    @Test
    void imagesThatNoArrayHoldsWhenPaddedAreRefused() {
        ConvShape s = new ConvShape(1 << 29, 1, 1, 1, 1, 1, Window.square(5).pad(2));
        assertThatThrownBy(() -> new SimdConv(WORKERS).weightGradient(s, new float[0], new float[0], new float[25]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("536870912 images of 1 channels, 1 x 1, are too many")
                .hasMessageEndingWith("use a smaller batch");
    }

    @Test
    void anEmptyReductionOfALargerArrayIsTheIdentity() {
        float[] y = new float[6];
        for (int inner = 1; inner <= 3; inner += 2) {
            new SimdReduce(WORKERS).reduce(ReduceOp.MIN, 6 / inner, 0, inner, new float[] {1, 2}, y);
            assertThat(y).containsOnly(Float.POSITIVE_INFINITY);
        }
    }
}
