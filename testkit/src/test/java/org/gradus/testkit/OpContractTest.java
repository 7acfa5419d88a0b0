package org.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gradus.testkit.OpCase.unary;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gradus.core.Tensor;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract accepts a right op and notices each way to be wrong. */
class OpContractTest {
    private static Tensor cube(Tensor x) {
        return x.mul(x).mul(x);
    }

    private static List<String> failures(UnaryOperator<Tensor> op) {
        return DynamicTests.failures(OpContract.tests(List.of(unary("cube()", op, x -> x.map(v -> v * v * v)))));
    }

    @TestFactory
    Stream<DynamicNode> rightOp() {
        return OpContract.tests(List.of(unary("cube()", OpContractTest::cube, x -> x.map(v -> v * v * v))
                .on("[2,3]", "[0]", "[]")));
    }

    @Test
    void noticesValuesThatAreOffByAPartInAMillion() {
        assertThat(failures(x -> cube(x).mul(1.000003f))).contains("value").doesNotContain("recording");
    }

    /** The right value, and a gradient of 2x² in place of 3x². */
    @Test
    void noticesGradients() {
        assertThat(failures(x -> Tensor.custom(
                        "cube",
                        List.of(x),
                        in -> cube(in.get(0)),
                        (g, y, in) -> List.of(g.mul(in.get(0)).mul(in.get(0)).mul(2f)))))
                .containsExactly("gradient", "second derivative");
    }

    /** The right gradient, which is a constant to the second derivative. */
    @Test
    void noticesGradientsThatAreNotDifferentiable() {
        assertThat(failures(x -> Tensor.custom(
                        "cube",
                        List.of(x),
                        in -> cube(in.get(0)),
                        (g, y, in) -> List.of(
                                g.mul(in.get(0).detach().mul(in.get(0).detach()).mul(3f))))))
                .containsExactly("second derivative");
    }

    @Test
    void noticesInputsThatAreWrittenTo() {
        assertThat(failures(x -> {
                    Tensor y = cube(x);
                    if (x.size() > 0) {
                        x.data()[0] += 1;
                    }
                    return y;
                }))
                .contains("recording");
    }

    @Test
    void noticesNanThatIsSwallowed() {
        assertThat(failures(x -> {
                    Tensor y = cube(x);
                    float[] values = y.data();
                    for (int i = 0; i < values.length; i++) {
                        values[i] = Float.isNaN(values[i]) ? 0 : values[i];
                    }
                    return y;
                }))
                .containsExactly("NaN and infinity");
    }

    @Test
    void noticesWhatIsNotRefused() {
        OpCase row = unary("cube()", OpContractTest::cube, x -> x.map(v -> v * v * v))
                .rejects("[2]", "cube");
        assertThat(DynamicTests.failures(OpContract.tests(List.of(row)))).containsExactly("rejections");
    }
}
