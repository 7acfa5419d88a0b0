package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SoftmaxOpsTest {
    private static final CrossEntropy DEFAULTS = CrossEntropy.defaults();
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    @Test
    void defaultsAreThoseOfTorch() {
        assertThat(DEFAULTS).isEqualTo(new CrossEntropy(0, -100, Reduction.MEAN, null));
    }

    @Test
    void largeLogitsDoNotOverflow() {
        Tensor x = Tensor.of(1000f, -1000f, 1000f);
        assertThat(x.softmax(0).toArray()).containsExactly(0.5f, 0f, 0.5f);
        assertThat(Tensor.of(0f, 200f)
                        .crossEntropy(new Indices(new int[] {0}, Shape.of()))
                        .item())
                .isEqualTo(200f);
    }

    /** The probability of class 0 is 0 in float, and its logarithm infinite; from the logits the loss is exact. */
    @Test
    void c30CrossEntropyTakesLogitsAndNeverTheLogarithmOfZero() {
        Tensor x = Tensor.of(Shape.of(1, 2), 0f, 200f).requiresGradient();
        assertThat(x.softmax(1).log().at(0, 0)).isEqualTo(-INF);
        Tensor loss = x.crossEntropy(Indices.of(0));
        assertThat(loss.item()).isEqualTo(200f);
        for (boolean createGraph : new boolean[] {false, true}) {
            assertThat(loss.backward(createGraph).of(x).toArray()).containsExactly(-1f, 1f);
        }
    }

    @Test
    void c30SoftmaxBeforeCrossEntropyThrowsAndSaysWhatToDo() {
        Tensor x = Tensor.of(Shape.of(1, 2), 0f, 1f).requiresGradient();
        Tensor probabilities = x.softmax(-1);
        String message =
                "crossEntropy: the logits [1, 2] are what op 'softmax' gave, and crossEntropy applies softmax itself;"
                        + " give it what went into that softmax, or the logarithm of probabilities";
        assertThatThrownBy(() -> probabilities.crossEntropy(Indices.of(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> probabilities.crossEntropy(Indices.of(0), DEFAULTS.withSmoothing(0.1)))
                .hasMessage(message);
        assertThatThrownBy(() -> probabilities.crossEntropy(x)).hasMessage(message);
    }

    /** As targets probabilities are right, their logarithms are logits, and without a record nobody trains. */
    @Test
    void c30ProbabilitiesWhereTheyBelongAreAccepted() {
        Tensor x = Tensor.of(Shape.of(1, 2), 0f, 1f).requiresGradient();
        float loss = x.crossEntropy(Indices.of(0)).item();
        assertThat(x.crossEntropy(x.softmax(-1)).item()).isFinite();
        assertThat(x.softmax(-1).log().crossEntropy(Indices.of(0)).item()).isCloseTo(loss, within(1e-6f));
        assertThat(x.logSoftmax(-1).crossEntropy(Indices.of(0)).item()).isCloseTo(loss, within(1e-6f));
        assertThat(x.detach().softmax(-1).crossEntropy(Indices.of(0)).item()).isLessThan(loss);
    }

    @Test
    void c28SmoothingZeroIsPlainBitForBit() {
        Tensor x = Tensor.of(Shape.of(2, 3), 0.3f, -1.7f, 2.2f, 0.9f, 0.1f, -0.4f);
        Indices targets = Indices.of(1, 2);
        assertThat(x.crossEntropy(targets, DEFAULTS.withSmoothing(0)).item())
                .isEqualTo(x.crossEntropy(targets).item());
    }

    @Test
    void c29IgnoredItemsCountNowhereWhateverTheyHold() {
        float[] values = {0.3f, -1.7f, 2.2f, NAN, INF, 0f, 0.9f, 0.1f, -0.4f};
        Tensor with = Tensor.of(Shape.of(3, 3), values).requiresGradient();
        Tensor without = Tensor.of(Shape.of(2, 3), 0.3f, -1.7f, 2.2f, 0.9f, 0.1f, -0.4f);
        Tensor weights = Tensor.of(1f, 2f, 3f);
        for (CrossEntropy options : new CrossEntropy[] {
            DEFAULTS, DEFAULTS.withSmoothing(0.1), DEFAULTS.withSmoothing(0.1).withClassWeights(weights)
        }) {
            for (int ignored : new int[] {-100, 7}) {
                CrossEntropy chosen = options.withIgnoreIndex(ignored);
                Tensor loss = with.crossEntropy(Indices.of(1, ignored, 2), chosen);
                assertThat(loss.item())
                        .as(chosen.toString())
                        .isEqualTo(
                                without.crossEntropy(Indices.of(1, 2), chosen).item());
                for (boolean createGraph : new boolean[] {false, true}) {
                    float[] slope = loss.backward(createGraph).of(with).toArray();
                    assertThat(slope).doesNotContain(NAN);
                    assertThat(slope[3] == 0 && slope[4] == 0 && slope[5] == 0).isTrue();
                }
            }
        }
    }

    @Test
    void theMeanOverNoItemsIsNan() {
        Tensor x = Tensor.zeros(1, 3);
        assertThat(x.crossEntropy(Indices.of(-100)).item()).isNaN();
        assertThat(x.crossEntropy(Indices.of(-100), DEFAULTS.withReduction(Reduction.SUM))
                        .item())
                .isZero();
    }

    @Test
    void aClassOfProbabilityZeroThatIsNoTargetDoesNoHarm() {
        Tensor x = Tensor.of(Shape.of(1, 3), 0f, -INF, 0f);
        CrossEntropy weighted = DEFAULTS.withClassWeights(Tensor.ones(3));
        float expected = (float) StrictMath.log(2);
        assertThat(x.crossEntropy(Indices.of(0)).item()).isEqualTo(expected);
        assertThat(x.crossEntropy(Indices.of(0), weighted).item()).isEqualTo(expected);
    }

    @Test
    void mistakesAreNamed() {
        Tensor x = Tensor.zeros(2, 3);
        assertThatThrownBy(() -> DEFAULTS.withSmoothing(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("crossEntropy: smoothing 1.5 is not in [0, 1]");
        assertThatThrownBy(() -> x.crossEntropy(Indices.of(0, -1)))
                .hasMessage("crossEntropy: target -1 at position 1 is outside 0 to 2 and is not the ignored -100");
        assertThatThrownBy(() -> x.crossEntropy(Indices.of(0, 1), DEFAULTS.withClassWeights(Tensor.ones(2))))
                .hasMessage("crossEntropy: 3 classes need weights [3], not [2]");
        assertThatThrownBy(() -> x.softmax(2)).hasMessageContaining("softmax: axis 2 does not exist in [2, 3]");
    }
}
