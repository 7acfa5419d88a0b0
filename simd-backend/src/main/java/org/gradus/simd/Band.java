package org.gradus.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * What some rows of places of one image read, with +0 around the image: channel by channel, the source rows from the first tap
 * of the first place to the last tap of the last, each cut into as many phases as columns are skipped between places. So what
 * a tap reads at the places of a row lies side by side, and taps differ by constant distances alone.
 *
 * @param height rows of a source plane
 * @param width columns of a source plane
 * @param columns places in a row
 * @param stepY source rows between rows of places
 * @param stepX source columns between places
 * @param firstY source row of the first tap at place row 0
 * @param firstX source column of the first tap at place column 0
 * @param spanY source rows from the first tap to the last
 * @param wide columns of a phase
 */
record Band(int height, int width, int columns, int stepY, int stepX, int firstY, int firstX, int spanY, int wide) {
    private static final int L = Species.F.length();

    static Band of(
            int height, int width, int columns, int stepY, int stepX, int firstY, int firstX, int lastY, int lastX) {
        int wide = columns + (lastX - firstX) / stepX;
        return new Band(height, width, columns, stepY, stepX, firstY, firstX, lastY - firstY, wide);
    }

    /** From one source row to the next. */
    int pitch() {
        return wide * stepX;
    }

    /** From one row of places to the next. */
    int rowDistance() {
        return stepY * pitch();
    }

    /** Floats of one channel for so many rows of places. */
    int plane(int rows) {
        return ((rows - 1) * stepY + spanY + 1) * pitch();
    }

    /** Where in a channel a tap reads at the first place. */
    int tap(int tapY, int tapX) {
        int shift = tapX - firstX;
        return (tapY - firstY) * pitch() + shift % stepX * wide + shift / stepX;
    }

    /** Writes to {@code table[p]}, p being (channel, tap), where the taps read when channels are {@code distance} apart. */
    void taps(int channels, int distance, int[] tapY, int[] tapX, int[] table, int first) {
        int p = first;
        for (int channel = 0; channel < channels; channel++) {
            for (int y : tapY) {
                for (int x : tapX) {
                    table[p++] = channel * distance + tap(y, x);
                }
            }
        }
    }

    /**
     * Lays out {@code rows} rows of places from row {@code from} on, channels {@code distance} apart; up to a vector behind
     * a channel may be overwritten.
     */
    void lay(float[] x, int at, int channels, int from, int rows, float[] out, int distance) {
        int lines = plane(rows) / pitch();
        int top = from * stepY + firstY;
        for (int channel = 0; channel < channels; channel++) {
            int source = at + channel * height * width;
            int to = channel * distance;
            for (int i = top; i < top + lines; i++, to += pitch()) {
                if (i < 0 || i >= height) {
                    Arrays.fill(out, to, to + pitch(), 0);
                } else if (stepX == 1) {
                    line(x, source + i * width, out, to);
                } else {
                    phases(x, source + i * width, out, to);
                }
            }
        }
    }

    /** One source row; what is written behind it is written again by the next. */
    private void line(float[] x, int from, float[] out, int to) {
        int begin = Math.min(Math.max(0, firstX), width);
        int left = Math.min(wide, Math.max(0, -firstX));
        int count = Math.max(0, Math.min(width - begin, wide - left));
        for (int i = 0; i < left; i++) {
            out[to + i] = 0;
        }
        if (from + begin + count + L <= x.length) {
            for (int i = 0; i < count; i += L) {
                FloatVector.fromArray(Species.F, x, from + begin + i).intoArray(out, to + left + i);
            }
        } else {
            System.arraycopy(x, from + begin, out, to + left, count);
        }
        for (int i = left + count; i < wide; i++) {
            out[to + i] = 0;
        }
    }

    private void phases(float[] x, int from, float[] out, int to) {
        for (int phase = 0; phase < stepX; phase++) {
            int start = firstX + phase;
            int first = Math.min(wide, Math.max(0, (stepX - 1 - start) / stepX));
            int end = Math.max(first, Math.min(wide, Math.floorDiv(width - 1 - start, stepX) + 1));
            int row = to + phase * wide;
            for (int i = 0; i < first; i++) {
                out[row + i] = 0;
            }
            for (int i = first; i < end; i++) {
                out[row + i] = x[from + start + i * stepX];
            }
            for (int i = end; i < wide; i++) {
                out[row + i] = 0;
            }
        }
    }
}
