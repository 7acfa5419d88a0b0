package org.gradus.core.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.gradus.core.backend.ReduceOp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarReduceTest {
    private static final float NAN = Float.NaN;
    private final ScalarReduce kernel = new ScalarReduce();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 63, 64, 65, 1000, 8192, 8193, 30_000})
    void contiguousSumFollowsItsTree(int n) {
        float[] x = numbers(n, 1);
        assertThat(reduce(ReduceOp.SUM, 1, n, 1, x)).containsExactly(naiveTree(x));
        double exact = 0;
        double size = 0;
        for (float v : x) {
            exact += v;
            size += Math.abs(v);
        }
        assertThat((double) naiveTree(x)).isCloseTo(exact, within(2 * size * 300 * 0x1p-24));
    }

    /** The order in the words of its definition: lanes, a recursive tree over them, chunks one after the other. */
    private static float naiveTree(float[] x) {
        int lanes = x.length < 64 ? 8 : 32;
        float total = 0f;
        for (int chunk = 0; chunk * 8192 < x.length; chunk++) {
            float[] lane = new float[lanes];
            for (int i = chunk * 8192; i < Math.min(x.length, (chunk + 1) * 8192); i++) {
                lane[i % lanes] = lane[i % lanes] + x[i];
            }
            float sum = tree(lane, 0, 1);
            total = chunk == 0 ? sum : total + sum;
        }
        return total;
    }

    /** The sum of the lanes {@code first, first + step, ...}: that of the even ones plus that of the odd ones. */
    private static float tree(float[] lane, int first, int step) {
        return step == lane.length ? lane[first] : tree(lane, first, 2 * step) + tree(lane, first + step, 2 * step);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 47, 8191, 8192, 8193, 20_005})
    void squaresFollowTheirTreeInDouble(int n) {
        float[] x = numbers(n + 2, 3);
        double total = 0;
        for (int chunk = 0; chunk * 8192 < n; chunk++) {
            int end = Math.min(n, (chunk + 1) * 8192);
            int whole = end - end % 16;
            double[] lane = new double[16];
            for (int i = chunk * 8192; i < whole; i++) {
                lane[i % 16] = lane[i % 16] + (double) x[2 + i] * x[2 + i];
            }
            double sum = tree(lane, 0, 1);
            for (int i = whole; i < end; i++) {
                sum += (double) x[2 + i] * x[2 + i];
            }
            total += sum;
        }
        assertThat(kernel.sumOfSquares(x, 2, n)).isEqualTo(total);
    }

    private static double tree(double[] lane, int first, int step) {
        return step == lane.length ? lane[first] : tree(lane, first, 2 * step) + tree(lane, first + step, 2 * step);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 65, 128, 1000})
    void otherAxesAddInBlocksOf64(int n) {
        int inner = 3;
        float[] x = numbers(2 * n * inner, 2);
        float[] y = reduce(ReduceOp.SUM, 2, n, inner, x);
        for (int o = 0; o < 2; o++) {
            for (int j = 0; j < inner; j++) {
                float total = 0f;
                float block = 0f;
                for (int i = 0; i < n; i++) {
                    block += x[(o * n + i) * inner + j];
                    if (i % 64 == 63 || i == n - 1) {
                        total = i < 64 ? block : total + block;
                        block = 0f;
                    }
                }
                assertThat(y[o * inner + j]).isEqualTo(total);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ReduceOp.class)
    void nothingGivesTheIdentity(ReduceOp op) {
        assertThat(reduce(op, 2, 0, 1, new float[0])).containsExactly(op.identity(), op.identity());
        assertThat(reduce(op, 1, 0, 2, new float[0])).containsExactly(op.identity(), op.identity());
        assertThat(reduce(op, 0, 3, 1, new float[0])).isEmpty();
    }

    @Test
    void extremesOrderZerosAndPropagateNan() {
        assertBits(reduce(ReduceOp.MAX, 1, 3, 1, new float[] {-0f, 0f, -0f}), 0f);
        assertBits(reduce(ReduceOp.MIN, 1, 3, 1, new float[] {0f, -0f, 0f}), -0f);
        assertBits(reduce(ReduceOp.MAX, 3, 1, 1, new float[] {-0f, NAN, -5f}), -0f, NAN, -5f);
        assertBits(reduce(ReduceOp.MIN, 1, 2, 3, new float[] {1f, 2f, NAN, -0f, 3f, 4f}), -0f, 2f, NAN);
        assertBits(reduce(ReduceOp.SUM, 1, 2, 1, new float[] {-0f, -0f}), 0f);
        assertBits(reduce(ReduceOp.PROD, 1, 4, 1, new float[] {2f, -3f, 0.5f, 4f}), -12f);
    }

    @Test
    void argExtremeTakesTheFirstOfEqualsAndTheFirstNan() {
        float[] x = {1, 3, 3, 0, -0f, 0f, -7, -7, 9, NAN, 2, NAN};
        int[] y = new int[3];
        kernel.argExtreme(true, 3, 4, 1, x, y);
        assertThat(y).containsExactly(1, 0, 1);
        kernel.argExtreme(false, 3, 4, 1, x, y);
        assertThat(y).containsExactly(3, 2, 1);
        int[] columns = new int[2];
        kernel.argExtreme(true, 1, 3, 2, new float[] {1, NAN, 5, 2, 5, 9}, columns);
        assertThat(columns).containsExactly(1, 0);
    }

    @Test
    void cumulativeSumsRunOneAfterTheOther() {
        float[] y = new float[6];
        kernel.cumulativeSum(false, 2, 3, 1, new float[] {-0f, 2, 3, 1e8f, 1, -1e8f}, y);
        assertBits(y, 0f, 2f, 5f, 1e8f, 1e8f, 0f);
        kernel.cumulativeSum(true, 1, 3, 2, new float[] {1, 2, 3, 4, 5, 6}, y);
        assertBits(y, 9f, 12f, 8f, 10f, 5f, 6f);
        kernel.cumulativeSum(true, 2, 0, 3, new float[0], new float[0]);
    }

    private float[] reduce(ReduceOp op, int outer, int n, int inner, float[] x) {
        float[] y = new float[outer * inner];
        kernel.reduce(op, outer, n, inner, x, y);
        return y;
    }

    private static void assertBits(float[] actual, float... expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Float.floatToIntBits(actual[i]))
                    .as("element %d", i)
                    .isEqualTo(Float.floatToIntBits(expected[i]));
        }
    }

    private static float[] numbers(int n, long seed) {
        Random random = new Random(seed);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }
}
