package org.gradus.simd;

import java.util.Arrays;
import org.gradus.core.backend.Taps;
import org.gradus.core.backend.Workers;

/**
 * Images laid out so that what one tap reads at neighbouring places of all images lies side by side: channel by channel, all
 * images below each other, with rows of +0 between them and columns of +0 between their rows. The padding on the right of a
 * row is that on the left of the next, likewise above and below. A stride s splits each channel into s·s planes, of which a
 * tap reads one without a stride.
 *
 * <p>What row {@code (channel, tap)} reads begins at {@code starts[row]}, with place {@code (image, y, x)} at {@code
 * (image·imageRows + y)·pitch + x} from there.
 */
final class PaddedImages {
    /** About as many elements as an array can have. */
    private static final int MOST = Integer.MAX_VALUE - 8;

    final float[] data;
    final int[] starts;
    final int pitch;
    final int imageRows;

    private final Taps taps;
    private final int planeRows;
    private final int planeColumns;
    private final int top;
    private final int leftEdge;
    private final int plane;

    /** Lays out {@code channels} channels of {@code images} images, whose first elements are {@code distance} apart. */
    PaddedImages(Workers workers, Taps t, float[] x, int xOff, int distance, int images, int channels) {
        taps = t;
        planeRows = (t.height() + t.stepY() - 1) / t.stepY();
        planeColumns = (t.width() + t.stepX() - 1) / t.stepX();
        top = before(t.tapY(), t.stepY());
        leftEdge = before(t.tapX(), t.stepX());
        imageRows = planeRows + gap(t.tapY(), t.stepY(), t.rows(), planeRows);
        pitch = planeColumns + gap(t.tapX(), t.stepX(), t.columns(), planeColumns);
        long planeSize = (top + (long) images * imageRows + 1) * pitch + leftEdge;
        int planes = channels * t.stepY() * t.stepX();
        long size = planes * planeSize;
        if (size > MOST) {
            throw new IllegalArgumentException("conv2d: " + images + " images of " + channels + " channels, "
                    + t.height() + " x " + t.width() + ", are too many to be padded in one array; use a smaller batch");
        }
        plane = (int) planeSize;
        data = Buffers.take(Buffers.Use.IMAGES, (int) size);
        starts = starts(channels);
        workers.run(channels, channel -> fill(x, xOff + channel * t.height() * t.width(), distance, images, channel));
    }

    /** How far the first place reaches over the upper (left) edge. */
    private static int before(int[] taps, int step) {
        int reach = 0;
        for (int tap : taps) {
            reach = Math.max(reach, -Math.floorDiv(tap, step));
        }
        return reach;
    }

    /** Rows (columns) of +0 between two images (rows): enough for either edge, and for every place to have a column. */
    private static int gap(int[] taps, int step, int places, int size) {
        int reach = Math.max(before(taps, step), places - size);
        for (int tap : taps) {
            reach = Math.max(reach, Math.floorDiv(tap, step) + places - size);
        }
        return reach;
    }

    private int[] starts(int channels) {
        int[] rows = new int[channels * taps.count()];
        int row = 0;
        for (int channel = 0; channel < channels; channel++) {
            for (int y : taps.tapY()) {
                for (int x : taps.tapX()) {
                    int phase = Math.floorMod(y, taps.stepY()) * taps.stepX() + Math.floorMod(x, taps.stepX());
                    rows[row++] = (channel * taps.stepY() * taps.stepX() + phase) * plane
                            + (top + Math.floorDiv(y, taps.stepY())) * pitch
                            + leftEdge
                            + Math.floorDiv(x, taps.stepX());
                }
            }
        }
        return rows;
    }

    private void fill(float[] x, int xOff, int distance, int images, int channel) {
        int phases = taps.stepY() * taps.stepX();
        Arrays.fill(data, channel * phases * plane, (channel + 1) * phases * plane, 0);
        for (int image = 0; image < images; image++) {
            for (int y = 0; y < taps.height(); y++) {
                int phase = channel * phases + y % taps.stepY() * taps.stepX();
                int to = phase * plane + (top + image * imageRows + y / taps.stepY()) * pitch + leftEdge;
                int from = xOff + image * distance + y * taps.width();
                if (phases == 1) {
                    System.arraycopy(x, from, data, to, taps.width());
                } else {
                    for (int i = 0; i < taps.width(); i++) {
                        data[to + i % taps.stepX() * plane + i / taps.stepX()] = x[from + i];
                    }
                }
            }
        }
    }
}
