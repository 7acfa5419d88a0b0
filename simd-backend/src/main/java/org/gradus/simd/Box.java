package org.gradus.simd;

import java.util.Arrays;

/**
 * A box of elements in two strided layouts, simplified: no extent is 1, axes that continue each other in both layouts are
 * one axis, and the order of the axes is that in which elements are copied best.
 *
 * @param dims extents, outermost first; at least one
 * @param src distances in the source
 * @param dst distances in the destination
 */
record Box(int[] dims, int[] src, int[] dst) {
    /** The simplified box. */
    static Box of(int[] dims, int[] srcStrides, int[] dstStrides) {
        int[] d = new int[Math.max(1, dims.length)];
        int[] s = new int[d.length];
        int[] t = new int[d.length];
        d[0] = 1;
        int last = 0;
        for (int axis = 0; axis < dims.length; axis++) {
            int n = dims[axis];
            if (n == 1) {
                continue;
            }
            if (d[last] == 1) {
                d[last] = n;
            } else if (s[last] == n * srcStrides[axis] && t[last] == n * dstStrides[axis]) {
                d[last] *= n;
            } else {
                d[++last] = n;
            }
            s[last] = srcStrides[axis];
            t[last] = dstStrides[axis];
        }
        Box box = new Box(Arrays.copyOf(d, last + 1), Arrays.copyOf(s, last + 1), Arrays.copyOf(t, last + 1));
        box.order();
        return box;
    }

    /** Brings the axis along which the destination is contiguous to the end, and that of the source before it. */
    private void order() {
        int last = dims.length - 1;
        move(neighbours(dst, last), last);
        if (src[last] != 1) {
            move(neighbours(src, last - 1), last - 1);
        }
    }

    /** The last axis up to {@code end} whose elements are neighbours, else {@code end}. */
    private static int neighbours(int[] strides, int end) {
        for (int axis = end; axis >= 0; axis--) {
            if (strides[axis] == 1) {
                return axis;
            }
        }
        return end;
    }

    private void move(int axis, int to) {
        for (int[] each : new int[][] {dims, src, dst}) {
            for (int i = axis; i < to; i++) {
                int moved = each[i];
                each[i] = each[i + 1];
                each[i + 1] = moved;
            }
        }
    }

    /** How many elements it has. */
    int size() {
        int size = 1;
        for (int n : dims) {
            size *= n;
        }
        return size;
    }

    /** Copies the slices {@code from ≤ i < to} of the outermost axis. */
    void copy(int from, int to, float[] x, int xOff, float[] y, int yOff) {
        if (dims.length == 1) {
            run(to - from, x, xOff + from * src[0], src[0], y, yOff + from * dst[0], dst[0]);
        } else if (dims.length == 2) {
            plane(to - from, x, xOff + from * src[0], y, yOff + from * dst[0]);
        } else {
            for (int i = from; i < to; i++) {
                inner(1, x, xOff + i * src[0], y, yOff + i * dst[0]);
            }
        }
    }

    private void inner(int axis, float[] x, int p, float[] y, int q) {
        if (axis == dims.length - 2) {
            plane(dims[axis], x, p, y, q);
            return;
        }
        for (int i = 0; i < dims[axis]; i++) {
            inner(axis + 1, x, p + i * src[axis], y, q + i * dst[axis]);
        }
    }

    /** The two innermost axes, {@code rows} of the outer one. */
    private void plane(int rows, float[] x, int p, float[] y, int q) {
        int last = dims.length - 1;
        int n = dims[last];
        int s0 = src[last - 1];
        int s1 = src[last];
        int d0 = dst[last - 1];
        int d1 = dst[last];
        if (d1 == 1 && s0 == 1 && s1 != 0) {
            Transpose.run(rows, n, x, p, s1, y, q, d0);
            return;
        }
        for (int i = 0; i < rows; i++) {
            run(n, x, p + i * s0, s1, y, q + i * d0, d1);
        }
    }

    private static void run(int n, float[] x, int p, int s, float[] y, int q, int d) {
        if (s == 1 && d == 1) {
            System.arraycopy(x, p, y, q, n);
        } else if (s == 0 && d == 1) {
            Arrays.fill(y, q, q + n, x[p]);
        } else if (s == -1 && d == 1) {
            Backwards.copy(n, x, p, y, q);
        } else {
            for (int i = 0; i < n; i++) {
                y[q + i * d] = x[p + i * s];
            }
        }
    }
}
