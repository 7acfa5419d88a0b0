package org.gradus.core.backend;

/**
 * The shape and layout of a matrix product {@code C[m, n] = op(A)[m, k] · op(B)[k, n]}, all row-major.
 *
 * @param transA whether A is stored transposed, as {@code [k, m]}
 * @param transB whether B is stored transposed, as {@code [n, k]}
 * @param m rows of C
 * @param n columns of C
 * @param k inner dimension
 * @param lda distance between the stored rows of A
 * @param ldb distance between the stored rows of B
 * @param ldc distance between the rows of C
 */
public record GemmShape(boolean transA, boolean transB, int m, int n, int k, int lda, int ldb, int ldc) {
    /**
     * A product of contiguous matrices.
     *
     * @param transA whether A is stored transposed
     * @param transB whether B is stored transposed
     * @param m rows of C
     * @param n columns of C
     * @param k inner dimension
     * @return the shape with the leading dimensions that contiguous storage has
     */
    public static GemmShape contiguous(boolean transA, boolean transB, int m, int n, int k) {
        return new GemmShape(transA, transB, m, n, k, transA ? m : k, transB ? k : n, n);
    }
}
