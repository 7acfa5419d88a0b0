package org.gradus.simd;

import org.gradus.core.backend.GemmShape;
import org.jspecify.annotations.Nullable;

/** A stored matrix as an operand; either its lines or its inner elements are neighbours in memory. */
record MatrixOperand(float[] data, int offset, boolean linesContiguous, int distance)
        implements LeftOperand, RightOperand {
    static MatrixOperand left(GemmShape s, float[] a, int aOff) {
        return new MatrixOperand(a, aOff, !s.transA(), s.lda());
    }

    static MatrixOperand right(GemmShape s, float[] b, int bOff) {
        return new MatrixOperand(b, bOff, s.transB(), s.ldb());
    }

    @Override
    public @Nullable Stored rows() {
        return linesContiguous ? new Stored(data, offset, distance) : null;
    }

    @Override
    public @Nullable Stored panels() {
        return linesContiguous ? null : new Stored(data, offset, distance);
    }

    @Override
    public void packRows(int first, int count, int from, int to, float[] out, int off, int width) {
        if (linesContiguous) {
            for (int i = 0; i < count; i++) {
                System.arraycopy(data, offset + (first + i) * distance + from, out, off + i * width, to - from);
            }
        } else {
            Packing.transpose(data, offset + from * distance + first, distance, to - from, count, out, off, width);
        }
    }

    @Override
    public void packPanel(int first, int count, int width, int from, int to, float[] out, int off) {
        if (linesContiguous) {
            Packing.transpose(data, offset + first * distance + from, distance, count, to - from, out, off, width);
        } else {
            Packing.copy(data, offset + from * distance + first, distance, count, width, to - from, out, off);
        }
    }
}
