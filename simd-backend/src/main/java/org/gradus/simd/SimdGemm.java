package org.gradus.simd;

import java.util.Arrays;
import org.gradus.core.backend.Elementwise;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.Gemm;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.Workers;
import org.jspecify.annotations.Nullable;

/** Matrix products by packed operands and register tiles; a single row or column goes the way of {@link MatrixVector}. */
public final class SimdGemm implements Gemm {
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
                new MatrixResult(c, cOff, s.ldc(), accumulate, epilogue, bias, elementwise));
    }

    private static void multiply(
            Workers workers, GemmShape s, float[] a, int aOff, float[] b, int bOff, Result result) {
        if (s.m() == 0 || s.n() == 0) {
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
        } else {
            Product.run(workers, s.m(), s.n(), s.k(), left, right, result);
        }
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
            float[] c,
            int cOff,
            int cStride) {
        // few large products are cut themselves, many small ones are shared out whole
        int each = Math.max(1, (int) Math.min(batch, GRAIN / Math.max(1, (long) s.m() * s.n() * s.k())));
        int pieces = (batch + each - 1) / each;
        if (pieces < 4) {
            for (int i = 0; i < batch; i++) {
                one(workers, i, s, a, aOff, aStride, b, bOff, bStride, c, cOff, cStride);
            }
            return;
        }
        workers.run(pieces, piece -> {
            for (int i = piece * each; i < Math.min(batch, (piece + 1) * each); i++) {
                one(ALONE, i, s, a, aOff, aStride, b, bOff, bStride, c, cOff, cStride);
            }
        });
    }

    private static final long GRAIN = 1 << 19;
    private static final Workers ALONE = Workers.of(1);

    private void one(
            Workers gang,
            int i,
            GemmShape s,
            float[] a,
            int aOff,
            int aStride,
            float[] b,
            int bOff,
            int bStride,
            float[] c,
            int cOff,
            int cStride) {
        Result result = new MatrixResult(c, cOff + i * cStride, s.ldc(), false, Epilogue.NONE, null, elementwise);
        multiply(gang, s, a, aOff + i * aStride, b, bOff + i * bStride, result);
    }
}
