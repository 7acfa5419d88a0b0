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
}
