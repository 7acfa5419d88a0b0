package org.gradus.core;

import java.util.Arrays;

/**
 * The extents of a tensor, outermost first. A scalar has rank 0 and size 1; an extent of 0 makes a tensor empty.
 */
public final class Shape {
    /** Less than an int by more than any kernel steps over the end, so that no index overflows. */
    private static final int MAX_SIZE = Integer.MAX_VALUE - (1 << 17);

    private static final Shape SCALAR = new Shape(new int[0], 1);

    private final int[] dims;
    private final int size;

    private Shape(int[] dims, int size) {
        this.dims = dims;
        this.size = size;
    }

    /**
     * A shape of the given extents.
     *
     * @param dims the extents, none negative; none at all for a scalar
     * @return the shape
     * @throws IllegalArgumentException when an extent is negative or the number of elements exceeds that of an int
     */
    public static Shape of(int... dims) {
        return owning(dims.clone());
    }

    /** A shape of extents that nobody else holds. */
    static Shape owning(int... dims) {
        return dims.length == 0 ? SCALAR : new Shape(dims, checkedSize(dims));
    }

    private static int checkedSize(int[] dims) {
        boolean empty = false;
        for (int d : dims) {
            if (d < 0) {
                throw new IllegalArgumentException(
                        "shape: extent " + d + " in " + Arrays.toString(dims) + " is negative; use 0 or more");
            }
            empty |= d == 0;
        }
        long size = 1;
        for (int d : dims) {
            size *= Math.max(1, d); // an empty shape, too, must not have strides beyond an int
            if (size > MAX_SIZE) {
                throw new IllegalArgumentException("shape: " + Arrays.toString(dims) + " has more than " + MAX_SIZE
                        + " elements, the most that one tensor holds; split it");
            }
        }
        return empty ? 0 : (int) size;
    }

    /**
     * How many axes there are.
     *
     * @return the rank, 0 for a scalar
     */
    public int rank() {
        return dims.length;
    }

    /**
     * How many elements there are.
     *
     * @return the product of the extents, 1 for a scalar
     */
    public int size() {
        return size;
    }

    /**
     * The extent of one axis.
     *
     * @param axis from 0, or from −1 backwards
     * @return its extent
     * @throws IllegalArgumentException when there is no such axis
     */
    public int dim(int axis) {
        return dims[axis(axis, "dim")];
    }

    /**
     * All extents.
     *
     * @return a copy
     */
    public int[] dims() {
        return dims.clone();
    }

    /**
     * The distance in the array between neighbours along each axis of contiguous row-major storage.
     *
     * @return one number for each axis
     */
    public int[] strides() {
        int[] strides = new int[dims.length];
        int stride = 1;
        for (int a = dims.length - 1; a >= 0; a--) {
            strides[a] = stride;
            stride *= dims[a];
        }
        return strides;
    }

    /**
     * The product of the extents of a run of axes.
     *
     * @param from the first axis
     * @param to the axis after the last
     * @return the product, 1 for an empty run
     */
    int span(int from, int to) {
        int product = 1;
        for (int a = from; a < to; a++) {
            product *= dims[a];
        }
        return product;
    }

    /**
     * The shape that a run of axes has by itself.
     *
     * @param from the first axis
     * @param to the axis after the last
     * @return their extents
     */
    Shape part(int from, int to) {
        return owning(Arrays.copyOfRange(dims, from, to));
    }

    /**
     * Turns an axis that may count from the end into one that counts from 0.
     *
     * @param axis from 0, or from −1 backwards
     * @param op who asks, for the message
     * @return the axis from 0
     * @throws IllegalArgumentException when there is no such axis
     */
    int axis(int axis, String op) {
        int positive = axis < 0 ? axis + dims.length : axis;
        if (positive < 0 || positive >= dims.length) {
            throw new IllegalArgumentException(op + ": axis " + axis + " does not exist in " + this
                    + (dims.length == 0
                            ? "; a scalar has no axes"
                            : "; use " + -dims.length + " to " + (dims.length - 1)));
        }
        return positive;
    }

    /**
     * Where an element of contiguous row-major storage stands.
     *
     * @param flat its number in the array
     * @return one position for each axis
     */
    int[] position(int flat) {
        int[] position = new int[dims.length];
        int rest = flat;
        for (int a = dims.length - 1; a >= 0; a--) {
            position[a] = rest % dims[a];
            rest /= dims[a];
        }
        return position;
    }

    /**
     * This shape with one extent changed.
     *
     * @param axis which, from 0
     * @param extent the new extent
     * @return the changed shape
     */
    Shape with(int axis, int extent) {
        int[] changed = dims.clone();
        changed[axis] = extent;
        return owning(changed);
    }

    /**
     * The shape that two shapes broadcast to: aligned at the last axis, an extent of 1 or a missing axis stretches.
     *
     * @param a one shape
     * @param b the other
     * @param op who asks, for the message
     * @return the common shape
     * @throws IllegalArgumentException when two extents differ and neither is 1
     */
    static Shape broadcast(Shape a, Shape b, String op) {
        if (a.equals(b)) {
            return a;
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] out = new int[rank];
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++) {
            int x = fromEnd <= a.rank() ? a.dims[a.rank() - fromEnd] : 1;
            int y = fromEnd <= b.rank() ? b.dims[b.rank() - fromEnd] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new IllegalArgumentException(op + ": shapes do not broadcast: " + a + " and " + b + " (" + x
                        + " != " + y + " on axis -" + fromEnd + "); the extents must be equal or one of them 1");
            }
            out[rank - fromEnd] = x == 1 ? y : x;
        }
        return owning(out);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape s && Arrays.equals(dims, s.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** The extents in brackets, such as {@code [2, 3]}; {@code []} for a scalar. */
    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
