package org.gradus.core.backend;

/**
 * Kernels that treat every element by itself. Callers have checked all ranges; outputs may be the same array at the
 * same offset as an input, but must not overlap it otherwise, nor an operand that is repeated.
 */
public interface Elementwise {
    /**
     * {@code y[i] = op(x[i])} for {@code 0 ≤ i < n}.
     *
     * @param op the function
     * @param p its parameter, ignored by functions without one
     * @param x the argument
     * @param xOff index of its first element
     * @param y the result
     * @param yOff index of its first element
     * @param n how many elements
     */
    void unary(UnaryOp op, float p, float[] x, int xOff, float[] y, int yOff, int n);

    /**
     * {@code dx[i] = dy[i]·op′(·)}, the derivative taken from the argument or the result as
     * {@link UnaryOp#gradientFrom()} says.
     *
     * @param op a function whose gradient is not composed
     * @param p its parameter
     * @param v the argument or the result of the forward pass
     * @param vOff index of its first element
     * @param dy the gradient of the result
     * @param dyOff index of its first element
     * @param dx the gradient of the argument
     * @param dxOff index of its first element
     * @param n how many elements
     */
    void unaryGradient(UnaryOp op, float p, float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int n);

    /**
     * {@code out[r·n + i] = op(a[r·aRow + i·aStep], b[r·bRow + i·bStep])} for {@code 0 ≤ r < rows},
     * {@code 0 ≤ i < n}: two operands of which either may be broadcast along rows (row stride 0) or within them (step
     * 0).
     *
     * @param op the function
     * @param rows how many rows
     * @param n elements in a row
     * @param a the left operand
     * @param aOff index of its first element
     * @param aRow distance between its rows
     * @param aStep 1, or 0 where a row repeats one element
     * @param b the right operand
     * @param bOff index of its first element
     * @param bRow distance between its rows
     * @param bStep 1, or 0 where a row repeats one element
     * @param out the result, contiguous
     * @param outOff index of its first element
     */
    void binary(
            BinaryOp op,
            int rows,
            int n,
            float[] a,
            int aOff,
            int aRow,
            int aStep,
            float[] b,
            int bOff,
            int bRow,
            int bStep,
            float[] out,
            int outOff);

    /**
     * {@code out[i] = condition[i] != 0 ? a[i] : b[i]}; a NaN condition counts as true. All four arrays start at 0.
     *
     * @param condition what decides
     * @param a taken where it is not zero
     * @param b taken where it is zero
     * @param out the result
     * @param n how many elements
     */
    void where(float[] condition, float[] a, float[] b, float[] out, int n);
}
