package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.RunningStatistics;
import org.gradus.core.Shape;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Window;
import org.gradus.testkit.Golden;
import org.junit.jupiter.api.Test;

class RecalibrationTest {
    private static Tensor images(int n, long seed) {
        return Tensor.wrap(Shape.of(n, 2, 3, 3), Rng.of(seed).normal(n * 18))
                .mul(seed)
                .add(seed + 1f);
    }

    private static <L extends Layer> L initialized(L layer) {
        layer.initialize(1);
        return layer;
    }

    /** A whole network beside PyTorch in float64: a few hundred float roundings, as in {@link NetworkGoldenTest}. */
    @Test
    void c52StatisticsAreThoseOfPyTorchsUpdateBn() {
        Golden golden = Golden.read(getClass(), "network/recalibration");
        Sequential model = initialized(Sequential.of(
                new BatchNorm2d(2),
                new Conv2d(2, 3, Window.square(3), 1, Activation.IDENTITY, true, WeightInit.heNormal()),
                Activation.RELU.layer(),
                new BatchNorm2d(3)));
        Map<String, Tensor> start = new LinkedHashMap<>(model.state().tensors());
        for (Parameter parameter : model.parameters()) {
            start.put(parameter.path(), golden.tensor("start." + parameter.path()));
        }
        model.load(new State(start));
        List<Tensor> inputs = List.of(golden.tensor("x0"), golden.tensor("x1"), golden.tensor("x2"));
        RunningStatistics.recalibrated(model, inputs, () -> {
            model.state().tensors().forEach((path, value) -> {
                if (path.contains("running")) {
                    golden.check(path, value, 1e-5);
                }
            });
            golden.check("evaluated", model.predict(golden.tensor("x0")), 1e-5);
            return null;
        });
    }

    /** The weighted mean of batch means is the mean of all values; each value counts once, whatever batch it came in. */
    @Test
    void c52BatchesCountByTheirValues() {
        BatchNorm2d norm = initialized(new BatchNorm2d(2));
        List<Tensor> batches = List.of(images(5, 1), images(2, 7), images(3, 4));
        double[] mean = new double[2];
        double[] variance = new double[2];
        for (Tensor batch : batches) {
            int n = batch.dim(0);
            for (int c = 0; c < 2; c++) {
                double sum = 0;
                double squares = 0;
                for (int i = 0; i < n * 9; i++) {
                    double x = batch.data()[i / 9 * 18 + c * 9 + i % 9];
                    sum += x;
                    squares += x * x;
                }
                double values = n * 9;
                mean[c] += sum / 90;
                variance[c] += (squares - sum * sum / values) / (values - 1) * values / 90;
            }
        }
        RunningStatistics.recalibrated(norm, batches, () -> {
            for (int c = 0; c < 2; c++) {
                // Each batch's statistic and each of the three moves towards it is rounded a few times.
                assertThat((double) norm.state().tensors().get("running_mean").at(c))
                        .isCloseTo(mean[c], within(16 * 0x1p-24 * 10));
                assertThat((double) norm.state().tensors().get("running_var").at(c))
                        .isCloseTo(variance[c], within(16 * 0x1p-24 * 60));
            }
            return null;
        });
    }

    /** A batch norm that was never touched has mean 0 and variance 1; of those nothing may be left, not even a NaN. */
    @Test
    void c52TheLayersOwnRateAndTheLiveStatisticsDoNotMatter() {
        List<Tensor> batches = List.of(images(5, 1), images(2, 7));
        BatchNorm2d usual = initialized(new BatchNorm2d(2));
        BatchNorm2d slow = initialized(new BatchNorm2d(2, 0.001, 1e-5, true));
        slow.buffers().forEach(b -> b.assign(Tensor.full(Shape.of(2), Float.NaN)));
        Tensor one = RunningStatistics.recalibrated(usual, batches, () -> usual.predict(batches.get(0)));
        Tensor two = RunningStatistics.recalibrated(slow, batches, () -> slow.predict(batches.get(0)));
        assertThat(two.toArray()).isEqualTo(one.toArray());
    }

    @Test
    void c52TheLiveStatisticsComeBackBitForBitEvenAfterAFailure() {
        Sequential model = initialized(Sequential.of(new BatchNorm2d(2), new BatchNorm2d(2)));
        model.forward(images(4, 3), Pass.training(Rng.of(1), 0));
        String live = model.state().sha256();
        String within = RunningStatistics.recalibrated(
                model, List.of(images(4, 1)), () -> model.state().sha256());
        assertThat(within).isNotEqualTo(live);
        assertThat(model.state().sha256()).isEqualTo(live);
        assertThatThrownBy(() -> RunningStatistics.recalibrated(model, List.of(images(4, 1)), () -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(model.state().sha256()).isEqualTo(live);
        assertThatThrownBy(() -> RunningStatistics.recalibrated(
                        model, List.of(images(4, 1), Tensor.zeros(1, 1)), () -> "never reached"))
                .hasMessageContaining("batchNorm2d '0': needs");
        assertThat(model.state().sha256()).isEqualTo(live);
    }

    @Test
    void aFrozenLayerKeepsItsStatistics() {
        Sequential model = initialized(Sequential.of(new BatchNorm2d(2)));
        model.freeze();
        String live = model.state().sha256();
        String within = RunningStatistics.recalibrated(
                model, List.of(images(4, 1)), () -> model.state().sha256());
        assertThat(within).isEqualTo(live);
    }

    @Test
    void inputsAreNeeded() {
        BatchNorm2d norm = initialized(new BatchNorm2d(2));
        assertThatThrownBy(() -> RunningStatistics.recalibrated(norm, List.of(), () -> "never reached"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("recalibrated: there are no inputs to take statistics of");
    }

    @Test
    void thePassMaySetTheRate() {
        BatchNorm2d norm = initialized(new BatchNorm2d(2));
        Pass pass = Pass.training(Rng.of(1), 0);
        norm.forward(images(4, 1), pass.withStatisticsRate((layer, values, own) -> {
            assertThat(layer).isSameAs(norm);
            assertThat(values).isEqualTo(36);
            assertThat(own).isEqualTo(0.1);
            return 0;
        }));
        assertThat(norm.state().tensors().get("running_mean").toArray()).containsExactly(0, 0);
        Pass wrong = pass.withStatisticsRate((layer, values, own) -> Double.NaN);
        assertThatThrownBy(() -> norm.forward(images(4, 1), wrong))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("layer '': the pass gives its running statistics the rate NaN, which is outside 0 to 1");
    }
}
