package org.gradus.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Workers;

/**
 * A matrix times a vector: every line of the matrix gives one element. It is bound by reading the matrix once, so nothing
 * is packed: neighbouring lines form vectors, or, where a line's own elements are neighbours, vectors are transposed in registers.
 */
final class MatrixVector {
    private static final int L = Species.F.length();
    private static final int SEGMENT = Numerics.GEMM_BLOCK * Numerics.GEMM_SEGMENT_BLOCKS;

    /** A piece has at least so many multiplications; its lines are a multiple of {@link #LINES} and at most {@link #MOST}. */
    private static final int GRAIN = 1 << 16;

    private static final int LINES = 64;
    private static final int MOST = 2048;

    /** So many neighbouring lines at least are read together by a thread: memory is fast where it is read in long runs. */
    private static final int RUN = 512;

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
        int size = Math.min(MOST, Math.max(least(workers, lines, matrix), GRAIN / k / LINES * LINES));
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

    /** The least lines of a piece. Chains never share a sum, so a single thread may have longer runs and the same bits. */
    private static int least(Workers workers, int lines, MatrixOperand matrix) {
        if (matrix.linesContiguous()) {
            return LINES;
        }
        return workers.threads() == 1 ? MOST : lines < 4 * RUN ? RUN : 2 * RUN;
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

    /**
     * Lines that make whole runs stay in registers. Of others eight inner elements at a time: eight multiples of neighbouring
     * lines, in ascending order, are added to the chains.
     * Vectors reach over the last line where the array goes on; what they make there is not looked at.
     */
    private static void combine(
            MatrixOperand m, int first, int count, int from, int to, float[] x, int xOff, float[] y, int yOff) {
        float[] b = m.data();
        if (Across.LONG > 0 && count % Across.LONG == 0) {
            if (Across.REHEARSAL.isOver(0)) {
                for (int i = 0; i < count; i += Across.LONG) {
                    int at = m.offset() + from * m.distance() + first + i;
                    Across.thirtyTwo(to - from, b, at, m.distance(), x, xOff + from, y, yOff + i);
                }
                return;
            }
            Across.REHEARSAL.practise(0);
        }
        int width = Tile.padded(count);
        if (width == Across.SHORT && m.offset() + (to - 1) * m.distance() + first + width <= b.length) {
            int at = m.offset() + from * m.distance() + first;
            Across.eight(to - from, b, at, m.distance(), x, xOff + from, y, yOff);
            return;
        }
        int last = Math.floorDiv(b.length - width - m.offset() - first, Math.max(1, m.distance()));
        int whole = from + Math.max(0, Math.min(to, last + 1) - from) / 8 * 8;
        Arrays.fill(y, yOff, yOff + width, 0);
        for (int p = from; p < whole; p += 8) {
            eight(b, m.offset() + p * m.distance() + first, m.distance(), width, x, xOff + p, y, yOff);
        }
        for (int p = whole; p < to; p++) {
            one(b, m.offset() + p * m.distance() + first, count, x[xOff + p], y, yOff);
        }
    }

    private static void eight(float[] b, int b0, int d, int width, float[] x, int xOff, float[] y, int yOff) {
        int b1 = b0 + d;
        int b2 = b0 + 2 * d;
        int b3 = b0 + 3 * d;
        int b4 = b0 + 4 * d;
        int b5 = b0 + 5 * d;
        int b6 = b0 + 6 * d;
        int b7 = b0 + 7 * d;
        FloatVector v0 = FloatVector.broadcast(Species.F, x[xOff]);
        FloatVector v1 = FloatVector.broadcast(Species.F, x[xOff + 1]);
        FloatVector v2 = FloatVector.broadcast(Species.F, x[xOff + 2]);
        FloatVector v3 = FloatVector.broadcast(Species.F, x[xOff + 3]);
        FloatVector v4 = FloatVector.broadcast(Species.F, x[xOff + 4]);
        FloatVector v5 = FloatVector.broadcast(Species.F, x[xOff + 5]);
        FloatVector v6 = FloatVector.broadcast(Species.F, x[xOff + 6]);
        FloatVector v7 = FloatVector.broadcast(Species.F, x[xOff + 7]);
        for (int i = 0; i < width; i += L) {
            FloatVector v = FloatVector.fromArray(Species.F, y, yOff + i);
            v = v0.fma(FloatVector.fromArray(Species.F, b, b0 + i), v);
            v = v1.fma(FloatVector.fromArray(Species.F, b, b1 + i), v);
            v = v2.fma(FloatVector.fromArray(Species.F, b, b2 + i), v);
            v = v3.fma(FloatVector.fromArray(Species.F, b, b3 + i), v);
            v = v4.fma(FloatVector.fromArray(Species.F, b, b4 + i), v);
            v = v5.fma(FloatVector.fromArray(Species.F, b, b5 + i), v);
            v = v6.fma(FloatVector.fromArray(Species.F, b, b6 + i), v);
            v = v7.fma(FloatVector.fromArray(Species.F, b, b7 + i), v);
            v.intoArray(y, yOff + i);
        }
    }

    private static void one(float[] b, int bOff, int count, float x, float[] y, int yOff) {
        FloatVector v = FloatVector.broadcast(Species.F, x);
        int i = 0;
        for (; i + L <= count; i += L) {
            v.fma(FloatVector.fromArray(Species.F, b, bOff + i), FloatVector.fromArray(Species.F, y, yOff + i))
                    .intoArray(y, yOff + i);
        }
        for (; i < count; i++) {
            y[yOff + i] = Math.fma(x, b[bOff + i], y[yOff + i]);
        }
    }

    private static void dots(
            MatrixOperand m, int first, int count, int from, int to, float[] x, int xOff, float[] y, int yOff) {
        int line = 0;
        for (; line < count && count >= L; line += L) {
            line = Math.min(line, count - L); // the last lines again rather than one by one: the same sums
            int at = m.offset() + (first + line) * m.distance() + from;
            LineDots.run(m.data(), at, m.distance(), to - from, x, xOff + from, y, yOff + line);
        }
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
