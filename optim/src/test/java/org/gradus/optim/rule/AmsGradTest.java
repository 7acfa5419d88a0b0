package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.gradus.core.Shape;
import org.junit.jupiter.api.Test;

class AmsGradTest {
    private static final Adam ADAM = Adam.defaults().withBetas(0.5, 0.5);

    /**
     * Gradients 1 and 0 with both β = 0.5: m is 0.5 and 0.25, v the same. After two steps m̂ = 1/3, v̂ = 1/3; the greatest
     * raw v is 0.5, corrected 2/3; the greatest v̂ is 1.
     */
    @Test
    void c3TheMaximumIsTakenBeforeTheCorrectionInPyTorchAndAfterItInOptax() {
        double off = OneWeight.after(ADAM, 0.25, 1, 0);
        double before = OneWeight.after(ADAM.withAmsGrad(AmsGrad.BEFORE_CORRECTION), 0.25, 1, 0);
        double after = OneWeight.after(ADAM.withAmsGrad(AmsGrad.AFTER_CORRECTION), 0.25, 1, 0);
        assertThat(off).isCloseTo(0.75 - 0.25 / 3 / Math.sqrt(1.0 / 3), within(1e-6));
        assertThat(before).isCloseTo(0.75 - 0.25 / 3 / Math.sqrt(2.0 / 3), within(1e-6));
        assertThat(after).isCloseTo(0.75 - 0.25 / 3, within(1e-6));
        assertThat(after).isEqualTo(OneWeight.after(Adam.optaxAmsGrad().withBetas(0.5, 0.5), 0.25, 1, 0));
    }

    /** As long as v grows, the raw maximum is v itself. */
    @Test
    void c3GrowingGradientsMakeNoDifferenceToTheRawMaximum() {
        double[] growing = {1, -2, 3, -5, 8};
        assertThat(OneWeight.after(ADAM.withAmsGrad(AmsGrad.BEFORE_CORRECTION), 0.25, growing))
                .isEqualTo(OneWeight.after(ADAM, 0.25, growing));
    }

    @Test
    void costsOneMoreTensor() {
        Shape shape = Shape.of(2);
        assertThat(ADAM.slots(shape).tensors()).hasSize(2);
        assertThat(Adam.optaxAmsGrad().slots(shape).tensors()).last().isEqualTo(new Slot("vMax", shape, 0f));
        assertThat(AdamW.defaults()
                        .withAmsGrad(AmsGrad.BEFORE_CORRECTION)
                        .slots(shape)
                        .tensors())
                .hasSize(3);
    }
}
