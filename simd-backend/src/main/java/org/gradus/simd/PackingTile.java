package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The first whole {@link Tile} of a panel of B that is stored row by row: computes as any other and writes the panel down side
 * by side for those that follow. The stores cost less than a pass of their own, as they run beside the multiplications.
 */
final class PackingTile {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();

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
            run(kk, a, aOff, lda, b, bOff, ldb, panel, to, c, cOff, ldc, add);
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
        run(kk, zeros, 0, Rehearsal.STEPS, zeros, 0, WIDTH, zeros, 0, zeros, 0, WIDTH, add);
    }

    private static void run(
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
        if (Tile.VECTORS == 4) {
            rows6x4(kk, a, aOff, lda, b, bOff, ldb, panel, to, c, cOff, ldc, add);
        } else {
            rows6x2(kk, a, aOff, lda, b, bOff, ldb, panel, to, c, cOff, ldc, add);
        }
    }

    private static void rows6x4(
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
        if (kk == 0) {
            return;
        }
        int a1 = aOff + lda;
        int a2 = aOff + 2 * lda;
        int a3 = aOff + 3 * lda;
        int a4 = aOff + 4 * lda;
        int a5 = aOff + 5 * lda;
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c0c = FloatVector.zero(F);
        FloatVector c0d = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c1b = FloatVector.zero(F);
        FloatVector c1c = FloatVector.zero(F);
        FloatVector c1d = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c2b = FloatVector.zero(F);
        FloatVector c2c = FloatVector.zero(F);
        FloatVector c2d = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c3b = FloatVector.zero(F);
        FloatVector c3c = FloatVector.zero(F);
        FloatVector c3d = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c4b = FloatVector.zero(F);
        FloatVector c4c = FloatVector.zero(F);
        FloatVector c4d = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c5b = FloatVector.zero(F);
        FloatVector c5c = FloatVector.zero(F);
        FloatVector c5d = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            FloatVector w = FloatVector.fromArray(F, b, bOff + p * ldb);
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * ldb + L);
            FloatVector y = FloatVector.fromArray(F, b, bOff + p * ldb + 2 * L);
            FloatVector z = FloatVector.fromArray(F, b, bOff + p * ldb + 3 * L);
            w.intoArray(panel, to + p * 4 * L);
            x.intoArray(panel, to + p * 4 * L + L);
            y.intoArray(panel, to + p * 4 * L + 2 * L);
            z.intoArray(panel, to + p * 4 * L + 3 * L);
            FloatVector v = FloatVector.broadcast(F, a[aOff + p]);
            c0a = v.fma(w, c0a);
            c0b = v.fma(x, c0b);
            c0c = v.fma(y, c0c);
            c0d = v.fma(z, c0d);
            v = FloatVector.broadcast(F, a[a1 + p]);
            c1a = v.fma(w, c1a);
            c1b = v.fma(x, c1b);
            c1c = v.fma(y, c1c);
            c1d = v.fma(z, c1d);
            v = FloatVector.broadcast(F, a[a2 + p]);
            c2a = v.fma(w, c2a);
            c2b = v.fma(x, c2b);
            c2c = v.fma(y, c2c);
            c2d = v.fma(z, c2d);
            v = FloatVector.broadcast(F, a[a3 + p]);
            c3a = v.fma(w, c3a);
            c3b = v.fma(x, c3b);
            c3c = v.fma(y, c3c);
            c3d = v.fma(z, c3d);
            v = FloatVector.broadcast(F, a[a4 + p]);
            c4a = v.fma(w, c4a);
            c4b = v.fma(x, c4b);
            c4c = v.fma(y, c4c);
            c4d = v.fma(z, c4d);
            v = FloatVector.broadcast(F, a[a5 + p]);
            c5a = v.fma(w, c5a);
            c5b = v.fma(x, c5b);
            c5c = v.fma(y, c5c);
            c5d = v.fma(z, c5d);
        }
        if (add) {
            c0a = FloatVector.fromArray(F, c, cOff).add(c0a);
            c0b = FloatVector.fromArray(F, c, cOff + L).add(c0b);
            c0c = FloatVector.fromArray(F, c, cOff + 2 * L).add(c0c);
            c0d = FloatVector.fromArray(F, c, cOff + 3 * L).add(c0d);
            c1a = FloatVector.fromArray(F, c, cOff + ldc).add(c1a);
            c1b = FloatVector.fromArray(F, c, cOff + ldc + L).add(c1b);
            c1c = FloatVector.fromArray(F, c, cOff + ldc + 2 * L).add(c1c);
            c1d = FloatVector.fromArray(F, c, cOff + ldc + 3 * L).add(c1d);
            c2a = FloatVector.fromArray(F, c, cOff + 2 * ldc).add(c2a);
            c2b = FloatVector.fromArray(F, c, cOff + 2 * ldc + L).add(c2b);
            c2c = FloatVector.fromArray(F, c, cOff + 2 * ldc + 2 * L).add(c2c);
            c2d = FloatVector.fromArray(F, c, cOff + 2 * ldc + 3 * L).add(c2d);
            c3a = FloatVector.fromArray(F, c, cOff + 3 * ldc).add(c3a);
            c3b = FloatVector.fromArray(F, c, cOff + 3 * ldc + L).add(c3b);
            c3c = FloatVector.fromArray(F, c, cOff + 3 * ldc + 2 * L).add(c3c);
            c3d = FloatVector.fromArray(F, c, cOff + 3 * ldc + 3 * L).add(c3d);
            c4a = FloatVector.fromArray(F, c, cOff + 4 * ldc).add(c4a);
            c4b = FloatVector.fromArray(F, c, cOff + 4 * ldc + L).add(c4b);
            c4c = FloatVector.fromArray(F, c, cOff + 4 * ldc + 2 * L).add(c4c);
            c4d = FloatVector.fromArray(F, c, cOff + 4 * ldc + 3 * L).add(c4d);
            c5a = FloatVector.fromArray(F, c, cOff + 5 * ldc).add(c5a);
            c5b = FloatVector.fromArray(F, c, cOff + 5 * ldc + L).add(c5b);
            c5c = FloatVector.fromArray(F, c, cOff + 5 * ldc + 2 * L).add(c5c);
            c5d = FloatVector.fromArray(F, c, cOff + 5 * ldc + 3 * L).add(c5d);
        }
        c0a.intoArray(c, cOff);
        c0b.intoArray(c, cOff + L);
        c0c.intoArray(c, cOff + 2 * L);
        c0d.intoArray(c, cOff + 3 * L);
        c1a.intoArray(c, cOff + ldc);
        c1b.intoArray(c, cOff + ldc + L);
        c1c.intoArray(c, cOff + ldc + 2 * L);
        c1d.intoArray(c, cOff + ldc + 3 * L);
        c2a.intoArray(c, cOff + 2 * ldc);
        c2b.intoArray(c, cOff + 2 * ldc + L);
        c2c.intoArray(c, cOff + 2 * ldc + 2 * L);
        c2d.intoArray(c, cOff + 2 * ldc + 3 * L);
        c3a.intoArray(c, cOff + 3 * ldc);
        c3b.intoArray(c, cOff + 3 * ldc + L);
        c3c.intoArray(c, cOff + 3 * ldc + 2 * L);
        c3d.intoArray(c, cOff + 3 * ldc + 3 * L);
        c4a.intoArray(c, cOff + 4 * ldc);
        c4b.intoArray(c, cOff + 4 * ldc + L);
        c4c.intoArray(c, cOff + 4 * ldc + 2 * L);
        c4d.intoArray(c, cOff + 4 * ldc + 3 * L);
        c5a.intoArray(c, cOff + 5 * ldc);
        c5b.intoArray(c, cOff + 5 * ldc + L);
        c5c.intoArray(c, cOff + 5 * ldc + 2 * L);
        c5d.intoArray(c, cOff + 5 * ldc + 3 * L);
    }

    private static void rows6x2(
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
        if (kk == 0) {
            return;
        }
        int a1 = aOff + lda;
        int a2 = aOff + 2 * lda;
        int a3 = aOff + 3 * lda;
        int a4 = aOff + 4 * lda;
        int a5 = aOff + 5 * lda;
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c1b = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c2b = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c3b = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c4b = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c5b = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            FloatVector w = FloatVector.fromArray(F, b, bOff + p * ldb);
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * ldb + L);
            w.intoArray(panel, to + p * 2 * L);
            x.intoArray(panel, to + p * 2 * L + L);
            FloatVector v = FloatVector.broadcast(F, a[aOff + p]);
            c0a = v.fma(w, c0a);
            c0b = v.fma(x, c0b);
            v = FloatVector.broadcast(F, a[a1 + p]);
            c1a = v.fma(w, c1a);
            c1b = v.fma(x, c1b);
            v = FloatVector.broadcast(F, a[a2 + p]);
            c2a = v.fma(w, c2a);
            c2b = v.fma(x, c2b);
            v = FloatVector.broadcast(F, a[a3 + p]);
            c3a = v.fma(w, c3a);
            c3b = v.fma(x, c3b);
            v = FloatVector.broadcast(F, a[a4 + p]);
            c4a = v.fma(w, c4a);
            c4b = v.fma(x, c4b);
            v = FloatVector.broadcast(F, a[a5 + p]);
            c5a = v.fma(w, c5a);
            c5b = v.fma(x, c5b);
        }
        if (add) {
            c0a = FloatVector.fromArray(F, c, cOff).add(c0a);
            c0b = FloatVector.fromArray(F, c, cOff + L).add(c0b);
            c1a = FloatVector.fromArray(F, c, cOff + ldc).add(c1a);
            c1b = FloatVector.fromArray(F, c, cOff + ldc + L).add(c1b);
            c2a = FloatVector.fromArray(F, c, cOff + 2 * ldc).add(c2a);
            c2b = FloatVector.fromArray(F, c, cOff + 2 * ldc + L).add(c2b);
            c3a = FloatVector.fromArray(F, c, cOff + 3 * ldc).add(c3a);
            c3b = FloatVector.fromArray(F, c, cOff + 3 * ldc + L).add(c3b);
            c4a = FloatVector.fromArray(F, c, cOff + 4 * ldc).add(c4a);
            c4b = FloatVector.fromArray(F, c, cOff + 4 * ldc + L).add(c4b);
            c5a = FloatVector.fromArray(F, c, cOff + 5 * ldc).add(c5a);
            c5b = FloatVector.fromArray(F, c, cOff + 5 * ldc + L).add(c5b);
        }
        c0a.intoArray(c, cOff);
        c0b.intoArray(c, cOff + L);
        c1a.intoArray(c, cOff + ldc);
        c1b.intoArray(c, cOff + ldc + L);
        c2a.intoArray(c, cOff + 2 * ldc);
        c2b.intoArray(c, cOff + 2 * ldc + L);
        c3a.intoArray(c, cOff + 3 * ldc);
        c3b.intoArray(c, cOff + 3 * ldc + L);
        c4a.intoArray(c, cOff + 4 * ldc);
        c4b.intoArray(c, cOff + 4 * ldc + L);
        c5a.intoArray(c, cOff + 5 * ldc);
        c5b.intoArray(c, cOff + 5 * ldc + L);
    }
}
