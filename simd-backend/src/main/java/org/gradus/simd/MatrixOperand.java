package org.gradus.simd;

import java.util.Arrays;
import org.gradus.core.backend.GemmShape;

/** A stored matrix as an operand; either its lines or its inner elements are neighbours in memory. */
record MatrixOperand(float[] data, int offset, boolean linesContiguous, int distance) implements Operand {
    static MatrixOperand left(GemmShape s, float[] a, int aOff) {
        return new MatrixOperand(a, aOff, !s.transA(), s.lda());
    }

    static MatrixOperand right(GemmShape s, float[] b, int bOff) {
        return new MatrixOperand(b, bOff, s.transB(), s.ldb());
    }

    @Override
    public void pack(int first, int count, int width, int from, int to, float[] out, int off) {
        if (linesContiguous) {
            interleave(data, offset + first * distance + from, distance, count, width, to - from, out, off);
        } else {
            gather(data, offset + from * distance + first, distance, count, width, to - from, out, off);
        }
    }

    /** Inner neighbours are {@code distance} apart, lines are neighbours: copies pieces of rows. */
    private static void gather(
            float[] x, int at, int distance, int count, int width, int length, float[] out, int off) {
        for (int p = 0; p < length; p++) {
            int to = off + p * width;
            System.arraycopy(x, at + p * distance, out, to, count);
            if (count < width) {
                Arrays.fill(out, to + count, to + width, 0);
            }
        }
    }

    /** Lines are {@code distance} apart, inner elements are neighbours: a transposition, four lines at a time. */
    static void interleave(float[] x, int at, int distance, int count, int width, int length, float[] out, int off) {
        int line = 0;
        for (; line + 4 <= count; line += 4) {
            int x0 = at + line * distance;
            int x1 = x0 + distance;
            int x2 = x1 + distance;
            int x3 = x2 + distance;
            int to = off + line;
            for (int p = 0; p < length; p++) {
                out[to] = x[x0 + p];
                out[to + 1] = x[x1 + p];
                out[to + 2] = x[x2 + p];
                out[to + 3] = x[x3 + p];
                to += width;
            }
        }
        for (; line < count; line++) {
            int from = at + line * distance;
            for (int p = 0; p < length; p++) {
                out[off + line + p * width] = x[from + p];
            }
        }
        for (; line < width; line++) {
            for (int p = 0; p < length; p++) {
                out[off + line + p * width] = 0;
            }
        }
    }
}
