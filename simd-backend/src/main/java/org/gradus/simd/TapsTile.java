package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernels of the gradient of three by three weights of one input channel: nine taps by one or two vectors of output
 * channels, held in registers over one block of places. Of the turned gradients, element {@code (p, channel)} is {@code g[gOff +
 * p·ldg + channel]}; of the images, element {@code (p, tap (i, j))} is {@code x[places[p] + first + i·pitch + j]}. As in {@link Tile},
 * every tile is written out.
 */
final class TapsTile {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();

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
            run(vectors, kk, g, gOff, ldg, x, places, first, pitch, c, cOff, ldc, add);
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
        run(vectors, kk, zeros, 0, vectors * L, zeros, Rehearsal.NO_OFFSETS, 0, 0, zeros, 0, vectors * L, add);
    }

    private static void run(
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
        if (vectors == 2) {
            nineByTwo(kk, g, gOff, ldg, x, places, first, pitch, c, cOff, ldc, add);
        } else {
            nineByOne(kk, g, gOff, ldg, x, places, first, pitch, c, cOff, ldc, add);
        }
    }

    private static void nineByTwo(
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
        FloatVector c8a = FloatVector.zero(F);
        FloatVector c8b = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q0 = places[p] + first;
            int q1 = q0 + pitch;
            int q2 = q1 + pitch;
            FloatVector ga = FloatVector.fromArray(F, g, gOff + p * ldg);
            FloatVector gb = FloatVector.fromArray(F, g, gOff + p * ldg + L);
            FloatVector v = FloatVector.broadcast(F, x[q0]);
            c0a = v.fma(ga, c0a);
            c0b = v.fma(gb, c0b);
            v = FloatVector.broadcast(F, x[q0 + 1]);
            c1a = v.fma(ga, c1a);
            c1b = v.fma(gb, c1b);
            v = FloatVector.broadcast(F, x[q0 + 2]);
            c2a = v.fma(ga, c2a);
            c2b = v.fma(gb, c2b);
            v = FloatVector.broadcast(F, x[q1]);
            c3a = v.fma(ga, c3a);
            c3b = v.fma(gb, c3b);
            v = FloatVector.broadcast(F, x[q1 + 1]);
            c4a = v.fma(ga, c4a);
            c4b = v.fma(gb, c4b);
            v = FloatVector.broadcast(F, x[q1 + 2]);
            c5a = v.fma(ga, c5a);
            c5b = v.fma(gb, c5b);
            v = FloatVector.broadcast(F, x[q2]);
            c6a = v.fma(ga, c6a);
            c6b = v.fma(gb, c6b);
            v = FloatVector.broadcast(F, x[q2 + 1]);
            c7a = v.fma(ga, c7a);
            c7b = v.fma(gb, c7b);
            v = FloatVector.broadcast(F, x[q2 + 2]);
            c8a = v.fma(ga, c8a);
            c8b = v.fma(gb, c8b);
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
            c8a = FloatVector.fromArray(F, c, cOff + 8 * ldc).add(c8a);
            c8b = FloatVector.fromArray(F, c, cOff + 8 * ldc + L).add(c8b);
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
        c8a.intoArray(c, cOff + 8 * ldc);
        c8b.intoArray(c, cOff + 8 * ldc + L);
    }

    private static void nineByOne(
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
        for (int p = 0; p < kk; p++) {
            int q0 = places[p] + first;
            int q1 = q0 + pitch;
            int q2 = q1 + pitch;
            FloatVector ga = FloatVector.fromArray(F, g, gOff + p * ldg);
            FloatVector v = FloatVector.broadcast(F, x[q0]);
            c0a = v.fma(ga, c0a);
            v = FloatVector.broadcast(F, x[q0 + 1]);
            c1a = v.fma(ga, c1a);
            v = FloatVector.broadcast(F, x[q0 + 2]);
            c2a = v.fma(ga, c2a);
            v = FloatVector.broadcast(F, x[q1]);
            c3a = v.fma(ga, c3a);
            v = FloatVector.broadcast(F, x[q1 + 1]);
            c4a = v.fma(ga, c4a);
            v = FloatVector.broadcast(F, x[q1 + 2]);
            c5a = v.fma(ga, c5a);
            v = FloatVector.broadcast(F, x[q2]);
            c6a = v.fma(ga, c6a);
            v = FloatVector.broadcast(F, x[q2 + 1]);
            c7a = v.fma(ga, c7a);
            v = FloatVector.broadcast(F, x[q2 + 2]);
            c8a = v.fma(ga, c8a);
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
    }
}
