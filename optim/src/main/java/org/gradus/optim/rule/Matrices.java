package org.gradus.optim.rule;

import org.gradus.core.Shape;

/**
 * A tensor of rank 2 or more seen as matrices of its last two axes, one behind the other.
 *
 * @param count how many matrices
 * @param rows how many rows each has
 * @param columns how many columns each has
 */
record Matrices(int count, int rows, int columns) {
    static Matrices of(Shape shape) {
        int rows = shape.dim(-2);
        int columns = shape.dim(-1);
        int count = 1;
        for (int axis = 0; axis < shape.rank() - 2; axis++) {
            count *= shape.dim(axis);
        }
        return new Matrices(count, rows, columns);
    }

    /** The shape without one of its last two axes. */
    static Shape without(Shape shape, int axis) {
        int[] dims = shape.dims();
        int[] rest = new int[dims.length - 1];
        int left = dims.length + axis;
        for (int i = 0; i < rest.length; i++) {
            rest[i] = dims[i < left ? i : i + 1];
        }
        return Shape.of(rest);
    }
}
