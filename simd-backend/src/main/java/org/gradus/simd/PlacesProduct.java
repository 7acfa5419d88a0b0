package org.gradus.simd;

import org.gradus.core.backend.Numerics;

/**
 * Packed weights times what their taps read in a {@link Band}: for rows of places, all output channels of each, side by side.
 * The images are not unfolded.
 *
 * @param taps where in the band each p of k is read at the first place, from index {@code first} on
 * @param weights panels of up to {@link PlacesTile#VECTORS} vectors of output channels, all k of one after all of another, from
 *     index {@code at} on
 */
record PlacesProduct(int k, int channels, int[] taps, int first, float[] weights, int at) {
    private static final int L = Species.F.length();
    private static final int BLOCK = Numerics.GEMM_BLOCK;

    /** Longer chains are sums of segments, which only this way of multiplying images has. */
    static final int SEGMENT = BLOCK * Numerics.GEMM_SEGMENT_BLOCKS;

    /** The output channels of each place rounded up to whole vectors. */
    static int padded(int channels) {
        return (channels + L - 1) / L * L;
    }

    /** How many of the vectors of a place that begin at this channel are computed together. */
    static int vectors(int channel, int channels) {
        return Math.min(PlacesTile.VECTORS, (channels - channel + L - 1) / L);
    }

    /**
     * Writes the channels of {@code rows × columns} places to {@code c[cOff + row·rowDistance + column·ldc + channel]}.
     *
     * @param a the band
     * @param aOff where it has the first row of places
     * @param aDistance from one of its rows of places to the next
     */
    void run(int rows, int columns, float[] a, int aOff, int aDistance, float[] c, int cOff, int ldc, int rowDistance) {
        segment(0, rows, columns, a, aOff, aDistance, c, cOff, ldc, rowDistance);
        int width = padded(channels);
        for (int begin = SEGMENT; begin < k; begin += SEGMENT) {
            float[] next = Buffers.take(Buffers.Use.SEGMENT, rows * columns * width);
            segment(begin, rows, columns, a, aOff, aDistance, next, 0, width, columns * width);
            for (int place = 0; place < rows * columns; place++) {
                int to = cOff + place / columns * rowDistance + place % columns * ldc;
                Vectors.add(next, place * width, c, to, width);
            }
        }
    }

    private void segment(
            int begin,
            int rows,
            int columns,
            float[] a,
            int aOff,
            int aDistance,
            float[] c,
            int cOff,
            int ldc,
            int rowDistance) {
        int end = Math.min(k, begin + SEGMENT);
        for (int from = begin; from < end; from += BLOCK) {
            int kk = Math.min(BLOCK, end - from);
            for (int j = 0, vectors; j < channels; j += vectors * L) {
                vectors = vectors(j, channels);
                int places = PlacesTile.places(columns, vectors);
                int b = at + j * k + from * vectors * L;
                for (int row = 0; row < rows; row++) {
                    int source = aOff + row * aDistance;
                    int target = cOff + row * rowDistance + j;
                    int x = 0;
                    for (; x + places <= columns; x += places) {
                        PlacesTile.multiply(
                                places,
                                vectors,
                                kk,
                                a,
                                source + x,
                                taps,
                                first + from,
                                weights,
                                b,
                                c,
                                target + x * ldc,
                                ldc,
                                from > begin);
                    }
                    if (x < columns) {
                        last(places, vectors, kk, a, source, from, b, c, target, ldc, x, columns, from > begin);
                    }
                }
            }
        }
    }

    /** The places from x on, fewer than a tile: computed with some before them, or behind the row where it is shorter. */
    private void last(
            int places,
            int vectors,
            int kk,
            float[] a,
            int source,
            int from,
            int b,
            float[] c,
            int target,
            int ldc,
            int x,
            int columns,
            boolean add) {
        int begin = Math.max(0, columns - places);
        int width = vectors * L;
        float[] edge = Buffers.take(Buffers.Use.EDGE, PlacesTile.PLACES * width);
        PlacesTile.multiply(
                places, vectors, kk, a, source + begin, taps, first + from, weights, b, edge, 0, width, false);
        for (int i = x; i < columns; i++) {
            if (add) {
                Vectors.add(edge, (i - begin) * width, c, target + i * ldc, width);
            } else {
                System.arraycopy(edge, (i - begin) * width, c, target + i * ldc, width);
            }
        }
    }
}
