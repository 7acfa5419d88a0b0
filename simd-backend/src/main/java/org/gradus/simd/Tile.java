package org.gradus.simd;

/**
 * The micro-kernels: one tile of C, a few rows by a few vectors, held in registers over one block of k. Rows of A are read
 * where they stand, {@code a[aOff + row·lda + p]}; of B a panel of whole vectors, {@code b[bOff + p·ldb + column]}.
 *
 * <p>6 × 2 vectors of sums fit the 16 vector registers of AVX2, 6 × 4 the 32 of AVX-512. A program writes their
 * methods (ADR 10). Eight rows of three vectors need more general registers than there are: the compiler of JDK 25
 * then moves the arrays' addresses to vector registers and back in each step, which costs a tenth of the speed.
 *
 * <p>Until a tile is compiled, {@link ScalarTile} computes what it is asked for ({@link Rehearsal}).
 */
final class Tile {
    private static final int L = Species.F.length();

    /** Most rows of a tile. */
    static final int ROWS = 6;

    /**
     * Most vectors of a tile: as many as leave registers for whole tiles. The compiler of JDK 17 does not inline all vector
     * operations of 6 × 4 and boxes their vectors, which makes products ten times slower.
     */
    static final int VECTORS = L == 16 && Runtime.version().feature() > 17 ? 4 : 2;

    static final Rehearsal REHEARSAL = new Rehearsal(ROWS * 8 + VECTORS + 1, Tile::practise);

    private Tile() {}

    /** Rows of the tile that begins where {@code left} rows are left; six, or four where that wastes fewer. */
    static int rows(int left) {
        return left <= 4 || left == 7 || left == 8 ? 4 : ROWS;
    }

    /** Vectors of the tile that begins where {@code left} columns are left; none has one vector only if it can be helped. */
    static int vectors(int left) {
        int vectors = (left + L - 1) / L;
        return vectors == VECTORS + 1 ? 1 + VECTORS / 2 : Math.min(VECTORS, vectors);
    }

    /** How wide {@code columns} columns become when their last tile reaches over the edge. */
    static int padded(int columns) {
        return (columns + L - 1) / L * L;
    }

    /** Stores the chains of {@code rows × vectors·L} elements over {@code kk} steps to C, or adds them to it. */
    static void multiply(
            int rows,
            int vectors,
            int kk,
            float[] a,
            int aOff,
            int lda,
            float[] b,
            int bOff,
            int ldb,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        int kind = rows * 8 + vectors;
        if (REHEARSAL.isOver(kind)) {
            ProductTiles.run(rows, vectors, kk, a, aOff, lda, b, bOff, ldb, c, cOff, ldc, add);
            return;
        }
        int[] aSteps = ScalarTile.steps(1, kk);
        int[] bSteps = ScalarTile.steps(ldb, kk);
        ScalarTile.multiply(rows, vectors * L, kk, a, aOff, lda, aSteps, 0, b, bOff, bSteps, 0, c, cOff, ldc, add);
        REHEARSAL.practise(kind);
    }

    private static void practise(int kind, int kk, boolean add) {
        float[] zeros = Rehearsal.ZEROS;
        ProductTiles.run(
                kind / 8, kind % 8, kk, zeros, 0, Rehearsal.STEPS, zeros, 0, kind % 8 * L, zeros, 0, kind % 8 * L, add);
    }
}
