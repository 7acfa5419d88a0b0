package org.gradus.simd;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.Workers;
import org.gradus.core.scalar.ScalarGemm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("width")
class ProductTest {
    private static final int[][] SHAPES = {
        {128, 512, 200},
        {400, 320, 130},
        {96, 1100, 90},
        {830, 66, 100},
        {64, 400, 400},
        {7, 900, 400},
        {60, 70, 6200},
        {1, 512, 1161},
        {1, 1536, 400},
        {1024, 1, 400}
    };

    @Test
    void noCutForAnyNumberOfThreadsChangesABit() {
        Across.REHEARSAL.setOver(0, true);
        for (int[] shape : SHAPES) {
            for (int layout = 0; layout < 4; layout++) {
                int m = shape[0];
                int n = shape[1];
                int k = shape[2];
                GemmShape s = GemmShape.contiguous((layout & 1) != 0, (layout & 2) != 0, m, n, k);
                float[] a = numbers(m * k, 3);
                float[] b = numbers(k * n, 5);
                float[] expected = new float[m * n];
                new ScalarGemm().multiply(s, a, 0, b, 0, false, expected, 0, Epilogue.NONE, null);
                for (int threads : new int[] {1, 2, 5}) {
                    float[] c = new float[m * n];
                    new SimdGemm(Workers.of(threads)).multiply(s, a, 0, b, 0, false, c, 0, Epilogue.NONE, null);
                    assertThat(c).as("%s on %d threads", s, threads).isEqualTo(expected);
                }
            }
        }
    }

    /** Numbers between −1 and 1 whose sums are rounded, so that their order is seen. */
    private static float[] numbers(int count, int step) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = (i * step % 1009 - 504) / 505f;
        }
        return x;
    }
}
