package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradCheckTest {
    private static final Tensor X = Tensor.of(Shape.of(2, 3), 0.3f, -1.2f, 0.7f, 1.9f, -0.4f, 25f);
    private static final Tensor Y = Tensor.of(1.5f, -0.8f, 0.2f);

    @Test
    void passesWhatIsRight() {
        GradCheck.Report report = GradCheck.check(in -> in.get(0).mul(in.get(1)).tanh(), List.of(X, Y));
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(GradCheck.check(in -> in.get(0).mul(in.get(0)), List.of(Y), 0.01)
                        .passed())
                .isTrue();
    }

    /** A cube whose gradient lacks one percent in one element. */
    @Test
    void findsTheElementThatIsWrong() {
        GradCheck.Report report = GradCheck.check(
                in -> Tensor.custom("cube", in, x -> x.get(0).mul(x.get(0)).mul(x.get(0)), (g, y, x) -> {
                    Tensor slope = x.get(0).mul(x.get(0)).mul(3f);
                    float[] factors = new float[6];
                    Arrays.fill(factors, 1f);
                    factors[4] = 0.99f;
                    return List.of(g.mul(slope).mul(Tensor.wrap(Shape.of(2, 3), factors)));
                }),
                List.of(Tensor.of(Shape.of(2, 3), 0.3f, -1.2f, 0.7f, 1.9f, -1.4f, 0.5f)));
        assertThat(report.passed()).isFalse();
        assertThat(report.input()).isZero();
        assertThat(report.index()).containsExactly(1, 1);
        assertThat(report.analytic() / report.numeric()).isBetween(0.985, 0.995);
        assertThat(report.toString()).contains("gradient check failed: worst at input 0 [1, 1]");
    }

    @Test
    void missingGradientIsZero() {
        assertThat(GradCheck.check(in -> in.get(0).mul(in.get(1).detach()), List.of(X, Y))
                        .passed())
                .isFalse();
        assertThat(GradCheck.check(in -> in.get(0).mul(2f), List.of(X, Y)).passed())
                .isTrue();
    }

    @Test
    void nanNeverPasses() {
        assertThat(GradCheck.check(in -> in.get(0).mul(Float.NaN), List.of(Y)).passed())
                .isFalse();
    }

    @Test
    void refusesNothingToCheck() {
        assertThatThrownBy(() -> GradCheck.check(in -> in.get(0), List.of(Tensor.zeros(0, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inputs [[0, 3]]; the step must be positive and some input not empty");
        assertThatThrownBy(() -> GradCheck.check(in -> in.get(0), List.of(Y), 0))
                .hasMessageContaining("step 0.0");
    }

    @Test
    void checksParametersAndPutsThemBack() {
        Scale right = new Scale(3f);
        right.initialize(1);
        GradCheck.Report report = GradCheck.checkParameters(() -> right.predictable(Y), right.parameters(), 0x1p-6);
        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(right.weight.value().toArray()).containsOnly(3f);
        right.detached = true;
        assertThat(GradCheck.checkParameters(() -> right.predictable(Y), right.parameters(), 0x1p-6)
                        .passed())
                .isFalse();
    }

    private static final class Scale extends Layer {
        private final Parameter weight;
        private boolean detached;

        Scale(float start) {
            weight = parameter("weight", Shape.of(3), Initializer.constant(start));
        }

        Tensor predictable(Tensor x) {
            Tensor w = weight.value();
            return x.mul(detached ? w.detach() : w).tanh();
        }
    }

    private static final class Weight extends Layer {
        final Parameter weight = parameter("weight", Shape.of(2), Initializer.constant(3f));
    }

    /** The value itself goes stale with the next difference, and a function that fails must not leave a moved value. */
    @Test
    void parametersAreReadInTimeAndPutBackAfterAFailure() {
        Weight layer = new Weight();
        layer.initialize(1);
        assertThat(GradCheck.checkParameters(() -> layer.weight.value().reshape(2, 1), List.of(layer.weight), 0.01)
                        .passed())
                .isTrue();
        int[] calls = new int[1];
        assertThatThrownBy(() -> GradCheck.checkParameters(
                        () -> {
                            if (++calls[0] == 2) {
                                throw new IllegalStateException("broken");
                            }
                            return layer.weight.value().square();
                        },
                        List.of(layer.weight),
                        0.01))
                .hasMessage("broken");
        assertThat(layer.weight.value().toArray()).containsExactly(3f, 3f);
    }
}
