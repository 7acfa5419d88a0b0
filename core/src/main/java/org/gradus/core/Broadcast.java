package org.gradus.core;

import org.gradus.core.backend.Backends;
import org.gradus.core.backend.BinaryOp;
import org.gradus.core.backend.Elementwise;

/** Stretches operands to a common shape, without copying them where a kernel of two operands does it by itself. */
final class Broadcast {
    /** Neighbouring axes along which neither operand, or always the same one, is stretched; innermost first. */
    private static final class Runs {
        final int[] extent;
        final int[] aStride;
        final int[] bStride;
        int count;

        Runs(Shape a, Shape b, Shape shape) {
            int rank = shape.rank();
            extent = new int[Math.max(2, rank)];
            aStride = new int[extent.length];
            bStride = new int[extent.length];
            int aNext = 1;
            int bNext = 1;
            for (int fromEnd = 1; fromEnd <= rank; fromEnd++) {
                int n = shape.dim(-fromEnd);
                if (n == 1) {
                    continue;
                }
                boolean aMoves = fromEnd <= a.rank() && a.dim(-fromEnd) == n;
                boolean bMoves = fromEnd <= b.rank() && b.dim(-fromEnd) == n;
                if (count > 0 && aMoves == aStride[count - 1] > 0 && bMoves == bStride[count - 1] > 0) {
                    extent[count - 1] *= n;
                } else {
                    extent[count] = n;
                    aStride[count] = aMoves ? aNext : 0;
                    bStride[count] = bMoves ? bNext : 0;
                    count++;
                }
                aNext *= aMoves ? n : 1;
                bNext *= bMoves ? n : 1;
            }
            for (int run = count; run < 2; run++) {
                extent[run] = 1;
            }
        }
    }

    private Broadcast() {}

    /** The elements of {@code op(a, b)}, where both operands broadcast to {@code shape}. */
    static float[] binary(BinaryOp op, Tensor a, Tensor b, Shape shape) {
        float[] out = Scratch.floats(shape.size());
        int n = out.length;
        float[] x = a.data();
        float[] y = b.data();
        Elementwise kernel = Backends.current().elementwise();
        if (n == 0) {
            return out;
        }
        if ((x.length == n || x.length == 1) && (y.length == n || y.length == 1)) {
            kernel.binary(op, 1, n, x, 0, 0, x.length == n ? 1 : 0, y, 0, 0, y.length == n ? 1 : 0, out, 0);
            return out;
        }
        Runs runs = new Runs(a.shape(), b.shape(), shape);
        int rows = runs.extent[1];
        int row = runs.extent[0];
        int[] at = new int[runs.extent.length];
        int aOff = 0;
        int bOff = 0;
        for (int off = 0; off < n; off += rows * row) {
            kernel.binary(
                    op,
                    rows,
                    row,
                    x,
                    aOff,
                    runs.aStride[1],
                    runs.aStride[0],
                    y,
                    bOff,
                    runs.bStride[1],
                    runs.bStride[0],
                    out,
                    off);
            for (int run = 2; run < runs.count; run++) {
                aOff += runs.aStride[run];
                bOff += runs.bStride[run];
                if (++at[run] < runs.extent[run]) {
                    break;
                }
                aOff -= runs.extent[run] * runs.aStride[run];
                bOff -= runs.extent[run] * runs.bStride[run];
                at[run] = 0;
            }
        }
        return out;
    }

    /** The elements of x stretched to {@code shape}, to which it broadcasts; x's own array when nothing is stretched. */
    static float[] elements(Tensor x, Shape shape) {
        if (x.size() == shape.size()) {
            return x.data();
        }
        int[] own = x.shape().strides();
        int[] strides = new int[shape.rank()];
        for (int fromEnd = 1; fromEnd <= own.length; fromEnd++) {
            strides[shape.rank() - fromEnd] = x.dim(-fromEnd) == 1 ? 0 : own[own.length - fromEnd];
        }
        return Strided.collect(shape, x.data(), 0, strides);
    }

    /** x stretched to {@code shape}, to which it broadcasts; the gradient is summed over stretched axes. */
    static Tensor expand(Tensor x, Shape shape) {
        if (x.size() == shape.size()) {
            return Axes.view(x, shape);
        }
        return Tape.record("expand", shape, elements(x, shape), x).vjp(0, g -> g.sumTo(x.shape()));
    }
}
