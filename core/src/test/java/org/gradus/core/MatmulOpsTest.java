package org.gradus.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatmulOpsTest {
    private static final long SEED = 7;

    @Test
    void rowsDoNotDependOnTheirBatch() {
        Tensor x = random(5, 400);
        Tensor weight = random(3, 400);
        Tensor bias = random(3);
        Tensor all = x.linear(weight, bias);
        for (int i = 0; i < 5; i++) {
            assertThat(x.slice(0, i, i + 1).linear(weight, bias).data())
                    .as("row " + i + ", seed " + SEED)
                    .isEqualTo(all.slice(0, i, i + 1).data());
        }
    }

    @Test
    void linearIsTheProductAndThenTheBias() {
        Tensor x = random(2, 3, 50);
        Tensor weight = random(4, 50);
        Tensor bias = random(4);
        assertThat(x.linear(weight, bias).data())
                .as("seed " + SEED)
                .isEqualTo(x.matmul(weight, false, true).add(bias).data());
    }

    @Test
    void flagsGiveTheBitsOfTransposedCopies() {
        Tensor a = random(3, 2, 5);
        Tensor b = random(4, 2);
        assertThat(a.matmul(b, true, true).data())
                .as("seed " + SEED)
                .isEqualTo(a.transpose().matmul(b.transpose()).data());
    }

    @Test
    void broadcastBatchesMultiplyPairByPair() {
        Tensor a = random(2, 1, 2, 3);
        Tensor b = random(3, 3, 2);
        Tensor product = a.matmul(b);
        assertThat(product.shape()).isEqualTo(Shape.of(2, 3, 2, 2));
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                Tensor one = a.slice(0, i, i + 1)
                        .reshape(2, 3)
                        .matmul(b.slice(0, j, j + 1).reshape(3, 2));
                assertThat(product.slice(0, i, i + 1).slice(1, j, j + 1).data())
                        .as("pair " + i + ", " + j + ", seed " + SEED)
                        .isEqualTo(one.data());
            }
        }
    }

    @Test
    void anEmptySumIsZeroOrTheBias() {
        assertThat(Tensor.zeros(2, 0).matmul(Tensor.zeros(0, 2)).data()).containsExactly(0, 0, 0, 0);
        assertThat(Tensor.zeros(2, 0)
                        .linear(Tensor.zeros(2, 0), Tensor.of(3, 4))
                        .data())
                .containsExactly(3, 4, 3, 4);
        assertThat(Tensor.zeros(0).matmul(Tensor.zeros(0)).item()).isZero();
    }

    /** 130 products are two whole blocks of 64 and a third: added up as they are made, the sum has the bits of two ops. */
    @Test
    void theGradientOfARepeatedFactorIsTheSumOfItsProducts() {
        for (int[] batch : new int[][] {{1}, {3}, {64}, {65}, {130}, {5, 13}, {2, 1}, {0}}) {
            for (int layout = 0; layout < 4; layout++) {
                boolean transA = (layout & 1) != 0;
                boolean transB = (layout & 2) != 0;
                for (int m : new int[] {4, 130}) {
                    Tensor one = (transA ? random(128, m) : random(m, 128)).requiresGradient();
                    Tensor each = random(batched(batch, transB ? 2 : 128, transB ? 128 : 2));
                    Tensor seed = random(batched(batch, m, 2));
                    Tensor products = transA ? each.matmul(seed, transB, true) : seed.matmul(each, false, !transB);
                    same(one, one.matmul(each, transA, transB), seed, products, batch, layout);
                    Tensor left = random(batched(batch, 128, 2));
                    Tensor right = (transB ? random(m, 128) : random(128, m)).requiresGradient();
                    seed = random(batched(batch, 2, m));
                    products = transB ? seed.matmul(left, true, true) : left.matmul(seed, false, false);
                    same(right, left.matmul(right, true, transB), seed, products, batch, layout);
                }
            }
        }
    }

    private static void same(Tensor one, Tensor y, Tensor seed, Tensor products, int[] batch, int layout) {
        assertThat(y.backward(seed, false).of(one).data())
                .as("batch " + Arrays.toString(batch) + ", layout " + layout + ", seed " + SEED)
                .isEqualTo(products.sumTo(one.shape()).data());
    }

    private static int[] batched(int[] batch, int... matrix) {
        return IntStream.concat(Arrays.stream(batch), Arrays.stream(matrix)).toArray();
    }

    @Test
    void aFrozenWeightGetsNoGradient() {
        Tensor x = random(2, 3).requiresGradient();
        Gradients gradients = x.linear(random(2, 3), random(2)).sum().backward();
        assertThat(gradients.size()).isEqualTo(1);
        assertThat(gradients.of(x).shape()).isEqualTo(x.shape());
    }

    @Test
    void aProductTooLargeForAnArrayIsRefused() {
        assertThatThrownBy(() -> Tensor.zeros(50_000, 0).matmul(Tensor.zeros(0, 50_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[50000, 50000] has more than");
    }

    private static Tensor random(int... dims) {
        Shape shape = Shape.of(dims);
        Random random = new Random(SEED);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.wrap(shape, values);
    }
}
