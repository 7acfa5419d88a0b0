package org.gradus.simd;

import org.gradus.core.backend.Numerics;

/**
 * The micro-kernels of the gradient of weights: a few output channels by a few vectors of (tap, input channel), held in
 * registers over one block of places. Rows of gradients have a block's length; of the images, whose channels are neighbours,
 * vector v at place p is read where it stands, from {@code b[places[first + p] + at[v]]}.
 */
final class WeightsTile {
    private static final int L = Species.F.length();

    /** Rows of gradients have this length. */
    static final int BLOCK = Numerics.GEMM_BLOCK;

    private static final boolean MODERN = Runtime.version().feature() > 17;

    /**
     * The output channels of a tile. The compiler of JDK 17 does not always keep more than 6 × 2 vectors in registers; of 16 it needs one
     * for each row's gradient.
     */
    static final int ROWS = MODERN && (L == 16 || Species.FEW_REGISTERS) ? 8 : 6;

    /** Most vectors of a tile. With 16 registers one of the sums of 6 × 2 stays in memory, which halves the speed. */
    static final int VECTORS = Species.FEW_REGISTERS ? 1 : ROWS == 8 ? 3 : 2;

    static final Rehearsal REHEARSAL = new Rehearsal(4, WeightsTile::practise);

    private WeightsTile() {}

    /**
     * Stores the chains of {@link #ROWS} rows of {@code vectors·L} elements over {@code kk} steps to C, or adds them to it.
     */
    static void multiply(
            int vectors,
            int kk,
            float[] a,
            int aOff,
            float[] b,
            int[] places,
            int first,
            int[] at,
            int v,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (REHEARSAL.isOver(vectors)) {
            WeightsTiles.run(ROWS, vectors, kk, a, aOff, b, places, first, at, v, c, cOff, ldc, add);
            return;
        }
        int[] steps = ScalarTile.steps(1, kk);
        for (int i = 0; i < vectors; i++) {
            ScalarTile.multiply(
                    ROWS, L, kk, a, aOff, BLOCK, steps, 0, b, at[v + i], places, first, c, cOff + i * L, ldc, add);
        }
        REHEARSAL.practise(vectors);
    }

    private static void practise(int vectors, int kk, boolean add) {
        float[] zeros = Rehearsal.ZEROS;
        int[] none = Rehearsal.NO_OFFSETS;
        WeightsTiles.run(ROWS, vectors, kk, zeros, 0, zeros, none, 0, none, 0, zeros, 0, vectors * L, add);
    }
}
