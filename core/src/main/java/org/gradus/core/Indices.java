package org.gradus.core;

import java.util.Arrays;

/**
 * An array of integers: class labels, token ids, positions.
 *
 * @param data the numbers in row-major order; not copied, and not to be written to afterwards
 * @param shape their shape
 */
public record Indices(int[] data, Shape shape) {
    /**
     * Checks that there are as many numbers as the shape says.
     *
     * @param data the numbers in row-major order; not copied
     * @param shape their shape
     * @throws IllegalArgumentException when there are not
     */
    public Indices {
        if (data.length != shape.size()) {
            throw new IllegalArgumentException("indices: shape " + shape + " has " + shape.size() + " elements, but "
                    + data.length + " values were given");
        }
    }

    /**
     * A vector of the given numbers.
     *
     * @param values the numbers, copied
     * @return indices {@code [values.length]}
     */
    public static Indices of(int... values) {
        return new Indices(values.clone(), Shape.of(values.length));
    }

    /**
     * How many numbers there are.
     *
     * @return the product of the extents
     */
    public int size() {
        return data.length;
    }

    /**
     * The same numbers under another shape.
     *
     * @param dims the new extents
     * @return indices that share the numbers
     * @throws IllegalArgumentException when the number of elements differs
     */
    public Indices reshape(int... dims) {
        return new Indices(data, Shape.of(dims));
    }

    /** Throws unless all numbers are in {@code [0, extent)}. */
    void checkWithin(int extent, String op) {
        for (int i = 0; i < data.length; i++) {
            if (data[i] < 0 || data[i] >= extent) {
                throw new IllegalArgumentException(
                        op + ": index " + data[i] + " at position " + i + " is outside 0 to " + (extent - 1));
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Indices i && shape.equals(i.shape) && Arrays.equals(data, i.data);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    /** The shape and the numbers. */
    @Override
    public String toString() {
        return "Indices" + shape + " " + Arrays.toString(data);
    }
}
