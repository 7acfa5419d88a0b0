package org.gradus.regularization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.testkit.TensorAssert.assertThat;

import org.gradus.core.Indices;
import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixingTest {
    private static final int CLASSES = 4;
    private static final Indices LABELS = Indices.of(0, 1, 2, 3, 3);

    /** Sample i holds the number 10^i everywhere, so that every mixture shows what it is made of. */
    private static Tensor samples(int... plane) {
        int[] dims = new int[plane.length + 1];
        dims[0] = LABELS.size();
        System.arraycopy(plane, 0, dims, 1, plane.length);
        Tensor zeros = Tensor.zeros(dims);
        float[] values = zeros.toArray();
        int each = values.length / dims[0];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.pow(10, i / each);
        }
        return Tensor.of(zeros.shape(), values);
    }

    @Test
    void c32MixUpMixesSamplesAndTargetsInOneProportion() {
        Rng rng = Rng.of(5);
        Tensor x = samples(3);
        Mixture mixed = new MixUp(1, 0).mix(x, LABELS, CLASSES, rng);
        int[] partners = rng.at("partners").permutation(5);
        float lambda = mixed.lambda();
        assertThat(lambda).isStrictlyBetween(0f, 1f);
        for (int i = 0; i < 5; i++) {
            float expected = lambda * (float) Math.pow(10, i) + (1f - lambda) * (float) Math.pow(10, partners[i]);
            float[] row = new float[CLASSES];
            row[LABELS.data()[i]] += lambda;
            row[LABELS.data()[partners[i]]] += 1f - lambda;
            for (int j = 0; j < 3; j++) {
                assertThat(mixed.inputs().at(i, j)).isEqualTo(expected);
            }
            for (int k = 0; k < CLASSES; k++) {
                assertThat(mixed.targets().at(i, k)).isEqualTo(row[k]);
            }
        }
    }

    @Test
    void c32SmoothedTargetsAreOnAndOffAsInLabelSmoothing() {
        double alpha = 0.2;
        Mixture mixed = new MixUp(0, alpha).mix(samples(2), LABELS, CLASSES, Rng.of(1));
        assertThat(mixed.inputs()).hasBitsOf(samples(2));
        for (int i = 0; i < 5; i++) {
            for (int k = 0; k < CLASSES; k++) {
                double expected = k == LABELS.data()[i] ? 1 - alpha + alpha / CLASSES : alpha / CLASSES;
                assertThat((double) mixed.targets().at(i, k)).isCloseTo(expected, within(2e-7));
            }
        }
    }

    @Test
    void c32TheLossOfUnmixedTargetsIsThatOfLabels() {
        Tensor logits =
                Tensor.of(samples(CLASSES).shape(), samples(CLASSES).log().sin().toArray());
        Mixture mixed = new MixUp(0, 0.1).mix(samples(2), LABELS, CLASSES, Rng.of(1));
        float soft = logits.crossEntropy(mixed.targets()).item();
        float hard = new LabelSmoothing(0.1).loss(logits, LABELS).item();
        assertThat(soft).isCloseTo(hard, within(4 * Math.ulp(hard)));
    }

    /** Counts the pixels that really came from the partner. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void c32TheShareOfCutMixIsThatOfThePixelsThatStayed(long seed) {
        Rng rng = Rng.of(seed);
        Tensor x = samples(2, 5, 7);
        Mixture mixed = CutMix.defaults().mix(x, LABELS, CLASSES, rng);
        int[] partners = rng.at("partners").permutation(5);
        for (int i = 0; i < 5; i++) {
            int own = 0;
            for (int y = 0; y < 5; y++) {
                for (int z = 0; z < 7; z++) {
                    float value = mixed.inputs().at(i, 0, y, z);
                    assertThat(mixed.inputs().at(i, 1, y, z)).isEqualTo(value);
                    assertThat(value).isIn((float) Math.pow(10, i), (float) Math.pow(10, partners[i]));
                    own += value == (float) Math.pow(10, i) ? 1 : 0;
                }
            }
            if (partners[i] != i) {
                assertThat(mixed.lambda()).isEqualTo((float) (1 - (35 - own) / 35.0));
            }
            float sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                sum += mixed.targets().at(i, k);
            }
            assertThat(sum).isCloseTo(1f, within(2e-7f));
        }
    }

    /** Mean 1/2 and variance 1/(4(2α + 1)); ten thousand draws, so that four standard errors bound both. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.2, 0.5, 1, 2, 8})
    void theShareFollowsTheBetaDistribution(double alpha) {
        int n = 10_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double x = BetaDraw.symmetric(alpha, Rng.of(77).at(i));
            assertThat(x).isBetween(0.0, 1.0);
            sum += x - 0.5;
            squares += (x - 0.5) * (x - 0.5);
        }
        double variance = 1 / (4 * (2 * alpha + 1));
        assertThat(sum / n).isCloseTo(0, within(4 * Math.sqrt(variance / n)));
        // The fourth central moment of values in [0, 1] is at most a quarter of their variance.
        assertThat(squares / n).isCloseTo(variance, within(4 * Math.sqrt(variance / 4 / n)));
    }

    @Test
    void theSameNumbersGiveTheSameMixture() {
        Mixture first = MixUp.defaults().mix(samples(3), LABELS, CLASSES, Rng.of(9));
        Mixture second = MixUp.defaults().mix(samples(3), LABELS, CLASSES, Rng.of(9));
        assertThat(first.inputs()).hasBitsOf(second.inputs());
        assertThat(first.targets()).hasBitsOf(second.targets());
    }

    @Test
    void anEmptyBatchStaysEmpty() {
        assertThat(MixUp.defaults()
                        .mix(Tensor.zeros(0, 3), Indices.of(), CLASSES, Rng.of(1))
                        .targets())
                .hasShape(0, CLASSES);
        assertThat(CutMix.defaults()
                        .mix(Tensor.zeros(0, 1, 4, 4), Indices.of(), CLASSES, Rng.of(1))
                        .inputs())
                .hasShape(0, 1, 4, 4);
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() -> new MixUp(-0.1, 0))
                .hasMessage("MixUp: alpha = -0.1 is not accepted; it must lie in [0, infinity)");
        assertThatThrownBy(() -> new CutMix(1, 1.5))
                .hasMessage("CutMix: smoothing = 1.5 is not accepted; it must lie in [0, 1]");
        assertThatThrownBy(() -> new MixUp(Double.NaN, 0)).hasMessageContaining("alpha = NaN");
        assertThatThrownBy(() -> MixUp.defaults().mix(Tensor.zeros(4, 3), LABELS, CLASSES, Rng.of(1)))
                .hasMessage("MixUp: inputs [4, 3] need one label each, not [5]; the samples are the first axis");
        assertThatThrownBy(() -> CutMix.defaults().mix(samples(3), LABELS, CLASSES, Rng.of(1)))
                .hasMessage("CutMix: images must be [n, channels, h, w], but are [5, 3]");
        assertThatThrownBy(() -> MixUp.defaults().mix(samples(3), LABELS, 3, Rng.of(1)))
                .hasMessageContaining("MixUp: label 3 of sample 3 is no class; the classes are 0 to 2");
    }
}
