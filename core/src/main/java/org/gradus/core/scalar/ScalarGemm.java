package org.gradus.core.scalar;

import org.gradus.core.backend.Epilogue;
import org.gradus.core.backend.Gemm;
import org.gradus.core.backend.GemmShape;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.UnaryOp;
import org.jspecify.annotations.Nullable;

/** Matrix products, eight columns of C at a time: eight independent chains keep the processor's fma units busy. */
public final class ScalarGemm implements Gemm {
    private static final int COLUMNS = 8;
    private static final int SEGMENT = Numerics.GEMM_BLOCK * Numerics.GEMM_SEGMENT_BLOCKS;

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
        float[] panel = new float[COLUMNS * shape.k()];
        float[] sums = new float[3 * COLUMNS];
        for (int j = 0; j < shape.n(); j += COLUMNS) {
            int columns = Math.min(COLUMNS, shape.n() - j);
            pack(shape, b, bOff, j, columns, panel);
            for (int i = 0; i < shape.m(); i++) {
                product(shape, a, aOff, i, panel, sums);
                int at = cOff + i * shape.ldc() + j;
                for (int q = 0; q < columns; q++) {
                    c[at + q] = accumulate ? c[at + q] + sums[q] : sums[q];
                }
            }
        }
        finish(shape, c, cOff, epilogue, bias);
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
            float[] c,
            int cOff,
            int cStride) {
        for (int i = 0; i < batch; i++) {
            multiply(
                    shape,
                    a,
                    aOff + i * aStride,
                    b,
                    bOff + i * bStride,
                    false,
                    c,
                    cOff + i * cStride,
                    Epilogue.NONE,
                    null);
        }
    }

    /** Copies columns j to j + columns − 1 of op(B) to {@code panel[p·8 + q]}; what the others held stays. */
    private static void pack(GemmShape s, float[] b, int bOff, int j, int columns, float[] panel) {
        int down = s.transB() ? 1 : s.ldb();
        int right = s.transB() ? s.ldb() : 1;
        for (int q = 0; q < columns; q++) {
            int from = bOff + (j + q) * right;
            for (int p = 0; p < s.k(); p++) {
                panel[p * COLUMNS + q] = b[from + p * down];
            }
        }
    }

    /** Row i of op(A) times the panel, to {@code sums[0 … 7]}: segments of blocks of chains. */
    private static void product(GemmShape s, float[] a, int aOff, int i, float[] panel, float[] sums) {
        int from = aOff + (s.transA() ? i : i * s.lda());
        int step = s.transA() ? s.lda() : 1;
        for (int q = 0; q < COLUMNS; q++) {
            sums[q] = 0;
        }
        for (int segment = 0; segment < s.k(); segment += SEGMENT) {
            int segmentEnd = Math.min(s.k(), segment + SEGMENT);
            for (int block = segment; block < segmentEnd; block += Numerics.GEMM_BLOCK) {
                int blockEnd = Math.min(segmentEnd, block + Numerics.GEMM_BLOCK);
                chain(a, from, step, panel, block, blockEnd, sums, 2 * COLUMNS);
                add(sums, 2 * COLUMNS, COLUMNS, block == segment);
            }
            add(sums, COLUMNS, 0, segment == 0);
        }
    }

    /** {@code sums[at + q] = Σ a[from + p·step]·panel[p·8 + q]} for p from {@code begin}: one chain of fma from +0 each. */
    private static void chain(float[] a, int from, int step, float[] panel, int begin, int end, float[] sums, int at) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        for (int p = begin; p < end; p++) {
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

    private void finish(GemmShape s, float[] c, int cOff, Epilogue epilogue, float @Nullable [] bias) {
        if (epilogue == Epilogue.NONE || bias == null) {
            return;
        }
        for (int i = 0; i < s.m(); i++) {
            int row = cOff + i * s.ldc();
            for (int j = 0; j < s.n(); j++) {
                c[row + j] += bias[j];
            }
            switch (epilogue) {
                case BIAS_RELU -> elementwise.unary(UnaryOp.RELU, 0, c, row, c, row, s.n());
                case BIAS_GELU -> elementwise.unary(UnaryOp.GELU, 0, c, row, c, row, s.n());
                default -> {}
            }
        }
    }
}
