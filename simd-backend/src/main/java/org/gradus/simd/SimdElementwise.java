package org.gradus.simd;

import static org.gradus.simd.Species.F;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.gradus.core.backend.BinaryOp;
import org.gradus.core.backend.Elementwise;
import org.gradus.core.backend.UnaryOp;
import org.gradus.core.backend.Workers;

/** The elementwise family in vectors; large work is cut into pieces of a fixed size for the workers. */
public final class SimdElementwise implements Elementwise {
    /** Elements in a piece of a function that waits for memory rather than for arithmetic. */
    private static final int CHEAP_PIECE = 1 << 15;

    /** Elements in a piece of a function of dozens of operations. */
    private static final int DEAR_PIECE = 1 << 12;

    /** Rows of a repeated operand are laid out several times up to this length, to fill whole vectors. */
    private static final int LONGEST_TILED_ROW = 512;

    /** Shorter rows are taken several at a time where one element of an operand belongs to a whole row. */
    private static final int SHORT_ROW = 128;

    /** So many elements of short rows are computed at once. */
    private static final int SPREAD = 1024;

    private final Workers workers;

    /**
     * Makes the family.
     *
     * @param workers the threads that it may use
     */
    public SimdElementwise(Workers workers) {
        this.workers = workers;
    }

    private static int piece(UnaryOp op) {
        return switch (op) {
            case NEG, ABS, SIGN, SQUARE, SQRT, RSQRT, RECIPROCAL, RELU, LEAKY_RELU, FLOOR -> CHEAP_PIECE;
            case EXP, LOG, LOG1P, EXPM1, SIN, COS, TANH, SIGMOID, SOFTPLUS, ELU, GELU, GELU_TANH, SILU, ERF ->
                DEAR_PIECE;
        };
    }

    private static int piece(BinaryOp op) {
        return op == BinaryOp.POW ? DEAR_PIECE : CHEAP_PIECE;
    }

    /** How many pieces of {@code each} n make; 1 when there are too few for the workers to be worth waking. */
    private static int pieces(long n, int each) {
        return n < 3L * each ? 1 : (int) ((n + each - 1) / each);
    }

    @Override
    public void unary(UnaryOp op, float p, float[] x, int xOff, float[] y, int yOff, int n) {
        int each = piece(op);
        int pieces = pieces(n, each);
        if (pieces == 1) {
            SimdUnary.apply(op, p, x, xOff, y, yOff, n);
        } else {
            workers.run(pieces, k -> {
                int from = k * each;
                SimdUnary.apply(op, p, x, xOff + from, y, yOff + from, Math.min(each, n - from));
            });
        }
    }

    @Override
    public void unaryGradient(
            UnaryOp op, float p, float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int each = op.gradientFrom() == UnaryOp.Gradient.FROM_OUTPUT ? CHEAP_PIECE : piece(op);
        int pieces = pieces(n, each);
        if (pieces == 1) {
            SimdUnaryGradient.apply(op, p, v, vOff, dy, dyOff, dx, dxOff, n);
        } else {
            workers.run(pieces, k -> {
                int from = k * each;
                int count = Math.min(each, n - from);
                SimdUnaryGradient.apply(op, p, v, vOff + from, dy, dyOff + from, dx, dxOff + from, count);
            });
        }
    }

    @Override
    public void binary(
            BinaryOp op,
            int rows,
            int n,
            float[] a,
            int aOff,
            int aRow,
            int aStep,
            float[] b,
            int bOff,
            int bRow,
            int bStep,
            float[] out,
            int outOff) {
        if (rows == 0 || n == 0) {
            return;
        }
        boolean aWhole = aStep == 1 && aRow == n;
        boolean bWhole = bStep == 1 && bRow == n;
        boolean aOne = aStep == 0 && aRow == 0;
        boolean bOne = bStep == 0 && bRow == 0;
        if (rows > 1 && (aWhole || aOne) && (bWhole || bOne)) {
            grid(op, 1, rows * n, a, aOff, 0, aStep, b, bOff, 0, bStep, out, outOff);
            return;
        }
        int times = F.length() / Integer.lowestOneBit(n | F.length());
        boolean aRepeated = aStep == 1 && aRow == 0;
        boolean bRepeated = bStep == 1 && bRow == 0;
        if (times == 1 || n > LONGEST_TILED_ROW || rows < 4 * times || !(aWhole && bRepeated || aRepeated && bWhole)) {
            grid(op, rows, n, a, aOff, aRow, aStep, b, bOff, bRow, bStep, out, outOff);
            return;
        }
        int wide = n * times;
        int most = rows / times;
        int done = most * wide;
        if (bRepeated) {
            grid(op, most, wide, a, aOff, wide, 1, tile(b, bOff, n, wide), 0, 0, 1, out, outOff);
            grid(op, rows - most * times, n, a, aOff + done, n, 1, b, bOff, 0, 1, out, outOff + done);
        } else {
            grid(op, most, wide, tile(a, aOff, n, wide), 0, 0, 1, b, bOff, wide, 1, out, outOff);
            grid(op, rows - most * times, n, a, aOff, 0, 1, b, bOff + done, n, 1, out, outOff + done);
        }
    }

    private static float[] tile(float[] x, int off, int n, int wide) {
        float[] tiled = Buffers.take(Buffers.Use.TILED, wide);
        for (int i = 0; i < wide; i += n) {
            System.arraycopy(x, off, tiled, i, n);
        }
        return tiled;
    }

    /** Cuts long rows into pieces, or puts several short ones into one. */
    private void grid(
            BinaryOp op,
            int rows,
            int n,
            float[] a,
            int aOff,
            int aRow,
            int aStep,
            float[] b,
            int bOff,
            int bRow,
            int bStep,
            float[] out,
            int outOff) {
        int each = piece(op);
        if (pieces((long) rows * n, each) == 1) {
            rows(op, rows, n, a, aOff, aRow, aStep, b, bOff, bRow, bStep, out, outOff);
        } else if (n >= each) {
            int across = (n + each - 1) / each;
            workers.run(rows * across, k -> {
                int r = k / across;
                int from = k % across * each;
                int count = Math.min(each, n - from);
                int aFrom = aOff + r * aRow + from * aStep;
                int bFrom = bOff + r * bRow + from * bStep;
                rows(op, 1, count, a, aFrom, 0, aStep, b, bFrom, 0, bStep, out, outOff + r * n + from);
            });
        } else {
            int down = each / n;
            workers.run((rows + down - 1) / down, k -> {
                int r = k * down;
                int count = Math.min(down, rows - r);
                int aFrom = aOff + r * aRow;
                int bFrom = bOff + r * bRow;
                rows(op, count, n, a, aFrom, aRow, aStep, b, bFrom, bRow, bStep, out, outOff + r * n);
            });
        }
    }

    private static void rows(
            BinaryOp op,
            int rows,
            int n,
            float[] a,
            int aOff,
            int aRow,
            int aStep,
            float[] b,
            int bOff,
            int bRow,
            int bStep,
            float[] out,
            int outOff) {
        if (rows > 1 && n < SHORT_ROW && (aStep == 0 && aRow != 0 || bStep == 0 && bRow != 0)) {
            shortRows(op, rows, n, a, aOff, aRow, aStep, b, bOff, bRow, bStep, out, outOff);
            return;
        }
        float[] aOne = aStep == 0 ? Buffers.take(Buffers.Use.SPREAD, F.length()) : a;
        float[] bOne = bStep == 0 ? Buffers.take(Buffers.Use.SPREAD_TOO, F.length()) : b;
        for (int r = 0; r < rows; r++) {
            int aFrom = aOff + r * aRow;
            int bFrom = bOff + r * bRow;
            if (aStep == 0) {
                Arrays.fill(aOne, 0, F.length(), a[aFrom]);
                aFrom = 0;
            }
            if (bStep == 0) {
                Arrays.fill(bOne, 0, F.length(), b[bFrom]);
                bFrom = 0;
            }
            SimdBinary.row(op, n, aOne, aFrom, aStep, bOne, bFrom, bStep, out, outOff + r * n);
        }
    }

    /** Several rows at a time, for which an operand that repeats its elements is laid out. */
    private static void shortRows(
            BinaryOp op,
            int rows,
            int n,
            float[] a,
            int aOff,
            int aRow,
            int aStep,
            float[] b,
            int bOff,
            int bRow,
            int bStep,
            float[] out,
            int outOff) {
        boolean aWhole = aStep == 1 && aRow == n;
        boolean bWhole = bStep == 1 && bRow == n;
        float[] aRows = aWhole ? a : Buffers.take(Buffers.Use.SPREAD, SPREAD + F.length());
        float[] bRows = bWhole ? b : Buffers.take(Buffers.Use.SPREAD_TOO, SPREAD + F.length());
        int each = SPREAD / n;
        for (int r = 0; r < rows; r += each) {
            int count = Math.min(each, rows - r);
            int aFrom = aOff + r * aRow;
            int bFrom = bOff + r * bRow;
            if (!aWhole && (r == 0 || aRow != 0)) {
                spread(count, n, a, aFrom, aRow, aStep, aRows);
            }
            if (!bWhole && (r == 0 || bRow != 0)) {
                spread(count, n, b, bFrom, bRow, bStep, bRows);
            }
            int aAt = aWhole ? aFrom : 0;
            int bAt = bWhole ? bFrom : 0;
            SimdBinary.row(op, count * n, aRows, aAt, 1, bRows, bAt, 1, out, outOff + r * n);
        }
    }

    /** {@code y[r·n + j] = x[off + r·row + j·step]}; the elements after the last may be overwritten, less than a vector. */
    private static void spread(int rows, int n, float[] x, int off, int row, int step, float[] y) {
        for (int r = 0; r < rows; r++) {
            if (step == 1) {
                System.arraycopy(x, off + r * row, y, r * n, n);
            } else {
                for (int j = 0; j < n; j += F.length()) {
                    FloatVector.broadcast(F, x[off + r * row]).intoArray(y, r * n + j);
                }
            }
        }
    }

    @Override
    public void where(float[] condition, float[] a, float[] b, float[] out, int n) {
        int pieces = pieces(n, CHEAP_PIECE);
        if (pieces == 1) {
            where(condition, a, b, out, 0, n);
        } else {
            workers.run(pieces, k -> {
                int from = k * CHEAP_PIECE;
                where(condition, a, b, out, from, Math.min(n, from + CHEAP_PIECE));
            });
        }
    }

    private static void where(float[] condition, float[] a, float[] b, float[] out, int from, int to) {
        int i = from;
        for (; i <= to - F.length(); i += F.length()) {
            FloatVector no = FloatVector.fromArray(F, b, i);
            FloatVector yes = FloatVector.fromArray(F, a, i);
            FloatVector test = FloatVector.fromArray(F, condition, i);
            no.blend(yes, test.compare(VectorOperators.NE, 0)).intoArray(out, i);
        }
        for (; i < to; i++) {
            out[i] = condition[i] != 0 ? a[i] : b[i];
        }
    }
}
