package org.gradus.core.scalar;

import java.util.Arrays;
import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.Gemm;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.UnaryOp;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products, eight columns of C at a time: eight independent chains keep the processor's fma units busy. One block of
 * the columns is packed for some rows, so that what is kept aside does not grow with the matrices.
 */
public final class ScalarGemm implements Gemm {
    private static final int COLUMNS = 8;
    private static final int ROWS = 256;
    private static final int BLOCK = Numerics.GEMM_BLOCK;
    private static final int SEGMENT = BLOCK * Numerics.GEMM_SEGMENT_BLOCKS;

    private final ScalarElementwise elementwise = new ScalarElementwise();

    /** Makes the family. */
    public ScalarGemm() {}

    @Override
    public void multiply(
            GemmShape shape,
            float[] a,
            int aOff,
            float[] b,
            int bOff,
            boolean accumulate,
            float[] c,
            int cOff,
            Epilogue epilogue,
            float @Nullable [] bias) {
        multiply(shape, a, aOff, b, bOff, accumulate, c, cOff, epilogue, bias, 0);
    }

    private void multiply(
            GemmShape shape,
            float[] a,
            int aOff,
            float[] b,
            int bOff,
            boolean accumulate,
            float[] c,
            int cOff,
            Epilogue epilogue,
            float @Nullable [] bias,
            int biasOff) {
        int rows = Math.min(ROWS, shape.m());
        float[] panel = new float[COLUMNS * Math.min(BLOCK, shape.k())];
        float[] sums = new float[3 * COLUMNS * rows];
        for (int j = 0; j < shape.n(); j += COLUMNS) {
            int columns = Math.min(COLUMNS, shape.n() - j);
            for (int i = 0; i < shape.m(); i += rows) {
                int some = Math.min(rows, shape.m() - i);
                products(shape, a, aOff, i, some, b, bOff, j, columns, panel, sums);
                for (int r = 0; r < some; r++) {
                    int at = cOff + (i + r) * shape.ldc() + j;
                    for (int q = 0; q < columns; q++) {
                        float sum = sums[3 * COLUMNS * r + q];
                        c[at + q] = accumulate ? c[at + q] + sum : sum;
                    }
                }
            }
        }
        finish(shape, c, cOff, epilogue, bias, biasOff);
    }

    @Override
    public void multiplyBatch(
            int batch,
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
            int biasStride) {
        for (int i = 0; i < batch; i++) {
            multiply(
                    shape,
                    a,
                    aOff + i * aStride,
                    b,
                    bOff + i * bStride,
                    accumulate,
                    c,
                    cOff + i * cStride,
                    epilogue,
                    bias,
                    i * biasStride);
        }
    }

    /** Copies the inner elements {@code from ≤ p < to} of some columns of op(B) to {@code panel[(p − from)·8 + q]}. */
    private static void pack(GemmShape s, float[] b, int bOff, int j, int columns, int from, int to, float[] panel) {
        int down = s.transB() ? 1 : s.ldb();
        int right = s.transB() ? s.ldb() : 1;
        for (int q = 0; q < columns; q++) {
            int at = bOff + (j + q) * right + from * down;
            for (int p = 0; p < to - from; p++) {
                panel[p * COLUMNS + q] = b[at + p * down];
            }
        }
    }

    /**
     * Some rows of op(A) times some columns of op(B): of each row {@code sums} holds eight finished sums, eight of the segment
     * and eight chains. What columns that are not there get is never read.
     */
    private static void products(
            GemmShape s,
            float[] a,
            int aOff,
            int i,
            int rows,
            float[] b,
            int bOff,
            int j,
            int columns,
            float[] panel,
            float[] sums) {
        int down = s.transA() ? 1 : s.lda();
        int step = s.transA() ? s.lda() : 1;
        Arrays.fill(sums, 0f);
        for (int segment = 0; segment < s.k(); segment += SEGMENT) {
            int segmentEnd = Math.min(s.k(), segment + SEGMENT);
            for (int block = segment; block < segmentEnd; block += BLOCK) {
                int blockEnd = Math.min(segmentEnd, block + BLOCK);
                pack(s, b, bOff, j, columns, block, blockEnd, panel);
                for (int r = 0; r < rows; r++) {
                    int of = 3 * COLUMNS * r;
                    int from = aOff + (i + r) * down + block * step;
                    chain(a, from, step, panel, blockEnd - block, sums, of + 2 * COLUMNS);
                    add(sums, of + 2 * COLUMNS, of + COLUMNS, block == segment);
                }
            }
            for (int r = 0; r < rows; r++) {
                int of = 3 * COLUMNS * r;
                add(sums, of + COLUMNS, of, segment == 0);
            }
        }
    }

    /** {@code sums[at + q] = Σ a[from + p·step]·panel[p·8 + q]} for {@code p < length}: one chain of fma from +0 each. */
    private static void chain(float[] a, int from, int step, float[] panel, int length, float[] sums, int at) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        for (int p = 0; p < length; p++) {
            float v = a[from + p * step];
            s0 = Math.fma(v, panel[p * COLUMNS], s0);
            s1 = Math.fma(v, panel[p * COLUMNS + 1], s1);
            s2 = Math.fma(v, panel[p * COLUMNS + 2], s2);
            s3 = Math.fma(v, panel[p * COLUMNS + 3], s3);
            s4 = Math.fma(v, panel[p * COLUMNS + 4], s4);
            s5 = Math.fma(v, panel[p * COLUMNS + 5], s5);
            s6 = Math.fma(v, panel[p * COLUMNS + 6], s6);
            s7 = Math.fma(v, panel[p * COLUMNS + 7], s7);
        }
        sums[at] = s0;
        sums[at + 1] = s1;
        sums[at + 2] = s2;
        sums[at + 3] = s3;
        sums[at + 4] = s4;
        sums[at + 5] = s5;
        sums[at + 6] = s6;
        sums[at + 7] = s7;
    }

    /** Adds eight sums to others, or stores them when they are the first. */
    private static void add(float[] sums, int from, int to, boolean first) {
        for (int q = 0; q < COLUMNS; q++) {
            sums[to + q] = first ? sums[from + q] : sums[to + q] + sums[from + q];
        }
    }

    private void finish(GemmShape s, float[] c, int cOff, Epilogue epilogue, float @Nullable [] bias, int biasOff) {
        if (epilogue == Epilogue.NONE || bias == null) {
            return;
        }
        for (int i = 0; i < s.m(); i++) {
            int row = cOff + i * s.ldc();
            for (int j = 0; j < s.n(); j++) {
                c[row + j] += bias[biasOff + j];
            }
            switch (epilogue) {
                case BIAS_RELU -> elementwise.unary(UnaryOp.RELU, 0, c, row, c, row, s.n());
                case BIAS_GELU -> elementwise.unary(UnaryOp.GELU, 0, c, row, c, row, s.n());
                default -> {}
            }
        }
    }
}
