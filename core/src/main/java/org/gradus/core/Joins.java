package org.gradus.core;

import java.util.Arrays;

/** Joining several tensors into one. */
final class Joins {
    private Joins() {}

    static Tensor concat(int axis, Tensor... tensors) {
        Tensor[] parts = some("concat", tensors);
        Shape first = parts[0].shape();
        int a = first.axis(axis, "concat");
        long extent = 0;
        for (int i = 0; i < parts.length; i++) {
            checkJoinable(i, parts[i].shape(), first, a);
            extent += parts[i].shape().dim(a);
        }
        if (extent > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("concat: " + parts.length + " tensors have " + extent
                    + " elements together along axis " + a + ", more than an int counts; join fewer");
        }
        int total = (int) extent;
        Shape shape = first.with(a, total);
        int outer = first.span(0, a);
        int inner = first.span(a + 1, first.rank());
        float[] out = Scratch.floats(shape.size());
        int at = 0;
        int[] from = new int[parts.length + 1];
        for (int i = 0; i < parts.length; i++) {
            int row = parts[i].shape().dim(a) * inner;
            Strided.copy(new int[] {outer, row}, parts[i].data(), 0, new int[] {row, 1}, out, at * inner, new int[] {
                total * inner, 1
            });
            at += parts[i].shape().dim(a);
            from[i + 1] = at;
        }
        Tensor joined = Tape.record("concat", shape, out, parts);
        for (int i = 0; i < parts.length; i++) {
            int begin = from[i];
            int end = from[i + 1];
            joined.vjp(i, g -> g.slice(a, begin, end));
        }
        return joined;
    }

    static Tensor stack(int axis, Tensor... tensors) {
        Tensor[] parts = some("stack", tensors);
        Shape first = parts[0].shape();
        for (int i = 1; i < parts.length; i++) {
            if (!parts[i].shape().equals(first)) {
                throw new IllegalArgumentException("stack: tensor " + i + " has shape " + parts[i].shape()
                        + ", tensor 0 " + first + "; stacked tensors must have one shape");
            }
        }
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i].unsqueeze(axis);
        }
        return concat(axis, parts);
    }

    /** A copy, so that the caller may go on using its array, of at least one tensor. */
    private static Tensor[] some(String op, Tensor[] tensors) {
        if (tensors.length == 0) {
            throw new IllegalArgumentException(op + ": no tensors were given; the result would have no shape");
        }
        return Arrays.copyOf(tensors, tensors.length);
    }

    private static void checkJoinable(int i, Shape shape, Shape first, int axis) {
        if (shape.rank() != first.rank()) {
            throw new IllegalArgumentException("concat: tensor " + i + " has shape " + shape + " of rank "
                    + shape.rank() + ", tensor 0 " + first + " of rank " + first.rank() + "; the ranks must be equal");
        }
        for (int b = 0; b < first.rank(); b++) {
            if (b != axis && shape.dim(b) != first.dim(b)) {
                throw new IllegalArgumentException("concat: tensor " + i + " has shape " + shape + ", tensor 0 " + first
                        + " (" + shape.dim(b) + " != " + first.dim(b) + " on axis " + b + "); they may differ on axis "
                        + axis + " only");
            }
        }
    }
}
