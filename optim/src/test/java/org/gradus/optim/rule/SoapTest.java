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
import org.gradus.optim.OptimizerState;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class SoapTest {
    private static final Soap SOAP = Soap.defaults();

    @Test
    void defaultsAreThoseOfTheAuthorsCodeExceptTheLongestSide() {
        assertThat(SOAP).isEqualTo(new Soap(0.95, 0.95, 1e-8, 0.01, 10, 1024, false));
    }

    @Test
    void longSidesVectorsAndSidesOfOneAreNotTurned() {
        Soap rule = SOAP.withMaxSide(4);
        assertThat(names(rule, Shape.of(4, 5))).containsExactly("m", "v", "left", "leftBasis");
        assertThat(names(rule, Shape.of(5, 2))).containsExactly("m", "v", "right", "rightBasis");
        assertThat(names(rule, Shape.of(3, 2, 2))).hasSize(6);
        assertThat(names(rule, Shape.of(5, 5))).containsExactly("m", "v");
        assertThat(names(rule, Shape.of(1, 1))).containsExactly("m", "v");
        assertThat(names(rule, Shape.of(3))).containsExactly("m", "v");
        assertThat(names(rule, Shape.of(0, 3))).containsExactly("m", "v");
        assertThat(rule.slots(Shape.of(3, 2, 2)).tensors().get(4).shape()).isEqualTo(Shape.of(4, 4));
    }

    private static String[] names(Soap rule, Shape shape) {
        return rule.slots(shape).tensors().stream().map(Slot::name).toArray(String[]::new);
    }

    @Test
    void vectorsMoveAsUnderAdamW() {
        float[][] moved = new float[2][];
        for (int i = 0; i < 2; i++) {
            UpdateRule rule =
                    i == 0 ? SOAP : AdamW.defaults().withBetas(0.95, 0.95).withEps(1e-8);
            Weights model = Weights.of("w", 1f, 2f, 3f);
            Optimizer optimizer = Optimizer.of(model, rule, Schedule.constant(0.1));
            for (int step = 0; step < 5; step++) {
                optimizer.step(model.get("w").value().square().sum().backward());
            }
            moved[i] = model.values("w");
        }
        assertThat(moved[0]).isEqualTo(moved[1]);
    }

    @Test
    void theFirstStepMovesNothingAndFindsABasisOfEigenvectors() {
        SplittableRandom random = new SplittableRandom(8);
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.zeros(3, 70));
        Optimizer optimizer = Optimizer.of(model, SOAP, Schedule.constant(0.1));
        float[] g = new float[210];
        // Three orthogonal rows of lengths 1, 2 and 4, seen from a rotated basis
        double[][] turn = SoapOracle.orthogonal(new double[][] {{1, 2, 0}, {0, 1, 3}, {2, 0, 1}});
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                g[i * 70 + k * 20] = (float) (turn[i][k] * (1 << k));
            }
        }
        optimizer.step(Weights.gradients(w, g));
        assertThat(w.value().toArray()).containsOnly(0f);
        float[] basis = optimizer.state().tensor("w/leftBasis").toArray();
        for (int k = 0; k < 3; k++) {
            double along = 0;
            for (int i = 0; i < 3; i++) {
                along += basis[(2 - k) * 3 + i] * turn[i][k];
            }
            // Each of 8 rounds divides what is left of the neighbour by at least 4.
            assertThat(Math.abs(along)).isCloseTo(1, offset(Math.pow(4, -8)));
        }
    }

    @Test
    void basesStayOrthonormalOverPanelsAndWithoutInformation() {
        SplittableRandom random = new SplittableRandom(9);
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.zeros(90, 2));
        Optimizer optimizer = Optimizer.of(model, SOAP.withFrequency(2), Schedule.constant(0.1));
        for (int step = 0; step < 9; step++) {
            optimizer.step(
                    Weights.linearLoss(w, Weights.filled(w.shape(), random)).backward());
        }
        OptimizerState state = optimizer.state();
        for (String side : new String[] {"left", "right"}) {
            Tensor basis = state.tensor("w/" + side + "Basis");
            int n = basis.dim(0);
            float[] gram = basis.matmul(basis, false, true).toArray();
            for (int i = 0; i < gram.length; i++) {
                // Twice orthogonalised: an error of n roundings of terms that are at most 1.
                assertThat((double) gram[i]).isCloseTo(i / n == i % n ? 1 : 0, offset(n * 0x1p-24));
            }
        }
    }

    @Test
    void roundingIsNotScaledUpToSteps() {
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.zeros(12, 9));
        float[] g = new float[108];
        for (int i = 0; i < g.length; i++) {
            g[i] = (float) Math.sin(1 + i / 9) * (float) Math.cos(2 + i % 9);
        }
        Optimizer optimizer = Optimizer.of(model, SOAP.withWeightDecay(0), Schedule.constant(1));
        for (int step = 0; step < 30; step++) {
            optimizer.step(Weights.gradients(w, g));
        }
        float[] moved = w.value().toArray();
        double along = 0;
        double square = 0;
        for (int i = 0; i < g.length; i++) {
            along += moved[i] * (double) g[i];
            square += (double) g[i] * g[i];
        }
        double aside = 0;
        for (int i = 0; i < g.length; i++) {
            aside += Math.pow(moved[i] - along / square * g[i], 2);
        }
        // 29 steps of length 1 along g; elsewhere (m + n)·2⁻²⁴ over 2⁻¹⁶ of a step in each of 108 directions
        assertThat(Math.abs(along) / Math.sqrt(square)).isCloseTo(29, offset(1.0));
        assertThat(Math.sqrt(aside)).isLessThan(29 * 21.0 / 256 * Math.sqrt(108) / 4);
    }

    @Test
    void gradientsWhoseSquaresOverflowLeaveTheBasesAsTheyAre() {
        Weights model = new Weights();
        Parameter w = model.add("w", Tensor.zeros(2, 2));
        Optimizer optimizer = Optimizer.of(model, SOAP, Schedule.constant(0.1));
        optimizer.step(Weights.gradients(w, 1f, 2f, 3f, 4f));
        Tensor before = optimizer.state().tensor("w/left");
        optimizer.step(Weights.gradients(w, 1e30f, 0f, 0f, 1e30f));
        assertThat(optimizer.state().tensor("w/left")).hasBitsOf(before);
        for (float value : w.value().toArray()) {
            assertThat(Float.isFinite(value)).isTrue();
        }
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> SOAP.withBetas(1, 0.9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Soap: beta1 = 1.0 is not accepted; it must lie in [0, 1)");
        assertThatThrownBy(() -> SOAP.withEps(0)).hasMessageStartingWith("Soap: eps = 0.0 is not accepted");
        assertThatThrownBy(() -> SOAP.withWeightDecay(Double.NaN))
                .hasMessage("Soap: weightDecay = NaN is not accepted; it must lie in [0, infinity)");
        assertThatThrownBy(() -> SOAP.withFrequency(0))
                .hasMessage("Soap: frequency = 0 is not accepted; it must be at least 1");
        assertThatThrownBy(() -> SOAP.withMaxSide(-1))
                .hasMessage("Soap: maxSide = -1 is not accepted; it must be at least 0");
    }
}
