package org.gradus.core;

import org.gradus.core.backend.Backends;
import org.gradus.core.backend.BinaryOp;

/**
 * Comparisons, which give 1 for true and 0 for false and have no gradient, and the choice between two tensors by such a
 * condition. Two operands broadcast as in NumPy.
 */
public sealed interface ComparisonOps permits Tensor {
    /**
     * Whether {@code a = b}; NaN equals nothing, −0 equals +0.
     *
     * <p><b>Shapes:</b> broadcast. <b>Gradient:</b> none.
     *
     * @param other the right operand
     * @return 1 where it holds, 0 elsewhere
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor equalTo(Tensor other) {
        return compare("equalTo", BinaryOp.EQUAL, (Tensor) this, other);
    }

    /**
     * Whether {@code x = value}; NaN equals nothing, −0 equals +0.
     *
     * <p><b>Gradient:</b> none.
     *
     * @param value the right operand
     * @return 1 where it holds, 0 elsewhere
     */
    default Tensor equalTo(float value) {
        return equalTo(Tensor.scalar(value));
    }

    /**
     * Whether {@code a ≠ b}; true where either is NaN.
     *
     * <p><b>Shapes:</b> broadcast. <b>Gradient:</b> none.
     *
     * @param other the right operand
     * @return 1 where it holds, 0 elsewhere
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor notEqualTo(Tensor other) {
        return compare("notEqualTo", BinaryOp.NOT_EQUAL, (Tensor) this, other);
    }

    /**
     * Whether {@code x ≠ value}; true where either is NaN.
     *
     * <p><b>Gradient:</b> none.
     *
     * @param value the right operand
     * @return 1 where it holds, 0 elsewhere
     */
    default Tensor notEqualTo(float value) {
        return notEqualTo(Tensor.scalar(value));
    }

    /**
     * Whether {@code a < b}; false where either is NaN.
     *
     * <p><b>Shapes:</b> broadcast. <b>Gradient:</b> none.
     *
     * @param other the right operand
     * @return 1 where it holds, 0 elsewhere
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor lessThan(Tensor other) {
        return compare("lessThan", BinaryOp.LESS, (Tensor) this, other);
    }

    /**
     * Whether {@code x < value}; false where either is NaN.
     *
     * <p><b>Gradient:</b> none.
     *
     * @param value the right operand
     * @return 1 where it holds, 0 elsewhere
     */
    default Tensor lessThan(float value) {
        return lessThan(Tensor.scalar(value));
    }

    /**
     * Whether {@code a ≤ b}; false where either is NaN.
     *
     * <p><b>Shapes:</b> broadcast. <b>Gradient:</b> none.
     *
     * @param other the right operand
     * @return 1 where it holds, 0 elsewhere
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor lessOrEqual(Tensor other) {
        return compare("lessOrEqual", BinaryOp.LESS_EQUAL, (Tensor) this, other);
    }

    /**
     * Whether {@code x ≤ value}; false where either is NaN.
     *
     * <p><b>Gradient:</b> none.
     *
     * @param value the right operand
     * @return 1 where it holds, 0 elsewhere
     */
    default Tensor lessOrEqual(float value) {
        return lessOrEqual(Tensor.scalar(value));
    }

    /**
     * Whether {@code a > b}; false where either is NaN.
     *
     * <p><b>Shapes:</b> broadcast. <b>Gradient:</b> none.
     *
     * @param other the right operand
     * @return 1 where it holds, 0 elsewhere
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor greaterThan(Tensor other) {
        return compare("greaterThan", BinaryOp.GREATER, (Tensor) this, other);
    }

    /**
     * Whether {@code x > value}; false where either is NaN.
     *
     * <p><b>Gradient:</b> none.
     *
     * @param value the right operand
     * @return 1 where it holds, 0 elsewhere
     */
    default Tensor greaterThan(float value) {
        return greaterThan(Tensor.scalar(value));
    }

    /**
     * Whether {@code a ≥ b}; false where either is NaN.
     *
     * <p><b>Shapes:</b> broadcast. <b>Gradient:</b> none.
     *
     * @param other the right operand
     * @return 1 where it holds, 0 elsewhere
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor greaterOrEqual(Tensor other) {
        return compare("greaterOrEqual", BinaryOp.GREATER_EQUAL, (Tensor) this, other);
    }

    /**
     * Whether {@code x ≥ value}; false where either is NaN.
     *
     * <p><b>Gradient:</b> none.
     *
     * @param value the right operand
     * @return 1 where it holds, 0 elsewhere
     */
    default Tensor greaterOrEqual(float value) {
        return greaterOrEqual(Tensor.scalar(value));
    }

    /**
     * Chooses by this tensor as a condition: {@code a} where it is not 0, {@code b} where it is; NaN counts as true.
     *
     * <p><b>Shapes:</b> all three broadcast. <b>Gradient:</b> {@code g} to the chosen one and 0 to the other, summed over
     * stretched axes; none to the condition. A branch that is infinite or NaN where it is not chosen still multiplies that 0
     * by its own derivative: make its argument harmless there by a {@code where} of its own.
     *
     * @param a taken where the condition is not 0
     * @param b taken where the condition is 0
     * @return the chosen elements
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor where(Tensor a, Tensor b) {
        Tensor condition = (Tensor) this;
        Shape shape = Shape.broadcast(condition.shape(), Shape.broadcast(a.shape(), b.shape(), "where"), "where");
        float[] out = Scratch.floats(shape.size());
        Backends.current()
                .elementwise()
                .where(
                        Broadcast.elements(condition, shape),
                        Broadcast.elements(a, shape),
                        Broadcast.elements(b, shape),
                        out,
                        out.length);
        return Tape.record("where", shape, out, a, b)
                .vjp(0, g -> condition.where(g, Tensor.scalar(0f)).sumTo(a.shape()))
                .vjp(1, g -> condition.where(Tensor.scalar(0f), g).sumTo(b.shape()));
    }

    private static Tensor compare(String name, BinaryOp op, Tensor a, Tensor b) {
        Shape shape = Shape.broadcast(a.shape(), b.shape(), name);
        return Tensor.wrap(shape, Broadcast.binary(op, a, b, shape));
    }
}
