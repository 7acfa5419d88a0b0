package org.gradus.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Workers;

/**
 * A matrix times a vector: every line of the matrix gives one element. It is bound by reading the matrix once, so nothing
 * is packed: neighbouring lines form vectors, or, where a line's own elements are neighbours, eight scalar chains.
 */
final class MatrixVector {
    private static final int L = Species.F.length();
    private static final int SEGMENT = Numerics.GEMM_BLOCK * Numerics.GEMM_SEGMENT_BLOCKS;

    /** A piece has at least so many multiplications; its lines are a multiple of {@link #LINES} and at most {@link #MOST}. */
    private static final int GRAIN = 1 << 16;

    private static final int LINES = 64;
    private static final int MOST = 2048;

    private MatrixVector() {}

    /** Gives element i of the result to row i, column 0 when it is a column, else to row 0, column i. */
    static void run(
            Workers workers,
            int lines,
            int k,
            MatrixOperand matrix,
            float[] x,
            int xOff,
            boolean column,
            Result result) {
        int size = Math.min(MOST, Math.max(LINES, GRAIN / k / LINES * LINES));
        workers.run((lines + size - 1) / size, piece -> {
            int first = piece * size;
            int count = Math.min(size, lines - first);
            float[] sums = Buffers.take(Buffers.Use.TILE, 3 * MOST);
            lines(matrix, first, count, k, x, xOff, sums);
            if (column) {
                result.store(first, 0, count, 1, sums, 0, 1);
            } else {
                result.store(0, first, 1, count, sums, 0, 0);
            }
        });
    }

    /** The finished sums of some lines go to {@code sums[0 … count − 1]}; chains and segments stand behind them. */
    private static void lines(MatrixOperand m, int first, int count, int k, float[] x, int xOff, float[] sums) {
        for (int segment = 0; segment < k; segment += SEGMENT) {
            int end = Math.min(k, segment + SEGMENT);
            int sum = segment == 0 ? 0 : MOST;
            for (int from = segment; from < end; from += Numerics.GEMM_BLOCK) {
                int to = Math.min(end, from + Numerics.GEMM_BLOCK);
                int chain = from == segment ? sum : 2 * MOST;
                if (m.linesContiguous()) {
                    dots(m, first, count, from, to, x, xOff, sums, chain);
                } else {
                    combine(m, first, count, from, to, x, xOff, sums, chain);
                }
                if (chain != sum) {
                    Vectors.add(sums, chain, sums, sum, count);
                }
            }
            if (sum != 0) {
                Vectors.add(sums, sum, sums, 0, count);
            }
        }
    }

    /** Four inner elements at a time: four multiples of neighbouring lines, in ascending order, are added to the chains. */
    private static void combine(
            MatrixOperand m, int first, int count, int from, int to, float[] x, int xOff, float[] y, int yOff) {
        float[] b = m.data();
        Arrays.fill(y, yOff, yOff + count, 0);
        int p = from;
        for (; p + 4 <= to; p += 4) {
            int b0 = m.offset() + p * m.distance() + first;
            int b1 = b0 + m.distance();
            int b2 = b1 + m.distance();
            int b3 = b2 + m.distance();
            float x0 = x[xOff + p];
            float x1 = x[xOff + p + 1];
            float x2 = x[xOff + p + 2];
            float x3 = x[xOff + p + 3];
            FloatVector v0 = FloatVector.broadcast(Species.F, x0);
            FloatVector v1 = FloatVector.broadcast(Species.F, x1);
            FloatVector v2 = FloatVector.broadcast(Species.F, x2);
            FloatVector v3 = FloatVector.broadcast(Species.F, x3);
            int i = 0;
            for (; i + L <= count; i += L) {
                FloatVector v = FloatVector.fromArray(Species.F, y, yOff + i);
                v = v0.fma(FloatVector.fromArray(Species.F, b, b0 + i), v);
                v = v1.fma(FloatVector.fromArray(Species.F, b, b1 + i), v);
                v = v2.fma(FloatVector.fromArray(Species.F, b, b2 + i), v);
                v = v3.fma(FloatVector.fromArray(Species.F, b, b3 + i), v);
                v.intoArray(y, yOff + i);
            }
            for (; i < count; i++) {
                float v = Math.fma(x0, b[b0 + i], y[yOff + i]);
                v = Math.fma(x1, b[b1 + i], v);
                v = Math.fma(x2, b[b2 + i], v);
                y[yOff + i] = Math.fma(x3, b[b3 + i], v);
            }
        }
        for (; p < to; p++) {
            int b0 = m.offset() + p * m.distance() + first;
            for (int i = 0; i < count; i++) {
                y[yOff + i] = Math.fma(x[xOff + p], b[b0 + i], y[yOff + i]);
            }
        }
    }

    private static void dots(
            MatrixOperand m, int first, int count, int from, int to, float[] x, int xOff, float[] y, int yOff) {
        int line = 0;
        for (; line + 8 <= count; line += 8) {
            dots8(m, m.offset() + (first + line) * m.distance(), from, to, x, xOff, y, yOff + line);
        }
        for (; line < count; line++) {
            int at = m.offset() + (first + line) * m.distance();
            float sum = 0;
            for (int p = from; p < to; p++) {
                sum = Math.fma(x[xOff + p], m.data()[at + p], sum);
            }
            y[yOff + line] = sum;
        }
    }

    private static void dots8(MatrixOperand m, int r0, int from, int to, float[] x, int xOff, float[] y, int yOff) {
        float[] b = m.data();
        int r1 = r0 + m.distance();
        int r2 = r1 + m.distance();
        int r3 = r2 + m.distance();
        int r4 = r3 + m.distance();
        int r5 = r4 + m.distance();
        int r6 = r5 + m.distance();
        int r7 = r6 + m.distance();
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        for (int p = from; p < to; p++) {
            float v = x[xOff + p];
            s0 = Math.fma(v, b[r0 + p], s0);
            s1 = Math.fma(v, b[r1 + p], s1);
            s2 = Math.fma(v, b[r2 + p], s2);
            s3 = Math.fma(v, b[r3 + p], s3);
            s4 = Math.fma(v, b[r4 + p], s4);
            s5 = Math.fma(v, b[r5 + p], s5);
            s6 = Math.fma(v, b[r6 + p], s6);
            s7 = Math.fma(v, b[r7 + p], s7);
        }
        y[yOff] = s0;
        y[yOff + 1] = s1;
        y[yOff + 2] = s2;
        y[yOff + 3] = s3;
        y[yOff + 4] = s4;
        y[yOff + 5] = s5;
        y[yOff + 6] = s6;
        y[yOff + 7] = s7;
    }
}
