package org.gradus.optim.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.StepReport;
import org.gradus.optim.Weights;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.gradus.optim.sum.SquareSum;
import org.junit.jupiter.api.Test;

class ClipGlobalNormTest {
    private final Weights model = new Weights();
    private final Parameter a = model.add("a", Tensor.zeros(2));
    private final Parameter b = model.add("b", Tensor.zeros(1));

    private StepReport step(double maxNorm, float a0, float a1, float b0) {
        Optimizer optimizer = Optimizer.of(
                model,
                Sgd.defaults(),
                Schedule.constant(1),
                OptimizerOptions.defaults().withTransform(GradientTransform.clipGlobalNorm(maxNorm)));
        return optimizer.step(Weights.linearLoss(a, Tensor.of(a0, a1))
                .add(Weights.linearLoss(b, Tensor.of(b0)))
                .backward());
    }

    /** ‖(2, 3, 6)‖ = 7; PyTorch's coefficient is {@code 3.5/(7 + 1e−6)}. */
    @Test
    void c21TheNormIsJointAndC24TheOneBeforeClippingIsReported() {
        StepReport report = step(3.5, 2, 3, 6);
        assertThat(report.gradientNorm()).isEqualTo(7);
        float coefficient = (float) (3.5 / (7 + 1e-6));
        assertThat(a.value().toArray()).containsExactly(-2 * coefficient, -3 * coefficient);
        assertThat(b.value().toArray()).containsExactly(-6 * coefficient);
    }

    @Test
    void aNormBelowTheLimitIsLeftBitForBit() {
        step(7.1, 2, 3, -6);
        assertThat(a.value().toArray()).containsExactly(-2, -3);
        assertThat(b.value().toArray()).containsExactly(6);
    }

    @Test
    void c24AtTheLimitItselfPyTorchClipsByItsEpsilon() {
        step(7, 2, 3, 6);
        assertThat(b.value().item()).isEqualTo(-6 * (float) (7 / (7 + 1e-6)));
    }

    /** Float squares overflow from 1.8e19 on; double ones do not. */
    @Test
    void c23AHugeFiniteGradientIsClippedAndNotLost() {
        StepReport report = step(1, 3e30f, 0, 4e30f);
        assertThat(report.gradientNorm()).isCloseTo(5e30, within(1e24));
        assertThat((double) a.value().at(0)).isCloseTo(-0.6, within(1e-6));
        assertThat((double) b.value().item()).isCloseTo(-0.8, within(1e-6));
    }

    @Test
    void c22AnInfiniteNormSkipsTheStepInsteadOfZeroingIt() {
        StepReport report = step(1, 2, Float.POSITIVE_INFINITY, 6);
        assertThat(report.applied()).isFalse();
        assertThat(report.gradientNorm()).isInfinite();
        assertThat(a.value().toArray()).containsExactly(0, 0);
        assertThat(b.value().toArray()).containsExactly(0);
    }

    /** Gradients of tied tensors may share an array; clipping must not scale it twice. */
    @Test
    void leavesTheGradientsThemselvesAlone() {
        Tensor g = Tensor.of(3f, 4f);
        ParameterVector vector = ParameterVector.of(Workers.of(1), List.of(new ParameterVector.Entry(a, g)));
        ParameterVector clipped = GradientTransform.clipGlobalNorm(1).apply(0, vector);
        assertThat(clipped.norm()).isCloseTo(1, within(1e-6));
        assertThat(g.toArray()).containsExactly(3, 4);
    }

    @Test
    void theNormHasTheSameBitsOnAnyNumberOfThreads() {
        Weights big = new Weights();
        SplittableRandom random = new SplittableRandom(5);
        Parameter p = big.add("p", Weights.filled(Shape.of(100_003), random));
        double exact = 0;
        for (float x : p.value().data()) {
            exact += (double) x * x;
        }
        double one = norm(p, 1);
        assertThat(one).isCloseTo(Math.sqrt(exact), within(1e-9));
        for (int threads : new int[] {2, 3, 7}) {
            assertThat(norm(p, threads)).isEqualTo(one);
        }
    }

    private static double norm(Parameter p, int threads) {
        return ParameterVector.of(
                        Workers.of(threads),
                        List.of(new ParameterVector.Entry(p, p.value().detach())))
                .norm();
    }

    /** Integers: the sum is exact in any order, so a lost or doubled element shows at every length. */
    @Test
    void theNormCountsEveryElementOnce() {
        for (int n = 0; n < 40; n++) {
            checkSquares(n);
        }
        for (int n : new int[] {8191, 8192, 8193, 8199, 16384, 16385, 40_961}) {
            checkSquares(n);
        }
    }

    private static void checkSquares(int n) {
        float[] x = new float[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            x[i] = i % 1000 + 1;
            sum += (double) x[i] * x[i];
        }
        assertThat(SquareSum.of(x, Workers.of(2))).as("%d elements", n).isEqualTo(sum);
    }

    @Test
    void rejectsALimitThatIsNoLength() {
        for (double limit : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> GradientTransform.clipGlobalNorm(limit))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "clipGlobalNorm: maxNorm = " + limit + " is not accepted; it must lie in (0, infinity)");
        }
    }
}
