package org.gradus.core.backend;

/** Kernels that only move or add up elements. */
public interface Movement {
    /**
     * Copies a box of elements between two strided layouts. A stride may be 0 (repeat) in the source and negative (flip)
     * in either.
     *
     * @param dims extents of the box, outermost first; no extent is 0; an empty array copies one element
     * @param src the source
     * @param srcOff index of the element at the box's origin
     * @param srcStrides distance along each axis
     * @param dst the destination
     * @param dstOff index of the element at the box's origin
     * @param dstStrides distance along each axis
     */
    void copy(int[] dims, float[] src, int srcOff, int[] srcStrides, float[] dst, int dstOff, int[] dstStrides);

    /**
     * {@code out[o, i, :] = x[o, index[i], :]} for x seen as {@code [outer, n, inner]}.
     *
     * @param outer extent before the axis
     * @param n extent of the axis
     * @param inner extent after the axis
     * @param x the values
     * @param index positions along the axis, all within it
     * @param count how many positions
     * @param out the result, {@code [outer, count, inner]}
     */
    void gather(int outer, int n, int inner, float[] x, int[] index, int count, float[] out);

    /**
     * {@code out[o, index[i], :] += x[o, i, :]} in ascending order of i.
     *
     * @param outer extent before the axis
     * @param n extent of the axis in the result
     * @param inner extent after the axis
     * @param x the values, {@code [outer, count, inner]}
     * @param index positions along the axis, all within it
     * @param count how many positions
     * @param out what is added to, {@code [outer, n, inner]}
     */
    void scatterAdd(int outer, int n, int inner, float[] x, int[] index, int count, float[] out);

    /**
     * {@code out[o, i, j] = x[o, index[o, i, j], j]}: one position along the axis for each element.
     *
     * @param outer extent before the axis
     * @param n extent of the axis in x
     * @param inner extent after the axis
     * @param x the values, {@code [outer, n, inner]}
     * @param index positions along the axis, {@code [outer, count, inner]}, all within it
     * @param count extent of the axis in the result
     * @param out the result, {@code [outer, count, inner]}
     */
    void takeAlong(int outer, int n, int inner, float[] x, int[] index, int count, float[] out);

    /**
     * {@code out[o, index[o, i, j], j] += x[o, i, j]} in ascending order of i.
     *
     * @param outer extent before the axis
     * @param n extent of the axis in the result
     * @param inner extent after the axis
     * @param x the values, {@code [outer, count, inner]}
     * @param index positions along the axis, {@code [outer, count, inner]}, all within it
     * @param count extent of the axis in x
     * @param out what is added to, {@code [outer, n, inner]}
     */
    void putAlongAdd(int outer, int n, int inner, float[] x, int[] index, int count, float[] out);
}
