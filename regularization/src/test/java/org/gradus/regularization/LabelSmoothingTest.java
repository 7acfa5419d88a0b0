package org.gradus.regularization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.testkit.TensorAssert.assertThat;

import org.gradus.core.CrossEntropy;
import org.gradus.core.Indices;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSmoothingTest {
    private static final float[][] LOGITS = {{1.5f, -0.25f, 3f, 0f}, {-2f, 0.5f, 0.125f, 1f}, {4f, 4f, -1f, 2f}};
    private static final int[] LABELS = {2, 0, 3};
    private static final Tensor LOGIT_TENSOR =
            Tensor.of(Shape.of(3, 4), 1.5f, -0.25f, 3f, 0f, -2f, 0.5f, 0.125f, 1f, 4f, 4f, -1f, 2f);

    /** The definition, in double: {@code −Σ q·log p} with {@code q = (1 − α)·y + α/K}. */
    private static double oracle(double alpha, int ignored) {
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < LABELS.length; i++) {
            if (LABELS[i] == ignored) {
                continue;
            }
            double all = 0;
            for (float logit : LOGITS[i]) {
                all += StrictMath.exp(logit);
            }
            for (int k = 0; k < 4; k++) {
                double q = (k == LABELS[i] ? 1 - alpha : 0) + alpha / 4;
                sum -= q * (LOGITS[i][k] - StrictMath.log(all));
            }
            counted++;
        }
        return sum / counted;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 1})
    void c28SpreadsAlphaOverAllClasses(double alpha) {
        float loss = new LabelSmoothing(alpha).loss(LOGIT_TENSOR, labels()).item();
        assertThat((double) loss).isCloseTo(oracle(alpha, -1), within(2e-6));
    }

    @Test
    void c28WithoutSmoothingItIsThePlainLossBitForBit() {
        assertThat(new LabelSmoothing(0).loss(LOGIT_TENSOR, labels())).hasBitsOf(LOGIT_TENSOR.crossEntropy(labels()));
    }

    @Test
    void c29IgnoredRowsCountNeitherAboveNorBelow() {
        CrossEntropy options = new LabelSmoothing(0.1).options().withIgnoreIndex(0);
        assertThat((double) LOGIT_TENSOR.crossEntropy(labels(), options).item())
                .isCloseTo(oracle(0.1, 0), within(2e-6));
    }

    @Test
    void theDefaultIsThePapers() {
        assertThat(LabelSmoothing.defaults()).isEqualTo(new LabelSmoothing(0.1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void rejectsAnAlphaOutsideItsRange(double alpha) {
        assertThatThrownBy(() -> new LabelSmoothing(alpha))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("LabelSmoothing: alpha = " + alpha + " is not accepted; it must lie in [0, 1]");
    }

    private static Indices labels() {
        return new Indices(LABELS.clone(), Shape.of(3));
    }
}
