package org.gradus.simd;

import org.jspecify.annotations.Nullable;

/**
 * The channels of some images by their places, all images side by side: element {@code (channel, place)} is {@code x[first + place /
 * places·image + channel·places + place % places]}.
 *
 * @param first where the first channel of the first image begins
 * @param image from one image to the next
 * @param places of an image
 * @param alone whether there is but one image, which is a matrix as it stands
 */
record ImagePlaces(float[] x, int first, int image, int places, boolean alone) implements RightOperand {
    @Override
    public @Nullable Stored panels() {
        return alone ? new Stored(x, first, places) : null;
    }

    @Override
    public void packPanel(int column, int count, int width, int from, int to, float[] out, int off) {
        for (int i = 0, length; i < count; i += length) {
            length = length(column + i, count - i);
            int at = at(column + i) + from * places;
            if (length == count) {
                Packing.copy(x, at, places, count, width, to - from, out, off);
                continue;
            }
            for (int p = 0; p < to - from; p++) {
                System.arraycopy(x, at + p * places, out, off + p * width + i, length);
            }
        }
    }

    /** Where the first channel of a place stands. */
    int at(int place) {
        return first + place / places * image + place % places;
    }

    /** How many of these places from one on are of its image. */
    int length(int place, int count) {
        return Math.min(count, places - place % places);
    }
}
