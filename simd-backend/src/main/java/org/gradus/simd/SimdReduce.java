package org.gradus.simd;

import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Reduce;
import org.gradus.core.backend.ReduceOp;
import org.gradus.core.backend.Workers;
import org.gradus.core.scalar.ScalarReduce;

/** Reductions and scans by vectors. Products are rare and stay scalar. */
public final class SimdReduce implements Reduce {
    /** So many squares are summed as fast without vectors, whose sums C2 hands over as objects. */
    private static final int SHORT_SQUARES = 512;

    /** So many elements make a piece of work. */
    private static final int GRAIN = 1 << 16;

    /** So many neighbouring columns are reduced by one thread. */
    private static final int COLUMNS = 64;

    /** So many rows are accumulated side by side. */
    private static final int ROWS = 4;

    private final Workers workers;
    private final ScalarReduce scalar = new ScalarReduce();

    /**
     * Makes the family.
     *
     * @param workers the threads that it may use
     */
    public SimdReduce(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void reduce(ReduceOp op, int outer, int n, int inner, float[] x, float[] y) {
        boolean empty = outer == 0 || n == 0 || inner == 0;
        if (op == ReduceOp.PROD || empty) {
            scalar.reduce(op, outer, n, inner, x, y);
        } else if (inner > 1) {
            columns(op, outer, n, inner, x, y);
        } else if (op == ReduceOp.SUM && n > GRAIN && outer < workers.threads()) {
            sumLongRows(outer, n, x, y);
        } else {
            rows(op, outer, n, x, y);
        }
    }

    private void rows(ReduceOp op, int outer, int n, float[] x, float[] y) {
        int each = Math.max(1, GRAIN / n);
        int pieces = (outer + each - 1) / each;
        if (pieces <= 1) {
            rows(op, n, x, y, 0, outer);
        } else {
            workers.run(pieces, p -> rows(op, n, x, y, p * each, Math.min(outer, (p + 1) * each)));
        }
    }

    private static void rows(ReduceOp op, int n, float[] x, float[] y, int from, int to) {
        SimdLanes lanes = SimdLanes.ofThread();
        for (int r = from; r < to; r++) {
            y[r] = op == ReduceOp.SUM
                    ? lanes.sum(x, r * n, n)
                    : SimdExtreme.of(op == ReduceOp.MAX ? 1f : -1f, x, r * n, n);
        }
    }

    /** The chunks of a row are independent of each other; only their sums are added in order. */
    private void sumLongRows(int outer, int n, float[] x, float[] y) {
        int chunks = (n + Numerics.CHUNK - 1) / Numerics.CHUNK;
        int each = GRAIN / Numerics.CHUNK;
        float[] sums = new float[chunks];
        for (int o = 0; o < outer; o++) {
            int row = o * n;
            workers.run((chunks + each - 1) / each, p -> {
                SimdLanes lanes = SimdLanes.ofThread();
                for (int c = p * each; c < Math.min(chunks, (p + 1) * each); c++) {
                    int from = c * Numerics.CHUNK;
                    sums[c] = lanes.deviationsOfChunk(x, row + from, Math.min(n - from, Numerics.CHUNK), 0f);
                }
            });
            float total = sums[0];
            for (int c = 1; c < chunks; c++) {
                total += sums[c];
            }
            y[o] = total;
        }
    }

    /** Some neighbouring columns of one matrix. */
    private interface Columns {
        void run(int outer, int from, int to);
    }

    private void columns(ReduceOp op, int outer, int n, int inner, float[] x, float[] y) {
        split(outer, n, inner, (o, from, to) -> columns(op, n, inner, x, o * n * inner, y, o * inner, from, to));
    }

    private void split(int outer, int n, int inner, Columns columns) {
        int width = COLUMNS * Math.max(1, GRAIN / COLUMNS / n);
        int groups = (inner + width - 1) / width;
        if (outer * groups <= 1 || (long) outer * n * inner < 2 * GRAIN) {
            for (int o = 0; o < outer; o++) {
                columns.run(o, 0, inner);
            }
        } else {
            workers.run(outer * groups, p -> {
                int from = p % groups * width;
                columns.run(p / groups, from, Math.min(inner, from + width));
            });
        }
    }

    private static void columns(
            ReduceOp op, int n, int inner, float[] x, int xOff, float[] y, int yOff, int from, int to) {
        if (op == ReduceOp.SUM) {
            SimdColumns.sum(n, inner, x, xOff, y, yOff, from, to);
        } else {
            SimdColumns.extreme(op == ReduceOp.MAX ? 1f : -1f, n, inner, x, xOff, y, yOff, from, to);
        }
    }

    @Override
    public void argExtreme(boolean largest, int outer, int n, int inner, float[] x, int[] y) {
        if (inner < F.length() && (inner > 1 || n < Numerics.SHORT)) {
            scalar.argExtreme(largest, outer, n, inner, x, y);
            return;
        }
        float sign = largest ? 1f : -1f;
        if (inner > 1) {
            split(
                    outer,
                    n,
                    inner,
                    (o, from, to) -> SimdColumns.argExtreme(sign, n, inner, x, o * n * inner, y, o * inner, from, to));
            return;
        }
        int each = Math.max(1, GRAIN / n);
        int pieces = (outer + each - 1) / each;
        if (pieces <= 1) {
            argExtremeOfRows(sign, n, x, y, 0, outer);
        } else {
            workers.run(pieces, p -> argExtremeOfRows(sign, n, x, y, p * each, Math.min(outer, (p + 1) * each)));
        }
    }

    private static void argExtremeOfRows(float sign, int n, float[] x, int[] y, int from, int to) {
        for (int r = from; r < to; r++) {
            y[r] = SimdExtreme.at(sign, x, r * n, n);
        }
    }

    @Override
    public void cumulativeSum(boolean reverse, int outer, int n, int inner, float[] x, float[] y) {
        if (inner == 1) {
            int each = ROWS * Math.max(1, GRAIN / ROWS / Math.max(1, n));
            int pieces = (outer + each - 1) / each;
            if (pieces <= 1) {
                cumulateRows(reverse, n, x, y, 0, outer);
            } else {
                workers.run(pieces, p -> cumulateRows(reverse, n, x, y, p * each, Math.min(outer, (p + 1) * each)));
            }
            return;
        }
        if (inner < F.length()) {
            scalar.cumulativeSum(reverse, outer, n, inner, x, y);
            return;
        }
        for (int o = 0; o < outer && n > 0; o++) {
            int first = (o * n + (reverse ? n - 1 : 0)) * inner;
            int step = reverse ? -inner : inner;
            for (int j = first; j < first + inner; j++) {
                y[j] = 0f + x[j];
            }
            for (int i = 1; i < n; i++) {
                add(y, first + (i - 1) * step, x, first + i * step, y, first + i * step, inner);
            }
        }
    }

    @Override
    public double sumOfSquares(float[] x, int off, int n) {
        if (n <= SHORT_SQUARES) {
            return scalar.sumOfSquares(x, off, n);
        }
        double total = 0;
        for (int from = 0; from < n; from += Numerics.CHUNK) {
            total += SimdSquares.ofChunk(x, off + from, Math.min(n - from, Numerics.CHUNK));
        }
        return total;
    }

    private static void cumulateRows(boolean reverse, int n, float[] x, float[] y, int from, int to) {
        int step = reverse ? -1 : 1;
        int first = reverse ? n - 1 : 0;
        int r = from;
        for (; r <= to - ROWS; r += ROWS) {
            cumulateFour(n, step, x, y, r * n + first);
        }
        for (; r < to; r++) {
            cumulateOne(n, step, x, y, r * n + first);
        }
    }

    /** Four rows side by side: a sum waits for the one before it, but not for those of other rows. */
    private static void cumulateFour(int n, int step, float[] x, float[] y, int first) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        for (int i = 0; i < n; i++) {
            int p = first + i * step;
            s0 += x[p];
            s1 += x[p + n];
            s2 += x[p + 2 * n];
            s3 += x[p + 3 * n];
            y[p] = s0;
            y[p + n] = s1;
            y[p + 2 * n] = s2;
            y[p + 3 * n] = s3;
        }
    }

    private static void cumulateOne(int n, int step, float[] x, float[] y, int first) {
        float sum = 0f;
        for (int i = 0; i < n; i++) {
            int p = first + i * step;
            sum += x[p];
            y[p] = sum;
        }
    }

    /** {@code out[j] = a[j] + b[j]}. */
    static void add(float[] a, int aOff, float[] b, int bOff, float[] out, int outOff, int n) {
        int j = 0;
        for (; j <= n - F.length(); j += F.length()) {
            FloatVector.fromArray(F, a, aOff + j)
                    .add(FloatVector.fromArray(F, b, bOff + j))
                    .intoArray(out, outOff + j);
        }
        for (; j < n; j++) {
            out[outOff + j] = a[aOff + j] + b[bOff + j];
        }
    }
}
