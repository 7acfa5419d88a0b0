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
        return Convolution.forward(Convolution.shape(x, weight, bias, window, groups), x, weight, bias);
    }

    /**
     * {@link #conv2d}, then {@link Tensor#relu}, then {@link #maxPool2d} if there is a window for it: the bits and gradients of
     * these ops one after the other, in one kernel where nothing is recorded.
     *
     * <p><b>Shapes:</b> as for {@link #conv2d}, then as for {@link #maxPool2d}. <b>Gradient:</b> that of the separate ops.
     *
     * @param weight the kernels
     * @param bias one number for each output channel, or null for none
     * @param window kernel, stride, padding and dilation
     * @param groups how many groups the channels fall into
     * @param pool the windows of which the largest values are taken, or null for none
     * @return the images after convolution, ReLU and pooling
     * @throws IllegalArgumentException when {@link #conv2d} or {@link #maxPool2d} would throw
     */
    default Tensor conv2dRelu(Tensor weight, @Nullable Tensor bias, Window window, int groups, @Nullable Window pool) {
        Tensor x = (Tensor) this;
        Tape.State state = Tape.state();
        if (!state.recording && !state.guarding && x.size() > 0 && weight.size() > 0) {
            ConvShape s = Convolution.shape(x, weight, bias, window, groups);
            if (pool != null) {
                Images.checkMaxPool(Images.windows(x.shape(), s.outChannels(), window), pool);
            }
            return Convolution.answer(s, x, weight, bias, pool);
        }
        Tensor y = x.conv2d(weight, bias, window, groups).relu();
        return pool == null ? y : y.maxPool2d(pool);
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
        Images.checkMaxPool(x.shape(), window);
        Shape shape = Images.windows(x.shape(), x.dim(1), window);
        float[] out = Scratch.floats(shape.size());
        int[] where = Scratch.hiddenInts(out.length);
        if (out.length > 0) {
            Backends.current().conv().maxPool(x.dim(0) * x.dim(1), x.dim(2), x.dim(3), window, x.data(), out, where);
        }
        return Tape.record("maxPool2d", shape, out, x).vjp(0, g -> Images.maxPoolGradient(x.shape(), window, where, g));
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
