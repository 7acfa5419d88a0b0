package org.gradus.core.backend;

/**
 * Kernels over the rows of a contiguous {@code [rows, n]} matrix that starts at 0. Sums within a row follow the
 * contiguous order of {@link Reduce}. An output is never an input's array, but for the gradients' {@code dx}.
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
     * {@code dx = y·(dy − Σ dy·y)} in each row; each term of the sum is one fma.
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
     * {@code dx = dy − e^y·Σ dy} in each row, the product and the difference in one fma.
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

    /**
     * Softmax cross-entropy with label smoothing: {@code loss = (1 − α)·(ln Σ − d[t]) + α·(ln Σ − (Σ d)/n)} with
     * {@code d = x − max}, {@code Σ = Σ e^d} and the row's target t; without smoothing the first bracket alone.
     *
     * @param rows how many rows
     * @param n their length, at least 1
     * @param x the logits
     * @param target the class of each row, from 0 to {@code n − 1}, or {@code ignored}
     * @param ignored the target of rows that do not count: their loss and their probabilities are +0
     * @param smoothing α, from 0 to 1
     * @param loss one number for each row
     * @param probabilities the softmax of each row, for the gradient
     */
    void crossEntropy(
            int rows,
            int n,
            float[] x,
            int[] target,
            int ignored,
            double smoothing,
            float[] loss,
            float[] probabilities);

    /**
     * {@code dx = (p − q)·dLoss[r]} with {@code q = α/n}, at the target {@code 1 − α + α/n}; ignored rows give +0.
     *
     * @param rows how many rows
     * @param n their length
     * @param probabilities p, as {@link #crossEntropy} left them
     * @param target the class of each row, or {@code ignored}
     * @param ignored the target of rows that do not count
     * @param smoothing α
     * @param dLoss the gradient of each row's loss
     * @param dx the gradient of the logits
     */
    void crossEntropyGradient(
            int rows,
            int n,
            float[] probabilities,
            int[] target,
            int ignored,
            double smoothing,
            float[] dLoss,
            float[] dx);
}
