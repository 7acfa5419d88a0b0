package org.gradus.core;

import org.gradus.core.backend.Backends;

/** Copies of boxes of elements between strided layouts. */
final class Strided {
    private Strided() {}

    /** Copies a box; one with an extent of 0 has nothing to copy, and its strides mean nothing. */
    static void copy(int[] dims, float[] src, int srcOff, int[] srcStrides, float[] dst, int dstOff, int[] dstStrides) {
        for (int n : dims) {
            if (n == 0) {
                return;
            }
        }
        Backends.current().movement().copy(dims, src, srcOff, srcStrides, dst, dstOff, dstStrides);
    }

    /** The elements of a strided box as a contiguous array. */
    static float[] collect(Shape box, float[] src, int srcOff, int[] srcStrides) {
        float[] out = Scratch.floats(box.size());
        copy(box.dims(), src, srcOff, srcStrides, out, 0, box.strides());
        return out;
    }
}
