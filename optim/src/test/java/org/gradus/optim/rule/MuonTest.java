package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.gradus.testkit.TensorAssert.assertThat;

import java.util.SplittableRandom;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class MuonTest {
    private static final Muon MUON = Muon.defaults();

    private static Weights model() {
        Weights model = new Weights();
        model.add("embedding", Tensor.ones(5, 2));
        model.add("hidden", Tensor.ones(2, 3));
        model.add("bias", Tensor.ones(3));
        model.add("head", Tensor.ones(3, 3));
        return model;
    }

    @Test
    void defaultsAreThoseOfPyTorch() {
        assertThat(MUON).isEqualTo(new Muon(0.95, true, 0.1, 1e-7, 5, AdjustLr.ORIGINAL, false, false));
    }

    @Test
    void c16MuonRefusesWhatIsNoMatrixAndNamesTheCure() {
        assertThatThrownBy(() -> Optimizer.of(model(), MUON, Schedule.constant(0.02)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("optimizer: 'bias': Muon: a parameter of shape [3] is no matrix; leave it to AdamW by"
                        + " OptimizerOptions.withGroup(muon.rest(…))");
        assertThatThrownBy(() -> MUON.slots(Shape.of(4, 3, 2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("(muon.rest(…)), or take kernels as matrices by withKernels(true)");
        assertThatThrownBy(() -> MUON.withKernels(true).slots(Shape.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of shape [] is no matrix");
    }

    @Test
    void c16TheRestAndWhatIsNamedIsLeftToAdamW() {
        OptimizerOptions options = OptimizerOptions.defaults()
                .withGroup(MUON.rest("embedding", "head.*").withRateFactor(0.25));
        String summary =
                Optimizer.of(model(), MUON, Schedule.constant(0.02), options).summary();
        assertThat(summary.lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "embedding [5, 2] AdamW x0.25 0.01",
                        "hidden [2, 3] Muon x1 0.1",
                        "bias [3] AdamW x0.25 0 (bias or norm)",
                        "head [3, 3] AdamW x0.25 0.01");
        OptimizerOptions vectors = OptimizerOptions.defaults().withGroup(MUON.rest());
        assertThat(Optimizer.of(model(), MUON, Schedule.constant(0.02), vectors)
                        .summary()
                        .lines()
                        .filter(line -> line.contains("AdamW")))
                .hasSize(1);
    }

    private static float[] moved(Muon rule, Shape shape, float[] gradient) {
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.ones(shape.dims()));
        Optimizer.of(model, rule, Schedule.constant(0.5))
                .step(Weights.loss(w, gradient).backward());
        return model.values("w");
    }

    @Test
    void c16TheDecayHasTheRateWithoutItsAdjustment() {
        for (AdjustLr adjust : AdjustLr.values()) {
            float[] w = moved(MUON.withAdjustLr(adjust), Shape.of(50, 2), new float[100]);
            assertThat(w).containsOnly(1f - (float) (0.5 * 0.1));
        }
    }

    @Test
    void c16BothAdjustmentsMultiplyTheUpdate() {
        float[] g = new float[18];
        g[0] = 3;
        Muon plain = MUON.withWeightDecay(0);
        float original = 1 - moved(plain, Shape.of(9, 2), g)[0];
        float matched = 1 - moved(plain.withAdjustLr(AdjustLr.MATCH_RMS_ADAMW), Shape.of(9, 2), g)[0];
        float wide = 1 - moved(plain, Shape.of(2, 9), g)[0];
        assertThat(original / wide).isCloseTo((float) Math.sqrt(4.5), offset(1e-5f));
        assertThat(matched / wide).isCloseTo(0.6f, offset(1e-5f));
    }

    @Test
    void c16TheBufferInterpolatesAndNesterovTooSoThatOnlyTheDirectionOfTheFirstGradientCounts() {
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.zeros(1, 2));
        Optimizer optimizer = Optimizer.of(model, MUON, Schedule.constant(0.5));
        optimizer.step(Weights.gradients(w, 8f, 0f));
        assertThat(optimizer.state().tensor("w/momentum").toArray())
                .containsExactly(new float[] {0.4f, 0f}, offset(1e-6f));
        optimizer.step(Weights.gradients(w, 0f, 8f));
        // B = (0.38, 0.4), M = 0.95·B + 0.05·g = (0.361, 0.78)
        assertThat(optimizer.state().tensor("w/momentum").toArray())
                .containsExactly(new float[] {0.38f, 0.4f}, offset(1e-6f));
        float[] before = model.values("w");
        Weights large = new Weights();
        Parameter v = large.add("w", Tensor.zeros(1, 2));
        Optimizer other = Optimizer.of(large, MUON, Schedule.constant(0.5));
        other.step(Weights.gradients(v, 8e6f, 0f));
        other.step(Weights.gradients(v, 0f, 8e6f));
        assertThat(large.values("w")).containsExactly(before, offset(1e-5f));
        double[][] direction = MuonOracle.orthogonal(new double[][] {{0.361, 0.78}}, 5);
        assertThat((double) before[1]).isCloseTo(-0.5 * direction[0][1], offset(1e-5));
    }

    @Test
    void kernelsAreMatricesOfTheirFirstAxisByAllOthersWhenAskedFor() {
        float[] g = Weights.filled(Shape.of(4, 12), new SplittableRandom(2)).toArray();
        Muon kernels = MUON.withKernels(true);
        assertThat(Tensor.of(moved(kernels, Shape.of(4, 3, 2, 2), g)))
                .hasBitsOf(Tensor.of(moved(MUON, Shape.of(4, 12), g)));
        assertThat(kernels.rest().members().test(model().get("bias"))).isTrue();
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> MUON.withMomentum(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Muon: momentum = 1.0 is not accepted; it must lie in [0, 1)");
        assertThatThrownBy(() -> MUON.withWeightDecay(-1))
                .hasMessage("Muon: weightDecay = -1.0 is not accepted; it must lie in [0, infinity)");
        assertThatThrownBy(() -> new Muon(0.9, true, 0, 0, 5, AdjustLr.ORIGINAL, false, false))
                .hasMessageStartingWith("Muon: eps = 0.0 is not accepted");
        assertThatThrownBy(() -> MUON.withIterations(0))
                .hasMessage("Muon: iterations = 0 is not accepted; it must be at least 1");
        assertThatThrownBy(() -> MUON.withIterations(100))
                .hasMessage("Muon: iterations = 100 is not accepted; it must be at most 99");
        assertThatThrownBy(() -> MUON.withMomentum(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
