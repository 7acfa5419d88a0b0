package org.gradus.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.Gemm;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.Workers;
import org.gradus.core.scalar.ScalarGemm;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("width")
class SmallProductTest {
    private static final int MOST = 70;
    private static final int L = Tile.padded(1);
    private static final float[] NUMBERS = numbers(20_000);

    private final Gemm scalar = new ScalarGemm();
    private final Gemm simd = new SimdGemm(Workers.of(1));

    private static float[] numbers(int count) {
        Random random = new Random(11);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Rows lie apart; C is compared whole, so that what is between and around its rows must stay. */
    private void assertSame(int layout, int m, int n, int k, boolean adds, Epilogue epilogue) {
        boolean transA = (layout & 1) != 0;
        boolean transB = (layout & 2) != 0;
        int apart = (m + n + k) % 3;
        GemmShape s = new GemmShape(
                transA, transB, m, n, k, (transA ? m : k) + apart, (transB ? k : n) + 2 - apart, n + apart);
        int length = 3 + m * s.ldc() + 2 * L;
        float[] expected = new float[length];
        float[] actual = new float[length];
        System.arraycopy(NUMBERS, 0, expected, 0, length);
        System.arraycopy(NUMBERS, 0, actual, 0, length);
        float[] bias = epilogue == Epilogue.NONE ? null : NUMBERS;
        scalar.multiply(s, NUMBERS, m, NUMBERS, 5000 + n, adds, expected, 3, epilogue, bias);
        simd.multiply(s, NUMBERS, m, NUMBERS, 5000 + n, adds, actual, 3, epilogue, bias);
        assertThat(actual).as("%s, %s, adds %s", s, epilogue, adds).isEqualTo(expected);
    }

    @BeforeAll
    static void tilesAnswerByVectors() {
        Tile.REHEARSAL.end();
    }

    @Test
    void allSmallShapesInAllLayoutsHaveTheBitsOfTheScalarBackend() {
        for (int m = 1; m <= MOST; m++) {
            for (int n = 1; n <= MOST; n++) {
                int layout = (m + 3 * n) % 4;
                assertSame(layout, m, n, 1 + (7 * m + 11 * n) % MOST, false, Epilogue.NONE);
                assertSame(3 - layout, m, n, 1 + (13 * m + 5 * n) % MOST, false, Epilogue.NONE);
            }
        }
        for (int k = 1; k <= MOST; k++) {
            for (int layout = 0; layout < 4; layout++) {
                assertSame(layout, 4 + k % 9, L, k, false, Epilogue.NONE);
                assertSame(layout, MOST - k % 9, 2 * L + k % L, k, false, Epilogue.NONE);
            }
        }
    }

    @Test
    void nothingIsFinishedOrAddedTwiceWhereTilesOverlap() {
        for (int[] mnk : new int[][] {{5, 33, 20}, {7, 40, 9}, {13, 70, 30}, {64, 64, 64}, {9, L, 384}, {9, L, 385}}) {
            for (int layout = 0; layout < 4; layout++) {
                for (Epilogue epilogue : Epilogue.values()) {
                    assertSame(layout, mnk[0], mnk[1], mnk[2], false, epilogue);
                }
                assertSame(layout, mnk[0], mnk[1], mnk[2], true, Epilogue.NONE);
            }
        }
    }

    @Test
    void whatIsAddedOrLongOrLargeGoesAnotherWay() {
        assertThat(suits(false, 64, 64, 64, false)).isTrue();
        assertThat(suits(true, 64, 64, 64, false)).isTrue();
        assertThat(suits(false, 64, 64, 64, true)).isFalse();
        assertThat(suits(false, 64, 64, 65, false)).isFalse();
        assertThat(suits(false, 4, L, 384, false)).isTrue();
        assertThat(suits(false, 4, L, 385, false)).isFalse();
        assertThat(suits(false, 3, 64, 64, false)).isFalse();
        assertThat(suits(false, 64, L + 1, 4, false)).isFalse();
        assertThat(suits(false, 8, 128, 65, false)).isTrue();
        assertThat(suits(true, 8, 128, 65, false))
                .as("B is too large to be packed")
                .isFalse();
    }

    private static boolean suits(boolean transB, int m, int n, int k, boolean adds) {
        GemmShape s = GemmShape.contiguous(false, transB, m, n, k);
        return SmallProduct.suits(
                s, new MatrixResult(NUMBERS, 0, n, adds, Epilogue.NONE, null, 0, new SimdElementwise(Workers.of(1))));
    }
}
