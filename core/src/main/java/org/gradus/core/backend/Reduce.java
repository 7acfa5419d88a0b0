package org.gradus.core.backend;

/**
 * Kernels that reduce or scan one axis of an array seen as {@code [outer, n, inner]}, contiguous and starting at 0.
 *
 * <p>The order is fixed. Contiguous ({@code inner == 1}): element {@code i} of a chunk of {@link Numerics#CHUNK} goes
 * to lane {@code i % 32} ({@code i % 8} when n is below {@link Numerics#SHORT}); lanes start at the op's identity, fold
 * at distances 16, 8, 4, 2, 1 (4, 2, 1): lane {@code i} takes lane {@code i + distance}; chunk results are combined in
 * ascending order. Otherwise: an ascending chain from the identity in blocks of {@link Numerics#OUTER_BLOCK}, the first
 * block's result stored, later ones combined in ascending order.
 */
public interface Reduce {
    /**
     * {@code y[o, j] = op over i of x[o, i, j]}.
     *
     * @param op the reduction
     * @param outer extent before the axis
     * @param n extent of the axis
     * @param inner extent after the axis
     * @param x the values, {@code [outer, n, inner]}
     * @param y the result, {@code [outer, inner]}
     */
    void reduce(ReduceOp op, int outer, int n, int inner, float[] x, float[] y);

    /**
     * Index along the axis of the largest (smallest) value; the first of equals; the first NaN if there is one;
     * −0 and +0 are equal.
     *
     * @param largest true for the largest, false for the smallest
     * @param outer extent before the axis
     * @param n extent of the axis, at least 1
     * @param inner extent after the axis
     * @param x the values, {@code [outer, n, inner]}
     * @param y the indices, {@code [outer, inner]}
     */
    void argExtreme(boolean largest, int outer, int n, int inner, float[] x, int[] y);

    /**
     * Cumulative sums along the axis, strictly one after the other: {@code y[o, i, j] = y[o, i−1, j] + x[o, i, j]},
     * the first is {@code +0 + x}.
     *
     * @param reverse true to begin at the end of the axis
     * @param outer extent before the axis
     * @param n extent of the axis
     * @param inner extent after the axis
     * @param x the values, {@code [outer, n, inner]}
     * @param y the sums, of the same shape
     */
    void cumulativeSum(boolean reverse, int outer, int n, int inner, float[] x, float[] y);

    /**
     * {@code Σ x²} in double, on this thread; exact products, so that neither large nor small values are lost. Chunks of {@link
     * Numerics#CHUNK} are added in ascending order. Within one, element {@code i} goes to lane {@code i % 16} ({@link
     * Numerics#DOUBLE_LANES}), lanes fold at distances 8, 4, 2, 1, and what fills no 16 is added one by one at the end.
     *
     * @param x the values
     * @param off index of the first
     * @param n how many
     * @return the sum; 0 over nothing
     */
    double sumOfSquares(float[] x, int off, int n);
}
