package org.gradus.simd;

import org.gradus.core.backend.Numerics;

/**
 * Tiles without vectors, for the time until those with vectors are compiled. Every element is the same chain, so the bits are
 * the same. Two rows of four elements are eight chains, as many as keep a processor's two multipliers busy.
 */
final class ScalarTile {
    /** The numbers below a block's length. */
    private static final int[] ONE_BY_ONE = steps(1, new int[Numerics.GEMM_BLOCK]);

    private ScalarTile() {}

    /** Offsets that grow by the same distance with each of {@code kk} steps. */
    static int[] steps(int distance, int kk) {
        return distance == 1 ? ONE_BY_ONE : steps(distance, Buffers.ints(Buffers.Table.STEPS, kk));
    }

    private static int[] steps(int distance, int[] steps) {
        for (int p = 0; p < Math.min(steps.length, Numerics.GEMM_BLOCK); p++) {
            steps[p] = p * distance;
        }
        return steps;
    }

    /**
     * Stores the chains of products of {@code a[aOff + i·lda + aSteps[aFirst + p]]} and {@code b[bOff + bSteps[bFirst + p] + j]},
     * {@code 0 ≤ p < kk}, to {@code c[cOff + i·ldc + j]}, or adds them to it, for {@code 0 ≤ i < rows} and
     * {@code 0 ≤ j < width}, a multiple of four.
     */
    static void multiply(
            int rows,
            int width,
            int kk,
            float[] a,
            int aOff,
            int lda,
            int[] aSteps,
            int aFirst,
            float[] b,
            int bOff,
            int[] bSteps,
            int bFirst,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        for (int i = 0; i < rows; i += 2) {
            int next = Math.min(i + 1, rows - 1);
            for (int j = 0; j < width; j += 4) {
                twoByFour(
                        kk,
                        a,
                        aOff + i * lda,
                        aOff + next * lda,
                        aSteps,
                        aFirst,
                        b,
                        bOff + j,
                        bSteps,
                        bFirst,
                        c,
                        cOff + i * ldc + j,
                        cOff + next * ldc + j,
                        add);
            }
        }
    }

    /** Both rows may be the same: C is read before it is written. */
    private static void twoByFour(
            int kk,
            float[] a,
            int a0,
            int a1,
            int[] aSteps,
            int aFirst,
            float[] b,
            int bOff,
            int[] bSteps,
            int bFirst,
            float[] c,
            int c0,
            int c1,
            boolean add) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float t0 = 0;
        float t1 = 0;
        float t2 = 0;
        float t3 = 0;
        for (int p = 0; p < kk; p++) {
            int q = aSteps[aFirst + p];
            int r = bOff + bSteps[bFirst + p];
            float x = a[a0 + q];
            float y = a[a1 + q];
            s0 = Math.fma(x, b[r], s0);
            s1 = Math.fma(x, b[r + 1], s1);
            s2 = Math.fma(x, b[r + 2], s2);
            s3 = Math.fma(x, b[r + 3], s3);
            t0 = Math.fma(y, b[r], t0);
            t1 = Math.fma(y, b[r + 1], t1);
            t2 = Math.fma(y, b[r + 2], t2);
            t3 = Math.fma(y, b[r + 3], t3);
        }
        if (add) {
            s0 += c[c0];
            s1 += c[c0 + 1];
            s2 += c[c0 + 2];
            s3 += c[c0 + 3];
            t0 += c[c1];
            t1 += c[c1 + 1];
            t2 += c[c1 + 2];
            t3 += c[c1 + 3];
        }
        c[c0] = s0;
        c[c0 + 1] = s1;
        c[c0 + 2] = s2;
        c[c0 + 3] = s3;
        c[c1] = t0;
        c[c1 + 1] = t1;
        c[c1 + 2] = t2;
        c[c1 + 3] = t3;
    }
}
