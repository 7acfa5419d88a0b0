package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of rows, each times a number, over so many neighbouring columns that their chains stay in registers: {@code y[yOff + j] = Σ
 * x[xOff + p]·b[bOff + p·d + j]}. Of each row one run is read, and nothing is written before the end.
 */
final class Across {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();

    /** Columns of {@link #eight}. */
    static final int SHORT = 8 * L;

    /**
     * Columns of {@link #thirtyTwo}, or 0 where half of them would have no register. Runs of 2 KB are read at 96 % of the speed of one
     * long run, eight rows at once at 86, runs of 1.5 KB at 90, of 1 KB at 78.
     */
    static final int LONG = L == 16 ? 32 * L : 0;

    /** {@link #thirtyTwo} takes the compiler as long as hundreds of its calls take by eight rows at once. */
    static final Rehearsal REHEARSAL = new Rehearsal(1, (kind, steps, add) -> {
        float[] zeros = Rehearsal.ZEROS;
        thirtyTwo(steps, zeros, 0, L, zeros, 0, zeros, 0);
    });

    private Across() {}

    /** {@link #SHORT} columns. */
    static void eight(int kk, float[] b, int bOff, int d, float[] x, int xOff, float[] y, int yOff) {
        FloatVector y0 = FloatVector.zero(F);
        FloatVector y1 = FloatVector.zero(F);
        FloatVector y2 = FloatVector.zero(F);
        FloatVector y3 = FloatVector.zero(F);
        FloatVector y4 = FloatVector.zero(F);
        FloatVector y5 = FloatVector.zero(F);
        FloatVector y6 = FloatVector.zero(F);
        FloatVector y7 = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q = bOff + p * d;
            FloatVector v = FloatVector.broadcast(F, x[xOff + p]);
            y0 = v.fma(FloatVector.fromArray(F, b, q), y0);
            y1 = v.fma(FloatVector.fromArray(F, b, q + L), y1);
            y2 = v.fma(FloatVector.fromArray(F, b, q + 2 * L), y2);
            y3 = v.fma(FloatVector.fromArray(F, b, q + 3 * L), y3);
            y4 = v.fma(FloatVector.fromArray(F, b, q + 4 * L), y4);
            y5 = v.fma(FloatVector.fromArray(F, b, q + 5 * L), y5);
            y6 = v.fma(FloatVector.fromArray(F, b, q + 6 * L), y6);
            y7 = v.fma(FloatVector.fromArray(F, b, q + 7 * L), y7);
        }
        y0.intoArray(y, yOff);
        y1.intoArray(y, yOff + L);
        y2.intoArray(y, yOff + 2 * L);
        y3.intoArray(y, yOff + 3 * L);
        y4.intoArray(y, yOff + 4 * L);
        y5.intoArray(y, yOff + 5 * L);
        y6.intoArray(y, yOff + 6 * L);
        y7.intoArray(y, yOff + 7 * L);
    }

    /** {@link #LONG} columns. Two or three of the chains have no register; the first cache is near enough. */
    static void thirtyTwo(int kk, float[] b, int bOff, int d, float[] x, int xOff, float[] y, int yOff) {
        if (kk == 0) {
            return;
        }
        FloatVector y0 = FloatVector.zero(F);
        FloatVector y1 = FloatVector.zero(F);
        FloatVector y2 = FloatVector.zero(F);
        FloatVector y3 = FloatVector.zero(F);
        FloatVector y4 = FloatVector.zero(F);
        FloatVector y5 = FloatVector.zero(F);
        FloatVector y6 = FloatVector.zero(F);
        FloatVector y7 = FloatVector.zero(F);
        FloatVector y8 = FloatVector.zero(F);
        FloatVector y9 = FloatVector.zero(F);
        FloatVector y10 = FloatVector.zero(F);
        FloatVector y11 = FloatVector.zero(F);
        FloatVector y12 = FloatVector.zero(F);
        FloatVector y13 = FloatVector.zero(F);
        FloatVector y14 = FloatVector.zero(F);
        FloatVector y15 = FloatVector.zero(F);
        FloatVector y16 = FloatVector.zero(F);
        FloatVector y17 = FloatVector.zero(F);
        FloatVector y18 = FloatVector.zero(F);
        FloatVector y19 = FloatVector.zero(F);
        FloatVector y20 = FloatVector.zero(F);
        FloatVector y21 = FloatVector.zero(F);
        FloatVector y22 = FloatVector.zero(F);
        FloatVector y23 = FloatVector.zero(F);
        FloatVector y24 = FloatVector.zero(F);
        FloatVector y25 = FloatVector.zero(F);
        FloatVector y26 = FloatVector.zero(F);
        FloatVector y27 = FloatVector.zero(F);
        FloatVector y28 = FloatVector.zero(F);
        FloatVector y29 = FloatVector.zero(F);
        FloatVector y30 = FloatVector.zero(F);
        FloatVector y31 = FloatVector.zero(F);
        for (int p = 0; p < kk; p++) {
            int q = bOff + p * d;
            FloatVector v = FloatVector.broadcast(F, x[xOff + p]);
            y0 = v.fma(FloatVector.fromArray(F, b, q), y0);
            y1 = v.fma(FloatVector.fromArray(F, b, q + L), y1);
            y2 = v.fma(FloatVector.fromArray(F, b, q + 2 * L), y2);
            y3 = v.fma(FloatVector.fromArray(F, b, q + 3 * L), y3);
            y4 = v.fma(FloatVector.fromArray(F, b, q + 4 * L), y4);
            y5 = v.fma(FloatVector.fromArray(F, b, q + 5 * L), y5);
            y6 = v.fma(FloatVector.fromArray(F, b, q + 6 * L), y6);
            y7 = v.fma(FloatVector.fromArray(F, b, q + 7 * L), y7);
            y8 = v.fma(FloatVector.fromArray(F, b, q + 8 * L), y8);
            y9 = v.fma(FloatVector.fromArray(F, b, q + 9 * L), y9);
            y10 = v.fma(FloatVector.fromArray(F, b, q + 10 * L), y10);
            y11 = v.fma(FloatVector.fromArray(F, b, q + 11 * L), y11);
            y12 = v.fma(FloatVector.fromArray(F, b, q + 12 * L), y12);
            y13 = v.fma(FloatVector.fromArray(F, b, q + 13 * L), y13);
            y14 = v.fma(FloatVector.fromArray(F, b, q + 14 * L), y14);
            y15 = v.fma(FloatVector.fromArray(F, b, q + 15 * L), y15);
            y16 = v.fma(FloatVector.fromArray(F, b, q + 16 * L), y16);
            y17 = v.fma(FloatVector.fromArray(F, b, q + 17 * L), y17);
            y18 = v.fma(FloatVector.fromArray(F, b, q + 18 * L), y18);
            y19 = v.fma(FloatVector.fromArray(F, b, q + 19 * L), y19);
            y20 = v.fma(FloatVector.fromArray(F, b, q + 20 * L), y20);
            y21 = v.fma(FloatVector.fromArray(F, b, q + 21 * L), y21);
            y22 = v.fma(FloatVector.fromArray(F, b, q + 22 * L), y22);
            y23 = v.fma(FloatVector.fromArray(F, b, q + 23 * L), y23);
            y24 = v.fma(FloatVector.fromArray(F, b, q + 24 * L), y24);
            y25 = v.fma(FloatVector.fromArray(F, b, q + 25 * L), y25);
            y26 = v.fma(FloatVector.fromArray(F, b, q + 26 * L), y26);
            y27 = v.fma(FloatVector.fromArray(F, b, q + 27 * L), y27);
            y28 = v.fma(FloatVector.fromArray(F, b, q + 28 * L), y28);
            y29 = v.fma(FloatVector.fromArray(F, b, q + 29 * L), y29);
            y30 = v.fma(FloatVector.fromArray(F, b, q + 30 * L), y30);
            y31 = v.fma(FloatVector.fromArray(F, b, q + 31 * L), y31);
        }
        y0.intoArray(y, yOff);
        y1.intoArray(y, yOff + L);
        y2.intoArray(y, yOff + 2 * L);
        y3.intoArray(y, yOff + 3 * L);
        y4.intoArray(y, yOff + 4 * L);
        y5.intoArray(y, yOff + 5 * L);
        y6.intoArray(y, yOff + 6 * L);
        y7.intoArray(y, yOff + 7 * L);
        y8.intoArray(y, yOff + 8 * L);
        y9.intoArray(y, yOff + 9 * L);
        y10.intoArray(y, yOff + 10 * L);
        y11.intoArray(y, yOff + 11 * L);
        y12.intoArray(y, yOff + 12 * L);
        y13.intoArray(y, yOff + 13 * L);
        y14.intoArray(y, yOff + 14 * L);
        y15.intoArray(y, yOff + 15 * L);
        y16.intoArray(y, yOff + 16 * L);
        y17.intoArray(y, yOff + 17 * L);
        y18.intoArray(y, yOff + 18 * L);
        y19.intoArray(y, yOff + 19 * L);
        y20.intoArray(y, yOff + 20 * L);
        y21.intoArray(y, yOff + 21 * L);
        y22.intoArray(y, yOff + 22 * L);
        y23.intoArray(y, yOff + 23 * L);
        y24.intoArray(y, yOff + 24 * L);
        y25.intoArray(y, yOff + 25 * L);
        y26.intoArray(y, yOff + 26 * L);
        y27.intoArray(y, yOff + 27 * L);
        y28.intoArray(y, yOff + 28 * L);
        y29.intoArray(y, yOff + 29 * L);
        y30.intoArray(y, yOff + 30 * L);
        y31.intoArray(y, yOff + 31 * L);
    }
}
