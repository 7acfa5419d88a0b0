package org.gradus.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Ops that arrange elements anew without computing. */
public sealed interface MovementOps permits Tensor {
    /**
     * The same elements in row-major order under another shape; nothing is copied.
     *
     * <p><b>Shapes:</b> any shape of the same size; one extent may be −1, which is then worked out. <b>Gradient:</b>
     * {@code g} in the old shape.
     *
     * @param dims the new extents
     * @return a tensor that shares the elements
     * @throws IllegalArgumentException when the sizes differ, or more than one extent is −1, or the one that is −1 has no
     *     answer
     */
    default Tensor reshape(int... dims) {
        Tensor x = (Tensor) this;
        Shape shape = completed(x.shape(), dims);
        return x.view(shape, "reshape").vjp(0, g -> g.reshape(x.shape().dims()));
    }

    private static Shape completed(Shape from, int[] dims) {
        int open = -1;
        int[] known = dims.clone();
        for (int a = 0; a < dims.length; a++) {
            if (dims[a] == -1 && open >= 0) {
                throw new IllegalArgumentException("reshape: " + Arrays.toString(dims)
                        + " has more than one -1; only one extent can be worked out");
            }
            if (dims[a] == -1) {
                open = a;
                known[a] = 1;
            }
        }
        Shape shape = Shape.of(known);
        if (open >= 0) {
            if (shape.size() == 0) {
                throw new IllegalArgumentException("reshape: the extents of " + Arrays.toString(dims)
                        + " other than -1 multiply to 0, so that -1 could be anything; name all extents");
            }
            if (from.size() % shape.size() != 0) {
                throw new IllegalArgumentException(
                        "reshape: " + from + " has " + from.size() + " elements, not a multiple of the " + shape.size()
                                + " that " + Arrays.toString(dims) + " has without -1");
            }
            return shape.with(open, from.size() / shape.size());
        }
        if (shape.size() != from.size()) {
            throw new IllegalArgumentException(
                    "reshape: " + from + " has " + from.size() + " elements, " + shape + " has " + shape.size());
        }
        return shape;
    }

    /**
     * Joins all axes from one on into a single axis; nothing is copied.
     *
     * <p><b>Shapes:</b> {@code [n, c, h, w] → [n, c·h·w]} with {@code fromAxis = 1}. <b>Gradient:</b> {@code g} in the old
     * shape.
     *
     * @param fromAxis the first axis to join
     * @return a tensor that shares the elements
     * @throws IllegalArgumentException when there is no such axis
     */
    default Tensor flatten(int fromAxis) {
        Tensor x = (Tensor) this;
        int from = x.shape().axis(fromAxis, "flatten");
        int[] dims = x.shape().dims();
        int joined = x.shape().part(from, dims.length).size();
        int[] flat = Arrays.copyOf(dims, from + 1);
        flat[from] = joined;
        return x.reshape(flat);
    }

    /**
     * Arranges the axes in another order: axis {@code i} of the result is axis {@code axes[i]} of this tensor.
     *
     * <p><b>Shapes:</b> {@code [a, b, c] → [c, a, b]} with axes 2, 0, 1. <b>Gradient:</b> {@code g} with the axes put back.
     *
     * @param axes every axis once
     * @return a copy with the axes rearranged
     * @throws IllegalArgumentException when an axis is missing, repeated or does not exist
     */
    default Tensor permute(int... axes) {
        Tensor x = (Tensor) this;
        int rank = x.rank();
        int[] strides = x.shape().strides();
        int[] dims = new int[rank];
        int[] from = new int[rank];
        int[] back = new int[rank];
        boolean[] seen = new boolean[rank];
        if (axes.length != rank) {
            throw new IllegalArgumentException("permute: " + axes.length + " axes " + Arrays.toString(axes) + " for "
                    + x.shape() + " of rank " + rank + "; name every axis once");
        }
        for (int i = 0; i < rank; i++) {
            int a = x.shape().axis(axes[i], "permute");
            if (seen[a]) {
                throw new IllegalArgumentException(
                        "permute: axes " + Arrays.toString(axes) + " name axis " + a + " twice; name every axis once");
            }
            seen[a] = true;
            dims[i] = x.dim(a);
            from[i] = strides[a];
            back[a] = i;
        }
        Shape shape = Shape.of(dims);
        return Tape.record("permute", shape, Strided.collect(shape, x.data(), 0, from), x)
                .vjp(0, g -> g.permute(back));
    }

    /**
     * Exchanges two axes.
     *
     * <p><b>Shapes:</b> {@code [a, b, c] → [c, b, a]} with axes 0 and 2. <b>Gradient:</b> {@code g} with them exchanged.
     *
     * @param a one axis
     * @param b the other
     * @return a copy with the axes exchanged
     * @throws IllegalArgumentException when there is no such axis
     */
    default Tensor transpose(int a, int b) {
        Tensor x = (Tensor) this;
        int first = x.shape().axis(a, "transpose");
        int second = x.shape().axis(b, "transpose");
        int[] axes = new int[x.rank()];
        Arrays.setAll(axes, i -> i == first ? second : i == second ? first : i);
        return x.permute(axes);
    }

    /**
     * Exchanges the last two axes: each matrix transposed. A matrix product takes a flag instead, which copies nothing.
     *
     * <p><b>Shapes:</b> {@code […, m, n] → […, n, m]}. <b>Gradient:</b> {@code g} transposed.
     *
     * @return a copy with the axes exchanged
     * @throws IllegalArgumentException when there are fewer than two axes
     */
    default Tensor transpose() {
        Tensor x = (Tensor) this;
        if (x.rank() < 2) {
            throw new IllegalArgumentException("transpose: " + x.shape() + " has fewer than two axes");
        }
        return x.transpose(-2, -1);
    }

    /**
     * Drops an axis of extent 1; nothing is copied.
     *
     * <p><b>Shapes:</b> {@code [a, 1, b] → [a, b]} with axis 1. <b>Gradient:</b> {@code g} in the old shape.
     *
     * @param axis the axis
     * @return a tensor that shares the elements
     * @throws IllegalArgumentException when there is no such axis, or its extent is not 1
     */
    default Tensor squeeze(int axis) {
        Tensor x = (Tensor) this;
        int a = x.shape().axis(axis, "squeeze");
        if (x.dim(a) != 1) {
            throw new IllegalArgumentException(
                    "squeeze: axis " + a + " of " + x.shape() + " has extent " + x.dim(a) + ", not 1");
        }
        int[] dims = x.shape().dims();
        int[] fewer = Arrays.copyOf(dims, dims.length - 1);
        System.arraycopy(dims, a + 1, fewer, a, fewer.length - a);
        return x.reshape(fewer);
    }

    /**
     * Inserts an axis of extent 1; nothing is copied.
     *
     * <p><b>Shapes:</b> {@code [a, b] → [a, 1, b]} with axis 1 or −2. <b>Gradient:</b> {@code g} in the old shape.
     *
     * @param axis where the new axis stands in the result; −1 is the end
     * @return a tensor that shares the elements
     * @throws IllegalArgumentException when the result has no such axis
     */
    default Tensor unsqueeze(int axis) {
        Tensor x = (Tensor) this;
        int rank = x.rank() + 1;
        int a = axis < 0 ? axis + rank : axis;
        if (a < 0 || a >= rank) {
            throw new IllegalArgumentException(
                    "unsqueeze: axis " + axis + " is outside " + -rank + " to " + (rank - 1) + " for " + x.shape());
        }
        int[] dims = x.shape().dims();
        int[] more = new int[rank];
        System.arraycopy(dims, 0, more, 0, a);
        more[a] = 1;
        System.arraycopy(dims, a, more, a + 1, dims.length - a);
        return x.reshape(more);
    }

    /**
     * Repeats elements along axes of extent 1 and along new leading axes, as broadcasting does.
     *
     * <p><b>Shapes:</b> {@code [a, 1] → [n, a, b]}. <b>Gradient:</b> {@code g} summed over the stretched axes.
     *
     * @param dims the extents of the result
     * @return a copy of that shape
     * @throws IllegalArgumentException when this tensor does not broadcast to those extents
     */
    default Tensor expand(int... dims) {
        Tensor x = (Tensor) this;
        Shape shape = Shape.of(dims);
        int added = shape.rank() - x.rank();
        for (int a = 0; a < x.rank(); a++) {
            if (added < 0 || (x.dim(a) != 1 && x.dim(a) != shape.dim(a + added))) {
                throw new IllegalArgumentException("expand: " + x.shape() + " does not expand to " + shape
                        + "; only extents of 1 stretch, and only axes in front are added");
            }
        }
        return shape.equals(x.shape()) ? x.reshape(dims) : Broadcast.expand(x, shape);
    }

    /**
     * The elements from one position up to another along an axis.
     *
     * <p><b>Shapes:</b> {@code [a, n, b] → [a, to − from, b]} with axis 1. <b>Gradient:</b> {@code g} with zeros around it.
     *
     * @param axis the axis
     * @param from the first position
     * @param to the position after the last
     * @return a copy of the part
     * @throws IllegalArgumentException when there is no such axis or range
     */
    default Tensor slice(int axis, int from, int to) {
        return slice(axis, from, to, 1);
    }

    /**
     * Every {@code step}-th element from one position up to another along an axis.
     *
     * <p><b>Shapes:</b> {@code [a, n, b] → [a, ⌈(to − from)/step⌉, b]} with axis 1. <b>Gradient:</b> {@code g} at the
     * positions taken, zeros elsewhere.
     *
     * @param axis the axis
     * @param from the first position
     * @param to the position after the last that may be taken
     * @param step distance between positions, at least 1
     * @return a copy of the part
     * @throws IllegalArgumentException when there is no such axis or range, or the step is below 1
     */
    default Tensor slice(int axis, int from, int to, int step) {
        Tensor x = (Tensor) this;
        int a = x.shape().axis(axis, "slice");
        int n = x.dim(a);
        if (step < 1) {
            throw new IllegalArgumentException("slice: step " + step + " is below 1; use flip to reverse an axis");
        }
        if (from < 0 || to < from || to > n) {
            throw new IllegalArgumentException("slice: " + from + " to " + to + " is no range within 0 to " + n
                    + " on axis " + a + " of " + x.shape());
        }
        if (to - from == n && step == 1) {
            return x.reshape(x.shape().dims());
        }
        int count = from == to ? 0 : (to - from - 1) / step + 1;
        Shape shape = x.shape().with(a, count);
        int outer = shape.span(0, a);
        int inner = shape.span(a + 1, shape.rank());
        float[] out = Scratch.floats(shape.size());
        Strided.copy(
                new int[] {outer, count, inner},
                x.data(),
                from * inner,
                new int[] {n * inner, step * inner, 1},
                out,
                0,
                new int[] {count * inner, inner, 1});
        return Tape.record("slice", shape, out, x).vjp(0, g -> place("slice gradient", g, a, n, from, step, 0f));
    }

    /**
     * Adds positions of a constant value before and after those of an axis.
     *
     * <p><b>Shapes:</b> {@code [a, n, b] → [a, before + n + after, b]} with axis 1. <b>Gradient:</b> the slice of {@code g}
     * where this tensor lies.
     *
     * @param axis the axis
     * @param before positions in front
     * @param after positions behind
     * @param value what they hold
     * @return a larger copy
     * @throws IllegalArgumentException when there is no such axis, a number is negative, or the result has too many elements
     */
    default Tensor pad(int axis, int before, int after, float value) {
        Tensor x = (Tensor) this;
        int a = x.shape().axis(axis, "pad");
        if (before < 0 || after < 0) {
            throw new IllegalArgumentException(
                    "pad: " + before + " before and " + after + " after: neither may be negative; use slice to cut");
        }
        long extent = (long) x.dim(a) + before + after;
        if (extent > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("pad: axis " + a + " of " + x.shape() + " with " + before
                    + " before and " + after + " after has extent " + extent + ", more than an int counts");
        }
        return before == 0 && after == 0
                ? x.reshape(x.shape().dims())
                : place("pad", x, a, (int) extent, before, 1, value);
    }

    /** The opposite of slice: x at the positions {@code from, from + step, …} of an axis, the value elsewhere. */
    private static Tensor place(String op, Tensor x, int axis, int extent, int from, int step, float value) {
        int count = x.dim(axis);
        Shape shape = x.shape().with(axis, extent);
        int outer = shape.span(0, axis);
        int inner = shape.span(axis + 1, shape.rank());
        float[] out = Scratch.zeros(shape.size());
        // bitwise, because −0 must be filled in too
        if (Float.floatToRawIntBits(value) != 0) {
            Arrays.fill(out, value);
        }
        Strided.copy(
                new int[] {outer, count, inner},
                x.data(),
                0,
                new int[] {count * inner, inner, 1},
                out,
                from * inner,
                new int[] {extent * inner, step * inner, 1});
        int to = count == 0 ? from : from + (count - 1) * step + 1;
        return Tape.record(op, shape, out, x).vjp(0, g -> g.slice(axis, from, to, step));
    }

    /**
     * Reverses the order along axes.
     *
     * <p><b>Shapes:</b> unchanged. <b>Gradient:</b> {@code g} reversed likewise.
     *
     * @param axes which axes; none means all
     * @return a reversed copy
     * @throws IllegalArgumentException when there is no such axis, or one is named twice
     */
    default Tensor flip(int... axes) {
        Tensor x = (Tensor) this;
        boolean[] flipped = new boolean[x.rank()];
        Arrays.fill(flipped, axes.length == 0);
        for (int axis : axes) {
            int a = x.shape().axis(axis, "flip");
            if (flipped[a]) {
                throw new IllegalArgumentException(
                        "flip: axes " + Arrays.toString(axes) + " name axis " + a + " twice");
            }
            flipped[a] = true;
        }
        int[] strides = x.shape().strides();
        int origin = 0;
        for (int a = 0; a < flipped.length; a++) {
            if (flipped[a]) {
                origin += (x.dim(a) - 1) * strides[a];
                strides[a] = -strides[a];
            }
        }
        return Tape.record("flip", x.shape(), Strided.collect(x.shape(), x.data(), origin, strides), x)
                .vjp(0, g -> g.flip(axes));
    }

    /**
     * Cuts an axis into parts.
     *
     * <p><b>Shapes:</b> {@code [n, b] → [size₀, b], [size₁, b], …} with axis 0. <b>Gradient:</b> that of each part, side by
     * side.
     *
     * @param axis the axis
     * @param sizes the extents of the parts, which add up to that of the axis
     * @return copies of the parts, in order
     * @throws IllegalArgumentException when there is no such axis, a size is negative or they do not add up
     */
    default List<Tensor> split(int axis, int... sizes) {
        Tensor x = (Tensor) this;
        int a = x.shape().axis(axis, "split");
        long total = 0;
        for (int size : sizes) {
            if (size < 0) {
                throw new IllegalArgumentException(
                        "split: size " + size + " in " + Arrays.toString(sizes) + " is negative");
            }
            total += size;
        }
        if (total != x.dim(a)) {
            throw new IllegalArgumentException("split: the sizes " + Arrays.toString(sizes) + " add up to " + total
                    + ", but axis " + a + " of " + x.shape() + " has extent " + x.dim(a));
        }
        List<Tensor> parts = new ArrayList<>(sizes.length);
        int from = 0;
        for (int size : sizes) {
            parts.add(x.slice(a, from, from + size));
            from += size;
        }
        return parts;
    }

    /**
     * Lays copies of the whole tensor one behind the other along an axis: {@code 1, 2 → 1, 2, 1, 2}.
     *
     * <p><b>Shapes:</b> {@code [a, n, b] → [a, n·times, b]} with axis 1. <b>Gradient:</b> the sum of {@code g} over the
     * copies.
     *
     * @param axis the axis
     * @param times how many copies
     * @return the copies in one tensor
     * @throws IllegalArgumentException when there is no such axis, the number is negative, or the result has too many
     *     elements
     */
    default Tensor repeat(int axis, int times) {
        Tensor x = (Tensor) this;
        int a = x.shape().axis(axis, "repeat");
        long extent = (long) x.dim(a) * times;
        if (times < 0 || extent > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("repeat: " + times + " times axis " + a + " of " + x.shape()
                    + " is not an extent from 0 to " + Integer.MAX_VALUE);
        }
        Tensor copies = x.unsqueeze(a);
        return copies.expand(copies.shape().with(a, times).dims())
                .reshape(x.shape().with(a, (int) extent).dims());
    }
}
