package org.gradus.simd;

import java.util.Arrays;
import org.gradus.core.backend.Taps;

/**
 * What a run of places of all images reads, with +0 around the images, laid out so that the channels of a place are neighbours:
 * row by row, column by column. Places are counted through all images, row by row.
 */
final class ChannelRows {
    /** So many places more than there are may be written: whole vectors are turned where the source goes on. */
    static final int MORE = 8;

    private final Taps taps;
    private final int channels;
    private final int firstY;
    private final int firstX;
    private final int lastY;
    private final int pitch;

    ChannelRows(Taps taps, int channels) {
        this.taps = taps;
        this.channels = channels;
        firstY = taps.tapY()[0];
        firstX = taps.tapX()[0];
        lastY = taps.tapY()[taps.tapY().length - 1];
        int lastX = taps.tapX()[taps.tapX().length - 1];
        pitch = (taps.columns() - 1) * taps.stepX() + lastX - firstX + 1;
    }

    /** Where a tap of a place begins, from the place's first tap on. */
    int tap(int tapY, int tapX) {
        return ((tapY - firstY) * pitch + tapX - firstX) * channels;
    }

    private int sourceRows(int rows) {
        return (rows - 1) * taps.stepY() + lastY - firstY + 1;
    }

    /** Floats for the places {@code from ≤ p < to}, and what is written too much. */
    int size(int from, int to) {
        int size = 0;
        int end = (to - 1) / taps.columns() + 1;
        for (int row = from / taps.columns(), some; row < end; row += some) {
            some = Math.min(end - row, taps.rows() - row % taps.rows());
            size += sourceRows(some);
        }
        return (size * pitch + MORE) * channels;
    }

    /** How many elements of lines to turn so that none are left over, if the source has so many; what comes too much is written again. */
    static int more(float[] x, int at, int distance, int lines, int length) {
        int whole = (length + MORE - 1) / MORE * MORE;
        return at + (lines - 1) * distance + whole <= x.length ? whole : length;
    }

    /** Writes where the first tap of each of the places {@code from ≤ p < to} begins. */
    void places(int from, int to, int[] places) {
        int columns = taps.columns();
        int end = (to - 1) / columns + 1;
        int line = 0;
        int p = 0;
        int column = from % columns;
        for (int row = from / columns, some; row < end; row += some) {
            some = Math.min(end - row, taps.rows() - row % taps.rows());
            for (int i = 0; i < some; i++) {
                int at = line + i * taps.stepY() * pitch * channels;
                for (; column < columns && p < to - from; column++) {
                    places[p++] = at + column * taps.stepX() * channels;
                }
                column = 0;
            }
            line += sourceRows(some) * pitch * channels;
        }
    }

    /** Lays out what these places read of the images {@code x[xOff + image·distance + channel·plane]}. */
    void lay(float[] x, int xOff, int distance, int from, int to, float[] out) {
        int end = (to - 1) / taps.columns() + 1;
        int at = 0;
        for (int row = from / taps.columns(), some; row < end; row += some) {
            int y = row % taps.rows();
            some = Math.min(end - row, taps.rows() - y);
            int image = xOff + row / taps.rows() * distance;
            int top = y * taps.stepY() + firstY;
            for (int i = 0; i < sourceRows(some); i++) {
                if (i % taps.stepY() <= lastY - firstY) {
                    line(x, image, top + i, out, at);
                }
                at += pitch * channels;
            }
        }
    }

    /** One source row with its edges. */
    private void line(float[] x, int image, int y, float[] out, int at) {
        int begin = Math.min(Math.max(0, firstX), taps.width());
        int left = Math.min(pitch, Math.max(0, -firstX));
        int count = y < 0 || y >= taps.height() ? 0 : Math.max(0, Math.min(taps.width() - begin, pitch - left));
        if (count == 0) {
            Arrays.fill(out, at, at + pitch * channels, 0);
            return;
        }
        Arrays.fill(out, at, at + left * channels, 0);
        int source = image + y * taps.width() + begin;
        int plane = taps.height() * taps.width();
        if (channels == 1) {
            System.arraycopy(x, source, out, at + left, count);
        } else {
            int more = more(x, source, plane, channels, count);
            Packing.transpose(x, source, plane, channels, more, out, at + left * channels, channels);
        }
        Arrays.fill(out, at + (left + count) * channels, at + pitch * channels, 0);
    }
}
