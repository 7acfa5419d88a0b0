package org.gradus.core;

import org.gradus.core.backend.Backends;
import org.gradus.core.backend.BinaryOp;
import org.gradus.core.backend.UnaryOp;

/** Ops that treat every element by itself; two operands broadcast as in NumPy. */
public sealed interface ElementwiseOps permits Tensor {
    /**
     * The sum {@code a + b}.
     *
     * <p><b>Shapes:</b> broadcast. <b>Gradient:</b> {@code g} to both, summed over stretched axes.
     *
     * @param other the right operand
     * @return the sum
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor add(Tensor other) {
        Tensor a = (Tensor) this;
        Shape shape = Shape.broadcast(a.shape(), other.shape(), "add");
        return Tape.record("add", shape, Broadcast.binary(BinaryOp.ADD, a, other, shape), a, other)
                .vjp(0, g -> g.sumTo(a.shape()))
                .vjp(1, g -> g.sumTo(other.shape()));
    }

    /**
     * The product {@code a·b}.
     *
     * <p><b>Shapes:</b> broadcast. <b>Gradient:</b> {@code g·b} and {@code g·a}, summed over stretched axes.
     *
     * @param other the right operand
     * @return the product
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor mul(Tensor other) {
        Tensor a = (Tensor) this;
        Shape shape = Shape.broadcast(a.shape(), other.shape(), "mul");
        return Tape.record("mul", shape, Broadcast.binary(BinaryOp.MUL, a, other, shape), a, other)
                .vjp(0, g -> g.mul(other).sumTo(a.shape()))
                .vjp(1, g -> g.mul(a).sumTo(other.shape()));
    }

    /**
     * The hyperbolic tangent.
     *
     * <p><b>Gradient:</b> {@code g·(1 − y²)}; at most 2 ulp.
     *
     * @return tanh of each element
     */
    default Tensor tanh() {
        Tensor x = (Tensor) this;
        float[] out = new float[x.size()];
        Backends.current().elementwise().unary(UnaryOp.TANH, 0f, x.data(), 0, out, 0, out.length);
        Tensor y = Tape.record("tanh", x.shape(), out, x);
        return y.vjp(0, g -> Tape.recording()
                ? g.mul(y.square().neg().add(1f))
                : Elementwise.gradient(UnaryOp.TANH, 0f, y, g));
    }
}
