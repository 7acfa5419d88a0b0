package org.gradus.core;

import org.gradus.core.backend.ReduceOp;

/**
 * Sums, extremes, moments and scans along axes. No axes means all axes; a negative axis counts from the end. Several axes
 * are reduced run by run of neighbours, the innermost run first.
 */
public sealed interface ReduceOps permits Tensor {
    /**
     * The sum over axes, which disappear: {@code y = Σ x}; 0 over nothing.
     *
     * <p><b>Gradient:</b> {@code g} to every element of the sum.
     *
     * @param axes which axes; none for all
     * @return the sums
     * @throws IllegalArgumentException when an axis does not exist or is named twice
     */
    default Tensor sum(int... axes) {
        return sum(false, axes);
    }

    /**
     * The sum over axes: {@code y = Σ x}; 0 over nothing.
     *
     * <p><b>Gradient:</b> {@code g} to every element of the sum.
     *
     * @param keepDims whether a reduced axis stays, with extent 1
     * @param axes which axes; none for all
     * @return the sums
     * @throws IllegalArgumentException when an axis does not exist or is named twice
     */
    default Tensor sum(boolean keepDims, int... axes) {
        Tensor x = (Tensor) this;
        Axes over = new Axes(x.shape(), keepDims, axes, "sum");
        return Tape.record("sum", over.result, over.reduce(ReduceOp.SUM, x), x)
                .vjp(0, g -> Broadcast.expand(over.keep(g), x.shape()));
    }

    /**
     * The sum over those axes along which a tensor of the given shape was stretched to have this one: the inverse of
     * broadcasting.
     *
     * <p><b>Gradient:</b> {@code g}, stretched again.
     *
     * @param shape a shape that broadcasts to this tensor's
     * @return the sums, of that shape; this tensor itself when the shapes are equal
     * @throws IllegalArgumentException when the shape does not broadcast to this tensor's
     */
    default Tensor sumTo(Shape shape) {
        Tensor x = (Tensor) this;
        if (x.shape().equals(shape)) {
            return x;
        }
        Axes over = Axes.stretched(x.shape(), shape, "sumTo");
        return Tape.record("sumTo", shape, over.reduce(ReduceOp.SUM, x), x)
                .vjp(0, g -> Broadcast.expand(g, x.shape()));
    }
}
