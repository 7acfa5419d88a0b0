package org.gradus.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.junit.jupiter.api.Test;

class StandardizerTest {
    @Test
    void fitsBiasedDeviationsPerFeature() {
        Standardizer fitted = Standardizer.perFeature(Tensor.of(Shape.of(4, 2), 1, 10, 2, 10, 3, 10, 4, 10));
        assertThat(fitted.mean().toArray()).containsExactly(2.5f, 10f);
        assertThat(fitted.deviation().toArray()).containsExactly((float) Math.sqrt(1.25), 1f);
        assertThat(fitted.apply(Tensor.of(Shape.of(1, 2), 2.5f, 11f)).toArray()).containsExactly(0f, 1f);
    }

    @Test
    void aConstantFeatureThatIsNoExactFloatStaysConstant() {
        Standardizer fitted = Standardizer.perFeature(Tensor.of(Shape.of(3, 1), 0.1f, 0.1f, 0.1f));
        assertThat(fitted.deviation().toArray()).containsExactly(1f);
        assertThat(fitted.apply(Tensor.of(Shape.of(1, 1), 0.1f)).toArray()).containsExactly(0f);
    }

    @Test
    void oneMeanForAllPixels() {
        Standardizer fitted = Standardizer.global(Tensor.of(Shape.of(2, 1, 1, 2), 0, 2, 4, 6));
        assertThat(fitted.mean().item()).isEqualTo(3f);
        assertThat(fitted.deviation().item()).isEqualTo((float) Math.sqrt(5));
        Tensor z = fitted.apply(Tensor.of(Shape.of(2, 1, 1, 2), 0, 2, 4, 6));
        float[] values = z.toArray();
        assertThat(values[0] + values[1] + values[2] + values[3]).isCloseTo(0f, within(1e-6f));
    }

    @Test
    void largeOffsetsDoNotCancel() {
        Standardizer fitted = Standardizer.perFeature(Tensor.of(Shape.of(2, 1), 16777216f, 16777218f));
        assertThat(fitted.deviation().item()).isEqualTo(1f);
    }

    @Test
    void nothingAndNanCannotBeFitted() {
        assertThatThrownBy(() -> Standardizer.perFeature(Tensor.zeros(0, 3)))
                .hasMessage("standardizer: [0, 3] holds nothing to fit on");
        assertThatThrownBy(() -> Standardizer.global(Tensor.of(1f, Float.NaN)))
                .hasMessage("standardizer: element 1 is NaN; replace missing values before fitting");
    }

    @Test
    void othersThanTheFittedFeaturesAreNotStretchedToFit() {
        Standardizer fitted = Standardizer.perFeature(Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
        assertThatThrownBy(() -> fitted.apply(Tensor.zeros(5, 1)))
                .hasMessage("standardizer: was fitted on features [3], but the input is [5, 1]");
        assertThat(fitted.apply(Tensor.zeros(3)).shape()).isEqualTo(Shape.of(3));
    }

    @Test
    void numbersThatCannotStandardizeAreRefused() {
        assertThatThrownBy(() -> new Standardizer(Tensor.zeros(3), Tensor.ones(2)))
                .hasMessage("standardizer: mean has shape [3], deviation [2]; they must be the same");
        assertThatThrownBy(() -> new Standardizer(Tensor.zeros(2), Tensor.of(1f, 0f)))
                .hasMessage("standardizer: feature 1 has mean 0.0 and deviation 0.0;"
                        + " both must be finite and the deviation above 0");
    }
}
