package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernels of convolution: a few neighbouring places by a few vectors of output channels, held in registers over one
 * block of k. Of the images, element {@code (place r, p)} is {@code a[aOff + taps[first + p] + r]}, read where it stands; of
 * the weights a packed panel of whole vectors.
 *
 * <p>Neighbouring places stand at constant distances, so that one check of bounds serves all of them. As in {@link Tile},
 * every tile is written out.
 */
final class PlacesTile {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();

    /** Most vectors of a tile. */
    static final int VECTORS = 2;

    /** Most places of a tile. */
    static final int PLACES = 16;

    /** Heights of tiles of two vectors, and of one: 32 registers hold larger ones than 16. */
    private static final int[] WIDE = wide();

    private static final int[] SLIM = L == 16 ? new int[] {16, 14, 8} : new int[] {8};

    static final Rehearsal REHEARSAL = new Rehearsal(2 * PLACES + VECTORS + 1, PlacesTile::practise);

    private PlacesTile() {}

    /**
     * Of 16 registers 6 × 2 sums, two vectors and a broadcast number take 15, but the compiler of JDK 25 loads three numbers ahead
     * and keeps one of the sums in memory, which halves the speed; that of JDK 17 does not.
     */
    private static int[] wide() {
        if (L == 16) {
            return new int[] {8, 7, 4};
        }
        return Species.FEW_REGISTERS && Runtime.version().feature() > 17 ? new int[] {4} : new int[] {6, 4};
    }

    /** How many places the tiles of rows of {@code columns} places have: as few as possible are computed in vain. */
    static int places(int columns, int vectors) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int places : vectors == 1 ? SLIM : WIDE) {
            int cost = (columns + places - 1) / places * (places + 1);
            if (cost < least) {
                least = cost;
                best = places;
            }
        }
        return best;
    }

    /**
     * Stores the chains of {@code places} rows of {@code vectors·L} elements over {@code kk} steps to C, or adds them to it.
     */
    static void multiply(
            int places,
            int vectors,
            int kk,
            float[] a,
            int aOff,
            int[] taps,
            int first,
            float[] b,
            int bOff,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        int kind = places * 2 + vectors;
        if (REHEARSAL.isOver(kind)) {
            run(kind, kk, a, aOff, taps, first, b, bOff, c, cOff, ldc, add);
            return;
        }
        int[] steps = ScalarTile.steps(vectors * L, kk);
        ScalarTile.multiply(places, vectors * L, kk, a, aOff, 1, taps, first, b, bOff, steps, 0, c, cOff, ldc, add);
        REHEARSAL.practise(kind);
    }

    private static void practise(int kind, int kk, boolean add) {
        float[] zeros = Rehearsal.ZEROS;
        run(kind, kk, zeros, 0, Rehearsal.NO_OFFSETS, 0, zeros, 0, zeros, 0, VECTORS * L, add);
    }

    private static void run(
            int kind,
            int kk,
            float[] a,
            int aOff,
            int[] taps,
            int first,
            float[] b,
            int bOff,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        switch (kind) {
            case 18 -> rows8x2(kk, a, aOff, taps, first, b, bOff, c, cOff, ldc, add);
            case 16 -> rows7x2(kk, a, aOff, taps, first, b, bOff, c, cOff, ldc, add);
            case 14 -> rows6x2(kk, a, aOff, taps, first, b, bOff, c, cOff, ldc, add);
            case 10 -> rows4x2(kk, a, aOff, taps, first, b, bOff, c, cOff, ldc, add);
            case 33 -> rows16x1(kk, a, aOff, taps, first, b, bOff, c, cOff, ldc, add);
            case 29 -> rows14x1(kk, a, aOff, taps, first, b, bOff, c, cOff, ldc, add);
            default -> rows8x1(kk, a, aOff, taps, first, b, bOff, c, cOff, ldc, add);
        }
    }

    private static void rows8x2(
            int kk,
            float[] a,
            int aOff,
            int[] taps,
            int first,
            float[] b,
            int bOff,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
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
            int q = aOff + taps[first + p];
            FloatVector w = FloatVector.fromArray(F, b, bOff + p * 2 * L);
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * 2 * L + L);
            FloatVector v = FloatVector.broadcast(F, a[q]);
            c0a = v.fma(w, c0a);
            c0b = v.fma(x, c0b);
            v = FloatVector.broadcast(F, a[q + 1]);
            c1a = v.fma(w, c1a);
            c1b = v.fma(x, c1b);
            v = FloatVector.broadcast(F, a[q + 2]);
            c2a = v.fma(w, c2a);
            c2b = v.fma(x, c2b);
            v = FloatVector.broadcast(F, a[q + 3]);
            c3a = v.fma(w, c3a);
            c3b = v.fma(x, c3b);
            v = FloatVector.broadcast(F, a[q + 4]);
            c4a = v.fma(w, c4a);
            c4b = v.fma(x, c4b);
            v = FloatVector.broadcast(F, a[q + 5]);
            c5a = v.fma(w, c5a);
            c5b = v.fma(x, c5b);
            v = FloatVector.broadcast(F, a[q + 6]);
            c6a = v.fma(w, c6a);
            c6b = v.fma(x, c6b);
            v = FloatVector.broadcast(F, a[q + 7]);
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

    private static void rows7x2(
            int kk,
            float[] a,
            int aOff,
            int[] taps,
            int first,
            float[] b,
            int bOff,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
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
        for (int p = 0; p < kk; p++) {
            int q = aOff + taps[first + p];
            FloatVector w = FloatVector.fromArray(F, b, bOff + p * 2 * L);
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * 2 * L + L);
            FloatVector v = FloatVector.broadcast(F, a[q]);
            c0a = v.fma(w, c0a);
            c0b = v.fma(x, c0b);
            v = FloatVector.broadcast(F, a[q + 1]);
            c1a = v.fma(w, c1a);
            c1b = v.fma(x, c1b);
            v = FloatVector.broadcast(F, a[q + 2]);
            c2a = v.fma(w, c2a);
            c2b = v.fma(x, c2b);
            v = FloatVector.broadcast(F, a[q + 3]);
            c3a = v.fma(w, c3a);
            c3b = v.fma(x, c3b);
            v = FloatVector.broadcast(F, a[q + 4]);
            c4a = v.fma(w, c4a);
            c4b = v.fma(x, c4b);
            v = FloatVector.broadcast(F, a[q + 5]);
            c5a = v.fma(w, c5a);
            c5b = v.fma(x, c5b);
            v = FloatVector.broadcast(F, a[q + 6]);
            c6a = v.fma(w, c6a);
            c6b = v.fma(x, c6b);
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
    }

    private static void rows6x2(
            int kk,
            float[] a,
            int aOff,
            int[] taps,
            int first,
            float[] b,
            int bOff,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
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
            int q = aOff + taps[first + p];
            FloatVector w = FloatVector.fromArray(F, b, bOff + p * 2 * L);
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * 2 * L + L);
            FloatVector v = FloatVector.broadcast(F, a[q]);
            c0a = v.fma(w, c0a);
            c0b = v.fma(x, c0b);
            v = FloatVector.broadcast(F, a[q + 1]);
            c1a = v.fma(w, c1a);
            c1b = v.fma(x, c1b);
            v = FloatVector.broadcast(F, a[q + 2]);
            c2a = v.fma(w, c2a);
            c2b = v.fma(x, c2b);
            v = FloatVector.broadcast(F, a[q + 3]);
            c3a = v.fma(w, c3a);
            c3b = v.fma(x, c3b);
            v = FloatVector.broadcast(F, a[q + 4]);
            c4a = v.fma(w, c4a);
            c4b = v.fma(x, c4b);
            v = FloatVector.broadcast(F, a[q + 5]);
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

    private static void rows4x2(
            int kk,
            float[] a,
            int aOff,
            int[] taps,
            int first,
            float[] b,
            int bOff,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c0b = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c1b = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c2b = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c3b = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q = aOff + taps[first + p];
            FloatVector w = FloatVector.fromArray(F, b, bOff + p * 2 * L);
            FloatVector x = FloatVector.fromArray(F, b, bOff + p * 2 * L + L);
            FloatVector v = FloatVector.broadcast(F, a[q]);
            c0a = v.fma(w, c0a);
            c0b = v.fma(x, c0b);
            v = FloatVector.broadcast(F, a[q + 1]);
            c1a = v.fma(w, c1a);
            c1b = v.fma(x, c1b);
            v = FloatVector.broadcast(F, a[q + 2]);
            c2a = v.fma(w, c2a);
            c2b = v.fma(x, c2b);
            v = FloatVector.broadcast(F, a[q + 3]);
            c3a = v.fma(w, c3a);
            c3b = v.fma(x, c3b);
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
        }
        c0a.intoArray(c, cOff);
        c0b.intoArray(c, cOff + L);
        c1a.intoArray(c, cOff + ldc);
        c1b.intoArray(c, cOff + ldc + L);
        c2a.intoArray(c, cOff + 2 * ldc);
        c2b.intoArray(c, cOff + 2 * ldc + L);
        c3a.intoArray(c, cOff + 3 * ldc);
        c3b.intoArray(c, cOff + 3 * ldc + L);
    }

    private static void rows16x1(
            int kk,
            float[] a,
            int aOff,
            int[] taps,
            int first,
            float[] b,
            int bOff,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        FloatVector c8a = FloatVector.zero(F);
        FloatVector c9a = FloatVector.zero(F);
        FloatVector c10a = FloatVector.zero(F);
        FloatVector c11a = FloatVector.zero(F);
        FloatVector c12a = FloatVector.zero(F);
        FloatVector c13a = FloatVector.zero(F);
        FloatVector c14a = FloatVector.zero(F);
        FloatVector c15a = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q = aOff + taps[first + p];
            FloatVector w = FloatVector.fromArray(F, b, bOff + p * L);
            FloatVector v = FloatVector.broadcast(F, a[q]);
            c0a = v.fma(w, c0a);
            v = FloatVector.broadcast(F, a[q + 1]);
            c1a = v.fma(w, c1a);
            v = FloatVector.broadcast(F, a[q + 2]);
            c2a = v.fma(w, c2a);
            v = FloatVector.broadcast(F, a[q + 3]);
            c3a = v.fma(w, c3a);
            v = FloatVector.broadcast(F, a[q + 4]);
            c4a = v.fma(w, c4a);
            v = FloatVector.broadcast(F, a[q + 5]);
            c5a = v.fma(w, c5a);
            v = FloatVector.broadcast(F, a[q + 6]);
            c6a = v.fma(w, c6a);
            v = FloatVector.broadcast(F, a[q + 7]);
            c7a = v.fma(w, c7a);
            v = FloatVector.broadcast(F, a[q + 8]);
            c8a = v.fma(w, c8a);
            v = FloatVector.broadcast(F, a[q + 9]);
            c9a = v.fma(w, c9a);
            v = FloatVector.broadcast(F, a[q + 10]);
            c10a = v.fma(w, c10a);
            v = FloatVector.broadcast(F, a[q + 11]);
            c11a = v.fma(w, c11a);
            v = FloatVector.broadcast(F, a[q + 12]);
            c12a = v.fma(w, c12a);
            v = FloatVector.broadcast(F, a[q + 13]);
            c13a = v.fma(w, c13a);
            v = FloatVector.broadcast(F, a[q + 14]);
            c14a = v.fma(w, c14a);
            v = FloatVector.broadcast(F, a[q + 15]);
            c15a = v.fma(w, c15a);
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
            c8a = FloatVector.fromArray(F, c, cOff + 8 * ldc).add(c8a);
            c9a = FloatVector.fromArray(F, c, cOff + 9 * ldc).add(c9a);
            c10a = FloatVector.fromArray(F, c, cOff + 10 * ldc).add(c10a);
            c11a = FloatVector.fromArray(F, c, cOff + 11 * ldc).add(c11a);
            c12a = FloatVector.fromArray(F, c, cOff + 12 * ldc).add(c12a);
            c13a = FloatVector.fromArray(F, c, cOff + 13 * ldc).add(c13a);
            c14a = FloatVector.fromArray(F, c, cOff + 14 * ldc).add(c14a);
            c15a = FloatVector.fromArray(F, c, cOff + 15 * ldc).add(c15a);
        }
        c0a.intoArray(c, cOff);
        c1a.intoArray(c, cOff + ldc);
        c2a.intoArray(c, cOff + 2 * ldc);
        c3a.intoArray(c, cOff + 3 * ldc);
        c4a.intoArray(c, cOff + 4 * ldc);
        c5a.intoArray(c, cOff + 5 * ldc);
        c6a.intoArray(c, cOff + 6 * ldc);
        c7a.intoArray(c, cOff + 7 * ldc);
        c8a.intoArray(c, cOff + 8 * ldc);
        c9a.intoArray(c, cOff + 9 * ldc);
        c10a.intoArray(c, cOff + 10 * ldc);
        c11a.intoArray(c, cOff + 11 * ldc);
        c12a.intoArray(c, cOff + 12 * ldc);
        c13a.intoArray(c, cOff + 13 * ldc);
        c14a.intoArray(c, cOff + 14 * ldc);
        c15a.intoArray(c, cOff + 15 * ldc);
    }

    private static void rows14x1(
            int kk,
            float[] a,
            int aOff,
            int[] taps,
            int first,
            float[] b,
            int bOff,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        FloatVector c8a = FloatVector.zero(F);
        FloatVector c9a = FloatVector.zero(F);
        FloatVector c10a = FloatVector.zero(F);
        FloatVector c11a = FloatVector.zero(F);
        FloatVector c12a = FloatVector.zero(F);
        FloatVector c13a = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q = aOff + taps[first + p];
            FloatVector w = FloatVector.fromArray(F, b, bOff + p * L);
            FloatVector v = FloatVector.broadcast(F, a[q]);
            c0a = v.fma(w, c0a);
            v = FloatVector.broadcast(F, a[q + 1]);
            c1a = v.fma(w, c1a);
            v = FloatVector.broadcast(F, a[q + 2]);
            c2a = v.fma(w, c2a);
            v = FloatVector.broadcast(F, a[q + 3]);
            c3a = v.fma(w, c3a);
            v = FloatVector.broadcast(F, a[q + 4]);
            c4a = v.fma(w, c4a);
            v = FloatVector.broadcast(F, a[q + 5]);
            c5a = v.fma(w, c5a);
            v = FloatVector.broadcast(F, a[q + 6]);
            c6a = v.fma(w, c6a);
            v = FloatVector.broadcast(F, a[q + 7]);
            c7a = v.fma(w, c7a);
            v = FloatVector.broadcast(F, a[q + 8]);
            c8a = v.fma(w, c8a);
            v = FloatVector.broadcast(F, a[q + 9]);
            c9a = v.fma(w, c9a);
            v = FloatVector.broadcast(F, a[q + 10]);
            c10a = v.fma(w, c10a);
            v = FloatVector.broadcast(F, a[q + 11]);
            c11a = v.fma(w, c11a);
            v = FloatVector.broadcast(F, a[q + 12]);
            c12a = v.fma(w, c12a);
            v = FloatVector.broadcast(F, a[q + 13]);
            c13a = v.fma(w, c13a);
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
            c8a = FloatVector.fromArray(F, c, cOff + 8 * ldc).add(c8a);
            c9a = FloatVector.fromArray(F, c, cOff + 9 * ldc).add(c9a);
            c10a = FloatVector.fromArray(F, c, cOff + 10 * ldc).add(c10a);
            c11a = FloatVector.fromArray(F, c, cOff + 11 * ldc).add(c11a);
            c12a = FloatVector.fromArray(F, c, cOff + 12 * ldc).add(c12a);
            c13a = FloatVector.fromArray(F, c, cOff + 13 * ldc).add(c13a);
        }
        c0a.intoArray(c, cOff);
        c1a.intoArray(c, cOff + ldc);
        c2a.intoArray(c, cOff + 2 * ldc);
        c3a.intoArray(c, cOff + 3 * ldc);
        c4a.intoArray(c, cOff + 4 * ldc);
        c5a.intoArray(c, cOff + 5 * ldc);
        c6a.intoArray(c, cOff + 6 * ldc);
        c7a.intoArray(c, cOff + 7 * ldc);
        c8a.intoArray(c, cOff + 8 * ldc);
        c9a.intoArray(c, cOff + 9 * ldc);
        c10a.intoArray(c, cOff + 10 * ldc);
        c11a.intoArray(c, cOff + 11 * ldc);
        c12a.intoArray(c, cOff + 12 * ldc);
        c13a.intoArray(c, cOff + 13 * ldc);
    }

    private static void rows8x1(
            int kk,
            float[] a,
            int aOff,
            int[] taps,
            int first,
            float[] b,
            int bOff,
            float[] c,
            int cOff,
            int ldc,
            boolean add) {
        if (kk == 0) {
            return;
        }
        FloatVector c0a = FloatVector.zero(F);
        FloatVector c1a = FloatVector.zero(F);
        FloatVector c2a = FloatVector.zero(F);
        FloatVector c3a = FloatVector.zero(F);
        FloatVector c4a = FloatVector.zero(F);
        FloatVector c5a = FloatVector.zero(F);
        FloatVector c6a = FloatVector.zero(F);
        FloatVector c7a = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q = aOff + taps[first + p];
            FloatVector w = FloatVector.fromArray(F, b, bOff + p * L);
            FloatVector v = FloatVector.broadcast(F, a[q]);
            c0a = v.fma(w, c0a);
            v = FloatVector.broadcast(F, a[q + 1]);
            c1a = v.fma(w, c1a);
            v = FloatVector.broadcast(F, a[q + 2]);
            c2a = v.fma(w, c2a);
            v = FloatVector.broadcast(F, a[q + 3]);
            c3a = v.fma(w, c3a);
            v = FloatVector.broadcast(F, a[q + 4]);
            c4a = v.fma(w, c4a);
            v = FloatVector.broadcast(F, a[q + 5]);
            c5a = v.fma(w, c5a);
            v = FloatVector.broadcast(F, a[q + 6]);
            c6a = v.fma(w, c6a);
            v = FloatVector.broadcast(F, a[q + 7]);
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
}
