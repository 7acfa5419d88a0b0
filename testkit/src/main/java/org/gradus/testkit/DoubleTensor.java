package org.gradus.testkit;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/**
 * A slow and simple array of doubles in which the oracles of the op tests are written; it shares no code with what it
 * judges. What has no method of its own is said element by element: {@code DoubleTensor.of(dims, index -> …)}.
 */
public final class DoubleTensor {
    private final int[] dims;
    private final double[] data;

    /**
     * An array over the given numbers.
     *
     * @param dims the extents
     * @param data the elements in row-major order, not copied
     */
    public DoubleTensor(int[] dims, double[] data) {
        if (data.length != size(dims)) {
            throw new IllegalArgumentException(data.length + " values for " + Arrays.toString(dims));
        }
        this.dims = dims.clone();
        this.data = data;
    }

    /**
     * An array whose elements are a function of their position.
     *
     * @param dims the extents
     * @param value the element at a position; the array handed to it is reused
     * @return the array
     */
    public static DoubleTensor of(int[] dims, ToDoubleFunction<int[]> value) {
        double[] out = new double[size(dims)];
        int[] index = new int[dims.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = value.applyAsDouble(index);
            for (int a = dims.length - 1; a >= 0 && ++index[a] == dims[a]; a--) {
                index[a] = 0;
            }
        }
        return new DoubleTensor(dims, out);
    }

    /**
     * The same numbers in double precision.
     *
     * @param tensor the floats
     * @return the doubles
     */
    public static DoubleTensor of(Tensor tensor) {
        float[] values = tensor.toArray();
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return new DoubleTensor(tensor.shape().dims(), out);
    }

    private static int size(int[] dims) {
        int size = 1;
        for (int d : dims) {
            size *= d;
        }
        return size;
    }

    /**
     * The extents.
     *
     * @return a copy
     */
    public int[] dims() {
        return dims.clone();
    }

    /**
     * The extent of one axis.
     *
     * @param axis from 0, or from −1 backwards
     * @return its extent
     */
    public int dim(int axis) {
        return dims[axis(axis)];
    }

    /**
     * The number of axes.
     *
     * @return the rank
     */
    public int rank() {
        return dims.length;
    }

    /**
     * The number of elements.
     *
     * @return the size
     */
    public int size() {
        return data.length;
    }

    /**
     * The elements in row-major order.
     *
     * @return the live array
     */
    public double[] data() {
        return data;
    }

    /**
     * The shape as core has it.
     *
     * @return the shape
     */
    public Shape shape() {
        return Shape.of(dims);
    }

    /**
     * One element; an axis of extent 1 takes any position, so that a smaller array can be read as if it were broadcast.
     *
     * @param index the position; leading positions beyond this array's rank are ignored
     * @return the element
     */
    public double at(int... index) {
        int flat = 0;
        int skip = index.length - dims.length;
        for (int a = 0; a < dims.length; a++) {
            flat = flat * dims[a] + (dims[a] == 1 ? 0 : index[skip + a]);
        }
        return data[flat];
    }

    private int axis(int axis) {
        return axis < 0 ? axis + dims.length : axis;
    }

    private int[] strides() {
        int[] strides = new int[dims.length];
        for (int a = dims.length - 1, stride = 1; a >= 0; stride *= dims[a--]) {
            strides[a] = stride;
        }
        return strides;
    }

    /** Strides of this array aligned at the last of a number of axes, 0 where it stretches. */
    private int[] broadcastStrides(int rank) {
        int[] strides = strides();
        int[] out = new int[rank];
        for (int a = 0; a < dims.length; a++) {
            out[rank - dims.length + a] = dims[a] == 1 ? 0 : strides[a];
        }
        return out;
    }

    /** Where the elements of an array with the given extents lie when neighbours are so far apart. */
    private static int[] offsets(int[] extents, int[] strides) {
        int[] offsets = {0};
        for (int a = 0; a < extents.length; a++) {
            int[] longer = new int[offsets.length * extents[a]];
            for (int i = 0; i < longer.length; i++) {
                longer[i] = offsets[i / extents[a]] + i % extents[a] * strides[a];
            }
            offsets = longer;
        }
        return offsets;
    }

    /**
     * Applies a function to every element.
     *
     * @param function what to apply
     * @return an array of the same shape
     */
    public DoubleTensor map(DoubleUnaryOperator function) {
        double[] out = new double[data.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = function.applyAsDouble(data[i]);
        }
        return new DoubleTensor(dims, out);
    }

    /**
     * Applies a function to pairs of elements, with broadcasting.
     *
     * @param other the right operands
     * @param function what to apply
     * @return an array of the broadcast shape
     */
    public DoubleTensor zip(DoubleTensor other, DoubleBinaryOperator function) {
        int rank = Math.max(rank(), other.rank());
        int[] out = new int[rank];
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++) {
            int x = fromEnd <= rank() ? dims[rank() - fromEnd] : 1;
            int y = fromEnd <= other.rank() ? other.dims[other.rank() - fromEnd] : 1;
            out[rank - fromEnd] = x == 1 ? y : x;
        }
        int[] left = offsets(out, broadcastStrides(rank));
        int[] right = offsets(out, other.broadcastStrides(rank));
        double[] values = new double[left.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = function.applyAsDouble(data[left[i]], other.data[right[i]]);
        }
        return new DoubleTensor(out, values);
    }

    /**
     * The broadcast sum.
     *
     * @param other the right operands
     * @return the sum
     */
    public DoubleTensor add(DoubleTensor other) {
        return zip(other, Double::sum);
    }

    /**
     * The broadcast difference.
     *
     * @param other the right operands
     * @return the difference
     */
    public DoubleTensor sub(DoubleTensor other) {
        return zip(other, (x, y) -> x - y);
    }

    /**
     * The broadcast product.
     *
     * @param other the right operands
     * @return the product
     */
    public DoubleTensor mul(DoubleTensor other) {
        return zip(other, (x, y) -> x * y);
    }

    /**
     * The broadcast quotient.
     *
     * @param other the right operands
     * @return the quotient
     */
    public DoubleTensor div(DoubleTensor other) {
        return zip(other, (x, y) -> x / y);
    }

    /**
     * Turns the elements along some axes into one number.
     *
     * @param keepDims whether the axes remain with extent 1
     * @param axes the axes; none at all for every axis
     * @param reduction from the elements, in row-major order, to their number; the array handed to it is reused
     * @return the reduced array
     */
    public DoubleTensor reduce(boolean keepDims, int[] axes, ToDoubleFunction<double[]> reduction) {
        boolean[] reduced = new boolean[rank()];
        Arrays.fill(reduced, axes.length == 0);
        for (int a : axes) {
            reduced[axis(a)] = true;
        }
        int[] inner = dims.clone();
        int[] outer = dims.clone();
        for (int a = 0; a < rank(); a++) {
            (reduced[a] ? outer : inner)[a] = 1;
        }
        int[] starts = offsets(outer, strides());
        int[] steps = offsets(inner, strides());
        double[] out = new double[starts.length];
        double[] values = new double[steps.length];
        for (int o = 0; o < out.length; o++) {
            for (int i = 0; i < values.length; i++) {
                values[i] = data[starts[o] + steps[i]];
            }
            out[o] = reduction.applyAsDouble(values);
        }
        DoubleTensor result = new DoubleTensor(outer, out);
        return keepDims ? result : result.squeeze(reduced);
    }

    private DoubleTensor squeeze(boolean[] gone) {
        int[] kept = new int[rank()];
        int rank = 0;
        for (int a = 0; a < rank(); a++) {
            if (!gone[a]) {
                kept[rank++] = dims[a];
            }
        }
        return new DoubleTensor(Arrays.copyOf(kept, rank), data);
    }

    /**
     * The sum along some axes.
     *
     * @param keepDims whether the axes remain with extent 1
     * @param axes the axes; none at all for every axis
     * @return the sums
     */
    public DoubleTensor sum(boolean keepDims, int... axes) {
        return reduce(keepDims, axes, values -> Arrays.stream(values).sum());
    }

    /**
     * The same elements under another shape.
     *
     * @param newDims the extents
     * @return an array over the same elements
     */
    public DoubleTensor reshape(int... newDims) {
        return new DoubleTensor(newDims, data);
    }

    /**
     * Reorders the axes.
     *
     * @param order for each new axis the old one
     * @return the reordered array
     */
    public DoubleTensor permute(int... order) {
        int[] out = new int[order.length];
        for (int a = 0; a < out.length; a++) {
            out[a] = dim(order[a]);
        }
        int[] strides = new int[order.length];
        for (int a = 0; a < out.length; a++) {
            strides[a] = strides()[axis(order[a])];
        }
        int[] sources = offsets(out, strides);
        double[] values = new double[sources.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = data[sources[i]];
        }
        return new DoubleTensor(out, values);
    }

    /**
     * The matrix product over the two last axes, the axes before them broadcast.
     *
     * @param other the right factor
     * @return the product
     */
    public DoubleTensor matmul(DoubleTensor other) {
        DoubleTensor a = reshape(insert(dims, rank(), 1));
        DoubleTensor b = other.reshape(insert(other.dims, other.rank() - 2, 1));
        return a.mul(b).sum(false, -2);
    }

    private static int[] insert(int[] dims, int position, int extent) {
        int[] out = new int[dims.length + 1];
        System.arraycopy(dims, 0, out, 0, position);
        out[position] = extent;
        System.arraycopy(dims, position, out, position + 1, dims.length - position);
        return out;
    }

    /** The shape and the elements. */
    @Override
    public String toString() {
        return Arrays.toString(dims) + " " + Arrays.toString(data);
    }
}
