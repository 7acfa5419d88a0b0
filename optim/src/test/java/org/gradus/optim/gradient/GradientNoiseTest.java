package org.gradus.optim.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.optim.Weights;
import org.junit.jupiter.api.Test;

class GradientNoiseTest {
    private static final int N = 40_000;

    private final Weights model = TransformCase.model(List.of(Shape.of(N), Shape.of(N)), 1);
    private final ParameterVector gradients = TransformCase.gradients(model, 2, 1);

    private double[] noise(GradientTransform transform, int parameter, long step) {
        float[] changed = transform
                .apply(step, gradients)
                .entries()
                .get(parameter)
                .tensor()
                .data();
        float[] g = gradients.entries().get(parameter).tensor().data();
        double[] noise = new double[N];
        for (int i = 0; i < N; i++) {
            noise[i] = changed[i] - g[i];
        }
        return noise;
    }

    private static double mean(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i] / x.length;
        }
        return sum;
    }

    /** Of N normal numbers the mean square has a relative standard deviation of √(2/N) = 0.7 %; five of them are allowed. */
    @Test
    void theVarianceFallsAsThePaperSays() {
        GradientTransform transform = GradientTransform.noise(0.3, Rng.of(7));
        for (long step : new long[] {0, 1, 10, 1000}) {
            double expected = 0.3 / Math.pow(1 + step, 0.55);
            double[] noise = noise(transform, 0, step);
            assertThat(mean(noise, noise)).as("step %d", step).isCloseTo(expected, within(0.035 * expected));
        }
        double[] constant = noise(new GradientNoise(0.3, 0, Rng.of(7)), 0, 1000);
        assertThat(mean(constant, constant)).isCloseTo(0.3, within(0.0105));
    }

    /** The correlation of independent noise has a standard deviation of 1/√N = 0.005. */
    @Test
    void stepsParametersAndSeedsHaveNoiseOfTheirOwn() {
        GradientTransform transform = new GradientNoise(1, 0, Rng.of(7));
        double[] noise = noise(transform, 0, 4);
        assertThat(mean(noise, noise(transform, 0, 4))).isCloseTo(1, within(0.035));
        assertThat(mean(noise, noise(transform, 0, 5))).isCloseTo(0, within(0.025));
        assertThat(mean(noise, noise(transform, 1, 4))).isCloseTo(0, within(0.025));
        assertThat(mean(noise, noise(new GradientNoise(1, 0, Rng.of(8)), 0, 4))).isCloseTo(0, within(0.025));
    }

    @Test
    void withoutVarianceThereIsNoNoise() {
        assertThat(noise(GradientTransform.noise(0, Rng.of(7)), 0, 0)).containsOnly(0);
    }

    @Test
    void defaultsAreThePapers() {
        Rng rng = Rng.of(1);
        assertThat(GradientTransform.noise(0.01, rng)).isEqualTo(new GradientNoise(0.01, 0.55, rng));
        assertThatThrownBy(() -> GradientTransform.noise(-1, rng))
                .hasMessage("noise: eta = -1.0 is not accepted; it must lie in [0, infinity)");
        assertThatThrownBy(() -> new GradientNoise(1, Double.NaN, rng))
                .hasMessage("noise: gamma = NaN is not accepted; it must lie in [0, infinity)");
    }
}
