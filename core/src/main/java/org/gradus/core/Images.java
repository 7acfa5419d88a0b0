package org.gradus.core;

import org.gradus.core.backend.Backends;
import org.gradus.core.backend.Window;

/** What the ops on images share: the checks of windows, and the two halves of average pooling. */
final class Images {
    private Images() {}

    /** Throws unless the shape is one of images and the window is well formed and fits into them. */
    static void check(String op, Shape x, Window v) {
        if (x.rank() != 4) {
            throw new IllegalArgumentException(
                    op + ": the input has shape " + x + ", not [n, channels, height, width]");
        }
        checkAxis(op, "height", x.dim(2), v.kernelHeight(), v.strideHeight(), v.padHeight(), v.dilationHeight());
        checkAxis(op, "width", x.dim(3), v.kernelWidth(), v.strideWidth(), v.padWidth(), v.dilationWidth());
    }

    private static void checkAxis(String op, String axis, int extent, int kernel, int stride, int pad, int dilation) {
        if (kernel < 1 || stride < 1 || pad < 0 || dilation < 1) {
            throw new IllegalArgumentException(
                    op + ": along the " + axis + " the window has kernel " + kernel + ", stride "
                            + stride + ", padding " + pad + ", dilation " + dilation
                            + "; kernel, stride and dilation must be at least 1, padding at least 0");
        }
        long padded = extent + 2L * pad;
        long span = (long) dilation * (kernel - 1) + 1;
        if (span > padded) {
            throw new IllegalArgumentException(op + ": the window does not fit: it spans " + span + " along the " + axis
                    + " (kernel " + kernel + ", dilation " + dilation + "), the input has " + padded + " (" + extent
                    + " and padding " + pad + " on each side)");
        }
        // from here on the positions of taps are computed in int
        if (padded + stride > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(op + ": " + axis + " " + extent + " with padding " + pad + " and stride "
                    + stride + " is more than an int counts");
        }
    }

    /** Throws unless windows of which the largest values are taken fit into the images, and none holds padding alone. */
    static void checkMaxPool(Shape x, Window window) {
        check("maxPool2d", x, window);
        if (holdsPaddingAlone(x.dim(2), window.kernelHeight(), window.padHeight(), window.dilationHeight())
                || holdsPaddingAlone(x.dim(3), window.kernelWidth(), window.padWidth(), window.dilationWidth())) {
            throw new IllegalArgumentException("maxPool2d: padding " + window.padHeight() + "x" + window.padWidth()
                    + " is too large for kernel " + window.kernelHeight() + "x" + window.kernelWidth()
                    + ": a window could hold padding alone; twice the padding must be below the kernel, or equal to it"
                    + " without dilation");
        }
    }

    private static boolean holdsPaddingAlone(int extent, int kernel, int pad, int dilation) {
        return 2L * pad > kernel || 2L * pad == kernel && (dilation > 1 || extent == 0);
    }

    /** The shape of what is computed once for each window. */
    static Shape windows(Shape x, int channels, Window window) {
        return Shape.owning(x.dim(0), channels, window.outHeight(x.dim(2)), window.outWidth(x.dim(3)));
    }

    /** The gradient of images whose largest values stand at {@code where}; linear, and its own gradient picks from there. */
    static Tensor maxPoolGradient(Shape shape, Window window, int[] where, Tensor dy) {
        float[] out = Scratch.floats(shape.size());
        int planes = shape.dim(0) * shape.dim(1);
        if (out.length > 0) {
            Backends.current()
                    .conv()
                    .maxPoolGradient(planes, shape.dim(2), shape.dim(3), window, where, dy.data(), out);
        }
        return Tape.record("maxPool2d gradient", shape, out, dy).vjp(0, h -> {
            Indices positions = new Indices(where, Shape.of(planes, dy.dim(2) * dy.dim(3)));
            return h.reshape(planes, shape.dim(2) * shape.dim(3))
                    .takeAlong(1, positions)
                    .reshape(dy.shape().dims());
        });
    }

    static Tensor averagePool(Tensor x, Window window) {
        Shape shape = windows(x.shape(), x.dim(1), window);
        float[] out = Scratch.floats(shape.size());
        if (out.length > 0) {
            Backends.current().conv().averagePool(x.dim(0) * x.dim(1), x.dim(2), x.dim(3), window, x.data(), out);
        }
        return Tape.record("averagePool2d", shape, out, x).vjp(0, g -> averagePoolGradient(x.shape(), window, g));
    }

    /** The gradient of images under average pooling, itself an op: it is linear, and its own gradient is average pooling. */
    private static Tensor averagePoolGradient(Shape shape, Window window, Tensor dy) {
        float[] out = Scratch.floats(shape.size());
        if (out.length > 0) {
            Backends.current()
                    .conv()
                    .averagePoolGradient(
                            shape.dim(0) * shape.dim(1), shape.dim(2), shape.dim(3), window, dy.data(), out);
        }
        return Tape.record("averagePool2d gradient", shape, out, dy).vjp(0, h -> averagePool(h, window));
    }
}
