package org.gradus.core.backend;

/**
 * How a window slides over the two last axes of an image: kernel, stride, padding on each side, and dilation.
 *
 * @param kernelHeight rows of the window
 * @param kernelWidth columns of the window
 * @param strideHeight rows between neighbouring windows
 * @param strideWidth columns between neighbouring windows
 * @param padHeight rows of padding above and below
 * @param padWidth columns of padding left and right
 * @param dilationHeight rows between neighbouring taps
 * @param dilationWidth columns between neighbouring taps
 */
public record Window(
        int kernelHeight,
        int kernelWidth,
        int strideHeight,
        int strideWidth,
        int padHeight,
        int padWidth,
        int dilationHeight,
        int dilationWidth) {
    /**
     * A square window that moves by one, without padding.
     *
     * @param kernel rows and columns of the window
     * @return the window
     */
    public static Window square(int kernel) {
        return new Window(kernel, kernel, 1, 1, 0, 0, 1, 1);
    }

    /**
     * This window with another stride along both axes.
     *
     * @param stride rows and columns between neighbouring windows
     * @return the changed window
     */
    public Window stride(int stride) {
        return new Window(
                kernelHeight, kernelWidth, stride, stride, padHeight, padWidth, dilationHeight, dilationWidth);
    }

    /**
     * This window with another padding along both axes.
     *
     * @param pad rows and columns of padding on each side
     * @return the changed window
     */
    public Window pad(int pad) {
        return new Window(
                kernelHeight, kernelWidth, strideHeight, strideWidth, pad, pad, dilationHeight, dilationWidth);
    }

    /**
     * This window with another dilation along both axes.
     *
     * @param dilation rows and columns between neighbouring taps
     * @return the changed window
     */
    public Window dilation(int dilation) {
        return new Window(
                kernelHeight, kernelWidth, strideHeight, strideWidth, padHeight, padWidth, dilation, dilation);
    }

    /**
     * How many windows fit along the height: {@code ⌊(h + 2·pad − dilation·(kernel − 1) − 1)/stride⌋ + 1}.
     *
     * @param height rows of the image
     * @return rows of the result; 0 or less where the window does not fit
     */
    public int outHeight(int height) {
        return Math.floorDiv(height + 2 * padHeight - dilationHeight * (kernelHeight - 1) - 1, strideHeight) + 1;
    }

    /**
     * How many windows fit along the width.
     *
     * @param width columns of the image
     * @return columns of the result; 0 or less where the window does not fit
     */
    public int outWidth(int width) {
        return Math.floorDiv(width + 2 * padWidth - dilationWidth * (kernelWidth - 1) - 1, strideWidth) + 1;
    }
}
