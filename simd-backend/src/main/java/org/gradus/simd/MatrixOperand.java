package org.gradus.simd;

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
        int length = to - from;
        if (!linesContiguous) {
            Packing.copy(data, offset + from * distance + first, distance, count, width, length, out, off);
            return;
        }
        int at = offset + first * distance + from;
        int line = 0;
        for (; line + 4 <= count; line += 4) {
            int x = at + line * distance;
            Packing.transpose4(
                    data, x, x + distance, x + 2 * distance, x + 3 * distance, width, length, out, off + line);
        }
        for (; line < count; line++) {
            Packing.transpose1(data, at + line * distance, width, length, out, off + line);
        }
    }
}
