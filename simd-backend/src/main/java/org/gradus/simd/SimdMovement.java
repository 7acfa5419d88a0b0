package org.gradus.simd;

import org.gradus.core.backend.Movement;
import org.gradus.core.backend.Workers;
import org.gradus.core.scalar.ScalarMovement;

/** Copies, gathers and scatters: boxes are simplified first, transposes go by tiles, large work by several threads. */
public final class SimdMovement implements Movement {
    /** So many elements make a piece of work. */
    private static final int GRAIN = 1 << 16;

    private final Workers workers;
    private final ScalarMovement scalar = new ScalarMovement();

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
        int each = Math.max(1, GRAIN / Math.max(1, inner));
        int pieces = (rows + each - 1) / each;
        if (pieces <= 1) {
            scalar.gather(outer, n, inner, x, index, count, out);
        } else {
            workers.run(pieces, p -> {
                for (int r = p * each; r < Math.min(rows, (p + 1) * each); r++) {
                    int from = r / count * n + index[r % count];
                    System.arraycopy(x, from * inner, out, r * inner, inner);
                }
            });
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
        workers.run((rows + each - 1) / each, p -> {
            for (int r = p * each; r < Math.min(rows, (p + 1) * each); r++) {
                takeRow(inner, x, r / count * n * inner, index, r * inner, out);
            }
        });
    }

    private static void takeRow(int inner, float[] x, int plane, int[] index, int row, float[] out) {
        for (int j = 0; j < inner; j++) {
            out[row + j] = x[plane + index[row + j] * inner + j];
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
