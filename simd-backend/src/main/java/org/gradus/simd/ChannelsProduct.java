package org.gradus.simd;

import org.gradus.core.backend.Numerics;

/**
 * The same as a {@link PlacesProduct}, the other way round: vectors of places, where the output channels of a place fill no more
 * than a vector and rows of places fill whole ones. Results go straight to the images.
 *
 * @param taps where in the band each p of k is read at the first place
 * @param weights rows of output channels, all rows of one block of k after all of another, each as long as a block
 */
record ChannelsProduct(int k, int channels, int[] taps, float[] weights) {
    private static final int L = Species.F.length();
    private static final int BLOCK = Numerics.GEMM_BLOCK;

    /** Whether so many channels of rows of so many places are computed this way from so many products each. */
    static boolean suits(int channels, int columns, int k) {
        return channels <= L && channels % WeightsTile.ROWS == 0 && columns % L == 0 && k <= PlacesProduct.SEGMENT;
    }

    /** Where a weight goes. */
    int at(int channel, int p) {
        return (p / BLOCK * channels + channel) * BLOCK + p % BLOCK;
    }

    /** How many floats the weights take. */
    static int size(int k, int channels) {
        return (k + BLOCK - 1) / BLOCK * BLOCK * channels;
    }

    /**
     * Writes the channels of {@code rows × columns} places to {@code y[yOff + channel·plane + place]}.
     *
     * @param a the band
     * @param aDistance from one of its rows of places to the next
     */
    void run(int rows, int columns, float[] a, int aDistance, float[] y, int yOff, int plane) {
        int vectors = rows * columns / L;
        int[] at = Buffers.ints(Buffers.Table.COLUMNS, vectors);
        int v = 0;
        for (int row = 0; row < rows; row++) {
            for (int x = 0; x < columns; x += L) {
                at[v++] = row * aDistance + x;
            }
        }
        for (int from = 0; from < k; from += BLOCK) {
            int kk = Math.min(BLOCK, k - from);
            for (int i = 0, some; i < vectors; i += some) {
                some = Math.min(WeightsTile.VECTORS, vectors - i == 4 ? 2 : vectors - i);
                for (int c = 0; c < channels; c += WeightsTile.ROWS) {
                    WeightsTile.multiply(
                            some,
                            kk,
                            weights,
                            at(c, from),
                            a,
                            taps,
                            from,
                            at,
                            i,
                            y,
                            yOff + c * plane + i * L,
                            plane,
                            from > 0);
                }
            }
        }
    }
}
