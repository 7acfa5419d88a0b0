package org.gradus.simd;

/**
 * How the rows of an image are cut into pieces.
 *
 * @param parts how many pieces
 * @param rows rows of the image
 * @param unit rows that stay together
 */
record Bands(int parts, int rows, int unit) {
    /** Floats of a band: it stays in the second-level cache. */
    private static final int MOST = 1 << 17;

    /** A piece should have so many multiplications, and all images need not make more pieces than {@link #PIECES}. */
    private static final long GRAIN = 1 << 20;

    private static final int PIECES = 16;

    /** About so many places are finished at once: their results stay in the first-level cache. */
    private static final int PLACES = 128;

    /** A line of the cache, in floats. */
    private static final int LINE = 16;

    /**
     * Cuts by size, so that bands fit into the cache and threads have enough pieces. Places are computed one by one: where an
     * image is cut does not change them.
     *
     * @param floats of the whole band
     * @param work multiplications of a place
     * @param images how many images (and groups) are pieces already
     * @param threads how many threads share the pieces; a single one needs no more than fit into the cache
     * @param least rows that must stay together
     */
    static Bands of(int rows, int columns, long floats, long work, int images, int threads, int least) {
        long wanted = threads == 1 ? 1 : Math.min(rows * columns * work / GRAIN, (PIECES + images - 1) / images);
        int parts = (int) Math.max(wanted, (floats + MOST - 1) / MOST);
        int chunk = chunk(columns) * least;
        int unit = parts > 1 && rows >= parts * chunk ? chunk : least;
        return new Bands(Math.max(1, Math.min(parts, rows)), rows, unit);
    }

    /** How many rows are finished at once: whole lines of the cache where this can be. */
    static int chunk(int columns) {
        int whole = LINE / (Integer.lowestOneBit(columns | LINE));
        return Math.max(1, PLACES / columns / whole) * whole;
    }

    /** The first row of a part. */
    int first(int part) {
        return Math.min(rows, (int) ((long) part * ((rows + unit - 1) / unit) / parts) * unit);
    }

    /** The rows of the largest part. */
    int most() {
        int most = 0;
        for (int part = 0; part < parts; part++) {
            most = Math.max(most, first(part + 1) - first(part));
        }
        return most;
    }
}
