package org.gradus.core.backend;

import org.jspecify.annotations.Nullable;

/**
 * Convolution (cross-correlation) and pooling of contiguous images that start at index 0; there may be no images, every
 * other extent is at least 1. The order of arithmetic is that
 * of {@link Gemm} with these inner dimensions:
 *
 * <ul>
 *   <li>forward: (channel in the group, ky, kx); padding is a multiplied +0;
 *   <li>gradient of the input: per stride phase, (output channel in the group, ky, kx) over the taps of that phase in
 *       ascending order; a gradient that is absent is a multiplied +0;
 *   <li>gradient of the weights: (image, oy, ox) flattened; padding is a multiplied +0.
 * </ul>
 */
public interface Conv {
    /**
     * {@code y[n, o, oy, ox] = bias[o] + Σ x[n, c, oy·s − p + ky·d, ox·s − p + kx·d]·w[o, c, ky, kx]}; the bias is added
     * to the finished sum.
     *
     * @param s the shape
     * @param x images
     * @param w weights
     * @param bias one number for each output channel, or null
     * @param y the result {@code [n, outChannels, outHeight, outWidth]}
     */
    void forward(ConvShape s, float[] x, float[] w, float @Nullable [] bias, float[] y);

    /**
     * The {@link #forward} of an answer, of which no gradient will be asked.
     *
     * @param s the shape of the convolution alone
     * @param epilogue what follows the bias
     * @param x images
     * @param w weights
     * @param transposed the same weights as {@code [inChannels / groups · kernelHeight · kernelWidth, outChannels]}, or null
     *     where these are not kept
     * @param bias one number for each output channel, or null
     * @param y the result after the epilogue
     */
    void answer(
            ConvShape s,
            ConvEpilogue epilogue,
            float[] x,
            float[] w,
            float @Nullable [] transposed,
            float @Nullable [] bias,
            float[] y);

    /**
     * The gradient of the images.
     *
     * @param s the shape of the forward convolution
     * @param dy the gradient of its result
     * @param w weights
     * @param dx the gradient of the images
     */
    void inputGradient(ConvShape s, float[] dy, float[] w, float[] dx);

    /**
     * The gradient of the weights.
     *
     * @param s the shape of the forward convolution
     * @param x images
     * @param dy the gradient of its result
     * @param dw the gradient of the weights
     */
    void weightGradient(ConvShape s, float[] x, float[] dy, float[] dw);

    /**
     * The largest value in each window, and where it stood: the first of equals in (ky, kx) order, the first NaN if there
     * is one. Padding never wins.
     *
     * @param planes images times channels
     * @param height rows of a plane
     * @param width columns of a plane
     * @param window kernel, stride, padding and dilation; no window may hold padding alone
     * @param x the planes
     * @param y the result, {@code [planes, outHeight, outWidth]}
     * @param where index {@code row·width + column} within the plane of each result's source
     */
    void maxPool(int planes, int height, int width, Window window, float[] x, float[] y, int[] where);

    /**
     * The gradient of the planes under {@link #maxPool}: every input adds up the gradients of the windows whose largest value it
     * is, in ascending (oy, ox) order from +0.
     *
     * @param planes images times channels
     * @param height rows of a plane
     * @param width columns of a plane
     * @param window kernel, stride, padding and dilation
     * @param where what {@link #maxPool} has found
     * @param dy the gradient of the result
     * @param dx the gradient of the planes
     */
    void maxPoolGradient(int planes, int height, int width, Window window, int[] where, float[] dy, float[] dx);

    /**
     * The mean of each window; the divisor is the kernel's size, padding counts as +0 and is added. Within a window one
     * ascending chain of additions in (ky, kx) order, then one division.
     *
     * @param planes images times channels
     * @param height rows of a plane
     * @param width columns of a plane
     * @param window kernel, stride, padding and dilation
     * @param x the planes
     * @param y the result, {@code [planes, outHeight, outWidth]}
     */
    void averagePool(int planes, int height, int width, Window window, float[] x, float[] y);

    /**
     * The gradient of the planes under {@link #averagePool}: every input adds {@code dy / kernel size} of the windows that
     * cover it, in ascending (oy, ox) order from +0.
     *
     * @param planes images times channels
     * @param height rows of a plane
     * @param width columns of a plane
     * @param window kernel, stride, padding and dilation
     * @param dy the gradient of the result
     * @param dx the gradient of the planes
     */
    void averagePoolGradient(int planes, int height, int width, Window window, float[] dy, float[] dx);
}
