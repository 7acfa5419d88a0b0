package org.gradus.simd;

import org.gradus.core.backend.Movement;
import org.gradus.core.backend.Workers;

/** Copies, gathers and scatters: boxes are simplified first, transposes go by tiles, large work by several threads. */
public final class SimdMovement implements Movement {
    /** So many elements make a piece of work. */
    private static final int GRAIN = 1 << 16;

    private final Workers workers;

    /**
     * Makes the family.
     *
     * @param workers the threads that it may use
     */
    public SimdMovement(Workers workers) {
        this.workers = workers;
    }

    @Override
    public void copy(int[] dims, float[] src, int srcOff, int[] srcStrides, float[] dst, int dstOff, int[] dstStrides) {
        Box box = Box.of(dims, srcStrides, dstStrides);
        int n = box.dims()[0];
        int each = Math.max(1, GRAIN / Math.max(1, box.size() / n));
        int pieces = (n + each - 1) / each;
        if (pieces == 1) {
            box.copy(0, n, src, srcOff, dst, dstOff);
        } else {
            workers.run(pieces, p -> box.copy(p * each, Math.min(n, (p + 1) * each), src, srcOff, dst, dstOff));
        }
    }

    @Override
    public void gather(int outer, int n, int inner, float[] x, int[] index, int count, float[] out) {
        int rows = outer * count;
        if (rows == 0) {
            return;
        }
        int each = Math.max(1, GRAIN / Math.max(1, inner));
        int pieces = (rows + each - 1) / each;
        if (pieces <= 1) {
            gatherRows(n, inner, x, index, count, out, 0, rows);
        } else {
            workers.run(
                    pieces, p -> gatherRows(n, inner, x, index, count, out, p * each, Math.min(rows, (p + 1) * each)));
        }
    }

    private static void gatherRows(int n, int inner, float[] x, int[] index, int count, float[] out, int from, int to) {
        int o = from / count;
        int first = from % count;
        for (int r = from; r < to; o++, first = 0) {
            int rows = Math.min(to - r, count - first);
            if (inner == 1) {
                takeRow(rows, 1, x, o * n, 0, index, first, out, r);
            } else {
                for (int i = 0; i < rows; i++) {
                    System.arraycopy(x, (o * n + index[first + i]) * inner, out, (r + i) * inner, inner);
                }
            }
            r += rows;
        }
    }

    @Override
    public void scatterAdd(int outer, int n, int inner, float[] x, int[] index, int count, float[] out) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < count; i++) {
                int to = (o * n + index[i]) * inner;
                SimdReduce.add(out, to, x, (o * count + i) * inner, out, to, inner);
            }
        }
    }

    @Override
    public void takeAlong(int outer, int n, int inner, float[] x, int[] index, int count, float[] out) {
        int rows = outer * count;
        int each = Math.max(1, GRAIN / Math.max(1, inner));
        workers.run(
                (rows + each - 1) / each,
                p -> takeRows(n, inner, x, index, count, out, p * each, Math.min(rows, (p + 1) * each)));
    }

    private static void takeRows(int n, int inner, float[] x, int[] index, int count, float[] out, int from, int to) {
        int o = from / count;
        int first = from % count;
        for (int r = from; r < to; o++, first = 0) {
            int rows = Math.min(to - r, count - first);
            if (inner == 1) {
                takeRow(rows, 1, x, o * n, 0, index, r, out, r);
            } else {
                for (int i = r * inner; i < (r + rows) * inner; i += inner) {
                    takeRow(inner, inner, x, o * n * inner, 1, index, i, out, i);
                }
            }
            r += rows;
        }
    }

    /** {@code out[q + j] = x[p + index[k + j]·inner + j·step]}. */
    private static void takeRow(int n, int inner, float[] x, int p, int step, int[] index, int k, float[] out, int q) {
        for (int j = 0; j < n; j++) {
            out[q + j] = x[p + index[k + j] * inner + j * step];
        }
    }

    @Override
    public void putAlongAdd(int outer, int n, int inner, float[] x, int[] index, int count, float[] out) {
        int each = Math.max(1, GRAIN / Math.max(1, count * inner));
        workers.run((outer + each - 1) / each, p -> {
            for (int o = p * each; o < Math.min(outer, (p + 1) * each); o++) {
                for (int i = 0; i < count; i++) {
                    putRow(inner, x, (o * count + i) * inner, index, out, o * n * inner);
                }
            }
        });
    }

    private static void putRow(int inner, float[] x, int row, int[] index, float[] out, int plane) {
        for (int j = 0; j < inner; j++) {
            out[plane + index[row + j] * inner + j] += x[row + j];
        }
    }
}
