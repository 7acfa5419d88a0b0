package org.gradus.core.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.UnaryOp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalarGemmTest {
    private final ScalarGemm gemm = new ScalarGemm();

    /** An element of op(A): row i, column p. */
    private static float left(GemmShape s, float[] a, int i, int p) {
        return a[s.transA() ? p * s.lda() + i : i * s.lda() + p];
    }

    private static float right(GemmShape s, float[] b, int p, int j) {
        return b[s.transB() ? j * s.ldb() + p : p * s.ldb() + j];
    }

    /** The prescribed order, spelt element by element with its numbers written out: blocks of 384, segments of 6144. */
    private static float ordered(GemmShape s, float[] a, float[] b, int i, int j) {
        float total = 0;
        float segment = 0;
        float chain = 0;
        for (int p = 0; p < s.k(); p++) {
            chain = Math.fma(left(s, a, i, p), right(s, b, p, j), chain);
            if ((p + 1) % 384 == 0 || p + 1 == s.k()) {
                segment = p % 6144 < 384 ? chain : segment + chain;
                chain = 0;
                if ((p + 1) % 6144 == 0 || p + 1 == s.k()) {
                    total = p < 6144 ? segment : total + segment;
                }
            }
        }
        return total;
    }

    static float[] random(Random random, int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextFloat() * 2 - 1;
        }
        return x;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "1, 9, 5",
        "5, 1, 7",
        "3, 8, 383",
        "2, 7, 384",
        "3, 10, 385",
        "2, 3, 768",
        "1, 2, 6143",
        "2, 2, 6144",
        "2, 9, 6145",
        "256, 8, 385",
        "515, 9, 20",
        "1, 3, 13000"
    })
    void followsTheOrderAndStaysWithinTheBound(int m, int n, int k) {
        long seed = 17L * m + 31L * n + k;
        Random random = new Random(seed);
        for (int layout = 0; layout < 4; layout++) {
            boolean transA = (layout & 1) != 0;
            boolean transB = (layout & 2) != 0;
            GemmShape s = new GemmShape(transA, transB, m, n, k, (transA ? m : k) + 2, (transB ? k : n) + 1, n + 3);
            float[] a = random(random, (transA ? k : m) * s.lda());
            float[] b = random(random, (transB ? n : k) * s.ldb());
            float[] c = random(random, m * s.ldc());
            float[] before = c.clone();
            gemm.multiply(s, a, 0, b, 0, false, c, 0, Epilogue.NONE, null);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < s.ldc(); j++) {
                    float actual = c[i * s.ldc() + j];
                    if (j >= n) {
                        assertThat(actual).isEqualTo(before[i * s.ldc() + j]);
                        continue;
                    }
                    double exact = 0;
                    double magnitude = 0;
                    for (int p = 0; p < k; p++) {
                        double product = (double) left(s, a, i, p) * right(s, b, p, j);
                        exact += product;
                        magnitude += Math.abs(product);
                    }
                    assertThat(actual)
                            .as("%s row %d column %d, seed %d", s, i, j, seed)
                            .isEqualTo(ordered(s, a, b, i, j));
                    assertThat(Math.abs(actual - exact)).isLessThanOrEqualTo(2 * k * 0x1p-24 * magnitude);
                }
            }
        }
    }

    @Test
    void isExactOnIntegers() {
        GemmShape s = GemmShape.contiguous(false, false, 2, 2, 3);
        float[] c = new float[4];
        gemm.multiply(
                s,
                new float[] {1, 2, 3, 4, 5, 6},
                0,
                new float[] {7, 8, 9, 10, 11, 12},
                0,
                false,
                c,
                0,
                Epilogue.NONE,
                null);
        assertThat(c).containsExactly(58, 64, 139, 154);
        gemm.multiply(
                s,
                new float[] {1, 2, 3, 4, 5, 6},
                0,
                new float[] {7, 8, 9, 10, 11, 12},
                0,
                true,
                c,
                0,
                Epilogue.NONE,
                null);
        assertThat(c).containsExactly(116, 128, 278, 308);
    }

    @Test
    void emptyInnerDimensionGivesPositiveZero() {
        float[] c = {Float.NaN, -0f, 3, 4};
        gemm.multiply(
                GemmShape.contiguous(false, false, 1, 3, 0),
                new float[0],
                0,
                new float[0],
                0,
                false,
                c,
                0,
                Epilogue.NONE,
                null);
        assertThat(c).containsExactly(0f, 0f, 0f, 4f);
        assertThat(Float.floatToRawIntBits(c[1])).isZero();
    }

    @Test
    void emptyResultTouchesNothing() {
        float[] c = {5};
        gemm.multiply(
                GemmShape.contiguous(false, false, 0, 1, 3),
                new float[0],
                0,
                new float[3],
                0,
                false,
                c,
                0,
                Epilogue.NONE,
                null);
        gemm.multiply(
                GemmShape.contiguous(false, false, 1, 0, 3),
                new float[3],
                0,
                new float[0],
                0,
                false,
                c,
                0,
                Epilogue.NONE,
                null);
        assertThat(c).containsExactly(5);
    }

    @Test
    void propagatesNanAndInfinity() {
        float[] c = new float[2];
        GemmShape s = GemmShape.contiguous(false, false, 1, 2, 2);
        gemm.multiply(
                s,
                new float[] {0, 1},
                0,
                new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1, 1},
                0,
                false,
                c,
                0,
                Epilogue.NONE,
                null);
        assertThat(c).containsOnly(Float.NaN);
    }

    @ParameterizedTest
    @CsvSource({"BIAS, ", "BIAS_RELU, RELU", "BIAS_GELU, GELU"})
    void epiloguesEqualTheirSeparateSteps(Epilogue epilogue, UnaryOp activation) {
        Random random = new Random(5);
        GemmShape s = GemmShape.contiguous(false, true, 5, 11, 400);
        float[] a = random(random, 5 * 400);
        float[] b = random(random, 11 * 400);
        float[] bias = random(random, 11);
        float[] expected = new float[55];
        gemm.multiply(s, a, 0, b, 0, false, expected, 0, Epilogue.NONE, null);
        for (int i = 0; i < 55; i++) {
            expected[i] += bias[i % 11];
        }
        if (activation != null) {
            new ScalarElementwise().unary(activation, 0, expected, 0, expected, 0, 55);
        }
        float[] c = new float[55];
        gemm.multiply(s, a, 0, b, 0, false, c, 0, epilogue, bias);
        assertThat(c).containsExactly(expected);
    }

    @Test
    void batchesStepThroughTheirOperandsAndRepeatAtStrideZero() {
        Random random = new Random(6);
        GemmShape s = GemmShape.contiguous(false, false, 2, 3, 4);
        float[] a = random(random, 1 + 3 * 10);
        float[] b = random(random, 2 + 12);
        float[] c = new float[40];
        gemm.multiplyBatch(3, s, a, 1, 10, b, 2, 0, false, c, 3, 7, Epilogue.NONE, null, 0);
        for (int i = 0; i < 3; i++) {
            float[] one = new float[6];
            gemm.multiply(s, a, 1 + 10 * i, b, 2, false, one, 0, Epilogue.NONE, null);
            for (int j = 0; j < 6; j++) {
                assertThat(c[3 + 7 * i + j]).isEqualTo(one[j]);
            }
            assertThat(c[3 + 7 * i + 6]).isZero();
        }
    }

    @Test
    void batchesFinishEachProductWithItsOwnBiasOrAddIt() {
        Random random = new Random(7);
        GemmShape s = GemmShape.contiguous(true, true, 3, 5, 400);
        float[] a = random(random, 2 * 1200);
        float[] b = random(random, 2 * 2000);
        float[] bias = random(random, 11);
        float[] c = new float[30];
        gemm.multiplyBatch(2, s, a, 0, 1200, b, 0, 2000, false, c, 0, 15, Epilogue.BIAS_GELU, bias, 6);
        float[] sums = new float[30];
        gemm.multiplyBatch(2, s, a, 0, 1200, b, 0, 2000, false, sums, 0, 15, Epilogue.NONE, null, 0);
        float[] expected = new float[30];
        for (int i = 0; i < 30; i++) {
            expected[i] = sums[i] + bias[i / 15 * 6 + i % 5];
        }
        new ScalarElementwise().unary(UnaryOp.GELU, 0, expected, 0, expected, 0, 30);
        assertThat(c).containsExactly(expected);
        gemm.multiplyBatch(2, s, a, 0, 1200, b, 0, 2000, true, c, 0, 15, Epilogue.NONE, null, 0);
        for (int i = 0; i < 30; i++) {
            assertThat(c[i]).isEqualTo(expected[i] + sums[i]);
        }
    }

    @Test
    void productsOfOneResultAreAddedInAscendingOrder() {
        GemmShape s = GemmShape.contiguous(false, false, 1, 1, 1);
        float[] c = {1};
        float[] a = {0x1p-24f, 0x1p-24f, -1};
        gemm.multiplyBatch(3, s, a, 0, 1, new float[] {1}, 0, 0, true, c, 0, 0, Epilogue.NONE, null, 0);
        assertThat(c).containsExactly(0f);
    }
}
