package org.gradus.core;

import org.gradus.core.backend.Backends;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Window;
import org.jspecify.annotations.Nullable;

/** Convolution and pooling of images {@code [n, channels, height, width]}. */
public sealed interface ConvOps permits Tensor {
    /**
     * The convolution (without reversing the kernel)
     * {@code y[n, o, i, j] = b[o] + Σ x[n, c, i·s − p + ky·d, j·s − p + kx·d]·w[o, c, ky, kx]} over the channels of the
     * group and the kernel, with stride s, padding p by zeros and dilation d.
     *
     * <p><b>Shapes:</b> {@code [n, c, h, w]}, weight {@code [o, c/groups, kh, kw]}, bias {@code [o] → [n, o, h′, w′]} with
     * {@code h′ = ⌊(h + 2p − d·(kh − 1) − 1)/s⌋ + 1}. <b>Gradient:</b> the transposed convolution of {@code g} with w, the
     * correlation of x with {@code g}, and the sum of {@code g} over images and places.
     *
     * @param weight the kernels
     * @param bias one number for each output channel, or null for none
     * @param window kernel, stride, padding and dilation
     * @param groups how many groups the channels fall into; each output channel sees one of them
     * @return the images after convolution
     * @throws IllegalArgumentException when the window is malformed or does not fit, the groups do not divide the channels or
     *     the shapes do not fit
     */
    default Tensor conv2d(Tensor weight, @Nullable Tensor bias, Window window, int groups) {
        Tensor x = (Tensor) this;
        Images.check("conv2d", x.shape(), window);
        Shape w = weight.shape();
        if (w.rank() != 4 || w.dim(2) != window.kernelHeight() || w.dim(3) != window.kernelWidth()) {
            throw new IllegalArgumentException("conv2d: the weight has shape " + w + ", not [out, in/groups, "
                    + window.kernelHeight() + ", " + window.kernelWidth() + "] as the window says");
        }
        int in = x.dim(1);
        int out = w.dim(0);
        if (groups < 1 || in % groups != 0 || out % groups != 0) {
            throw new IllegalArgumentException(
                    "conv2d: " + groups + " groups do not divide " + in + " input and " + out + " output channels");
        }
        if (w.dim(1) != in / groups) {
            throw new IllegalArgumentException(
                    "conv2d: the weight " + w + " expects " + w.dim(1) + " channels in each of "
                            + groups + " groups, but the input " + x.shape() + " has " + in + "/" + groups + " = "
                            + in / groups);
        }
        if (bias != null && !bias.shape().equals(Shape.of(out))) {
            throw new IllegalArgumentException(
                    "conv2d: the bias has shape " + bias.shape() + ", but the weight " + w + " needs [" + out + "]");
        }
        return Convolution.forward(
                new ConvShape(x.dim(0), in, x.dim(2), x.dim(3), out, groups, window), x, weight, bias);
    }

    /**
     * The largest value of each window; padding never wins.
     *
     * <p><b>Shapes:</b> {@code [n, c, h, w] → [n, c, h′, w′]} as for {@link #conv2d}. <b>Gradient:</b> {@code g} added up
     * where the largest values stood; among equals the first in row-major order, and the first NaN if there is one.
     *
     * @param window kernel, stride, padding and dilation; twice the padding is below the kernel, or equal to it where the
     *     dilation is 1
     * @return the largest values
     * @throws IllegalArgumentException when the window is malformed or does not fit, or its padding is too large
     */
    default Tensor maxPool2d(Window window) {
        Tensor x = (Tensor) this;
        Images.check("maxPool2d", x.shape(), window);
        if (holdsPaddingAlone(x.dim(2), window.kernelHeight(), window.padHeight(), window.dilationHeight())
                || holdsPaddingAlone(x.dim(3), window.kernelWidth(), window.padWidth(), window.dilationWidth())) {
            throw new IllegalArgumentException("maxPool2d: padding " + window.padHeight() + "x" + window.padWidth()
                    + " is too large for kernel " + window.kernelHeight() + "x" + window.kernelWidth()
                    + ": a window could hold padding alone; twice the padding must be below the kernel, or equal to it"
                    + " without dilation");
        }
        Shape shape = Images.windows(x.shape(), x.dim(1), window);
        float[] out = Scratch.floats(shape.size());
        int[] where = Scratch.hiddenInts(out.length);
        if (out.length > 0) {
            Backends.current().conv().maxPool(x.dim(0) * x.dim(1), x.dim(2), x.dim(3), window, x.data(), out, where);
        }
        return Tape.record("maxPool2d", shape, out, x).vjp(0, g -> Images.maxPoolGradient(x.shape(), window, where, g));
    }

    private static boolean holdsPaddingAlone(int extent, int kernel, int pad, int dilation) {
        return 2L * pad > kernel || 2L * pad == kernel && (dilation > 1 || extent == 0);
    }

    /**
     * The mean of each window; padding counts as zeros, so that the divisor is always the kernel's size.
     *
     * <p><b>Shapes:</b> {@code [n, c, h, w] → [n, c, h′, w′]} as for {@link #conv2d}. <b>Gradient:</b> {@code g} over the
     * kernel's size, added up over the windows that cover an element.
     *
     * @param window kernel, stride, padding and dilation
     * @return the means
     * @throws IllegalArgumentException when the window is malformed or does not fit
     */
    default Tensor averagePool2d(Window window) {
        Tensor x = (Tensor) this;
        Images.check("averagePool2d", x.shape(), window);
        return Images.averagePool(x, window);
    }
}
