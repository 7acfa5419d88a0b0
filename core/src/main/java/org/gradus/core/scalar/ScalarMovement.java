package org.gradus.core.scalar;

import org.gradus.core.backend.Movement;

/** Copies, gathers and scatters. */
public final class ScalarMovement implements Movement {
    /** Makes the family. */
    public ScalarMovement() {}

    @Override
    public void copy(int[] dims, float[] src, int srcOff, int[] srcStrides, float[] dst, int dstOff, int[] dstStrides) {
        copy(0, dims, src, srcOff, srcStrides, dst, dstOff, dstStrides);
    }

    private static void copy(
            int axis, int[] dims, float[] src, int s, int[] srcStrides, float[] dst, int d, int[] dstStrides) {
        if (axis == dims.length) {
            dst[d] = src[s];
            return;
        }
        int n = dims[axis];
        int srcStride = srcStrides[axis];
        int dstStride = dstStrides[axis];
        boolean innermost = axis == dims.length - 1;
        if (innermost && srcStride == 1 && dstStride == 1) {
            System.arraycopy(src, s, dst, d, n);
        } else if (innermost) {
            for (int i = 0; i < n; i++) {
                dst[d + i * dstStride] = src[s + i * srcStride];
            }
        } else {
            for (int i = 0; i < n; i++) {
                copy(axis + 1, dims, src, s + i * srcStride, srcStrides, dst, d + i * dstStride, dstStrides);
            }
        }
    }

    @Override
    public void gather(int outer, int n, int inner, float[] x, int[] index, int count, float[] out) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < count; i++) {
                System.arraycopy(x, (o * n + index[i]) * inner, out, (o * count + i) * inner, inner);
            }
        }
    }

    @Override
    public void scatterAdd(int outer, int n, int inner, float[] x, int[] index, int count, float[] out) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < count; i++) {
                int from = (o * count + i) * inner;
                int to = (o * n + index[i]) * inner;
                for (int j = 0; j < inner; j++) {
                    out[to + j] += x[from + j];
                }
            }
        }
    }

    @Override
    public void takeAlong(int outer, int n, int inner, float[] x, int[] index, int count, float[] out) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < count; i++) {
                int row = (o * count + i) * inner;
                for (int j = 0; j < inner; j++) {
                    out[row + j] = x[(o * n + index[row + j]) * inner + j];
                }
            }
        }
    }

    @Override
    public void putAlongAdd(int outer, int n, int inner, float[] x, int[] index, int count, float[] out) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < count; i++) {
                int row = (o * count + i) * inner;
                for (int j = 0; j < inner; j++) {
                    out[(o * n + index[row + j]) * inner + j] += x[row + j];
                }
            }
        }
    }
}
