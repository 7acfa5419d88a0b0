package org.gradus.core.backend;

/**
 * The shape of a convolution of images {@code [n, inChannels, height, width]} with weights
 * {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}.
 *
 * @param n images
 * @param inChannels channels of an image
 * @param height rows of an image
 * @param width columns of an image
 * @param outChannels channels of the result
 * @param groups how many groups the channels fall into; divides both channel counts
 * @param window kernel, stride, padding and dilation
 */
public record ConvShape(int n, int inChannels, int height, int width, int outChannels, int groups, Window window) {
    /**
     * Rows of the result.
     *
     * @return the output height
     */
    public int outHeight() {
        return window.outHeight(height);
    }

    /**
     * Columns of the result.
     *
     * @return the output width
     */
    public int outWidth() {
        return window.outWidth(width);
    }
}
