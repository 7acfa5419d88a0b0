package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernels of convolutions with few results: one to four channels of results by four vectors of places, held in registers
 * over one block of k. Element {@code (p, place)} of the images is {@code a[taps[first + p] + at[v] + lane]}, read where it stands;
 * weight {@code (channel r, p)} is {@code w[wOff + r·ldw + p]}. As in {@link Tile}, every tile is written out.
 */
final class PlanesTile {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();

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
            run(rows, kk, w, wOff, ldw, a, aOff, taps, first, at, v, c, cOff, ldc, add);
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
        run(rows, kk, zeros, 0, kk, zeros, 0, none, 0, none, 0, zeros, 0, VECTORS * L, add);
    }

    private static void run(
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
        int a0 = aOff + at[v];
        int a1 = aOff + at[v + 1];
        int a2 = aOff + at[v + 2];
        int a3 = aOff + at[v + 3];
        switch (rows) {
            case 1 -> rows1(kk, w, wOff, a, taps, first, a0, a1, a2, a3, c, cOff, add);
            case 2 -> rows2(kk, w, wOff, ldw, a, taps, first, a0, a1, a2, a3, c, cOff, ldc, add);
            case 3 -> rows3(kk, w, wOff, ldw, a, taps, first, a0, a1, a2, a3, c, cOff, ldc, add);
            default -> rows4(kk, w, wOff, ldw, a, taps, first, a0, a1, a2, a3, c, cOff, ldc, add);
        }
    }

    private static void rows1(
            int kk,
            float[] w,
            int w0,
            float[] a,
            int[] taps,
            int first,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] c,
            int cOff,
            boolean add) {
        if (kk == 0) {
            return;
        }
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c0c = FloatVector.zero(F);
        FloatVector c0d = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q = taps[first + p];
            FloatVector v0 = FloatVector.broadcast(F, w[w0 + p]);
            FloatVector x = FloatVector.fromArray(F, a, q + a0);
            c0a = v0.fma(x, c0a);
            x = FloatVector.fromArray(F, a, q + a1);
            c0b = v0.fma(x, c0b);
            x = FloatVector.fromArray(F, a, q + a2);
            c0c = v0.fma(x, c0c);
            x = FloatVector.fromArray(F, a, q + a3);
            c0d = v0.fma(x, c0d);
        }
        if (add) {
            c0a = FloatVector.fromArray(F, c, cOff).add(c0a);
            c0b = FloatVector.fromArray(F, c, cOff + L).add(c0b);
            c0c = FloatVector.fromArray(F, c, cOff + 2 * L).add(c0c);
            c0d = FloatVector.fromArray(F, c, cOff + 3 * L).add(c0d);
        }
        c0a.intoArray(c, cOff);
        c0b.intoArray(c, cOff + L);
        c0c.intoArray(c, cOff + 2 * L);
        c0d.intoArray(c, cOff + 3 * L);
    }

    private static void rows2(
            int kk,
            float[] w,
            int w0,
            int ldw,
            float[] a,
            int[] taps,
            int first,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
        int w1 = w0 + ldw;
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c0c = FloatVector.zero(F);
        FloatVector c0d = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c1b = FloatVector.zero(F);
        FloatVector c1c = FloatVector.zero(F);
        FloatVector c1d = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q = taps[first + p];
            FloatVector v0 = FloatVector.broadcast(F, w[w0 + p]);
            FloatVector v1 = FloatVector.broadcast(F, w[w1 + p]);
            FloatVector x = FloatVector.fromArray(F, a, q + a0);
            c0a = v0.fma(x, c0a);
            c1a = v1.fma(x, c1a);
            x = FloatVector.fromArray(F, a, q + a1);
            c0b = v0.fma(x, c0b);
            c1b = v1.fma(x, c1b);
            x = FloatVector.fromArray(F, a, q + a2);
            c0c = v0.fma(x, c0c);
            c1c = v1.fma(x, c1c);
            x = FloatVector.fromArray(F, a, q + a3);
            c0d = v0.fma(x, c0d);
            c1d = v1.fma(x, c1d);
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
        }
        c0a.intoArray(c, cOff);
        c0b.intoArray(c, cOff + L);
        c0c.intoArray(c, cOff + 2 * L);
        c0d.intoArray(c, cOff + 3 * L);
        c1a.intoArray(c, cOff + ldc);
        c1b.intoArray(c, cOff + ldc + L);
        c1c.intoArray(c, cOff + ldc + 2 * L);
        c1d.intoArray(c, cOff + ldc + 3 * L);
    }

    private static void rows3(
            int kk,
            float[] w,
            int w0,
            int ldw,
            float[] a,
            int[] taps,
            int first,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
        int w1 = w0 + ldw;
        int w2 = w1 + ldw;
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
        for (int p = 0; p < kk; p++) {
            int q = taps[first + p];
            FloatVector v0 = FloatVector.broadcast(F, w[w0 + p]);
            FloatVector v1 = FloatVector.broadcast(F, w[w1 + p]);
            FloatVector v2 = FloatVector.broadcast(F, w[w2 + p]);
            FloatVector x = FloatVector.fromArray(F, a, q + a0);
            c0a = v0.fma(x, c0a);
            c1a = v1.fma(x, c1a);
            c2a = v2.fma(x, c2a);
            x = FloatVector.fromArray(F, a, q + a1);
            c0b = v0.fma(x, c0b);
            c1b = v1.fma(x, c1b);
            c2b = v2.fma(x, c2b);
            x = FloatVector.fromArray(F, a, q + a2);
            c0c = v0.fma(x, c0c);
            c1c = v1.fma(x, c1c);
            c2c = v2.fma(x, c2c);
            x = FloatVector.fromArray(F, a, q + a3);
            c0d = v0.fma(x, c0d);
            c1d = v1.fma(x, c1d);
            c2d = v2.fma(x, c2d);
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
    }

    private static void rows4(
            int kk,
            float[] w,
            int w0,
            int ldw,
            float[] a,
            int[] taps,
            int first,
            int a0,
            int a1,
            int a2,
            int a3,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
        int w1 = w0 + ldw;
        int w2 = w1 + ldw;
        int w3 = w2 + ldw;
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
        for (int p = 0; p < kk; p++) {
            int q = taps[first + p];
            FloatVector v0 = FloatVector.broadcast(F, w[w0 + p]);
            FloatVector v1 = FloatVector.broadcast(F, w[w1 + p]);
            FloatVector v2 = FloatVector.broadcast(F, w[w2 + p]);
            FloatVector v3 = FloatVector.broadcast(F, w[w3 + p]);
            FloatVector x = FloatVector.fromArray(F, a, q + a0);
            c0a = v0.fma(x, c0a);
            c1a = v1.fma(x, c1a);
            c2a = v2.fma(x, c2a);
            c3a = v3.fma(x, c3a);
            x = FloatVector.fromArray(F, a, q + a1);
            c0b = v0.fma(x, c0b);
            c1b = v1.fma(x, c1b);
            c2b = v2.fma(x, c2b);
            c3b = v3.fma(x, c3b);
            x = FloatVector.fromArray(F, a, q + a2);
            c0c = v0.fma(x, c0c);
            c1c = v1.fma(x, c1c);
            c2c = v2.fma(x, c2c);
            c3c = v3.fma(x, c3c);
            x = FloatVector.fromArray(F, a, q + a3);
            c0d = v0.fma(x, c0d);
            c1d = v1.fma(x, c1d);
            c2d = v2.fma(x, c2d);
            c3d = v3.fma(x, c3d);
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
    }
}
