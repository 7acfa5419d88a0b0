package org.gradus.simd;

import org.jspecify.annotations.Nullable;

/** Where finished elements of a product go. */
interface Result {
    /** The matrix that tiles may write to, elements of sums that are not finished too; null where there is none. */
    default @Nullable Stored target() {
        return null;
    }

    /**
     * Whether the target holds numbers that finished sums are added to, once: tiles may only write to it when sums are finished
     * within one block of k.
     */
    default boolean adds() {
        return false;
    }

    /** A rectangle of elements that were written to the target is finished. */
    default void finish(int row, int column, int rows, int columns) {}

    /** Takes a rectangle of finished elements, {@code from[off + i·distance + j]}; may change them there. */
    void store(int row, int column, int rows, int columns, float[] from, int off, int distance);
}
