package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchNorm2dTest {
    private static final int N = 5;
    private static final int C = 3;
    private static final int PLANE = 4;

    private final Tensor x = Tensor.wrap(Shape.of(N, C, 2, 2), Rng.of(3).normal(N * C * PLANE))
            .mul(3f)
            .add(7f);
    private final double[] mean = new double[C];
    private final double[] variance = new double[C];

    @BeforeEach
    void momentsInDouble() {
        for (int c = 0; c < C; c++) {
            double sum = 0;
            for (int n = 0; n < N; n++) {
                for (int p = 0; p < PLANE; p++) {
                    sum += x.at(n, c, p / 2, p % 2);
                }
            }
            mean[c] = sum / (N * PLANE);
            double squares = 0;
            for (int n = 0; n < N; n++) {
                for (int p = 0; p < PLANE; p++) {
                    squares += Math.pow(x.at(n, c, p / 2, p % 2) - mean[c], 2);
                }
            }
            variance[c] = squares / (N * PLANE);
        }
    }

    @Test
    void trainingUsesTheBiasedVarianceOfTheBatchAndKeepsTheUnbiasedOne() {
        BatchNorm2d norm = initialized(new BatchNorm2d(C));
        Tensor y = norm.forward(x, Pass.training(Rng.of(1), 0));
        for (int c = 0; c < C; c++) {
            double expected = (x.at(2, c, 1, 0) - mean[c]) / Math.sqrt(variance[c] + 1e-5);
            assertThat((double) y.at(2, c, 1, 0)).isCloseTo(expected, within(2e-6));
            double unbiased = variance[c] * N * PLANE / (N * PLANE - 1);
            assertThat((double) value(norm, "running_mean", c)).isCloseTo(0.1 * mean[c], within(1e-6));
            assertThat((double) value(norm, "running_var", c)).isCloseTo(0.9 + 0.1 * unbiased, within(1e-5));
        }
    }

    @Test
    void kerasKeepsTheBiasedVarianceAndMovesSlowly() {
        BatchNorm2d norm = initialized(BatchNorm2d.keras(C));
        Tensor y = norm.forward(x, Pass.training(Rng.of(1), 0));
        double expected = (x.at(2, 0, 1, 0) - mean[0]) / Math.sqrt(variance[0] + 1e-3);
        assertThat((double) y.at(2, 0, 1, 0)).isCloseTo(expected, within(2e-6));
        assertThat((double) value(norm, "running_var", 0)).isCloseTo(0.99 + 0.01 * variance[0], within(1e-6));
    }

    @Test
    void predictionUsesTheRunningStatisticsAndLeavesThemAlone() {
        BatchNorm2d norm = initialized(new BatchNorm2d(C));
        String before = norm.state().sha256();
        Tensor y = norm.predict(x);
        double rstd = 1 / Math.sqrt(1 + 1e-5);
        for (int i = 0; i < x.size(); i++) {
            assertThat((double) y.data()[i]).isCloseTo(x.data()[i] * rstd, within(1e-5));
        }
        assertThat(norm.state().sha256()).isEqualTo(before);
    }

    @Test
    void thePassDecidesAboutStatisticsAndTheirUpdateSeparately() {
        BatchNorm2d norm = initialized(new BatchNorm2d(C));
        String before = norm.state().sha256();
        Tensor trained = norm.forward(x, Pass.training(Rng.of(1), 0).withUpdateStatistics(false));
        assertThat(norm.state().sha256()).isEqualTo(before);
        Tensor recalibrated =
                norm.forward(x, Pass.inference().withBatchStatistics(true).withUpdateStatistics(true));
        assertThat(norm.state().sha256()).isNotEqualTo(before);
        assertThat(recalibrated.toArray()).isEqualTo(trained.toArray());
    }

    @Test
    void aFrozenLayerUsesAndKeepsItsRunningStatistics() {
        BatchNorm2d norm = initialized(new BatchNorm2d(C));
        norm.freeze();
        State before = norm.state();
        Tensor y = norm.forward(x, Pass.training(Rng.of(1), 0));
        assertThat(y.toArray()).isEqualTo(norm.predict(x).toArray());
        assertThat(y.needsGradient()).isFalse();
        assertThat(norm.state().sha256()).isEqualTo(before.sha256());
    }

    @Test
    void oneValuePerChannelIsRefusedWithTheLayersName() {
        Sequential model = new Sequential().add("stem", initialized(new BatchNorm2d(C)));
        assertThatThrownBy(() -> model.forward(Tensor.zeros(1, C, 1, 1), Pass.training(Rng.of(1), 0)))
                .hasMessage("batchNorm2d 'stem': fewer than two values per channel in [1, 3, 1, 1] have no variance;"
                        + " use a larger batch, drop the last short one, or another normalisation");
        assertThatThrownBy(() -> model.predict(Tensor.zeros(1, 4, 1, 1)))
                .hasMessage("batchNorm2d 'stem': needs [n, 3, h, w], but the input is [1, 4, 1, 1]");
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> new BatchNorm2d(C, 1.1, 1e-5, true))
                .hasMessageContaining("runningStatsUpdateRate 1.1 is outside 0 to 1");
        assertThatThrownBy(() -> new BatchNorm2d(C, 0.1, 0, true)).hasMessageContaining("eps 0.0 must be above 0");
        assertThatThrownBy(() -> new BatchNorm2d(C, 0.1, Double.NaN, true)).hasMessageContaining("eps NaN");
        assertThatThrownBy(() -> new BatchNorm2d(0)).hasMessageContaining("0 channels");
    }

    private static BatchNorm2d initialized(BatchNorm2d norm) {
        norm.initialize(1);
        return norm;
    }

    private static float value(BatchNorm2d norm, String buffer, int channel) {
        Tensor tensor = norm.state().tensors().get(buffer);
        return tensor.at(channel);
    }
}
