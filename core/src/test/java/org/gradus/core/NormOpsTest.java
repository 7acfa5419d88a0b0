package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormOpsTest {
    private static final Tensor ONE = Tensor.ones(1);
    private static final Tensor ZERO = Tensor.zeros(1);

    @Test
    void theVarianceIsBiasedAndTheStatisticsAreConstants() {
        Tensor x = Tensor.of(Shape.of(4, 1), 1, 2, 3, 6).requiresGradient();
        BatchNormResult result = x.batchNorm(ONE, ZERO, 1e-5);
        assertThat(result.mean().data()).containsExactly(3);
        assertThat(result.variance().data()).containsExactly(3.5f);
        assertThat(result.mean().needsGradient() || result.variance().needsGradient())
                .isFalse();
    }

    /** E[x²] − E[x]² in float would give 0 or even a negative number here. */
    @Test
    void theVarianceSurvivesALargeMean() {
        Tensor x = Tensor.of(Shape.of(4, 1), 30_000, 30_001, 30_002, 30_003);
        assertThat(x.batchNorm(ONE, ZERO, 1e-5).variance().item()).isEqualTo(1.25f);
        float[] y = x.reshape(1, 4)
                .layerNorm(1, Tensor.ones(4), Tensor.zeros(4), 1e-5)
                .data();
        // −1.5/√1.25, with four roundings of half an ulp of 1.34 each
        assertThat(y[0]).isCloseTo((float) (-1.5 / Math.sqrt(1.25001)), within(5e-7f));
    }

    @Test
    void ownStatisticsGivenAreTheSameBits() {
        Tensor x = Tensor.arange(24).reshape(2, 3, 2, 2).sin();
        Tensor gamma = Tensor.of(1, -2, 0.5f);
        Tensor beta = Tensor.of(0, 1, 2);
        BatchNormResult own = x.batchNorm(gamma, beta, 1e-5);
        assertThat(x.batchNorm(own.mean(), own.variance(), gamma, beta, 1e-5).data())
                .isEqualTo(own.output().data());
    }

    @Test
    void givenStatisticsTakeSingleSamplesAndEmptyBatches() {
        Tensor single = Tensor.of(Shape.of(1, 1), 5).batchNorm(Tensor.of(1), Tensor.of(4), ONE, ZERO, 1e-30);
        assertThat(single.item()).isEqualTo(2);
        assertThat(Tensor.zeros(0, 1).batchNorm(ZERO, ONE, ONE, ZERO, 1e-5).shape())
                .isEqualTo(Shape.of(0, 1));
    }

    @Test
    void anEmptyBatchGivesZeroGradientsOfScaleAndShift() {
        Tensor gamma = Tensor.ones(3).requiresGradient();
        Tensor beta = Tensor.zeros(3).requiresGradient();
        Gradients gradients =
                Tensor.zeros(0, 3).layerNorm(1, gamma, beta, 1e-5).sum().backward();
        assertThat(gradients.of(gamma).data()).containsExactly(0, 0, 0);
        assertThat(gradients.of(beta).data()).containsExactly(0, 0, 0);
    }

    @Test
    void refusesWhatHasNoVariance() {
        assertThatThrownBy(() -> Tensor.ones(1, 1, 1, 1).batchNorm(ONE, ZERO, 1e-5))
                .hasMessage(
                        "batchNorm: the input [1, 1, 1, 1] has 1 values per channel, too few for a variance; use a larger"
                                + " batch, drop an incomplete last batch, or normalise by layer or group instead");
        assertThatThrownBy(() -> Tensor.ones(2, 0).batchNorm(Tensor.ones(0), Tensor.ones(0), 1e-5))
                .hasMessageContaining("has 0 values per channel");
    }

    @Test
    void refusesWhatItWouldGetWrongInSilence() {
        Tensor x = Tensor.ones(2, 1);
        assertThatThrownBy(() -> x.batchNorm(ONE, ZERO, 0))
                .hasMessage("batchNorm: eps is 0.0; use a small positive number such as 1e-5");
        assertThatThrownBy(() -> x.layerNorm(1, ONE, ZERO, Double.NaN)).hasMessageContaining("layerNorm: eps is NaN");
        assertThatThrownBy(() -> x.layerNorm(0, ONE, ZERO, 1e-5))
                .hasMessage("layerNorm: 0 normalised axes of [2, 1]; use 1 to 2");
        assertThatThrownBy(() -> x.batchNorm(ZERO.requiresGradient(), ONE, ONE, ZERO, 1e-5))
                .hasMessageContaining("given statistics are constants, but these need a gradient; detach() them");
    }

    @Test
    void groupsWithoutVarianceGiveTheShiftAndNoGradientOfTheValues() {
        Tensor gamma = Tensor.of(2, 3);
        Tensor beta = Tensor.of(-1, 5);
        Tensor constant = Tensor.full(Shape.of(2, 2, 3), 7f).requiresGradient();
        Tensor y = constant.groupNorm(1, gamma, beta, 1e-5);
        assertThat(y.data()).containsExactly(-1, -1, -1, 5, 5, 5, -1, -1, -1, 5, 5, 5);
        Tensor single = Tensor.of(Shape.of(1, 2), 4, -9).requiresGradient();
        Tensor z = single.groupNorm(2, gamma, beta, 1e-5);
        assertThat(z.data()).containsExactly(-1, 5);
        assertThat(z.mul(Tensor.of(3, 4)).sum().backward().of(single).data()).containsExactly(0, 0);
    }

    @Test
    void theGradientOfGroupsSurvivesAScaleOfZero() {
        Tensor x = Tensor.arange(8).reshape(1, 4, 2).requiresGradient();
        Tensor gamma = Tensor.zeros(4).requiresGradient();
        Gradients gradients = x.groupNorm(2, gamma, Tensor.ones(4), 1e-5)
                .mul(Tensor.arange(8).reshape(1, 4, 2))
                .sum()
                .backward();
        assertThat(gradients.of(x).data()).containsOnly(0f);
        assertThat(gradients.of(gamma).data()).doesNotContain(0f, Float.NaN);
    }

    /** NaN stays in its group, and in the sums of the channels of that group. */
    @Test
    void noNumberStaysInItsGroup() {
        float[] values = {1, 2, Float.NaN, 4, 5, 7, 8, 1};
        Tensor x = Tensor.of(Shape.of(2, 4), values).requiresGradient();
        Tensor gamma = Tensor.ones(4).requiresGradient();
        Tensor y = x.groupNorm(2, gamma, Tensor.zeros(4), 1e-5);
        Gradients gradients = y.mul(Tensor.arange(8).reshape(2, 4)).sum().backward();
        for (float[] result : new float[][] {y.data(), gradients.of(x).data()}) {
            for (int i = 0; i < 8; i++) {
                assertThat(Float.isNaN(result[i])).as("element %d", i).isEqualTo(i == 2 || i == 3);
            }
        }
        float[] slopes = gradients.of(gamma).data();
        assertThat(new boolean[] {Float.isNaN(slopes[0]), Float.isNaN(slopes[1])})
                .containsOnly(false);
        assertThat(new boolean[] {Float.isNaN(slopes[2]), Float.isNaN(slopes[3])})
                .containsOnly(true);
    }

    @Test
    void groupNormRefusesWhatDoesNotDivide() {
        Tensor x = Tensor.ones(2, 6, 1);
        assertThatThrownBy(() -> x.groupNorm(4, Tensor.ones(6), Tensor.zeros(6), 1e-5))
                .hasMessage("groupNorm: the 6 channels of [2, 6, 1] do not divide into 4 groups; use a divisor of 6");
        assertThatThrownBy(() -> x.groupNorm(0, Tensor.ones(6), Tensor.zeros(6), 1e-5))
                .hasMessage("groupNorm: 0 groups; at least 1 is needed");
        assertThatThrownBy(() -> x.groupNorm(7, Tensor.ones(6), Tensor.zeros(6), 1e-5))
                .hasMessageContaining("do not divide into 7 groups");
        assertThatThrownBy(() -> x.groupNorm(2, Tensor.ones(6), Tensor.zeros(6), 0))
                .hasMessageContaining("groupNorm: eps is 0.0");
        assertThatThrownBy(() -> x.rmsNorm(1, ONE, Double.POSITIVE_INFINITY))
                .hasMessageContaining("rmsNorm: eps is Infinity");
        assertThatThrownBy(() -> x.rmsNorm(4, ONE, 1e-5))
                .hasMessage("rmsNorm: 4 normalised axes of [2, 6, 1]; use 1 to 3");
    }

    /** 3/√((9 + 16)/2) in float, and zeros where there is nothing to scale. */
    @Test
    void theRootMeanSquareIsNotCentred() {
        Tensor x = Tensor.of(Shape.of(2, 2), 3, 4, 0, 0).requiresGradient();
        Tensor y = x.rmsNorm(1, Tensor.of(1, 10), 0x1p-23);
        assertThat(y.data()[0]).isCloseTo((float) (3 / Math.sqrt(12.5)), within(2e-7f));
        assertThat(y.data()[1]).isCloseTo((float) (40 / Math.sqrt(12.5)), within(2e-6f));
        assertThat(y.data()[2]).isZero();
        // the third element scales by 1/√ε alone, 2^11.5
        assertThat(y.sum().backward().of(x).data()[2]).isCloseTo(2896.3094f, within(1e-3f));
    }

    @Test
    void emptyBatchesGiveZeroGradientsOfScales() {
        Tensor gamma = Tensor.ones(4).requiresGradient();
        Tensor beta = Tensor.zeros(4).requiresGradient();
        Tensor x = Tensor.zeros(0, 4).requiresGradient();
        Gradients ofGroups = x.groupNorm(2, gamma, beta, 1e-5).sum().backward();
        assertThat(ofGroups.of(gamma).data()).containsExactly(0, 0, 0, 0);
        assertThat(ofGroups.of(beta).data()).containsExactly(0, 0, 0, 0);
        assertThat(ofGroups.of(x).shape()).isEqualTo(Shape.of(0, 4));
        Gradients ofSquares = x.rmsNorm(1, gamma, 1e-5).sum().backward();
        assertThat(ofSquares.of(gamma).data()).containsExactly(0, 0, 0, 0);
        assertThat(ofSquares.of(x).shape()).isEqualTo(Shape.of(0, 4));
    }
}
