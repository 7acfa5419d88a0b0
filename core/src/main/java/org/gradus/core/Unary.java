package org.gradus.core;

import org.gradus.core.backend.Backends;
import org.gradus.core.backend.UnaryOp;

/** Runs kernels of one argument. */
final class Unary {
    private Unary() {}

    /** Records {@code op(x)}; the caller states the gradient. */
    static Tensor record(String name, UnaryOp op, float p, Tensor x) {
        float[] out = Scratch.floats(x.size());
        Backends.current().elementwise().unary(op, p, x.data(), 0, out, 0, out.length);
        return Tape.record(name, x.shape(), out, x);
    }

    /** {@code g·op′}, unrecorded; v is the argument or the result, as {@link UnaryOp#gradientFrom()} says. */
    static Tensor gradient(String name, UnaryOp op, float p, Tensor v, Tensor g) {
        float[] out = Scratch.floats(v.size());
        Backends.current().elementwise().unaryGradient(op, p, v.data(), 0, g.data(), 0, out, 0, out.length);
        return Tape.record(name, v.shape(), out, v, g);
    }
}
