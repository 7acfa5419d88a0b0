package org.gradus.core;

import org.gradus.core.backend.Backends;

/** Ops that pick elements by integer positions, or add to them. */
public sealed interface IndexOps permits Tensor {
    /**
     * Picks whole slices along an axis: {@code y[…, i, …] = x[…, indices[i], …]}.
     *
     * <p><b>Shapes:</b> the axis is replaced by the shape of the indices: {@code [a, n, b] → [a, i, j, b]} with axis 1 and
     * indices {@code [i, j]}. <b>Gradient:</b> {@code g} added up at the positions picked.
     *
     * @param axis the axis
     * @param indices positions along it
     * @return the slices
     * @throws IllegalArgumentException when there is no such axis or position
     */
    default Tensor take(int axis, Indices indices) {
        Tensor x = (Tensor) this;
        Shape from = x.shape();
        int a = from.axis(axis, "take");
        int n = from.dim(a);
        indices.checkWithin(n, "take");
        int added = indices.shape().rank();
        int[] dims = new int[from.rank() - 1 + added];
        int[] flat = from.dims();
        System.arraycopy(flat, 0, dims, 0, a);
        System.arraycopy(indices.shape().dims(), 0, dims, a, added);
        System.arraycopy(flat, a + 1, dims, a + added, flat.length - a - 1);
        flat[a] = indices.size();
        Shape shape = Shape.of(dims);
        float[] out = Scratch.floats(shape.size());
        if (out.length > 0) {
            int outer = from.span(0, a);
            int inner = from.span(a + 1, from.rank());
            Backends.current().movement().gather(outer, n, inner, x.data(), indices.data(), indices.size(), out);
        }
        return Tape.record("take", shape, out, x)
                .vjp(0, g -> Scatter.slices(from, a, indices.reshape(indices.size()), g.reshape(flat)));
    }

    /**
     * Adds slices at positions along an axis, in ascending order: {@code y = x}, then
     * {@code y[…, indices[i], …] += source[…, i, …]}.
     *
     * <p><b>Shapes:</b> {@code [a, n, b]}, indices {@code [i]}, source {@code [a, i, b] → [a, n, b]} with axis 1.
     * <b>Gradient:</b> {@code g} to this tensor, {@code g} taken at the positions to the source.
     *
     * @param axis the axis
     * @param indices positions along it, of rank 1; repeated ones add up
     * @param source the slices
     * @return a changed copy
     * @throws IllegalArgumentException when there is no such axis or position, or the shapes do not fit
     */
    default Tensor scatterAdd(int axis, Indices indices, Tensor source) {
        Tensor x = (Tensor) this;
        int a = x.shape().axis(axis, "scatterAdd");
        if (indices.shape().rank() != 1) {
            throw new IllegalArgumentException("scatterAdd: indices of shape " + indices.shape()
                    + " must have rank 1; reshape them and the source");
        }
        Shape expected = x.shape().with(a, indices.size());
        if (!source.shape().equals(expected)) {
            throw new IllegalArgumentException("scatterAdd: the source has shape " + source.shape() + ", but "
                    + indices.size() + " positions on axis " + a + " of " + x.shape() + " need " + expected);
        }
        indices.checkWithin(x.dim(a), "scatterAdd");
        float[] out = x.toArray();
        Scatter.addSlices(out, x.shape(), a, indices, source);
        return Tape.record("scatterAdd", x.shape(), out, x, source)
                .vjp(0, g -> g)
                .vjp(1, g -> g.take(a, indices));
    }

    /**
     * Looks up rows of this table, one for each token.
     *
     * <p><b>Shapes:</b> table {@code [rows, width]}, ids {@code […] → […, width]}. <b>Gradient:</b> {@code g} added up at
     * the rows looked up.
     *
     * @param ids rows of the table
     * @return their contents
     * @throws IllegalArgumentException when this is no matrix, or has no such row
     */
    default Tensor embedding(Indices ids) {
        Tensor table = (Tensor) this;
        if (table.rank() != 2) {
            throw new IllegalArgumentException(
                    "embedding: the table has shape " + table.shape() + ", not [rows, width]");
        }
        ids.checkWithin(table.dim(0), "embedding");
        return table.take(0, ids);
    }

    /**
     * Picks one element along an axis for each element of the result: {@code y[a, i, b] = x[a, indices[a, i, b], b]}.
     *
     * <p><b>Shapes:</b> {@code [a, n, b]}, indices {@code [a, i, b] → [a, i, b]} with axis 1. <b>Gradient:</b> {@code g}
     * added up at the positions picked.
     *
     * @param axis the axis
     * @param indices positions along it, of this tensor's shape except on the axis
     * @return the elements
     * @throws IllegalArgumentException when there is no such axis or position, or the shapes do not fit
     */
    default Tensor takeAlong(int axis, Indices indices) {
        Tensor x = (Tensor) this;
        int a = x.shape().axis(axis, "takeAlong");
        Shape shape = indices.shape();
        if (shape.rank() != x.rank() || !shape.equals(x.shape().with(a, shape.dim(a)))) {
            throw new IllegalArgumentException("takeAlong: indices of shape " + shape + " for " + x.shape()
                    + "; the shapes may differ on axis " + a + " only");
        }
        indices.checkWithin(x.dim(a), "takeAlong");
        float[] out = Scratch.floats(shape.size());
        if (out.length > 0) {
            int outer = shape.span(0, a);
            int inner = shape.span(a + 1, shape.rank());
            Backends.current()
                    .movement()
                    .takeAlong(outer, x.dim(a), inner, x.data(), indices.data(), shape.dim(a), out);
        }
        return Tape.record("takeAlong", shape, out, x).vjp(0, g -> Scatter.along(x.shape(), a, indices, g));
    }

    /**
     * Replaces the elements where a mask is not 0.
     *
     * <p><b>Shapes:</b> unchanged; the mask broadcasts to this tensor's shape. <b>Gradient:</b> {@code g} where the mask is
     * 0, zero elsewhere, whatever was computed there.
     *
     * @param mask 0 keeps, anything else replaces
     * @param value the replacement
     * @return a changed copy
     * @throws IllegalArgumentException when the mask does not broadcast to this shape
     */
    default Tensor maskedFill(Tensor mask, float value) {
        Tensor x = (Tensor) this;
        if (!Shape.broadcast(x.shape(), mask.shape(), "maskedFill").equals(x.shape())) {
            throw new IllegalArgumentException("maskedFill: the mask " + mask.shape() + " is larger than " + x.shape()
                    + "; expand the tensor first");
        }
        return mask.where(Tensor.scalar(value), x);
    }
}
