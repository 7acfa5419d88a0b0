package org.gradus.simd;

/**
 * One side of a matrix product: lines (rows of A, columns of B) of inner elements. Packing puts some lines side by side, so
 * that the micro-kernel reads them in the order of memory.
 */
interface Operand {
    /**
     * Writes {@code out[off + (p − from)·width + line]} for the inner elements {@code from ≤ p < to} of the lines {@code
     * first} to {@code first + count − 1}; the places of missing lines up to {@code width} may hold anything:
     * their results are thrown away.
     */
    void pack(int first, int count, int width, int from, int to, float[] out, int off);
}
