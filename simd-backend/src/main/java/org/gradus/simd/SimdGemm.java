package org.gradus.simd;

import java.util.Arrays;
import org.gradus.core.backend.Elementwise;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.Gemm;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products by packed operands and register tiles; a single row or column goes the way of {@link MatrixVector}, little work
 * that of {@link SmallProduct}.
 */
public final class SimdGemm implements Gemm {
    /** A piece of a batch has about so many multiplications, and a piece of a shared result at least so many rows or columns. */
    private static final long GRAIN = 1 << 19;

    private static final int LEAST = 64;
    private static final Workers ALONE = Workers.of(1);

    private final Workers workers;
    private final Elementwise elementwise;

    /**
     * Makes the family.
     *
     * @param workers the threads that it may use
     */
    public SimdGemm(Workers workers) {
        this.workers = workers;
        this.elementwise = new SimdElementwise(workers);
    }

    @Override
    public void multiply(
            GemmShape s,
            float[] a,
            int aOff,
            float[] b,
            int bOff,
            boolean accumulate,
            float[] c,
            int cOff,
            Epilogue epilogue,
            float @Nullable [] bias) {
        multiply(
                workers,
                s,
                a,
                aOff,
                b,
                bOff,
                new MatrixResult(c, cOff, s.ldc(), accumulate, epilogue, bias, 0, elementwise));
    }

    private static void multiply(
            Workers workers, GemmShape s, float[] a, int aOff, float[] b, int bOff, MatrixResult result) {
        if (s.m() == 0 || s.n() == 0) {
            return;
        }
        if (s.k() > 0 && SmallProduct.suits(s, result) && !turns(s)) {
            SmallProduct.run(s, a, aOff, b, bOff, result);
            return;
        }
        MatrixOperand left = MatrixOperand.left(s, a, aOff);
        MatrixOperand right = MatrixOperand.right(s, b, bOff);
        if (s.k() == 0) {
            zero(s, result);
        } else if (s.m() == 1) {
            MatrixVector.run(workers, s.n(), s.k(), right, line(left, s.k()), lineOffset(left), false, result);
        } else if (s.n() == 1) {
            MatrixVector.run(workers, s.m(), s.k(), left, line(right, s.k()), lineOffset(right), true, result);
        } else if (turns(s)) {
            Product.run(workers, s.n(), s.m(), s.k(), right, left, new TurnedResult(result));
        } else {
            Product.run(workers, s.m(), s.n(), s.k(), left, right, result);
        }
    }

    /**
     * Whether the operands change sides: where B is stored transposed and has so many more rows than A, it costs less to
     * transpose A and the result.
     */
    private static boolean turns(GemmShape s) {
        long inner = s.transA() ? 0 : s.k();
        return s.transB() && s.m() >= Species.F.length() && s.m() * (inner + 3L * s.n()) < (long) s.n() * s.k();
    }

    private static void zero(GemmShape s, Result result) {
        float[] row = Buffers.take(Buffers.Use.TILE, s.n());
        for (int i = 0; i < s.m(); i++) {
            Arrays.fill(row, 0, s.n(), 0);
            result.store(i, 0, 1, s.n(), row, 0, 0);
        }
    }

    /** The only line of an operand with contiguous elements: itself, or a copy. */
    private static float[] line(MatrixOperand operand, int k) {
        if (operand.linesContiguous()) {
            return operand.data();
        }
        float[] copy = Buffers.take(Buffers.Use.SHARED_LEFT, k);
        operand.packRows(0, 1, 0, k, copy, 0, k);
        return copy;
    }

    private static int lineOffset(MatrixOperand operand) {
        return operand.linesContiguous() ? operand.offset() : 0;
    }

    @Override
    public void multiplyBatch(
            int batch,
            GemmShape s,
            float[] a,
            int aOff,
            int aStride,
            float[] b,
            int bOff,
            int bStride,
            boolean accumulate,
            float[] c,
            int cOff,
            int cStride,
            Epilogue epilogue,
            float @Nullable [] bias,
            int biasStride) {
        if (s.m() == 0 || s.n() == 0) {
            return;
        }
        Batch all = new Batch(
                s, a, aOff, aStride, b, bOff, bStride, accumulate, c, cOff, cStride, epilogue, bias, biasStride);
        // few large products are cut themselves, many small ones are shared out whole, or in parts where they share a
        // result
        long work = Math.max(1, (long) s.m() * s.n() * s.k());
        int each = Math.max(1, (int) Math.min(batch, GRAIN / work));
        if ((batch + each - 1) / each < 4) {
            for (int i = 0; i < batch; i++) {
                one(workers, all, i, 0, s.m(), 0, s.n());
            }
        } else if (cStride == 0) {
            addAll(batch, all, work * batch);
        } else {
            workers.run((batch + each - 1) / each, piece -> {
                for (int i = piece * each; i < Math.min(batch, (piece + 1) * each); i++) {
                    one(ALONE, all, i, 0, s.m(), 0, s.n());
                }
            });
        }
    }

    /** Adds products to one result, which is cut along its longer side; each part takes all products in order. */
    private void addAll(int batch, Batch all, long work) {
        int m = all.shape.m();
        int n = all.shape.n();
        boolean tall = m >= n;
        int length = tall ? m : n;
        int unit = tall ? Tile.ROWS : Species.F.length();
        int pieces = (int) Math.max(1, Math.min(length / LEAST, work / GRAIN));
        int size = ((length + pieces - 1) / pieces + unit - 1) / unit * unit;
        workers.run((length + size - 1) / size, piece -> {
            int first = piece * size;
            int some = Math.min(size, length - first);
            for (int i = 0; i < batch; i++) {
                one(ALONE, all, i, tall ? first : 0, tall ? some : m, tall ? 0 : first, tall ? n : some);
            }
        });
    }

    /** The arguments of a batch of products. */
    private record Batch(
            GemmShape shape,
            float[] a,
            int aOff,
            int aStride,
            float[] b,
            int bOff,
            int bStride,
            boolean accumulate,
            float[] c,
            int cOff,
            int cStride,
            Epilogue epilogue,
            float @Nullable [] bias,
            int biasStride) {}

    /** Some rows and columns of the i-th product. */
    private void one(Workers gang, Batch all, int i, int row, int rows, int column, int columns) {
        GemmShape s = all.shape;
        GemmShape part = rows == s.m() && columns == s.n()
                ? s
                : new GemmShape(s.transA(), s.transB(), rows, columns, s.k(), s.lda(), s.ldb(), s.ldc());
        int aOff = all.aOff + i * all.aStride + row * (s.transA() ? 1 : s.lda());
        int bOff = all.bOff + i * all.bStride + column * (s.transB() ? s.ldb() : 1);
        int cOff = all.cOff + i * all.cStride + row * s.ldc() + column;
        int biasOff = i * all.biasStride + column;
        MatrixResult result =
                new MatrixResult(all.c, cOff, s.ldc(), all.accumulate, all.epilogue, all.bias, biasOff, elementwise);
        multiply(gang, part, all.a, aOff, all.b, bOff, result);
    }
}
