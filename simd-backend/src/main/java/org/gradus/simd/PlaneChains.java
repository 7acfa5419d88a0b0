package org.gradus.simd;

import java.util.Arrays;

/**
 * The chains of one channel's places over a short k, a few taps at a time for all places: their weights stay in registers, and
 * chains that go on are read again. For one channel of results this is faster than a tile, since its many places hide the
 * time that an fma takes.
 */
final class PlaneChains {
    private PlaneChains() {}

    /**
     * {@code c[cOff + row·cRow + i] = Σ w[wOff + p]·a[aOff + row·aRow + taps[first + p] + i]} for {@code 0 ≤ i < width}, which are
     * whole vectors, and {@code 0 ≤ p < k}.
     */
    static void run(
            int rows,
            int width,
            int k,
            float[] w,
            int wOff,
            float[] a,
            int aOff,
            int aRow,
            int[] taps,
            int first,
            float[] c,
            int cOff,
            int cRow) {
        int p = 0;
        if (k >= 9) {
            PlaneTaps.first9(rows, width, w, wOff, a, aOff, aRow, taps, first, c, cOff, cRow);
            p = 9;
        } else if (k >= 4) {
            PlaneTaps.first4(rows, width, w, wOff, a, aOff, aRow, taps, first, c, cOff, cRow);
            p = 4;
        } else if (k >= 2) {
            PlaneTaps.first2(rows, width, w, wOff, a, aOff, aRow, taps, first, c, cOff, cRow);
            p = 2;
        } else if (k == 1) {
            PlaneTaps.first1(rows, width, w, wOff, a, aOff, aRow, taps, first, c, cOff, cRow);
            p = 1;
        } else {
            for (int row = 0; row < rows; row++) {
                Arrays.fill(c, cOff + row * cRow, cOff + row * cRow + width, 0f);
            }
        }
        for (; p + 9 <= k; p += 9) {
            PlaneTaps.next9(rows, width, w, wOff + p, a, aOff, aRow, taps, first + p, c, cOff, cRow);
        }
        for (; p + 3 <= k; p += 3) {
            PlaneTaps.next3(rows, width, w, wOff + p, a, aOff, aRow, taps, first + p, c, cOff, cRow);
        }
        for (; p < k; p++) {
            PlaneTaps.next1(rows, width, w, wOff + p, a, aOff, aRow, taps, first + p, c, cOff, cRow);
        }
    }
}
