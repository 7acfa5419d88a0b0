package org.gradus.core;

import java.util.Arrays;
import org.gradus.core.backend.Backends;

/** The opposites of the gathers in {@link IndexOps}: elements added up at given positions. */
final class Scatter {
    private Scatter() {}

    /** Zeros of the given shape, with slices of the source added at positions along an axis; the gradient of take. */
    static Tensor slices(Shape shape, int axis, Indices indices, Tensor source) {
        float[] out = Scratch.zeros(shape.size());
        addSlices(out, shape, axis, indices, source);
        return Tape.record("scatter", shape, out, source).vjp(0, g -> g.take(axis, indices));
    }

    static void addSlices(float[] out, Shape shape, int axis, Indices indices, Tensor source) {
        if (source.size() > 0) {
            int outer = shape.span(0, axis);
            int inner = shape.span(axis + 1, shape.rank());
            Backends.current()
                    .movement()
                    .scatterAdd(outer, shape.dim(axis), inner, source.data(), indices.data(), indices.size(), out);
        }
    }

    /** Zeros of the given shape, with each element of the source added at its own position; the gradient of takeAlong. */
    static Tensor along(Shape shape, int axis, Indices indices, Tensor source) {
        float[] out = Scratch.zeros(shape.size());
        if (source.size() > 0) {
            int outer = shape.span(0, axis);
            int inner = shape.span(axis + 1, shape.rank());
            int count = source.dim(axis);
            Backends.current()
                    .movement()
                    .putAlongAdd(outer, shape.dim(axis), inner, source.data(), indices.data(), count, out);
        }
        return Tape.record("scatter along", shape, out, source).vjp(0, g -> g.takeAlong(axis, indices));
    }

    static Tensor oneHot(Indices indices, int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("oneHot: " + classes + " classes; there must be at least 1");
        }
        indices.checkWithin(classes, "oneHot");
        int[] dims = Arrays.copyOf(indices.shape().dims(), indices.shape().rank() + 1);
        dims[dims.length - 1] = classes;
        Shape shape = Shape.of(dims);
        float[] out = new float[shape.size()];
        int[] at = indices.data();
        for (int i = 0; i < at.length; i++) {
            out[i * classes + at[i]] = 1f;
        }
        return Tensor.wrap(shape, out);
    }
}
