package org.gradus.simd;

import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.NE;
import static org.gradus.simd.Species.F;
import static org.gradus.simd.Species.I;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import org.gradus.core.backend.Window;
import org.gradus.core.scalar.ScalarPool;

/**
 * The largest values of windows, a vector of neighbouring windows at a time, where they lie inside the plane and are one or two
 * columns apart. The places are blended like the values, as bits of floats, since JDK 17 has no fast way from a mask of floats to
 * one of ints.
 */
final class SimdPool {
    private static final int L = F.length();
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(F, i -> 2 * i % L);
    private static final VectorMask<Float> UPPER = upper();
    private static final IntVector LANES = IntVector.zero(I).addIndex(1);

    private SimdPool() {}

    private static VectorMask<Float> upper() {
        boolean[] lanes = new boolean[L];
        for (int i = L / 2; i < L; i++) {
            lanes[i] = true;
        }
        return VectorMask.fromArray(F, lanes, 0);
    }

    /** As {@link ScalarPool#max}. */
    static void max(int first, int last, int height, int width, Window v, float[] x, float[] y, int[] where) {
        int rows = v.outHeight(height);
        int columns = v.outWidth(width);
        int stride = v.strideWidth();
        int top = inside(rows, v.strideHeight(), v.padHeight());
        int bottom = reach(height, rows, v.kernelHeight(), v.strideHeight(), v.padHeight(), v.dilationHeight());
        int left = inside(columns, stride, v.padWidth());
        int right = reach(width, columns, v.kernelWidth(), stride, v.padWidth(), v.dilationWidth());
        boolean vectors = stride <= 2 && top < bottom && left < right;
        int[] taps = taps(v, width);
        int corner = (top * v.strideHeight() - v.padHeight()) * width + left * stride - v.padWidth();
        int step = v.strideHeight() * width;
        int reach = (right - left + L - 1) / L * L;
        int end = last * rows * columns;
        for (int plane = first; plane < last; plane++) {
            int from = plane * height * width;
            int out = plane * rows * columns;
            int to = out + top * columns + left;
            int done = vectors ? bottom - top : 0;
            // a vector may reach over the end of its row, where the next one will be written, but not over the ends of
            // all
            while (done > 0
                    && (to + (done - 1) * columns + reach > end
                            || from + corner + (done - 1) * step + stride * reach + taps[taps.length - 1] > x.length)) {
                done--;
            }
            if (stride == 1) {
                neighbours(done, right - left, x, from, corner, step, taps, y, where, to, columns);
            } else if (stride == 2) {
                everySecond(done, right - left, x, from, corner, step, taps, y, where, to, columns);
            }
            if (done == rows && right - left == columns) {
                continue;
            }
            for (int row = 0; row < rows; row++) {
                boolean some = row >= top && row < top + done;
                ScalarPool.max(plane, row, 0, some ? left : columns, height, width, v, x, y, where);
                ScalarPool.max(plane, row, some ? right : columns, columns, height, width, v, x, y, where);
            }
        }
    }

    /** The first of n windows that does not begin before the plane. */
    private static int inside(int n, int stride, int pad) {
        return Math.min(n, (pad + stride - 1) / stride);
    }

    /** The window after the last of n that does not end behind the plane. */
    private static int reach(int extent, int n, int kernel, int stride, int pad, int dilation) {
        int room = extent - 1 - (kernel - 1) * dilation + pad;
        return room < 0 ? 0 : Math.min(n, room / stride + 1);
    }

    private static int[] taps(Window v, int width) {
        int[] taps = new int[v.kernelHeight() * v.kernelWidth()];
        for (int i = 0; i < taps.length; i++) {
            taps[i] = i / v.kernelWidth() * v.dilationHeight() * width + i % v.kernelWidth() * v.dilationWidth();
        }
        return taps;
    }

    private static void neighbours(
            int rows,
            int count,
            float[] x,
            int plane,
            int corner,
            int step,
            int[] taps,
            float[] y,
            int[] where,
            int out,
            int columns) {
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < count; i += L) {
                int place = corner + row * step + i;
                FloatVector best = FloatVector.fromArray(F, x, plane + place);
                FloatVector at = FloatVector.zero(F);
                for (int t = 1; t < taps.length; t++) {
                    FloatVector value = FloatVector.fromArray(F, x, plane + place + taps[t]);
                    VectorMask<Float> stays = value.compare(LE, best).or(best.compare(NE, best));
                    best = value.blend(best, stays);
                    at = IntVector.broadcast(I, taps[t]).reinterpretAsFloats().blend(at, stays);
                }
                int to = out + row * columns + i;
                best.intoArray(y, to);
                at.reinterpretAsInts().add(LANES).add(place).intoArray(where, to);
            }
        }
    }

    private static void everySecond(
            int rows,
            int count,
            float[] x,
            int plane,
            int corner,
            int step,
            int[] taps,
            float[] y,
            int[] where,
            int out,
            int columns) {
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < count; i += L) {
                int place = corner + row * step + 2 * i;
                FloatVector best = even(x, plane + place);
                FloatVector at = FloatVector.zero(F);
                for (int t = 1; t < taps.length; t++) {
                    FloatVector value = even(x, plane + place + taps[t]);
                    VectorMask<Float> stays = value.compare(LE, best).or(best.compare(NE, best));
                    best = value.blend(best, stays);
                    at = IntVector.broadcast(I, taps[t]).reinterpretAsFloats().blend(at, stays);
                }
                int to = out + row * columns + i;
                best.intoArray(y, to);
                at.reinterpretAsInts().add(LANES).add(LANES).add(place).intoArray(where, to);
            }
        }
    }

    /** Every second element from {@code off} on. */
    private static FloatVector even(float[] x, int off) {
        FloatVector low = FloatVector.fromArray(F, x, off).rearrange(EVEN);
        return low.blend(FloatVector.fromArray(F, x, off + L).rearrange(EVEN), UPPER);
    }
}
