package org.gradus.simd;

/**
 * The micro-kernels of the gradient of three by three weights of one input channel: nine taps by one or two vectors of output
 * channels, held in registers over one block of places. Of the turned gradients, element {@code (p, channel)} is {@code g[gOff +
 * p·ldg + channel]}; of the images, element {@code (p, tap (i, j))} is {@code x[places[p] + first + i·pitch + j]}.
 */
final class TapsTile {
    private static final int L = Species.F.length();

    /** The taps of a window. */
    static final int TAPS = 9;

    /** Most vectors of a tile: 16 registers hold one. */
    static final int VECTORS = L == 16 ? 2 : 1;

    static final Rehearsal REHEARSAL = new Rehearsal(3, TapsTile::practise);

    private TapsTile() {}

    /**
     * Stores the chains of nine rows of {@code vectors·L} elements over {@code kk} places to C, or adds them to it.
     */
    static void multiply(
            int vectors,
            int kk,
            float[] g,
            int gOff,
            int ldg,
            float[] x,
            int[] places,
            int first,
            int pitch,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (REHEARSAL.isOver(vectors)) {
            TapsTiles.run(TAPS, vectors, kk, x, places, first, pitch, g, gOff, ldg, c, cOff, ldc, add);
            return;
        }
        int[] steps = ScalarTile.steps(ldg, kk);
        for (int i = 0; i < 3; i++) {
            int to = cOff + 3 * i * ldc;
            ScalarTile.multiply(
                    3, vectors * L, kk, x, first + i * pitch, 1, places, 0, g, gOff, steps, 0, c, to, ldc, add);
        }
        REHEARSAL.practise(vectors);
    }

    private static void practise(int vectors, int kk, boolean add) {
        float[] zeros = Rehearsal.ZEROS;
        TapsTiles.run(
                TAPS,
                vectors,
                kk,
                zeros,
                Rehearsal.NO_OFFSETS,
                0,
                0,
                zeros,
                0,
                vectors * L,
                zeros,
                0,
                vectors * L,
                add);
    }
}
