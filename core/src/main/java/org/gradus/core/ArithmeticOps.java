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
        return Unary.record("square", UnaryOp.SQUARE, 0f, x)
                .vjp(0, g -> g.mul(x).mul(2f));
    }

    /**
     * The power {@code aᵇ}, with the special values of {@link Math#pow}.
     *
     * <p><b>Shapes:</b> broadcast. <b>Gradient:</b> {@code g·b·aᵇ⁻¹} and {@code g·aᵇ·ln a}, summed over stretched axes; the
     * first is 0 where {@code b = 0} (even at {@code a = 0}), the second 0 where {@code a = 0} and {@code b ≥ 0}, and NaN
     * where a is negative.
     *
     * @param exponent the right operand
     * @return the power
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor pow(Tensor exponent) {
        Tensor a = (Tensor) this;
        Shape shape = Shape.broadcast(a.shape(), exponent.shape(), "pow");
        Tensor y = Tape.record("pow", shape, Broadcast.binary(BinaryOp.POW, a, exponent, shape), a, exponent);
        return y.vjp(0, g -> {
                    // With exponent 0, a base whose reciprocal is infinite would give 0·∞.
                    Tensor regular = exponent.notEqualTo(0f).maximum(a.abs().greaterOrEqual(Float.MIN_NORMAL));
                    Tensor base = regular.where(a, Tensor.scalar(1f));
                    Tensor slope = base.pow(exponent.sub(1f)).mul(exponent);
                    return g.mul(regular.where(slope, Tensor.scalar(0f))).sumTo(a.shape());
                })
                .vjp(1, g -> {
                    Tensor flat = a.equalTo(0f).mul(exponent.greaterOrEqual(0f));
                    Tensor base = flat.where(Tensor.scalar(1f), a);
                    Tensor power = Tape.recording() ? base.pow(exponent) : y;
                    Tensor slope = flat.where(Tensor.scalar(0f), power.mul(base.log()));
                    return g.mul(slope).sumTo(exponent.shape());
                });
    }

    /**
     * The power {@code xᵖ}, with the special values of {@link Math#pow}.
     *
     * <p><b>Gradient:</b> {@code g·p·xᵖ⁻¹}; 0 when {@code p = 0}.
     *
     * @param exponent p
     * @return the power
     */
    default Tensor pow(float exponent) {
        Tensor x = (Tensor) this;
        Tensor p = Tensor.scalar(exponent);
        return Tape.record("pow", x.shape(), Broadcast.binary(BinaryOp.POW, x, p, x.shape()), x)
                .vjp(
                        0,
                        g -> exponent == 0f
                                ? nothing(x)
                                : g.mul(x.pow(exponent - 1f).mul(exponent)));
    }

    /**
     * The larger of two; NaN if either is NaN.
     *
     * <p><b>Shapes:</b> broadcast. <b>Gradient:</b> {@code g} to the larger, {@code g/2} to each where they are equal, summed
     * over stretched axes.
     *
     * @param other the right operand
     * @return the larger
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor maximum(Tensor other) {
        Tensor a = (Tensor) this;
        Shape shape = Shape.broadcast(a.shape(), other.shape(), "maximum");
        return Tape.record("maximum", shape, Broadcast.binary(BinaryOp.MAXIMUM, a, other, shape), a, other)
                .vjp(
                        0,
                        g -> g.mul(share(a.lessThan(other), a.lessOrEqual(other)))
                                .sumTo(a.shape()))
                .vjp(
                        1,
                        g -> g.mul(share(other.lessThan(a), other.lessOrEqual(a)))
                                .sumTo(other.shape()));
    }

    /**
     * The larger of each element and a number; NaN if either is NaN.
     *
     * <p><b>Gradient:</b> {@code g} where the element is larger, {@code g/2} where it is equal.
     *
     * @param value the right operand
     * @return the larger
     */
    default Tensor maximum(float value) {
        return maximum(Tensor.scalar(value));
    }

    /**
     * The smaller of two; NaN if either is NaN.
     *
     * <p><b>Shapes:</b> broadcast. <b>Gradient:</b> {@code g} to the smaller, {@code g/2} to each where they are equal, summed
     * over stretched axes.
     *
     * @param other the right operand
     * @return the smaller
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor minimum(Tensor other) {
        Tensor a = (Tensor) this;
        Shape shape = Shape.broadcast(a.shape(), other.shape(), "minimum");
        return Tape.record("minimum", shape, Broadcast.binary(BinaryOp.MINIMUM, a, other, shape), a, other)
                .vjp(
                        0,
                        g -> g.mul(share(a.greaterThan(other), a.greaterOrEqual(other)))
                                .sumTo(a.shape()))
                .vjp(
                        1,
                        g -> g.mul(share(other.greaterThan(a), other.greaterOrEqual(a)))
                                .sumTo(other.shape()));
    }

    /**
     * The smaller of each element and a number; NaN if either is NaN.
     *
     * <p><b>Gradient:</b> {@code g} where the element is smaller, {@code g/2} where it is equal.
     *
     * @param value the right operand
     * @return the smaller
     */
    default Tensor minimum(float value) {
        return minimum(Tensor.scalar(value));
    }

    /**
     * Each element brought into an interval: {@code min(max(x, lo), hi)}; NaN stays NaN.
     *
     * <p><b>Gradient:</b> {@code g} inside the closed interval, 0 outside.
     *
     * @param lo the lower end
     * @param hi the upper end
     * @return the clamped elements
     * @throws IllegalArgumentException when {@code lo > hi} or either is NaN
     */
    default Tensor clamp(float lo, float hi) {
        if (!(lo <= hi)) {
            throw new IllegalArgumentException("clamp: the interval from " + lo + " to " + hi
                    + " is empty; the first bound must not be above the second");
        }
        Tensor x = (Tensor) this;
        Tensor raised = Autograd.noGradient(() -> x.maximum(lo));
        float[] out = Broadcast.binary(BinaryOp.MINIMUM, raised, Tensor.scalar(hi), x.shape());
        return Tape.record("clamp", x.shape(), out, x)
                .vjp(0, g -> g.mul(x.greaterOrEqual(lo).mul(x.lessOrEqual(hi))));
    }

    /**
     * The absolute value {@code |x|}.
     *
     * <p><b>Gradient:</b> {@code g·sign(x)}, 0 at 0.
     *
     * @return the absolute value of each element
     */
    default Tensor abs() {
        Tensor x = (Tensor) this;
        return Unary.record("abs", UnaryOp.ABS, 0f, x).vjp(0, g -> g.mul(x.sign()));
    }

    /**
     * The sign: −1, 0 or 1; signed zeros and NaN are kept.
     *
     * <p><b>Gradient:</b> 0.
     *
     * @return the sign of each element
     */
    default Tensor sign() {
        Tensor x = (Tensor) this;
        return Unary.record("sign", UnaryOp.SIGN, 0f, x).vjp(0, g -> nothing(x));
    }

    /**
     * The largest integer that is not above {@code x}.
     *
     * <p><b>Gradient:</b> 0.
     *
     * @return each element rounded down
     */
    default Tensor floor() {
        Tensor x = (Tensor) this;
        return Unary.record("floor", UnaryOp.FLOOR, 0f, x).vjp(0, g -> nothing(x));
    }

    /**
     * The square root {@code √x}, correctly rounded; NaN below 0.
     *
     * <p><b>Gradient:</b> {@code g/(2·√x)}, infinite at 0; {@link ReduceOps#norm} and {@link ReduceOps#std} are safe there.
     *
     * @return the root of each element
     */
    default Tensor sqrt() {
        Tensor y = Unary.record("sqrt", UnaryOp.SQRT, 0f, (Tensor) this);
        return y.vjp(0, g -> g.div(y.mul(2f)));
    }

    /**
     * The reciprocal square root {@code 1/√x}.
     *
     * <p><b>Gradient:</b> {@code −g·y³/2}.
     *
     * @return the reciprocal root of each element
     */
    default Tensor rsqrt() {
        Tensor y = Unary.record("rsqrt", UnaryOp.RSQRT, 0f, (Tensor) this);
        return y.vjp(0, g -> g.mul(y.square().mul(y)).mul(-0.5f));
    }

    /**
     * The reciprocal {@code 1/x}, correctly rounded.
     *
     * <p><b>Gradient:</b> {@code −g·y²}.
     *
     * @return the reciprocal of each element
     */
    default Tensor reciprocal() {
        Tensor y = Unary.record("reciprocal", UnaryOp.RECIPROCAL, 0f, (Tensor) this);
        return y.vjp(0, g -> g.mul(y.square()).neg());
    }

    /** Which part of the gradient an operand gets: 0 where it has lost, 1/2 where it ties, 1 elsewhere. */
    private static Tensor share(Tensor lost, Tensor lostOrTied) {
        return lost.add(lostOrTied).mul(-0.5f).add(1f);
    }

    /** The gradient of what does not depend on x. */
    private static Tensor nothing(Tensor x) {
        return Tensor.full(x.shape(), 0f);
    }
}
