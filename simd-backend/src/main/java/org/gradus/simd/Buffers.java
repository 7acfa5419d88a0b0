package org.gradus.simd;

import java.lang.ref.SoftReference;

/**
 * Arrays that a thread keeps for packing; their content means nothing between two products. Idle threads may keep many, so
 * they are given up before memory runs out.
 */
final class Buffers {
    /** Larger arrays are not kept. */
    private static final int KEPT = 1 << 23;

    private static final ThreadLocal<SoftReference<Buffers>> OF_THREAD = new ThreadLocal<>();

    /**
     * What an array is for: the operands that a whole product shares, those of one piece, sums of rows, columns and planes,
     * the terms of a function that takes several loops, a block of a transpose, and operands that are repeated.
     */
    enum Use {
        SHARED_LEFT,
        SHARED_RIGHT,
        PARTIAL_SUMS,
        IMAGES,
        WEIGHTS,
        BIAS,
        POOLED,
        CONVOLVED,
        CHANNELS,
        GRADIENTS,
        SUMS,
        COLUMNS,
        LEFT,
        RIGHT,
        TILE,
        EDGE,
        SEGMENT,
        TURNED,
        ROW,
        MAXIMA,
        TOTALS,
        PLANES,
        PLANES_TOO,
        DRAWN,
        RADII,
        ANGLES,
        TERMS,
        BLOCK,
        TILED,
        SPREAD,
        SPREAD_TOO
    }

    /** What an array of indices, or of random words, is for. */
    enum Table {
        TAPS,
        PLACES,
        COLUMNS,
        RUNS,
        STEPS,
        LARGEST,
        WORDS
    }

    private final int[][] tables = new int[Table.values().length][0];
    private final float[][] arrays = new float[Use.values().length][0];

    private Buffers() {}

    static float[] take(Use use, int length) {
        Buffers mine = ofThread();
        float[] array = mine.arrays[use.ordinal()];
        if (array.length < length) {
            array = new float[length <= KEPT / 2 ? Math.max(1024, Integer.highestOneBit(length) * 2) : length];
            if (length <= KEPT) {
                mine.arrays[use.ordinal()] = array;
            }
        }
        return array;
    }

    static int[] ints(Table table, int length) {
        Buffers mine = ofThread();
        int[] array = mine.tables[table.ordinal()];
        if (array.length < length) {
            array = new int[Math.max(1024, Integer.highestOneBit(length) * 2)];
            mine.tables[table.ordinal()] = array;
        }
        return array;
    }

    private static Buffers ofThread() {
        SoftReference<Buffers> kept = OF_THREAD.get();
        Buffers mine = kept == null ? null : kept.get();
        if (mine == null) {
            mine = new Buffers();
            OF_THREAD.set(new SoftReference<>(mine));
        }
        return mine;
    }
}
