package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.testkit.DoubleTensor;
import org.gradus.testkit.TensorAssert;
import org.junit.jupiter.api.Test;

/**
 * The layers that normalise each sample by itself, by formulas in double precision. Values are below 4 after some ten
 * roundings, so 4e-6 is six units of 2⁻²⁴ of the largest for each.
 */
class SampleNormsTest {
    private static final double TOLERANCE = 4e-6;

    private final Tensor x =
            Tensor.wrap(Shape.of(3, 4, 2), Rng.of(7).normal(24)).mul(0.01f).add(0.02f);

    @Test
    void groupsOfChannelsAreNormalisedWithTheDefaultEps() {
        groups(new GroupNorm(2, 4), 1e-5);
        groups(GroupNorm.keras(2, 4), 1e-3);
    }

    private void groups(GroupNorm norm, double eps) {
        Tensor y = initialized(norm).predict(x);
        for (int n = 0; n < 3; n++) {
            for (int group = 0; group < 2; group++) {
                double mean = 0;
                double squares = 0;
                for (int i = 0; i < 4; i++) {
                    mean += x.at(n, 2 * group + i / 2, i % 2) / 4.0;
                }
                for (int i = 0; i < 4; i++) {
                    squares += Math.pow(x.at(n, 2 * group + i / 2, i % 2) - mean, 2);
                }
                for (int i = 0; i < 4; i++) {
                    int channel = 2 * group + i / 2;
                    double expected = (x.at(n, channel, i % 2) - mean) / Math.sqrt(squares / 4 + eps);
                    assertThat((double) y.at(n, channel, i % 2)).isCloseTo(expected, within(TOLERANCE));
                }
            }
        }
    }

    /** One group with weights of 1 is layer normalisation of the whole sample. */
    @Test
    void theLastAxesAreNormalisedWithTheDefaultEps() {
        TensorAssert.assertThat(initialized(new LayerNorm(4, 2)).predict(x))
                .isClose(DoubleTensor.of(initialized(new GroupNorm(1, 4)).predict(x)), TOLERANCE);
        TensorAssert.assertThat(initialized(LayerNorm.keras(4, 2)).predict(x))
                .isClose(DoubleTensor.of(initialized(GroupNorm.keras(1, 4)).predict(x)), TOLERANCE);
    }

    @Test
    void theRootMeanSquareTakesTheDefaultEpsOfPyTorchOrKeras() {
        Tensor small = x.mul(0.01f);
        squares(new RmsNorm(2), small, Math.ulp(1f));
        squares(RmsNorm.keras(2), small, 1e-6);
    }

    private static void squares(RmsNorm norm, Tensor x, double eps) {
        Tensor y = initialized(norm).predict(x);
        for (int n = 0; n < 3; n++) {
            for (int c = 0; c < 4; c++) {
                double a = x.at(n, c, 0);
                double b = x.at(n, c, 1);
                double root = Math.sqrt((a * a + b * b) / 2 + eps);
                assertThat((double) y.at(n, c, 0)).isCloseTo(a / root, within(TOLERANCE));
                assertThat((double) y.at(n, c, 1)).isCloseTo(b / root, within(TOLERANCE));
            }
        }
    }

    @Test
    void namesAreThoseOfPyTorch() {
        assertThat(new GroupNorm(2, 4).parameters().stream().map(p -> p.name() + p.shape()))
                .containsExactly("weight[4]", "bias[4]");
        assertThat(new LayerNorm(4, 2).parameters().stream().map(p -> p.name() + p.shape()))
                .containsExactly("weight[4, 2]", "bias[4, 2]");
        assertThat(new RmsNorm(3).parameters().stream().map(p -> p.name() + p.shape()))
                .containsExactly("weight[3]");
        assertThat(new GroupNorm(2, 4)).hasToString("GroupNorm 2 of 4");
        assertThat(new LayerNorm(4, 2)).hasToString("LayerNorm [4, 2]");
        assertThat(new RmsNorm(3)).hasToString("RmsNorm [3]");
    }

    @Test
    void aSampleDoesNotDependOnItsBatch() {
        for (TensorLayer norm : new TensorLayer[] {new GroupNorm(2, 4), new LayerNorm(4, 2), new RmsNorm(4, 2)}) {
            initialized(norm);
            float[] alone = norm.predict(x.slice(0, 1, 2)).toArray();
            float[] together = norm.predict(x).slice(0, 1, 2).toArray();
            assertThat(alone).as(norm.toString()).isEqualTo(together);
            assertThat(norm.predict(Tensor.zeros(0, 4, 2)).shape()).isEqualTo(Shape.of(0, 4, 2));
        }
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new GroupNorm(4, 6))
                .hasMessage("groupNorm: 6 channels do not divide into 4 groups; use a divisor of 6");
        assertThatThrownBy(() -> new GroupNorm(0, 6))
                .hasMessage("groupNorm: 0 groups of 6 channels; at least 1 of each is needed");
        assertThatThrownBy(() -> new GroupNorm(1, 0)).hasMessageContaining("1 groups of 0 channels");
        assertThatThrownBy(() -> new GroupNorm(2, 6, Double.NaN))
                .hasMessage("groupNorm: eps NaN must be above 0 and finite");
        assertThatThrownBy(() -> new LayerNorm(Shape.of(3), -1e-5)).hasMessageContaining("layerNorm: eps -1.0E-5");
        assertThatThrownBy(() -> new RmsNorm(Shape.of(3), Double.POSITIVE_INFINITY))
                .hasMessageContaining("rmsNorm: eps Infinity");
        assertThatThrownBy(LayerNorm::new)
                .hasMessage("layerNorm: normalises over []; at least one axis and one element are needed");
        assertThatThrownBy(() -> new RmsNorm(2, 0)).hasMessageContaining("rmsNorm: normalises over [2, 0]");
        assertThatThrownBy(() -> initialized(new GroupNorm(3, 6)).predict(x))
                .hasMessage("groupNorm '': needs [n, 6, ...], but the input is [3, 4, 2]");
        assertThatThrownBy(() -> initialized(new LayerNorm(3, 2)).predict(x))
                .hasMessage("layerNorm '': needs [..., 3, 2], but the input is [3, 4, 2]");
        assertThatThrownBy(() -> initialized(new RmsNorm(4, 2)).predict(Tensor.zeros(2)))
                .hasMessage("rmsNorm '': needs [..., 4, 2], but the input is [2]");
    }

    private static <T extends TensorLayer> T initialized(T norm) {
        norm.initialize(1);
        return norm;
    }
}
