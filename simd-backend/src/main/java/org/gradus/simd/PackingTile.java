package org.gradus.simd;

/**
 * The first whole {@link Tile} of a panel of B that is stored row by row: computes as any other and writes the panel down side
 * by side for those that follow. The stores cost less than a pass of their own, as they run beside the multiplications.
 */
final class PackingTile {
    private static final int L = Species.F.length();

    private static final int WIDTH = Tile.VECTORS * L;

    /** Of the only kind. */
    static final Rehearsal REHEARSAL = new Rehearsal(1, (kind, steps, add) -> practise(steps, add));

    private PackingTile() {}

    /**
     * What {@link Tile#multiply} does with {@link Tile#ROWS} rows and {@link Tile#VECTORS} vectors, and {@code panel[to +
     * p·VECTORS·L + column]}.
     */
    static void multiply(
            int kk,
            float[] a,
            int aOff,
            int lda,
            float[] b,
            int bOff,
            int ldb,
            float[] panel,
            int to,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (REHEARSAL.isOver(0)) {
            PackingTiles.run(Tile.ROWS, Tile.VECTORS, kk, a, aOff, lda, b, bOff, ldb, panel, to, c, cOff, ldc, add);
            return;
        }
        for (int p = 0; p < kk; p++) {
            System.arraycopy(b, bOff + p * ldb, panel, to + p * WIDTH, WIDTH);
        }
        Tile.multiply(Tile.ROWS, Tile.VECTORS, kk, a, aOff, lda, panel, to, WIDTH, c, cOff, ldc, add);
        REHEARSAL.practise(0);
    }

    private static void practise(int kk, boolean add) {
        float[] zeros = Rehearsal.ZEROS;
        PackingTiles.run(
                Tile.ROWS,
                Tile.VECTORS,
                kk,
                zeros,
                0,
                Rehearsal.STEPS,
                zeros,
                0,
                WIDTH,
                zeros,
                0,
                zeros,
                0,
                WIDTH,
                add);
    }
}
