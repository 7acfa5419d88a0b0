package org.gradus.core;

import org.gradus.core.backend.BinaryOp;
import org.gradus.core.backend.UnaryOp;

/** Arithmetic on every element by itself; two operands broadcast as in NumPy. */
public sealed interface ArithmeticOps permits Tensor {
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
     * The sum {@code x + value}.
     *
     * <p><b>Gradient:</b> {@code g}.
     *
     * @param value the right operand
     * @return the sum
     */
    default Tensor add(float value) {
        return add(Tensor.scalar(value));
    }

    /**
     * The difference {@code a − b}.
     *
     * <p><b>Shapes:</b> broadcast. <b>Gradient:</b> {@code g} and {@code −g}, summed over stretched axes.
     *
     * @param other the right operand
     * @return the difference
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor sub(Tensor other) {
        Tensor a = (Tensor) this;
        Shape shape = Shape.broadcast(a.shape(), other.shape(), "sub");
        return Tape.record("sub", shape, Broadcast.binary(BinaryOp.SUB, a, other, shape), a, other)
                .vjp(0, g -> g.sumTo(a.shape()))
                .vjp(1, g -> g.sumTo(other.shape()).neg());
    }

    /**
     * The difference {@code x − value}.
     *
     * <p><b>Gradient:</b> {@code g}.
     *
     * @param value the right operand
     * @return the difference
     */
    default Tensor sub(float value) {
        return sub(Tensor.scalar(value));
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
     * The product {@code x·value}.
     *
     * <p><b>Gradient:</b> {@code g·value}.
     *
     * @param value the right operand
     * @return the product
     */
    default Tensor mul(float value) {
        return mul(Tensor.scalar(value));
    }

    /**
     * The quotient {@code a / b}.
     *
     * <p><b>Shapes:</b> broadcast. <b>Gradient:</b> {@code g/b} and {@code −g·(a/b)/b}, summed over stretched axes.
     *
     * @param other the right operand
     * @return the quotient
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor div(Tensor other) {
        Tensor a = (Tensor) this;
        Shape shape = Shape.broadcast(a.shape(), other.shape(), "div");
        Tensor y = Tape.record("div", shape, Broadcast.binary(BinaryOp.DIV, a, other, shape), a, other);
        return y.vjp(0, g -> g.div(other).sumTo(a.shape()))
                .vjp(1, g -> g.mul(y).div(other).neg().sumTo(other.shape()));
    }

    /**
     * The quotient {@code x / value}.
     *
     * <p><b>Gradient:</b> {@code g/value}.
     *
     * @param value the right operand
     * @return the quotient
     */
    default Tensor div(float value) {
        return div(Tensor.scalar(value));
    }

    /**
     * The opposite {@code −x}.
     *
     * <p><b>Gradient:</b> {@code −g}.
     *
     * @return minus each element
     */
    default Tensor neg() {
        return Unary.record("neg", UnaryOp.NEG, 0f, (Tensor) this).vjp(0, g -> g.neg());
    }

    /**
     * The square {@code x·x}.
     *
     * <p><b>Gradient:</b> {@code 2·g·x}.
     *
     * @return the square of each element
     */
    default Tensor square() {
        Tensor x = (Tensor) this;
        return Unary.record("square", UnaryOp.SQUARE, 0f, x).vjp(0, g -> g.mul(x).mul(2f));
    }
}
