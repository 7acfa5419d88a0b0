package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class KeptTransposeTest {
    private static final class Affine extends TensorLayer {
        final Parameter weight;

        Affine(int in, int out) {
            weight = parameter("weight", Shape.of(out, in), (shape, rng) -> rng.normal(shape.size()));
        }

        @Override
        protected Tensor compute(Tensor x, Pass pass) {
            return x.linear(weight.value(), null);
        }
    }

    private static Affine affine(int in, int out) {
        Affine layer = new Affine(in, out);
        layer.initialize(3);
        return layer;
    }

    /** Uses the weight until its transpose would be made, and once more. */
    private static void use(Affine layer, Tensor x) {
        for (int i = 0; i <= KeptTranspose.USES_BEFORE; i++) {
            layer.predict(x);
        }
    }

    @Test
    void isMadeWhenTheSameWeightsAnswerAgain() {
        Affine layer = affine(3, 2);
        layer.weight.assign(Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
        for (int i = 0; i < KeptTranspose.USES_BEFORE; i++) {
            assertThat(layer.weight.value().keptTranspose()).as("use " + i).isNull();
        }
        assertThat(layer.weight.value().keptTranspose()).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void givesTheBitsOfTheWeightsForEveryBatch() {
        Affine layer = affine(401, 37);
        for (int rows : new int[] {1, 2, 5, 16, 70}) {
            Tensor x = Tensor.wrap(Shape.of(rows, 401), Rng.of(rows).normal(rows * 401));
            float[] recorded = layer.forward(x, Pass.inference()).data();
            for (int i = 0; i < 2 * KeptTranspose.USES_BEFORE; i++) {
                assertThat(layer.predict(x).data())
                        .as(rows + " rows, answer " + i)
                        .isEqualTo(recorded);
            }
        }
        assertThat(layer.weight.value().keptTranspose()).isNotNull();
    }

    @Test
    void isGivenUpWhenTheWeightsChange() {
        Affine layer = affine(5, 4);
        Tensor x = Tensor.ones(1, 5);
        use(layer, x);
        Tensor before = layer.weight.value();
        layer.weight.update()[0] += 1f;
        assertThat(layer.weight.value().keptTranspose()).isNull();
        assertThat(layer.predict(x).data())
                .isEqualTo(layer.forward(x, Pass.inference()).data());
        use(layer, x);
        assertThat(layer.predict(x).data())
                .isEqualTo(layer.forward(x, Pass.inference()).data());
        assertThatThrownBy(before::keptTranspose).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void trainingDoesNotMakeIt() {
        Affine layer = affine(5, 4);
        for (int i = 0; i < 3 * KeptTranspose.USES_BEFORE; i++) {
            layer.forward(Tensor.ones(2, 5), Pass.inference());
        }
        assertThat(layer.weight.value().keptTranspose()).isNull();
    }

    /** A caller may write to an array that it wrapped, though it should not; a parameter is written through update() alone. */
    @Test
    void onlyParametersHaveOne() {
        Tensor matrix = Tensor.ones(3, 2);
        for (int i = 0; i < 3 * KeptTranspose.USES_BEFORE; i++) {
            assertThat(matrix.keptTranspose()).isNull();
        }
    }

    @Test
    void manyCallersGetTheSameAnswers() throws Exception {
        Affine layer = affine(300, 64);
        Tensor x = Tensor.wrap(Shape.of(1, 300), Rng.of(8).normal(300));
        float[] expected = layer.forward(x, Pass.inference()).data();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                layer.weight.update();
                List<Future<float[]>> answers = new ArrayList<>();
                for (int i = 0; i < 32; i++) {
                    answers.add(callers.submit(() -> layer.predict(x).data()));
                }
                for (Future<float[]> answer : answers) {
                    assertThat(answer.get()).as("round " + round).isEqualTo(expected);
                }
            }
        } finally {
            callers.shutdown();
        }
    }
}
