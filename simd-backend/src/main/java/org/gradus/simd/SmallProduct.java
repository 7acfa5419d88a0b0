package org.gradus.simd;

import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.Numerics;

/**
 * Products that take hardly longer than it takes to decide how to cut them: one block of k, stored without adding. Tiles read and
 * write where everything stands; only what is stored transposed is packed. The last tiles reach back over finished rows and
 * columns and write them again.
 */
final class SmallProduct {
    private static final int L = Species.F.length();

    /** The most multiplications. */
    private static final long MOST = 1 << 18;

    /** The most numbers that are packed: they stay in the first-level cache. */
    private static final int MOST_PACKED = 1 << 13;

    /** The fewest rows of a tile. */
    private static final int FEW_ROWS = 4;

    private SmallProduct() {}

    /** Whether it is one. Columns a little more than a vector would be computed nearly twice. */
    static boolean suits(GemmShape s, Result result) {
        return s.m() >= FEW_ROWS
                && (s.n() == L || s.n() >= 2 * L)
                && s.k() <= Numerics.GEMM_BLOCK
                && (long) s.m() * s.n() * s.k() <= MOST
                && (!s.transA() || s.m() * s.k() <= MOST_PACKED)
                && (!s.transB() || s.n() * s.k() <= MOST_PACKED)
                && !result.adds();
    }

    static void run(GemmShape s, float[] a, int aOff, float[] b, int bOff, MatrixResult result) {
        float[] left = a;
        int leftOff = aOff;
        int lda = s.lda();
        if (s.transA()) {
            left = Buffers.take(Buffers.Use.LEFT, s.m() * s.k());
            leftOff = 0;
            lda = s.k();
            Packing.transpose(a, aOff, s.lda(), s.k(), s.m(), left, 0, lda);
        }
        float[] right = b;
        int rightOff = bOff;
        int ldb = s.ldb();
        if (s.transB()) {
            ldb = Tile.padded(s.n());
            right = Buffers.take(Buffers.Use.RIGHT, ldb * s.k());
            rightOff = 0;
            Packing.transpose(b, bOff, s.ldb(), s.n(), s.k(), right, 0, ldb);
        }
        tiles(s, left, leftOff, lda, right, rightOff, ldb, result.c(), result.offset());
        result.finish(0, 0, s.m(), s.n());
    }

    private static void tiles(
            GemmShape s, float[] a, int aOff, int lda, float[] b, int bOff, int ldb, float[] c, int cOff) {
        for (int i = 0, tall; i < s.m(); i += tall) {
            tall = s.m() < Tile.ROWS ? FEW_ROWS : Tile.rows(s.m() - i);
            int row = Math.min(i, s.m() - tall);
            for (int j = 0, width; j < s.n(); j += width) {
                int vectors = Math.min(s.n() / L, Tile.vectors(s.n() - j));
                width = vectors * L;
                int column = Math.min(j, s.n() - width);
                int to = cOff + row * s.ldc() + column;
                int from = aOff + row * lda;
                Tile.multiply(tall, vectors, s.k(), a, from, lda, b, bOff + column, ldb, c, to, s.ldc(), false);
            }
        }
    }
}
