package org.gradus.simd;

import org.jspecify.annotations.Nullable;

/** The right side of a matrix product: inner elements whose columns a tile reads as neighbours. */
interface RightOperand {
    /** The inner elements as they are stored, if their columns are neighbours there; else they are packed. */
    default @Nullable Stored panels() {
        return null;
    }

    /**
     * Writes {@code out[off + (p − from)·width + column − first]} for {@code from ≤ p < to}; the places of missing columns up
     * to {@code width} may hold anything: their results are thrown away.
     */
    void packPanel(int first, int count, int width, int from, int to, float[] out, int off);
}
