package org.gradus.simd;

/**
 * Sums of rows, each times a number, over so many neighbouring columns that their chains stay in registers: {@code y[yOff + j] = Σ
 * x[xOff + p]·b[bOff + p·d + j]}. Of each row one run is read, and nothing is written before the end.
 */
final class Across {
    private static final int L = Species.F.length();

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
        AcrossTiles.run(1, 8, kk, x, xOff, b, bOff, d, y, yOff, 0);
    }

    /** {@link #LONG} columns. Two or three of the chains have no register; the first cache is near enough. */
    static void thirtyTwo(int kk, float[] b, int bOff, int d, float[] x, int xOff, float[] y, int yOff) {
        AcrossTiles.run(1, 32, kk, x, xOff, b, bOff, d, y, yOff, 0);
    }
}
