package org.gradus.simd;

/**
 * The micro-kernels of convolution: a few neighbouring places by a few vectors of output channels, held in registers over one
 * block of k. Of the images, element {@code (place r, p)} is {@code a[aOff + taps[first + p] + r]}, read where it stands; of
 * the weights a packed panel of whole vectors.
 *
 * <p>Neighbouring places stand at constant distances, so that one check of bounds serves all of them.
 */
final class PlacesTile {
    private static final int L = Species.F.length();

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
            PlacesTiles.run(places, vectors, kk, a, aOff, taps, first, b, bOff, c, cOff, ldc, add);
            return;
        }
        int[] steps = ScalarTile.steps(vectors * L, kk);
        ScalarTile.multiply(places, vectors * L, kk, a, aOff, 1, taps, first, b, bOff, steps, 0, c, cOff, ldc, add);
        REHEARSAL.practise(kind);
    }

    private static void practise(int kind, int kk, boolean add) {
        float[] zeros = Rehearsal.ZEROS;
        PlacesTiles.run(
                (kind - 1) / 2,
                2 - kind % 2,
                kk,
                zeros,
                0,
                Rehearsal.NO_OFFSETS,
                0,
                zeros,
                0,
                zeros,
                0,
                VECTORS * L,
                add);
    }
}
