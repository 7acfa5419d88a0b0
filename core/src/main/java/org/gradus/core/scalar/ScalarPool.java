package org.gradus.core.scalar;

import java.util.Arrays;
import org.gradus.core.backend.Window;

/** Pooling of planes {@code first} to {@code last − 1}, window by window. */
public final class ScalarPool {
    private ScalarPool() {}

    /**
     * The largest value of each window and where it stood, as {@link org.gradus.core.backend.Conv#maxPool} defines it.
     *
     * @param first first plane
     * @param last plane after the last
     * @param height rows of a plane
     * @param width columns of a plane
     * @param v the window
     * @param x all planes
     * @param y the results of all planes
     * @param where the sources of all results
     */
    public static void max(int first, int last, int height, int width, Window v, float[] x, float[] y, int[] where) {
        int columns = v.outWidth(width);
        for (int plane = first; plane < last; plane++) {
            for (int row = 0; row < v.outHeight(height); row++) {
                max(plane, row, 0, columns, height, width, v, x, y, where);
            }
        }
    }

    /**
     * The largest values of windows that stand side by side in one row of a plane.
     *
     * @param plane the plane
     * @param row the row of windows
     * @param first the first window
     * @param last the window after the last
     * @param height rows of a plane
     * @param width columns of a plane
     * @param v the window
     * @param x all planes
     * @param y the results of all planes
     * @param where the sources of all results
     */
    public static void max(
            int plane,
            int row,
            int first,
            int last,
            int height,
            int width,
            Window v,
            float[] x,
            float[] y,
            int[] where) {
        int start = plane * height * width;
        int out = (plane * v.outHeight(height) + row) * v.outWidth(width) + first;
        int top = row * v.strideHeight() - v.padHeight();
        int fromY = top + firstTap(top, v.dilationHeight()) * v.dilationHeight();
        int toY = Math.min(height, top + v.kernelHeight() * v.dilationHeight());
        for (int column = first; column < last; column++) {
            int left = column * v.strideWidth() - v.padWidth();
            int fromX = left + firstTap(left, v.dilationWidth()) * v.dilationWidth();
            int toX = Math.min(width, left + v.kernelWidth() * v.dilationWidth());
            int at = fromY * width + fromX;
            float best = x[start + at];
            for (int i = fromY; i < toY; i += v.dilationHeight()) {
                for (int j = fromX; j < toX; j += v.dilationWidth()) {
                    float value = x[start + i * width + j];
                    // true for a larger value and for the first NaN
                    if (!(value <= best) && !Float.isNaN(best)) {
                        best = value;
                        at = i * width + j;
                    }
                }
            }
            y[out] = best;
            where[out++] = at;
        }
    }

    /** The first tap that does not lie in the padding, of a window that begins at {@code start}. */
    private static int firstTap(int start, int dilation) {
        return start >= 0 ? 0 : (dilation - 1 - start) / dilation;
    }

    /**
     * The mean of each window, as {@link org.gradus.core.backend.Conv#averagePool} defines it.
     *
     * @param first first plane
     * @param last plane after the last
     * @param height rows of a plane
     * @param width columns of a plane
     * @param v the window
     * @param x all planes
     * @param y the results of all planes
     */
    public static void average(int first, int last, int height, int width, Window v, float[] x, float[] y) {
        int columns = v.outWidth(width);
        for (int plane = first; plane < last; plane++) {
            for (int row = 0; row < v.outHeight(height); row++) {
                average(plane, row, 0, columns, height, width, v, x, y);
            }
        }
    }

    /**
     * The means of windows that stand side by side in one row of a plane.
     *
     * @param plane the plane
     * @param row the row of windows
     * @param first the first window
     * @param last the window after the last
     * @param height rows of a plane
     * @param width columns of a plane
     * @param v the window
     * @param x all planes
     * @param y the results of all planes
     */
    public static void average(
            int plane, int row, int first, int last, int height, int width, Window v, float[] x, float[] y) {
        int start = plane * height * width;
        int out = (plane * v.outHeight(height) + row) * v.outWidth(width) + first;
        float size = v.kernelHeight() * v.kernelWidth();
        int top = row * v.strideHeight() - v.padHeight();
        int fromY = top + firstTap(top, v.dilationHeight()) * v.dilationHeight();
        int toY = Math.min(height, top + v.kernelHeight() * v.dilationHeight());
        for (int column = first; column < last; column++) {
            int left = column * v.strideWidth() - v.padWidth();
            int fromX = left + firstTap(left, v.dilationWidth()) * v.dilationWidth();
            int toX = Math.min(width, left + v.kernelWidth() * v.dilationWidth());
            // a sum that begins with +0 is never −0, so that leaving out the zeros of the padding changes nothing
            float sum = 0f;
            for (int i = fromY; i < toY; i += v.dilationHeight()) {
                for (int j = fromX; j < toX; j += v.dilationWidth()) {
                    sum += x[start + i * width + j];
                }
            }
            y[out++] = sum / size;
        }
    }

    /**
     * The gradient of {@link #average}, as {@link org.gradus.core.backend.Conv#averagePoolGradient} defines it.
     *
     * @param first first plane
     * @param last plane after the last
     * @param height rows of a plane
     * @param width columns of a plane
     * @param v the window
     * @param dy the gradients of the results of all planes
     * @param dx the gradients of all planes
     */
    public static void averageGradient(int first, int last, int height, int width, Window v, float[] dy, float[] dx) {
        int rows = v.outHeight(height);
        int columns = v.outWidth(width);
        float size = v.kernelHeight() * v.kernelWidth();
        Arrays.fill(dx, first * height * width, last * height * width, 0);
        for (int plane = first; plane < last; plane++) {
            int start = plane * height * width;
            for (int row = 0; row < rows; row++) {
                int top = row * v.strideHeight() - v.padHeight();
                int fromY = top + firstTap(top, v.dilationHeight()) * v.dilationHeight();
                int toY = Math.min(height, top + v.kernelHeight() * v.dilationHeight());
                int out = (plane * rows + row) * columns;
                for (int column = 0; column < columns; column++) {
                    int left = column * v.strideWidth() - v.padWidth();
                    int fromX = left + firstTap(left, v.dilationWidth()) * v.dilationWidth();
                    int toX = Math.min(width, left + v.kernelWidth() * v.dilationWidth());
                    float share = dy[out + column] / size;
                    for (int i = fromY; i < toY; i += v.dilationHeight()) {
                        for (int j = fromX; j < toX; j += v.dilationWidth()) {
                            dx[start + i * width + j] += share;
                        }
                    }
                }
            }
        }
    }

    /**
     * The gradient of {@link #max}, as {@link org.gradus.core.backend.Conv#maxPoolGradient} defines it.
     *
     * @param first first plane
     * @param last plane after the last
     * @param height rows of a plane
     * @param width columns of a plane
     * @param v the window
     * @param where the sources of all results
     * @param dy the gradients of the results of all planes
     * @param dx the gradients of all planes
     */
    public static void maxGradient(
            int first, int last, int height, int width, Window v, int[] where, float[] dy, float[] dx) {
        int results = v.outHeight(height) * v.outWidth(width);
        for (int plane = first; plane < last; plane++) {
            int start = plane * height * width;
            Arrays.fill(dx, start, start + height * width, 0f);
            for (int out = plane * results; out < (plane + 1) * results; out++) {
                dx[start + where[out]] += dy[out];
            }
        }
    }
}
