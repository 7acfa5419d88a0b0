package org.gradus.core.backend;

/**
 * Normalisation. Rows are those of a contiguous {@code [rows, n]} matrix, channels those of contiguous images
 * {@code [n, channels, plane]}; all arrays start at 0.
 *
 * <p>A sum over a row follows the contiguous order of {@link Reduce}. A sum over a channel takes each plane in that
 * order, then adds the planes' sums as {@link Reduce} adds an axis that is not innermost: an ascending chain over the
 * images in blocks of {@link Numerics#OUTER_BLOCK}. Every product that is followed by an addition below is one fma.
 */
public interface Norms {
    /**
     * {@code mean = (Σ x)/n}, {@code rstd = 1/√((Σ (x − mean)²)/n + eps)} and
     * {@code y[j] = ((x[j] − mean)·rstd)·gamma[j] + beta[j]} in each row.
     *
     * @param rows how many rows
     * @param n their length, at least 1
     * @param eps what is added to the variance
     * @param x the values
     * @param gamma a factor for each column
     * @param beta a summand for each column
     * @param y the result
     * @param mean the mean of each row
     * @param rstd the reciprocal standard deviation of each row
     */
    void normalizeRows(
            int rows, int n, float eps, float[] x, float[] gamma, float[] beta, float[] y, float[] mean, float[] rstd);

    /**
     * The gradient of the values under {@link #normalizeRows}: with {@code g = dy·gamma}, {@code d = x − mean},
     * {@code a = (Σ g)/n} and {@code b = ((Σ g·d)/n)·rstd·rstd}, {@code dx = rstd·((g − a) − d·b)}.
     *
     * @param rows how many rows
     * @param n their length
     * @param x the values
     * @param gamma a factor for each column
     * @param mean the mean of each row
     * @param rstd the reciprocal standard deviation of each row
     * @param dy the gradient of the result
     * @param dx the gradient of the values
     */
    void normalizeRowsGradient(
            int rows, int n, float[] x, float[] gamma, float[] mean, float[] rstd, float[] dy, float[] dx);

    /**
     * The gradients of {@code gamma} and {@code beta} under {@link #normalizeRows}:
     * {@code dGamma[j] = Σ dy·((x − mean)·rstd)} and {@code dBeta[j] = Σ dy} over the rows, in the order of an axis that
     * is not innermost.
     *
     * @param rows how many rows
     * @param n their length
     * @param x the values
     * @param mean the mean of each row
     * @param rstd the reciprocal standard deviation of each row
     * @param dy the gradient of the result
     * @param dGamma the gradient of the factors
     * @param dBeta the gradient of the summands
     */
    void normalizeRowsParameterGradient(
            int rows, int n, float[] x, float[] mean, float[] rstd, float[] dy, float[] dGamma, float[] dBeta);

    /**
     * {@code factor = 1/√((Σ x²)/n + eps)} and {@code y[j] = (x[j]·factor)·gamma[j]} in each row. The factor's gradient is that
     * of {@link #normalizeRowsParameterGradient} with a mean of 0.
     *
     * @param rows how many rows
     * @param n their length, at least 1
     * @param eps what is added to the mean square
     * @param x the values
     * @param gamma a factor for each column
     * @param y the result
     * @param factor the reciprocal root mean square of each row
     */
    void rmsNormalizeRows(int rows, int n, float eps, float[] x, float[] gamma, float[] y, float[] factor);

    /**
     * The gradient of the values under {@link #rmsNormalizeRows}: with {@code g = dy·gamma} and
     * {@code b = ((Σ g·x)/n)·factor·factor}, {@code dx = factor·(g − x·b)}.
     *
     * @param rows how many rows
     * @param n their length
     * @param x the values
     * @param gamma a factor for each column
     * @param factor the reciprocal root mean square of each row
     * @param dy the gradient of the result
     * @param dx the gradient of the values
     */
    void rmsNormalizeRowsGradient(int rows, int n, float[] x, float[] gamma, float[] factor, float[] dy, float[] dx);

    /**
     * {@code mean = (Σ x)/m} and {@code variance = (Σ (x − mean)²)/m} of each channel, {@code m = n·plane}.
     *
     * @param n images, at least 1
     * @param channels channels of an image
     * @param plane elements of a channel of an image, at least 1
     * @param x the values
     * @param mean the mean of each channel
     * @param variance the biased variance of each channel
     */
    void channelMoments(int n, int channels, int plane, float[] x, float[] mean, float[] variance);

    /**
     * {@code y = (x − mean)·(rstd·gamma) + beta} with the numbers of its channel.
     *
     * @param n images
     * @param channels channels of an image
     * @param plane elements of a channel of an image
     * @param x the values
     * @param mean what is subtracted
     * @param rstd a factor
     * @param gamma a second factor
     * @param beta what is added
     * @param y the result
     */
    void normalizeChannels(
            int n,
            int channels,
            int plane,
            float[] x,
            float[] mean,
            float[] rstd,
            float[] gamma,
            float[] beta,
            float[] y);

    /**
     * The gradients of {@code gamma} and {@code beta} under {@link #normalizeChannels}:
     * {@code dGamma = (Σ dy·(x − mean))·rstd} and {@code dBeta = Σ dy} over each channel.
     *
     * @param n images
     * @param channels channels of an image
     * @param plane elements of a channel of an image
     * @param x the values
     * @param mean what was subtracted
     * @param rstd the first factor
     * @param dy the gradient of the result
     * @param dGamma the gradient of the factors
     * @param dBeta the gradient of the summands
     */
    void normalizeChannelsParameterGradient(
            int n,
            int channels,
            int plane,
            float[] x,
            float[] mean,
            float[] rstd,
            float[] dy,
            float[] dGamma,
            float[] dBeta);

    /**
     * The gradient of the values under {@link #normalizeChannels} when mean and rstd are the values' own: with
     * {@code a = dBeta/m}, {@code b = (dGamma/m)·rstd} and {@code m = n·plane},
     * {@code dx = (rstd·gamma)·((dy − a) − (x − mean)·b)}.
     *
     * @param n images
     * @param channels channels of an image
     * @param plane elements of a channel of an image
     * @param x the values
     * @param mean the mean of each channel
     * @param rstd the reciprocal standard deviation of each channel
     * @param gamma the factors
     * @param dGamma their gradient
     * @param dBeta the gradient of the summands
     * @param dy the gradient of the result
     * @param dx the gradient of the values; may be {@code dy}
     */
    void normalizeChannelsGradient(
            int n,
            int channels,
            int plane,
            float[] x,
            float[] mean,
            float[] rstd,
            float[] gamma,
            float[] dGamma,
            float[] dBeta,
            float[] dy,
            float[] dx);
}
