package org.gradus.core;

import java.util.Arrays;
import org.gradus.core.backend.Backends;
import org.gradus.core.backend.BinaryOp;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.Gemm;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.Numerics;

/**
 * The product of two batches of matrices that broadcast.
 *
 * @param shape the shape of the result
 * @param matrix each single product
 * @param batch extents of the batch
 * @param strideA distance between the left matrices along each of them, 0 where one repeats
 * @param strideB the same for the right ones
 */
@SuppressWarnings("ArrayRecordComponent") // made and used by one op, never compared
record BatchedProduct(Shape shape, GemmShape matrix, int[] batch, int[] strideA, int[] strideB) {
    /** Matrices of so many elements can be shared out among threads themselves. */
    private static final int LARGE = 1 << 14;

    /** Checks that two shapes multiply; the message shows them as they were given. */
    static void check(Shape a, Shape b, boolean transposeA, boolean transposeB) {
        if (a.rank() == 0 || b.rank() == 0) {
            throw new IllegalArgumentException("matmul: " + a + " x " + b + ": a scalar is no matrix; use mul");
        }
        if ((transposeA && a.rank() == 1) || (transposeB && b.rank() == 1)) {
            throw new IllegalArgumentException("matmul: " + show(a, transposeA) + " x " + show(b, transposeB)
                    + ": a vector cannot be transposed; it is a row on the left and a column on the right");
        }
        int left = a.dim(transposeA ? -2 : -1);
        int right = b.dim(transposeB || b.rank() == 1 ? -1 : -2);
        if (left != right) {
            throw new IllegalArgumentException("matmul: inner dimensions differ: " + show(a, transposeA) + " x "
                    + show(b, transposeB) + " (" + left + " != " + right + ")");
        }
    }

    private static String show(Shape shape, boolean transposed) {
        return transposed ? shape + "ᵀ" : shape.toString();
    }

    /** How many rows a tensor of rank 1 or more has when all but its last axis are joined. */
    static int rows(Shape shape) {
        return shape.part(0, shape.rank() - 1).size();
    }

    /** The product of two shapes of rank 2 or more. */
    static BatchedProduct of(Shape a, Shape b, boolean transposeA, boolean transposeB) {
        int m = a.dim(transposeA ? -1 : -2);
        int k = a.dim(transposeA ? -2 : -1);
        int n = b.dim(transposeB ? -2 : -1);
        Shape batchA = a.part(0, a.rank() - 2);
        Shape batchB = b.part(0, b.rank() - 2);
        Shape both = batchA.equals(batchB)
                ? batchA
                : Shape.broadcast(batchA, batchB, "matmul: the batches of " + a + " and " + b);
        int[] batch = both.dims();
        int[] dims = Arrays.copyOf(batch, batch.length + 2);
        dims[batch.length] = m;
        dims[batch.length + 1] = n;
        return new BatchedProduct(
                Shape.owning(dims),
                GemmShape.contiguous(transposeA, transposeB, m, n, k),
                batch,
                strides(batchA, batch, m * k),
                strides(batchB, batch, k * n));
    }

    /** Distances between the matrices of a factor along the axes of the common batch. */
    private static int[] strides(Shape own, int[] batch, int matrix) {
        int[] strides = new int[batch.length];
        int added = batch.length - own.rank();
        int stride = matrix;
        for (int i = own.rank() - 1; i >= 0; i--) {
            strides[i + added] = own.dim(i) == 1 ? 0 : stride;
            stride *= own.dim(i);
        }
        return strides;
    }

    float[] compute(float[] a, float[] b) {
        float[] c = Scratch.floats(shape.size());
        if (c.length > 0) {
            Gemm gemm = Backends.current().gemm();
            if (batch.length == 0) {
                gemm.multiply(matrix, a, 0, b, 0, false, c, 0, Epilogue.NONE, null);
            } else {
                multiply(gemm, joined(), a, b, c);
            }
        }
        return c;
    }

    /** How many trailing axes of the batch one call of the kernel can walk: those at a fixed distance in both factors. */
    private int joined() {
        int axis = batch.length - 1;
        while (axis > 0
                && strideA[axis - 1] == strideA[axis] * batch[axis]
                && strideB[axis - 1] == strideB[axis] * batch[axis]) {
            axis--;
        }
        return axis;
    }

    /** One call for each position of the axes before {@code axis}; the trailing ones are walked by the kernel. */
    private void multiply(Gemm gemm, int axis, float[] a, float[] b, float[] c) {
        int size = matrix.m() * matrix.n();
        int count = 1;
        for (int i = axis; i < batch.length; i++) {
            count *= batch[i];
        }
        int last = batch.length - 1;
        for (int cOff = 0; cOff < c.length; cOff += count * size) {
            int aOff = 0;
            int bOff = 0;
            int rest = cOff / (count * size);
            for (int i = axis - 1; i >= 0; i--) {
                aOff += rest % batch[i] * strideA[i];
                bOff += rest % batch[i] * strideB[i];
                rest /= batch[i];
            }
            gemm.multiplyBatch(
                    count,
                    matrix,
                    a,
                    aOff,
                    strideA[last],
                    b,
                    bOff,
                    strideB[last],
                    false,
                    c,
                    cOff,
                    size,
                    Epilogue.NONE,
                    null,
                    0);
        }
    }

    /**
     * The gradient of a factor that was repeated over a batch: {@code op(a)·op(b)} summed to its shape. Where the whole batch is
     * summed and its matrices are large, products are added up as they are made, in the order of {@link Tensor#sumTo}: the same
     * bits, and no more is stored than the sum. Small ones are sooner made side by side.
     */
    static Tensor summed(Tensor a, Tensor b, boolean transposeA, boolean transposeB, Shape to) {
        BatchedProduct product = of(a.shape(), b.shape(), transposeA, transposeB);
        int size = product.matrix.m() * product.matrix.n();
        boolean one = product.batch.length > 0 && to.size() == size && size >= LARGE;
        if (Tape.recording() || !one || product.joined() > 0) {
            return a.matmul(b, transposeA, transposeB).sumTo(to);
        }
        return Tape.record("matmul", to, product.sum(a.data(), b.data()), a, b);
    }

    /** Blocks of products, each added up by itself. */
    private float[] sum(float[] a, float[] b) {
        int size = matrix.m() * matrix.n();
        int count = Shape.of(batch).size();
        int last = batch.length - 1;
        float[] out = Scratch.zeros(size);
        for (int from = 0; from < count; from += Numerics.OUTER_BLOCK) {
            float[] block = from == 0 ? out : Scratch.zeros(size);
            Backends.current()
                    .gemm()
                    .multiplyBatch(
                            Math.min(Numerics.OUTER_BLOCK, count - from),
                            matrix,
                            a,
                            from * strideA[last],
                            strideA[last],
                            b,
                            from * strideB[last],
                            strideB[last],
                            true,
                            block,
                            0,
                            0,
                            Epilogue.NONE,
                            null,
                            0);
            if (block != out) {
                Backends.current()
                        .elementwise()
                        .binary(BinaryOp.ADD, 1, size, out, 0, size, 1, block, 0, size, 1, out, 0);
                Scratch.drop(block);
            }
        }
        return out;
    }
}
