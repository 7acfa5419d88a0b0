package org.gradus.simd;

/** Where finished elements of a product go. */
interface Result {
    /** Takes the finished elements {@code columns[column] … column + count − 1} of a row; may change them in {@code from}. */
    void store(int row, int column, int count, float[] from, int off);
}
