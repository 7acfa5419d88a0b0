package org.gradus.core.backend;

import org.jspecify.annotations.Nullable;

/**
 * Matrix products.
 *
 * <p>The order of arithmetic depends on k alone: k is cut into blocks of {@link Numerics#GEMM_BLOCK}; inside a block each
 * element of C is one ascending chain of fma from +0; the first block of a segment is stored, later ones are added in
 * ascending order; {@link Numerics#GEMM_SEGMENT_BLOCKS} blocks form a segment, and segments are added in the same way.
 * {@code k == 0} gives +0.
 */
public interface Gemm {
    /**
     * {@code C = epilogue(op(A)·op(B))}, or {@code C + op(A)·op(B)} when it accumulates. C is not read otherwise.
     *
     * @param shape shape and layout
     * @param a the left matrix
     * @param aOff index of its first element
     * @param b the right matrix
     * @param bOff index of its first element
     * @param accumulate whether the finished product is added to C, once; only with {@link Epilogue#NONE}
     * @param c the result
     * @param cOff index of its first element
     * @param epilogue what happens to a finished element
     * @param bias one number for each column, from index 0; null with {@link Epilogue#NONE}
     */
    void multiply(
            GemmShape shape,
            float[] a,
            int aOff,
            float[] b,
            int bOff,
            boolean accumulate,
            float[] c,
            int cOff,
            Epilogue epilogue,
            float @Nullable [] bias);

    /**
     * The same product for a batch of matrices at fixed distances: {@code C[i] = epilogue(op(A[i])·op(B[i]))}, or
     * {@code C[i] + op(A[i])·op(B[i])} when it accumulates. A stride of 0 repeats a matrix or a bias. Results overlap in one case
     * alone: with a {@code cStride} of 0 and accumulation, where the finished products are added to the one C in ascending order.
     *
     * @param batch how many products
     * @param shape shape and layout of each
     * @param a the left matrices
     * @param aOff index of the first element of the first
     * @param aStride distance between them
     * @param b the right matrices
     * @param bOff index of the first element of the first
     * @param bStride distance between them
     * @param accumulate whether each finished product is added to its C, once; only with {@link Epilogue#NONE}
     * @param c the results
     * @param cOff index of the first element of the first
     * @param cStride distance between them
     * @param epilogue what happens to a finished element
     * @param bias one number for each column, of the first product from index 0; null with {@link Epilogue#NONE}
     * @param biasStride distance between the numbers of one product and of the next
     */
    void multiplyBatch(
            int batch,
            GemmShape shape,
            float[] a,
            int aOff,
            int aStride,
            float[] b,
            int bOff,
            int bStride,
            boolean accumulate,
            float[] c,
            int cOff,
            int cStride,
            Epilogue epilogue,
            float @Nullable [] bias,
            int biasStride);
}
