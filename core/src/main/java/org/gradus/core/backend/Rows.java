package org.gradus.core.backend;

/**
 * Kernels over the rows of a contiguous {@code [rows, n]} matrix that starts at 0. Sums within a row follow the
 * contiguous order of {@link Reduce}.
 */
public interface Rows {
    /**
     * {@code y = e^(x − max) / Σ e^(x − max)} in each row.
     *
     * @param rows how many rows
     * @param n their length, at least 1
     * @param x the values
     * @param y the probabilities
     */
    void softmax(int rows, int n, float[] x, float[] y);

    /**
     * {@code dx = y·(dy − Σ dy·y)} in each row.
     *
     * @param rows how many rows
     * @param n their length
     * @param y the result of {@link #softmax}
     * @param dy its gradient
     * @param dx the gradient of its argument
     */
    void softmaxGradient(int rows, int n, float[] y, float[] dy, float[] dx);

    /**
     * {@code y = (x − max) − ln Σ e^(x − max)} in each row.
     *
     * @param rows how many rows
     * @param n their length, at least 1
     * @param x the values
     * @param y the logarithms of the probabilities
     */
    void logSoftmax(int rows, int n, float[] x, float[] y);

    /**
     * {@code dx = dy − e^y·Σ dy} in each row.
     *
     * @param rows how many rows
     * @param n their length
     * @param y the result of {@link #logSoftmax}
     * @param dy its gradient
     * @param dx the gradient of its argument
     */
    void logSoftmaxGradient(int rows, int n, float[] y, float[] dy, float[] dx);

    /**
     * {@code y[r] = max + ln Σ e^(x − max)} of each row; the maximum itself where it is infinite.
     *
     * @param rows how many rows
     * @param n their length, at least 1
     * @param x the values
     * @param y one number for each row
     */
    void logSumExp(int rows, int n, float[] x, float[] y);
}
