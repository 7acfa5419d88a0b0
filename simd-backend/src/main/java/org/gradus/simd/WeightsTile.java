package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradus.core.backend.Numerics;

/**
 * The micro-kernels of the gradient of weights: a few output channels by a few vectors of (tap, input channel), held in
 * registers over one block of places. Rows of gradients have a block's length; of the images, whose channels are neighbours,
 * vector v at place p is read where it stands, from {@code b[places[first + p] + at[v]]}. As in {@link Tile}, every tile is written out.
 */
final class WeightsTile {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();
    private static final int BLOCK = Numerics.GEMM_BLOCK;

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
            run(vectors, kk, a, aOff, b, places, first, at, v, c, cOff, ldc, add);
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
        run(vectors, kk, zeros, 0, zeros, none, 0, none, 0, zeros, 0, vectors * L, add);
    }

    private static void run(
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
        switch (ROWS * 4 + vectors) {
            case 35 -> rows8x3(kk, a, aOff, b, places, first, at[v], at[v + 1], at[v + 2], c, cOff, ldc, add);
            case 34 -> rows8x2(kk, a, aOff, b, places, first, at[v], at[v + 1], c, cOff, ldc, add);
            case 33 -> rows8x1(kk, a, aOff, b, places, first, at[v], c, cOff, ldc, add);
            case 26 -> rows6x2(kk, a, aOff, b, places, first, at[v], at[v + 1], c, cOff, ldc, add);
            default -> rows6x1(kk, a, aOff, b, places, first, at[v], c, cOff, ldc, add);
        }
    }

    private static void rows8x3(
            int kk,
            float[] a,
            int aOff,
            float[] b,
            int[] places,
            int first,
            int b0,
            int b1,
            int b2,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
        int a1 = aOff + BLOCK;
        int a2 = aOff + 2 * BLOCK;
        int a3 = aOff + 3 * BLOCK;
        int a4 = aOff + 4 * BLOCK;
        int a5 = aOff + 5 * BLOCK;
        int a6 = aOff + 6 * BLOCK;
        int a7 = aOff + 7 * BLOCK;
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c0c = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c1b = FloatVector.zero(F);
        FloatVector c1c = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c2b = FloatVector.zero(F);
        FloatVector c2c = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c3b = FloatVector.zero(F);
        FloatVector c3c = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c4b = FloatVector.zero(F);
        FloatVector c4c = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c5b = FloatVector.zero(F);
        FloatVector c5c = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c6b = FloatVector.zero(F);
        FloatVector c6c = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        FloatVector c7b = FloatVector.zero(F);
        FloatVector c7c = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q = places[first + p];
            FloatVector w = FloatVector.fromArray(F, b, q + b0);
            FloatVector x = FloatVector.fromArray(F, b, q + b1);
            FloatVector y = FloatVector.fromArray(F, b, q + b2);
            FloatVector v = FloatVector.broadcast(F, a[aOff + p]);
            c0a = v.fma(w, c0a);
            c0b = v.fma(x, c0b);
            c0c = v.fma(y, c0c);
            v = FloatVector.broadcast(F, a[a1 + p]);
            c1a = v.fma(w, c1a);
            c1b = v.fma(x, c1b);
            c1c = v.fma(y, c1c);
            v = FloatVector.broadcast(F, a[a2 + p]);
            c2a = v.fma(w, c2a);
            c2b = v.fma(x, c2b);
            c2c = v.fma(y, c2c);
            v = FloatVector.broadcast(F, a[a3 + p]);
            c3a = v.fma(w, c3a);
            c3b = v.fma(x, c3b);
            c3c = v.fma(y, c3c);
            v = FloatVector.broadcast(F, a[a4 + p]);
            c4a = v.fma(w, c4a);
            c4b = v.fma(x, c4b);
            c4c = v.fma(y, c4c);
            v = FloatVector.broadcast(F, a[a5 + p]);
            c5a = v.fma(w, c5a);
            c5b = v.fma(x, c5b);
            c5c = v.fma(y, c5c);
            v = FloatVector.broadcast(F, a[a6 + p]);
            c6a = v.fma(w, c6a);
            c6b = v.fma(x, c6b);
            c6c = v.fma(y, c6c);
            v = FloatVector.broadcast(F, a[a7 + p]);
            c7a = v.fma(w, c7a);
            c7b = v.fma(x, c7b);
            c7c = v.fma(y, c7c);
        }
        if (add) {
            c0a = FloatVector.fromArray(F, c, cOff).add(c0a);
            c0b = FloatVector.fromArray(F, c, cOff + L).add(c0b);
            c0c = FloatVector.fromArray(F, c, cOff + 2 * L).add(c0c);
            c1a = FloatVector.fromArray(F, c, cOff + ldc).add(c1a);
            c1b = FloatVector.fromArray(F, c, cOff + ldc + L).add(c1b);
            c1c = FloatVector.fromArray(F, c, cOff + ldc + 2 * L).add(c1c);
            c2a = FloatVector.fromArray(F, c, cOff + 2 * ldc).add(c2a);
            c2b = FloatVector.fromArray(F, c, cOff + 2 * ldc + L).add(c2b);
            c2c = FloatVector.fromArray(F, c, cOff + 2 * ldc + 2 * L).add(c2c);
            c3a = FloatVector.fromArray(F, c, cOff + 3 * ldc).add(c3a);
            c3b = FloatVector.fromArray(F, c, cOff + 3 * ldc + L).add(c3b);
            c3c = FloatVector.fromArray(F, c, cOff + 3 * ldc + 2 * L).add(c3c);
            c4a = FloatVector.fromArray(F, c, cOff + 4 * ldc).add(c4a);
            c4b = FloatVector.fromArray(F, c, cOff + 4 * ldc + L).add(c4b);
            c4c = FloatVector.fromArray(F, c, cOff + 4 * ldc + 2 * L).add(c4c);
            c5a = FloatVector.fromArray(F, c, cOff + 5 * ldc).add(c5a);
            c5b = FloatVector.fromArray(F, c, cOff + 5 * ldc + L).add(c5b);
            c5c = FloatVector.fromArray(F, c, cOff + 5 * ldc + 2 * L).add(c5c);
            c6a = FloatVector.fromArray(F, c, cOff + 6 * ldc).add(c6a);
            c6b = FloatVector.fromArray(F, c, cOff + 6 * ldc + L).add(c6b);
            c6c = FloatVector.fromArray(F, c, cOff + 6 * ldc + 2 * L).add(c6c);
            c7a = FloatVector.fromArray(F, c, cOff + 7 * ldc).add(c7a);
            c7b = FloatVector.fromArray(F, c, cOff + 7 * ldc + L).add(c7b);
            c7c = FloatVector.fromArray(F, c, cOff + 7 * ldc + 2 * L).add(c7c);
        }
        c0a.intoArray(c, cOff);
        c0b.intoArray(c, cOff + L);
        c0c.intoArray(c, cOff + 2 * L);
        c1a.intoArray(c, cOff + ldc);
        c1b.intoArray(c, cOff + ldc + L);
        c1c.intoArray(c, cOff + ldc + 2 * L);
        c2a.intoArray(c, cOff + 2 * ldc);
        c2b.intoArray(c, cOff + 2 * ldc + L);
        c2c.intoArray(c, cOff + 2 * ldc + 2 * L);
        c3a.intoArray(c, cOff + 3 * ldc);
        c3b.intoArray(c, cOff + 3 * ldc + L);
        c3c.intoArray(c, cOff + 3 * ldc + 2 * L);
        c4a.intoArray(c, cOff + 4 * ldc);
        c4b.intoArray(c, cOff + 4 * ldc + L);
        c4c.intoArray(c, cOff + 4 * ldc + 2 * L);
        c5a.intoArray(c, cOff + 5 * ldc);
        c5b.intoArray(c, cOff + 5 * ldc + L);
        c5c.intoArray(c, cOff + 5 * ldc + 2 * L);
        c6a.intoArray(c, cOff + 6 * ldc);
        c6b.intoArray(c, cOff + 6 * ldc + L);
        c6c.intoArray(c, cOff + 6 * ldc + 2 * L);
        c7a.intoArray(c, cOff + 7 * ldc);
        c7b.intoArray(c, cOff + 7 * ldc + L);
        c7c.intoArray(c, cOff + 7 * ldc + 2 * L);
    }

    private static void rows8x2(
            int kk,
            float[] a,
            int aOff,
            float[] b,
            int[] places,
            int first,
            int b0,
            int b1,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
        int a1 = aOff + BLOCK;
        int a2 = aOff + 2 * BLOCK;
        int a3 = aOff + 3 * BLOCK;
        int a4 = aOff + 4 * BLOCK;
        int a5 = aOff + 5 * BLOCK;
        int a6 = aOff + 6 * BLOCK;
        int a7 = aOff + 7 * BLOCK;
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
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c6b = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        FloatVector c7b = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q = places[first + p];
            FloatVector w = FloatVector.fromArray(F, b, q + b0);
            FloatVector x = FloatVector.fromArray(F, b, q + b1);
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
            v = FloatVector.broadcast(F, a[a6 + p]);
            c6a = v.fma(w, c6a);
            c6b = v.fma(x, c6b);
            v = FloatVector.broadcast(F, a[a7 + p]);
            c7a = v.fma(w, c7a);
            c7b = v.fma(x, c7b);
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
            c6a = FloatVector.fromArray(F, c, cOff + 6 * ldc).add(c6a);
            c6b = FloatVector.fromArray(F, c, cOff + 6 * ldc + L).add(c6b);
            c7a = FloatVector.fromArray(F, c, cOff + 7 * ldc).add(c7a);
            c7b = FloatVector.fromArray(F, c, cOff + 7 * ldc + L).add(c7b);
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
        c6a.intoArray(c, cOff + 6 * ldc);
        c6b.intoArray(c, cOff + 6 * ldc + L);
        c7a.intoArray(c, cOff + 7 * ldc);
        c7b.intoArray(c, cOff + 7 * ldc + L);
    }

    private static void rows8x1(
            int kk,
            float[] a,
            int aOff,
            float[] b,
            int[] places,
            int first,
            int b0,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
        int a1 = aOff + BLOCK;
        int a2 = aOff + 2 * BLOCK;
        int a3 = aOff + 3 * BLOCK;
        int a4 = aOff + 4 * BLOCK;
        int a5 = aOff + 5 * BLOCK;
        int a6 = aOff + 6 * BLOCK;
        int a7 = aOff + 7 * BLOCK;
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q = places[first + p];
            FloatVector w = FloatVector.fromArray(F, b, q + b0);
            FloatVector v = FloatVector.broadcast(F, a[aOff + p]);
            c0a = v.fma(w, c0a);
            v = FloatVector.broadcast(F, a[a1 + p]);
            c1a = v.fma(w, c1a);
            v = FloatVector.broadcast(F, a[a2 + p]);
            c2a = v.fma(w, c2a);
            v = FloatVector.broadcast(F, a[a3 + p]);
            c3a = v.fma(w, c3a);
            v = FloatVector.broadcast(F, a[a4 + p]);
            c4a = v.fma(w, c4a);
            v = FloatVector.broadcast(F, a[a5 + p]);
            c5a = v.fma(w, c5a);
            v = FloatVector.broadcast(F, a[a6 + p]);
            c6a = v.fma(w, c6a);
            v = FloatVector.broadcast(F, a[a7 + p]);
            c7a = v.fma(w, c7a);
        }
        if (add) {
            c0a = FloatVector.fromArray(F, c, cOff).add(c0a);
            c1a = FloatVector.fromArray(F, c, cOff + ldc).add(c1a);
            c2a = FloatVector.fromArray(F, c, cOff + 2 * ldc).add(c2a);
            c3a = FloatVector.fromArray(F, c, cOff + 3 * ldc).add(c3a);
            c4a = FloatVector.fromArray(F, c, cOff + 4 * ldc).add(c4a);
            c5a = FloatVector.fromArray(F, c, cOff + 5 * ldc).add(c5a);
            c6a = FloatVector.fromArray(F, c, cOff + 6 * ldc).add(c6a);
            c7a = FloatVector.fromArray(F, c, cOff + 7 * ldc).add(c7a);
        }
        c0a.intoArray(c, cOff);
        c1a.intoArray(c, cOff + ldc);
        c2a.intoArray(c, cOff + 2 * ldc);
        c3a.intoArray(c, cOff + 3 * ldc);
        c4a.intoArray(c, cOff + 4 * ldc);
        c5a.intoArray(c, cOff + 5 * ldc);
        c6a.intoArray(c, cOff + 6 * ldc);
        c7a.intoArray(c, cOff + 7 * ldc);
    }

    private static void rows6x2(
            int kk,
            float[] a,
            int aOff,
            float[] b,
            int[] places,
            int first,
            int b0,
            int b1,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
        int a1 = aOff + BLOCK;
        int a2 = aOff + 2 * BLOCK;
        int a3 = aOff + 3 * BLOCK;
        int a4 = aOff + 4 * BLOCK;
        int a5 = aOff + 5 * BLOCK;
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
            int q = places[first + p];
            FloatVector w = FloatVector.fromArray(F, b, q + b0);
            FloatVector x = FloatVector.fromArray(F, b, q + b1);
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

    private static void rows6x1(
            int kk,
            float[] a,
            int aOff,
            float[] b,
            int[] places,
            int first,
            int b0,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
        int a1 = aOff + BLOCK;
        int a2 = aOff + 2 * BLOCK;
        int a3 = aOff + 3 * BLOCK;
        int a4 = aOff + 4 * BLOCK;
        int a5 = aOff + 5 * BLOCK;
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q = places[first + p];
            FloatVector w = FloatVector.fromArray(F, b, q + b0);
            FloatVector v = FloatVector.broadcast(F, a[aOff + p]);
            c0a = v.fma(w, c0a);
            v = FloatVector.broadcast(F, a[a1 + p]);
            c1a = v.fma(w, c1a);
            v = FloatVector.broadcast(F, a[a2 + p]);
            c2a = v.fma(w, c2a);
            v = FloatVector.broadcast(F, a[a3 + p]);
            c3a = v.fma(w, c3a);
            v = FloatVector.broadcast(F, a[a4 + p]);
            c4a = v.fma(w, c4a);
            v = FloatVector.broadcast(F, a[a5 + p]);
            c5a = v.fma(w, c5a);
        }
        if (add) {
            c0a = FloatVector.fromArray(F, c, cOff).add(c0a);
            c1a = FloatVector.fromArray(F, c, cOff + ldc).add(c1a);
            c2a = FloatVector.fromArray(F, c, cOff + 2 * ldc).add(c2a);
            c3a = FloatVector.fromArray(F, c, cOff + 3 * ldc).add(c3a);
            c4a = FloatVector.fromArray(F, c, cOff + 4 * ldc).add(c4a);
            c5a = FloatVector.fromArray(F, c, cOff + 5 * ldc).add(c5a);
        }
        c0a.intoArray(c, cOff);
        c1a.intoArray(c, cOff + ldc);
        c2a.intoArray(c, cOff + 2 * ldc);
        c3a.intoArray(c, cOff + 3 * ldc);
        c4a.intoArray(c, cOff + 4 * ldc);
        c5a.intoArray(c, cOff + 5 * ldc);
    }
}
