package org.gradus.core;

import org.gradus.core.backend.Backends;
import org.gradus.core.backend.ConvEpilogue;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Window;
import org.jspecify.annotations.Nullable;

/**
 * Convolution and its two gradients. Each is linear in both of its arguments, and each one's gradients are the other two,
 * so that derivatives of every order exist. Shapes are checked by {@link ConvOps#conv2d}; where there is nothing to add up,
 * zeros stay.
 */
final class Convolution {
    private Convolution() {}

    /** The shape of {@link ConvOps#conv2d}, whose arguments are checked. */
    static ConvShape shape(Tensor x, Tensor weight, @Nullable Tensor bias, Window window, int groups) {
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
        return new ConvShape(x.dim(0), in, x.dim(2), x.dim(3), out, groups, window);
    }

    static Tensor forward(ConvShape s, Tensor x, Tensor w, @Nullable Tensor bias) {
        Shape shape = Images.windows(x.shape(), s.outChannels(), s.window());
        boolean nothing = shape.size() == 0 || w.size() == 0;
        float[] y = nothing ? Scratch.zeros(shape.size()) : Scratch.floats(shape.size());
        if (!nothing && Tape.recording()) {
            Backends.current().conv().forward(s, x.data(), w.data(), bias == null ? null : bias.data(), y);
        } else if (!nothing) {
            answer(s, ConvEpilogue.NONE, x, w, bias, y);
        }
        if (bias == null) {
            return differentiable(s, Tape.record("conv2d", shape, y, x, w), x, w);
        }
        if (nothing) {
            y = bias.detach()
                    .reshape(s.outChannels(), 1, 1)
                    .expand(shape.dims())
                    .data();
        }
        return differentiable(s, Tape.record("conv2d", shape, y, x, w, bias), x, w)
                .vjp(2, g -> g.sum(0, 2, 3));
    }

    /** The convolution, ReLU and, unless it is null, the pooling of an answer, which is not recorded. */
    static Tensor answer(ConvShape s, Tensor x, Tensor w, @Nullable Tensor bias, @Nullable Window pool) {
        Shape all = Images.windows(x.shape(), s.outChannels(), s.window());
        Shape shape = pool == null ? all : Images.windows(all, s.outChannels(), pool);
        float[] y = Scratch.floats(shape.size());
        answer(s, new ConvEpilogue(true, pool), x, w, bias, y);
        return Tape.record("conv2dRelu", shape, y, x, w);
    }

    /** Weights that answer again and again are kept as the backend reads them fastest. */
    private static void answer(
            ConvShape s, ConvEpilogue epilogue, Tensor x, Tensor w, @Nullable Tensor bias, float[] y) {
        float[] added = bias == null ? null : bias.data();
        Backends.current().conv().answer(s, epilogue, x.data(), w.data(), w.keptTranspose(), added, y);
    }

    private static Tensor differentiable(ConvShape s, Tensor y, Tensor x, Tensor w) {
        return y.vjp(0, g -> inputGradient(s, x.shape(), g, w)).vjp(1, g -> weightGradient(s, w.shape(), x, g));
    }

    /** The gradient of images of a shape: each gradient element spread over its window. */
    static Tensor inputGradient(ConvShape s, Shape shape, Tensor dy, Tensor w) {
        boolean nothing = shape.size() == 0 || dy.size() == 0;
        float[] dx = nothing ? Scratch.zeros(shape.size()) : Scratch.floats(shape.size());
        if (!nothing) {
            Backends.current().conv().inputGradient(s, dy.data(), w.data(), dx);
        }
        return Tape.record("conv2d input gradient", shape, dx, dy, w)
                .vjp(0, h -> forward(s, h, w, null))
                .vjp(1, h -> weightGradient(s, w.shape(), h, dy));
    }

    /** The gradient of weights of a shape: images times gradient elements, summed over images and places. */
    static Tensor weightGradient(ConvShape s, Shape shape, Tensor x, Tensor dy) {
        boolean nothing = shape.size() == 0 || dy.size() == 0;
        float[] dw = nothing ? Scratch.zeros(shape.size()) : Scratch.floats(shape.size());
        if (!nothing) {
            Backends.current().conv().weightGradient(s, x.data(), dy.data(), dw);
        }
        return Tape.record("conv2d weight gradient", shape, dw, x, dy)
                .vjp(0, h -> inputGradient(s, x.shape(), dy, h))
                .vjp(1, h -> forward(s, x, h, null));
    }
}
