package org.gradus.simd;

/**
 * The micro-kernels of convolutions with few results: one to four channels of results by four vectors of places, held in registers
 * over one block of k. Element {@code (p, place)} of the images is {@code a[taps[first + p] + at[v] + lane]}, read where it stands;
 * weight {@code (channel r, p)} is {@code w[wOff + r·ldw + p]}.
 */
final class PlanesTile {
    private static final int L = Species.F.length();

    /** The vectors of a tile. */
    static final int VECTORS = 4;

    static final Rehearsal REHEARSAL = new Rehearsal(5, PlanesTile::practise);

    private PlanesTile() {}

    /** How many of the channels that are left are computed together: 16 registers hold three, 32 hold four. */
    static int rows(int left) {
        return L == 16 ? Math.min(4, left) : left == 4 ? 2 : Math.min(3, left);
    }

    /** Stores the chains of {@code rows} channels over {@code kk} steps to {@code c[cOff + r·ldc + place]}, or adds them to it. */
    static void multiply(
            int rows,
            int kk,
            float[] w,
            int wOff,
            int ldw,
            float[] a,
            int aOff,
            int[] taps,
            int first,
            int[] at,
            int v,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (REHEARSAL.isOver(rows)) {
            PlanesTiles.run(rows, VECTORS, kk, w, wOff, ldw, a, aOff, taps, first, at, v, c, cOff, ldc, add);
            return;
        }
        int[] steps = ScalarTile.steps(1, kk);
        for (int i = 0; i < VECTORS; i++) {
            int from = aOff + at[v + i];
            ScalarTile.multiply(rows, L, kk, w, wOff, ldw, steps, 0, a, from, taps, first, c, cOff + i * L, ldc, add);
        }
        REHEARSAL.practise(rows);
    }

    private static void practise(int rows, int kk, boolean add) {
        float[] zeros = Rehearsal.ZEROS;
        int[] none = Rehearsal.NO_OFFSETS;
        PlanesTiles.run(rows, VECTORS, kk, zeros, 0, kk, zeros, 0, none, 0, none, 0, zeros, 0, VECTORS * L, add);
    }
}
