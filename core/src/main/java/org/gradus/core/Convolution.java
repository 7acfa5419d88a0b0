package org.gradus.core;

import org.gradus.core.backend.Backends;
import org.gradus.core.backend.ConvShape;
import org.jspecify.annotations.Nullable;

/**
 * Convolution and its two gradients. Each is linear in both of its arguments, and each one's gradients are the other two,
 * so that derivatives of every order exist. Shapes are checked by {@link ConvOps#conv2d}; where there is nothing to add up,
 * zeros stay.
 */
final class Convolution {
    private Convolution() {}

    static Tensor forward(ConvShape s, Tensor x, Tensor w, @Nullable Tensor bias) {
        Shape shape = Images.windows(x.shape(), s.outChannels(), s.window());
        boolean nothing = shape.size() == 0 || w.size() == 0;
        float[] y = nothing ? Scratch.zeros(shape.size()) : Scratch.floats(shape.size());
        if (!nothing) {
            Backends.current().conv().forward(s, x.data(), w.data(), bias == null ? null : bias.data(), y);
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

    private static Tensor differentiable(ConvShape s, Tensor y, Tensor x, Tensor w) {
        return y.vjp(0, g -> inputGradient(s, g, w)).vjp(1, g -> weightGradient(s, x, g));
    }

    /** The gradient of the images: each gradient element spread over its window. */
    static Tensor inputGradient(ConvShape s, Tensor dy, Tensor w) {
        Shape shape = Shape.of(s.n(), s.inChannels(), s.height(), s.width());
        boolean nothing = shape.size() == 0 || dy.size() == 0;
        float[] dx = nothing ? Scratch.zeros(shape.size()) : Scratch.floats(shape.size());
        if (!nothing) {
            Backends.current().conv().inputGradient(s, dy.data(), w.data(), dx);
        }
        return Tape.record("conv2d input gradient", shape, dx, dy, w)
                .vjp(0, h -> forward(s, h, w, null))
                .vjp(1, h -> weightGradient(s, h, dy));
    }

    /** The gradient of the weights: images times gradient elements, summed over images and places. */
    static Tensor weightGradient(ConvShape s, Tensor x, Tensor dy) {
        Shape shape = Shape.of(
                s.outChannels(),
                s.inChannels() / s.groups(),
                s.window().kernelHeight(),
                s.window().kernelWidth());
        boolean nothing = shape.size() == 0 || dy.size() == 0;
        float[] dw = nothing ? Scratch.zeros(shape.size()) : Scratch.floats(shape.size());
        if (!nothing) {
            Backends.current().conv().weightGradient(s, x.data(), dy.data(), dw);
        }
        return Tape.record("conv2d weight gradient", shape, dw, x, dy)
                .vjp(0, h -> inputGradient(s, dy, h))
                .vjp(1, h -> forward(s, x, h, null));
    }
}
