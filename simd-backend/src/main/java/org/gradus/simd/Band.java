package org.gradus.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

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
 * @param phases phases that taps read
 */
record Band(
        int height,
        int width,
        int columns,
        int stepY,
        int stepX,
        int firstY,
        int firstX,
        int spanY,
        int wide,
        int phases) {
    private static final int L = Species.F.length();

    /** Brings every second lane to the front half, and again to the back half. */
    static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(Species.F, i -> 2 * i % L);

    private static final FloatVector LANES = FloatVector.zero(Species.F).addIndex(1);
    static final VectorMask<Float> BACK = VectorMask.fromLong(Species.F, -1L << (L / 2));

    static Band of(
            int height, int width, int columns, int stepY, int stepX, int firstY, int firstX, int lastY, int lastX) {
        int wide = columns + (lastX - firstX) / stepX;
        int phases = Math.min(stepX, lastX - firstX + 1);
        return new Band(height, width, columns, stepY, stepX, firstY, firstX, lastY - firstY, wide, phases);
    }

    /** From one source row to the next. */
    int pitch() {
        return wide * phases;
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
        int begin = Math.min(Math.max(0, firstX), width);
        int left = Math.min(wide, Math.max(0, -firstX));
        int count = Math.max(0, Math.min(width - begin, wide - left));
        int first = firstOf(0);
        int end = endOf(0, first);
        int first2 = firstOf(1);
        int end2 = endOf(1, first2);
        boolean plain = stepX == 1
                && stepY == 1
                && count > 0
                && wide - left - count <= L
                && (wide <= L || left <= Math.min(L, wide - L));
        for (int channel = 0; channel < channels; channel++) {
            int source = at + channel * height * width;
            int to = channel * distance;
            if (plain && reaches(x, source + firstX, top, lines)) {
                rows(x, source + firstX, top, lines, out, to, left, left + count);
                continue;
            }
            for (int i = 0; i < lines; i++, to += pitch()) {
                int line = source + (top + i) * width;
                if (top + i < 0 || top + i >= height) {
                    zero(out, to, pitch());
                } else if (i % stepY > spanY) {
                    continue;
                } else if (stepX == 1) {
                    line(x, line + begin, count, out, to, left);
                } else if (stepX == 2) {
                    halve(x, line + firstX, first, end, out, to);
                    if (phases == 2) {
                        halve(x, line + firstX + 1, first2, end2, out, to + wide);
                    }
                } else {
                    phases(x, line, out, to);
                }
            }
        }
    }

    /** Whether whole vectors from the first column of each line on stay inside the array. */
    private boolean reaches(float[] x, int from, int top, int lines) {
        int last = Math.min(height, top + lines) - 1;
        return from + Math.max(0, top) * width >= 0 && from + last * width + Math.max(wide, L) <= x.length;
    }

    /**
     * All lines of a channel where no column or row is skipped: columns {@code left ≤ i < right} are inside the image. What a vector
     * writes behind a line is written again by the next.
     */
    private void rows(float[] x, int from, int top, int lines, float[] out, int to, int left, int right) {
        FloatVector zero = FloatVector.zero(Species.F);
        int back = Math.max(0, wide - L);
        VectorMask<Float> behind = LANES.compare(VectorOperators.GE, right - back);
        VectorMask<Float> outside =
                LANES.compare(VectorOperators.LT, left).or(LANES.compare(VectorOperators.GE, right));
        for (int i = 0; i < lines; i++) {
            int target = to + i * wide;
            if (top + i < 0 || top + i >= height) {
                zero(out, target, wide);
                continue;
            }
            int source = from + (top + i) * width;
            FloatVector.fromArray(Species.F, x, source).blend(zero, outside).intoArray(out, target);
            for (int j = L; j < back; j += L) {
                FloatVector.fromArray(Species.F, x, source + j).intoArray(out, target + j);
            }
            if (back > 0) {
                FloatVector.fromArray(Species.F, x, source + back)
                        .blend(zero, behind)
                        .intoArray(out, target + back);
            }
        }
    }

    private static void zero(float[] out, int at, int count) {
        FloatVector zero = FloatVector.zero(Species.F);
        for (int i = 0; i < count; i += L) {
            zero.intoArray(out, at + i);
        }
    }

    /** One source row; what is written behind it is written again by the next. */
    private void line(float[] x, int from, int count, float[] out, int to, int left) {
        int right = left + count;
        if (left > L || wide - right > L || from + count + L > x.length) {
            Arrays.fill(out, to, to + left, 0);
            System.arraycopy(x, from, out, to + left, count);
            Arrays.fill(out, to + right, to + wide, 0);
            return;
        }
        FloatVector zero = FloatVector.zero(Species.F);
        zero.intoArray(out, to);
        for (int i = 0; i < count; i += L) {
            FloatVector.fromArray(Species.F, x, from + i).intoArray(out, to + left + i);
        }
        zero.intoArray(out, to + right);
    }

    private void phases(float[] x, int from, float[] out, int to) {
        for (int phase = 0; phase < phases; phase++) {
            int first = firstOf(phase);
            int end = endOf(phase, first);
            int row = to + phase * wide;
            int source = from + firstX + phase;
            for (int i = 0; i < first; i++) {
                out[row + i] = 0;
            }
            for (int i = first; i < end; i++) {
                out[row + i] = x[source + i * stepX];
            }
            for (int i = end; i < wide; i++) {
                out[row + i] = 0;
            }
        }
    }

    /** The first column of a phase inside the image. */
    private int firstOf(int phase) {
        return Math.min(wide, Math.max(0, (stepX - 1 - firstX - phase) / stepX));
    }

    /** The column of a phase behind its last inside the image. */
    private int endOf(int phase, int first) {
        return Math.max(first, Math.min(wide, Math.floorDiv(width - 1 - firstX - phase, stepX) + 1));
    }

    /** Every second element from {@code x[from + 2·first]} on, with +0 before and behind them. */
    private void halve(float[] x, int from, int first, int end, float[] out, int to) {
        for (int i = 0; i < first; i++) {
            out[to + i] = 0;
        }
        if (from + 2 * (end + L) <= x.length) {
            everySecond(x, from + 2 * first, end - first, out, to + first);
        } else {
            for (int i = first; i < end; i++) {
                out[to + i] = x[from + 2 * i];
            }
        }
        for (int i = end; i < wide; i++) {
            out[to + i] = 0;
        }
    }

    private static void everySecond(float[] x, int from, int count, float[] out, int to) {
        for (int i = 0; i < count; i += L) {
            FloatVector front =
                    FloatVector.fromArray(Species.F, x, from + 2 * i).rearrange(EVEN);
            FloatVector back =
                    FloatVector.fromArray(Species.F, x, from + 2 * i + L).rearrange(EVEN);
            front.blend(back, BACK).intoArray(out, to + i);
        }
    }
}
