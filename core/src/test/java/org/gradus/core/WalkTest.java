package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What one walk leaves to the next one of its thread. */
class WalkTest {
    private static final int DEEP = 20_000;

    private static Tensor doubled(Tensor x, CustomGradient gradient) {
        return Tensor.custom("doubled", List.of(x), in -> in.get(0).mul(2f), gradient);
    }

    private static float slopeOfSquare(float at) {
        Tensor x = Tensor.scalar(at).requiresGradient();
        return x.mul(x).backward().of(x).item();
    }

    @Test
    void aBackwardPassWithinAGradientDoesNotDisturbTheOneAround() {
        Tensor x = Tensor.scalar(3f).requiresGradient();
        Tensor z = Tensor.scalar(5f).requiresGradient();
        Tensor square = z.mul(z);
        float[] inner = new float[1];
        Tensor y = doubled(x.exp(), (g, value, in) -> {
            inner[0] = square.backward().of(z).item();
            return List.of(g.mul(2f));
        });
        Tensor loss = y.add(x);
        assertThat(loss.backward().of(x).item()).isEqualTo(2f * x.exp().item() + 1f);
        assertThat(inner[0]).isEqualTo(10f);
    }

    @Test
    void aGradientThatThrowsSpoilsNoLaterPass() {
        Tensor x = Tensor.scalar(3f).requiresGradient();
        Tensor y = doubled(x, (g, value, in) -> {
            throw new IllegalStateException("no gradient");
        });
        slopeOfSquare(1f);
        assertThatThrownBy(y::backward).hasMessage("no gradient");
        assertThat(slopeOfSquare(4f)).isEqualTo(8f);
        assertThat(slopeOfSquare(5f)).isEqualTo(10f);
    }

    @Test
    void deepAndShallowRecordsFollowEachOther() {
        for (int round = 0; round < 3; round++) {
            Tensor x = Tensor.scalar(1f).requiresGradient();
            Tensor y = x;
            for (int i = 0; i < DEEP; i++) {
                y = y.add(1f);
            }
            Gradients gradients = y.add(x).backward();
            assertThat(gradients.size()).isEqualTo(1);
            assertThat(gradients.of(x).item()).isEqualTo(2f);
            assertThat(slopeOfSquare(2f)).isEqualTo(4f);
        }
    }
}
