package org.gradus.core;

import org.gradus.core.backend.Backends;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.GemmShape;
import org.jspecify.annotations.Nullable;

/** Matrix products. */
public sealed interface MatmulOps permits Tensor {
    /**
     * The matrix product {@code C = A·B}.
     *
     * <p><b>Shapes:</b> {@code [m, k] × [k, n] → [m, n]}; leading axes are batches of matrices and broadcast:
     * {@code [b, 1, m, k] × [c, k, n] → [b, c, m, n]}; a vector on the left is a row, on the right a column, and its axis is
     * dropped from the result: {@code [k] × [k] → []}. <b>Gradient:</b> {@code g·Bᵀ} and {@code Aᵀ·g}, summed over
     * broadcast batches.
     *
     * @param other the right factor
     * @return the product
     * @throws IllegalArgumentException when the inner dimensions differ, the batches do not broadcast or a factor is a scalar
     */
    default Tensor matmul(Tensor other) {
        return matmul(other, false, false);
    }

    /**
     * The matrix product {@code C = op(A)·op(B)}, where op transposes the last two axes or does nothing; transposing this
     * way copies nothing, nor do the gradients.
     *
     * <p><b>Shapes:</b> {@code [k, m]ᵀ × [n, k]ᵀ → [m, n]}; batches broadcast. <b>Gradient:</b> as for
     * {@link #matmul(Tensor)}, each in the layout of its factor.
     *
     * @param other the right factor
     * @param transposeA whether this factor is stored transposed
     * @param transposeB whether the other is
     * @return the product
     * @throws IllegalArgumentException when the inner dimensions differ, the batches do not broadcast, a factor is a scalar,
     *     or a factor to be transposed is a vector
     */
    default Tensor matmul(Tensor other, boolean transposeA, boolean transposeB) {
        Tensor a = (Tensor) this;
        BatchedProduct.check(a.shape(), other.shape(), transposeA, transposeB);
        if (a.rank() == 1) {
            Tensor row = a.reshape(1, a.size());
            return row.matmul(other, false, transposeB).squeeze(other.rank() == 1 ? 0 : -2);
        }
        if (other.rank() == 1) {
            Tensor column = other.reshape(other.size(), 1);
            return a.matmul(column, transposeA, false).squeeze(-1);
        }
        if (a.rank() > 2 && other.rank() == 2 && !transposeA) {
            // one matrix for the whole batch: its rows are the rows of one tall matrix
            int[] dims = a.shape().dims();
            int k = dims[dims.length - 1];
            dims[dims.length - 1] = other.dim(transposeB ? 0 : 1);
            return a.reshape(BatchedProduct.rows(a.shape()), k)
                    .matmul(other, false, transposeB)
                    .reshape(dims);
        }
        BatchedProduct product = BatchedProduct.of(a.shape(), other.shape(), transposeA, transposeB);
        float[] out = product.compute(a.data(), other.data());
        return Tape.record("matmul", product.shape(), out, a, other)
                .vjp(
                        0,
                        g -> transposeA
                                ? BatchedProduct.summed(other, g, transposeB, true, a.shape())
                                : BatchedProduct.summed(g, other, false, !transposeB, a.shape()))
                .vjp(
                        1,
                        g -> transposeB
                                ? BatchedProduct.summed(g, a, true, transposeA, other.shape())
                                : BatchedProduct.summed(a, g, !transposeA, false, other.shape()));
    }

    /**
     * The affine map {@code y = x·Wᵀ + b} of a fully connected layer, in one kernel.
     *
     * <p><b>Shapes:</b> {@code […, in]}, weight {@code [out, in]}, bias {@code [out] → […, out]}. <b>Gradient:</b>
     * {@code g·W}, {@code gᵀ·x} and the sum of {@code g} over all but the last axis.
     *
     * @param weight the matrix W
     * @param bias the vector b, or null for none
     * @return the result
     * @throws IllegalArgumentException when the shapes do not fit
     */
    default Tensor linear(Tensor weight, @Nullable Tensor bias) {
        Tensor x = (Tensor) this;
        if (weight.rank() != 2) {
            throw new IllegalArgumentException("linear: the weight has shape " + weight.shape() + ", not [out, in]");
        }
        int n = weight.dim(0);
        int k = weight.dim(1);
        if (x.rank() == 0 || x.dim(-1) != k) {
            throw new IllegalArgumentException("linear: the input " + x.shape() + " does not end in the " + k
                    + " features of the weight " + weight.shape());
        }
        if (bias != null && !bias.shape().equals(Shape.of(n))) {
            throw new IllegalArgumentException("linear: the bias has shape " + bias.shape() + ", but the weight "
                    + weight.shape() + " needs [" + n + "]");
        }
        Shape shape = x.shape().with(x.rank() - 1, n);
        float[] out = Scratch.floats(shape.size());
        int rows = BatchedProduct.rows(x.shape());
        if (out.length > 0) {
            // answers use the same weights again and again: a transpose that is kept is read faster, and gives the same
            // bits
            float[] kept = Tape.recording() ? null : weight.keptTranspose();
            Backends.current()
                    .gemm()
                    .multiply(
                            GemmShape.contiguous(false, kept == null, rows, n, k),
                            x.data(),
                            0,
                            kept == null ? weight.data() : kept,
                            0,
                            false,
                            out,
                            0,
                            bias == null ? Epilogue.NONE : Epilogue.BIAS,
                            bias == null ? null : bias.data());
        }
        Tensor y = bias == null
                ? Tape.record("linear", shape, out, x, weight)
                : Tape.record("linear", shape, out, x, weight, bias)
                        .vjp(2, g -> g.reshape(rows, n).sum(0));
        return y.vjp(0, g -> g.reshape(rows, n).matmul(weight).reshape(x.shape().dims()))
                .vjp(1, g -> g.reshape(rows, n).matmul(x.reshape(rows, k), true, false));
    }
}
