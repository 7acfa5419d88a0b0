package org.gradus.core;

import java.util.Arrays;
import org.gradus.core.backend.Backends;
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
        return Tape.record("sumTo", shape, over.reduce(ReduceOp.SUM, x), x).vjp(0, g -> Broadcast.expand(g, x.shape()));
    }
    /**
     * The mean over axes, which disappear: {@code y = (Σ x)/n}; NaN over nothing.
     *
     * <p><b>Gradient:</b> {@code g/n} to every element.
     *
     * @param axes which axes; none for all
     * @return the means
     * @throws IllegalArgumentException when an axis does not exist or is named twice
     */
    default Tensor mean(int... axes) {
        return mean(false, axes);
    }

    /**
     * The mean over axes: {@code y = (Σ x)/n}; NaN over nothing.
     *
     * <p><b>Gradient:</b> {@code g/n} to every element.
     *
     * @param keepDims whether a reduced axis stays, with extent 1
     * @param axes which axes; none for all
     * @return the means
     * @throws IllegalArgumentException when an axis does not exist or is named twice
     */
    default Tensor mean(boolean keepDims, int... axes) {
        Axes over = new Axes(((Tensor) this).shape(), keepDims, axes, "mean");
        return sum(keepDims, over.axes()).div(over.count);
    }

    /**
     * The largest element over axes, which disappear: NaN if any is NaN.
     *
     * <p><b>Gradient:</b> {@code g} in equal parts to all elements that are the largest.
     *
     * @param axes which axes; none for all
     * @return the largest elements
     * @throws IllegalArgumentException when an axis does not exist or is named twice, or there is nothing to choose
     *     from
     */
    default Tensor max(int... axes) {
        return max(false, axes);
    }

    /**
     * The largest element over axes: NaN if any is NaN.
     *
     * <p><b>Gradient:</b> {@code g} in equal parts to all elements that are the largest.
     *
     * @param keepDims whether a reduced axis stays, with extent 1
     * @param axes which axes; none for all
     * @return the largest elements
     * @throws IllegalArgumentException when an axis does not exist or is named twice, or there is nothing to choose
     *     from
     */
    default Tensor max(boolean keepDims, int... axes) {
        return extreme("max", ReduceOp.MAX, keepDims, axes);
    }

    /**
     * The smallest element over axes, which disappear: NaN if any is NaN.
     *
     * <p><b>Gradient:</b> {@code g} in equal parts to all elements that are the smallest.
     *
     * @param axes which axes; none for all
     * @return the smallest elements
     * @throws IllegalArgumentException when an axis does not exist or is named twice, or there is nothing to choose
     *     from
     */
    default Tensor min(int... axes) {
        return min(false, axes);
    }

    /**
     * The smallest element over axes: NaN if any is NaN.
     *
     * <p><b>Gradient:</b> {@code g} in equal parts to all elements that are the smallest.
     *
     * @param keepDims whether a reduced axis stays, with extent 1
     * @param axes which axes; none for all
     * @return the smallest elements
     * @throws IllegalArgumentException when an axis does not exist or is named twice, or there is nothing to choose
     *     from
     */
    default Tensor min(boolean keepDims, int... axes) {
        return extreme("min", ReduceOp.MIN, keepDims, axes);
    }

    private Tensor extreme(String name, ReduceOp op, boolean keepDims, int[] axes) {
        Tensor x = (Tensor) this;
        Axes over = new Axes(x.shape(), keepDims, axes, name);
        if (over.count == 0 && over.result.size() > 0) {
            throw new IllegalArgumentException(name + ": axes " + over + " of " + x.shape()
                    + " hold no element to choose from; check for emptiness first");
        }
        Tensor y = Tape.record(name, over.result, over.reduce(op, x), x);
        return y.vjp(0, g -> {
            Tensor chosen = x.equalTo(over.keep(y));
            return chosen.mul(over.keep(g).div(chosen.sum(true, over.axes())));
        });
    }

    /**
     * The product over axes, which disappear: {@code y = Π x}; 1 over nothing.
     *
     * <p><b>Gradient:</b> {@code g·Π} of the other elements, multiplied out and not divided, so that zeros are right.
     *
     * @param axes which axes; none for all
     * @return the products
     * @throws IllegalArgumentException when an axis does not exist or is named twice
     */
    default Tensor prod(int... axes) {
        return prod(false, axes);
    }

    /**
     * The product over axes: {@code y = Π x}; 1 over nothing.
     *
     * <p><b>Gradient:</b> {@code g·Π} of the other elements, multiplied out and not divided, so that zeros are right.
     *
     * @param keepDims whether a reduced axis stays, with extent 1
     * @param axes which axes; none for all
     * @return the products
     * @throws IllegalArgumentException when an axis does not exist or is named twice
     */
    default Tensor prod(boolean keepDims, int... axes) {
        Tensor x = (Tensor) this;
        Axes over = new Axes(x.shape(), keepDims, axes, "prod");
        return Tape.record("prod", over.result, over.reduce(ReduceOp.PROD, x), x)
                .vjp(0, g -> over.scatter(Products.ofOthers(over.gather(x))).mul(over.keep(g)));
    }

    /**
     * The variance of all elements, with correction 1: that of the population that they are a sample of.
     *
     * <p><b>Gradient:</b> {@code g·2·(x − mean)/(n − 1)}.
     *
     * @return a scalar
     * @throws IllegalArgumentException when there are fewer than two elements
     */
    default Tensor var() {
        return var(1, false);
    }

    /**
     * The variance over axes: {@code y = Σ (x − mean)²/(n − correction)}, the mean taken first.
     *
     * <p><b>Gradient:</b> {@code g·2·(x − mean)/(n − correction)}.
     *
     * @param correction 0 for the variance of the elements, 1 for that of the population that they are a sample of
     * @param keepDims whether a reduced axis stays, with extent 1
     * @param axes which axes; none for all
     * @return the variances
     * @throws IllegalArgumentException when an axis does not exist or is named twice, or the divisor is not positive
     */
    default Tensor var(int correction, boolean keepDims, int... axes) {
        return variance("var", correction, keepDims, axes);
    }

    /**
     * The standard deviation of all elements, with correction 1.
     *
     * <p><b>Gradient:</b> {@code g·(x − mean)/((n − 1)·y)}; 0 where all elements are equal.
     *
     * @return a scalar
     * @throws IllegalArgumentException when there are fewer than two elements
     */
    default Tensor std() {
        return std(1, false);
    }

    /**
     * The standard deviation over axes: the root of {@link #var(int, boolean, int...) the variance}.
     *
     * <p><b>Gradient:</b> {@code g·(x − mean)/((n − correction)·y)}; 0 where all elements are equal.
     *
     * @param correction 0 for the deviation of the elements, 1 for that of the population that they are a sample of
     * @param keepDims whether a reduced axis stays, with extent 1
     * @param axes which axes; none for all
     * @return the standard deviations
     * @throws IllegalArgumentException when an axis does not exist or is named twice, or the divisor is not positive
     */
    default Tensor std(int correction, boolean keepDims, int... axes) {
        return variance("std", correction, keepDims, axes).safeSqrt();
    }

    private Tensor variance(String name, int correction, boolean keepDims, int[] axes) {
        Tensor x = (Tensor) this;
        Axes over = new Axes(x.shape(), keepDims, axes, name);
        int divisor = over.count - correction;
        if (correction < 0 || (divisor <= 0 && over.result.size() > 0)) {
            throw new IllegalArgumentException(name + ": correction " + correction + " for the " + over.count
                    + " elements of axes " + over + " of " + x.shape()
                    + "; it must be at least 0 and below the number of elements");
        }
        return x.sub(x.mean(true, over.axes()))
                .square()
                .sum(keepDims, over.axes())
                .div(divisor);
    }

    /**
     * The Euclidean norm over axes, which disappear: {@code y = √(Σ x²)}; 0 over nothing. Squares beyond the range of a
     * float make it infinite, or 0.
     *
     * <p><b>Gradient:</b> {@code g·x/y}; 0 where {@code y = 0}.
     *
     * @param axes which axes; none for all
     * @return the norms
     * @throws IllegalArgumentException when an axis does not exist or is named twice
     */
    default Tensor norm(int... axes) {
        return norm(false, axes);
    }

    /**
     * The Euclidean norm over axes: {@code y = √(Σ x²)}; 0 over nothing. Squares beyond the range of a
     * float make it infinite, or 0.
     *
     * <p><b>Gradient:</b> {@code g·x/y}; 0 where {@code y = 0}.
     *
     * @param keepDims whether a reduced axis stays, with extent 1
     * @param axes which axes; none for all
     * @return the norms
     * @throws IllegalArgumentException when an axis does not exist or is named twice
     */
    default Tensor norm(boolean keepDims, int... axes) {
        Tensor x = (Tensor) this;
        Axes over = new Axes(x.shape(), keepDims, axes, "norm");
        return x.square().sum(keepDims, over.axes()).safeSqrt();
    }

    /**
     * The logarithm of the sum of exponentials over axes, which disappear: {@code y = ln Σ eˣ}, without overflow; −∞ over nothing.
     *
     * <p><b>Gradient:</b> {@code g·e^(x − y)}; 0 where {@code y = −∞}.
     *
     * @param axes which axes; none for all
     * @return the logarithms
     * @throws IllegalArgumentException when an axis does not exist or is named twice
     */
    default Tensor logSumExp(int... axes) {
        return logSumExp(false, axes);
    }

    /**
     * The logarithm of the sum of exponentials over axes: {@code y = ln Σ eˣ}, without overflow; −∞ over nothing.
     *
     * <p><b>Gradient:</b> {@code g·e^(x − y)}; 0 where {@code y = −∞}.
     *
     * @param keepDims whether a reduced axis stays, with extent 1
     * @param axes which axes; none for all
     * @return the logarithms
     * @throws IllegalArgumentException when an axis does not exist or is named twice
     */
    default Tensor logSumExp(boolean keepDims, int... axes) {
        Tensor x = (Tensor) this;
        Axes over = new Axes(x.shape(), keepDims, axes, "logSumExp");
        float[] out = Scratch.floats(over.result.size());
        if (over.count == 0) {
            Arrays.fill(out, Float.NEGATIVE_INFINITY);
        } else {
            Tensor rows = Autograd.noGradient(() -> over.rows(x));
            Backends.current().rows().logSumExp(out.length, over.count, rows.data(), out);
        }
        Tensor y = Tape.record("logSumExp", over.result, out, x);
        return y.vjp(0, g -> {
            Tensor kept = over.keep(y);
            Tensor finite = kept.equalTo(Float.NEGATIVE_INFINITY).where(Tensor.scalar(0f), kept);
            return x.sub(finite).exp().mul(over.keep(g));
        });
    }

    /**
     * Where the largest element stands along an axis, which disappears: the first of equals, the first NaN if there is one.
     *
     * <p><b>Gradient:</b> none.
     *
     * @param axis which axis
     * @return positions along the axis
     * @throws IllegalArgumentException when the axis does not exist or is empty
     */
    default Indices argMax(int axis) {
        return argExtreme("argMax", true, axis);
    }

    /**
     * Where the smallest element stands along an axis, which disappears: the first of equals, the first NaN if there is one.
     *
     * <p><b>Gradient:</b> none.
     *
     * @param axis which axis
     * @return positions along the axis
     * @throws IllegalArgumentException when the axis does not exist or is empty
     */
    default Indices argMin(int axis) {
        return argExtreme("argMin", false, axis);
    }

    private Indices argExtreme(String name, boolean largest, int axis) {
        Tensor x = (Tensor) this;
        Shape shape = x.shape();
        int a = shape.axis(axis, name);
        Axes over = new Axes(shape, false, new int[] {a}, name);
        int[] out = new int[over.result.size()];
        if (over.count == 0 && out.length > 0) {
            throw new IllegalArgumentException(name + ": axis " + axis + " of " + shape
                    + " holds no element to choose from; check for emptiness first");
        }
        if (out.length > 0) {
            Backends.current()
                    .reduce()
                    .argExtreme(largest, shape.span(0, a), over.count, shape.span(a + 1, shape.rank()), x.data(), out);
        }
        return new Indices(out, over.result);
    }

    /**
     * Cumulative sums along an axis, one after the other: {@code y[i] = x[0] + … + x[i]}.
     *
     * <p><b>Gradient:</b> the cumulative sums of {@code g} from the end.
     *
     * @param axis which axis
     * @return the sums, of this tensor's shape
     * @throws IllegalArgumentException when the axis does not exist
     */
    default Tensor cumsum(int axis) {
        Tensor x = (Tensor) this;
        return cumulate(x, false, x.shape().axis(axis, "cumsum"));
    }

    private static Tensor cumulate(Tensor x, boolean reverse, int axis) {
        Shape shape = x.shape();
        float[] out = Scratch.floats(x.size());
        int inner = shape.span(axis + 1, shape.rank());
        Backends.current().reduce().cumulativeSum(reverse, shape.span(0, axis), shape.dim(axis), inner, x.data(), out);
        return Tape.record("cumsum", shape, out, x).vjp(0, g -> cumulate(g, !reverse, axis));
    }
}
