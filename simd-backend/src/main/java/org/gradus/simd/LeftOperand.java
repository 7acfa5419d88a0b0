package org.gradus.simd;

import org.jspecify.annotations.Nullable;

/** The left side of a matrix product: rows whose inner elements a tile reads as neighbours. */
interface LeftOperand {
    /** The rows as they are stored, if their inner elements are neighbours there; else they are packed. */
    default @Nullable Stored rows() {
        return null;
    }

    /**
     * Writes {@code out[off + (row − first)·distance + p − from]} for {@code from ≤ p < to}, and nothing else.
     */
    void packRows(int first, int count, int from, int to, float[] out, int off, int distance);
}
