package org.gradus.simd;

import org.gradus.core.backend.Taps;
import org.jspecify.annotations.Nullable;

/**
 * Planes of images as the result of a product over {@link PaddedImages}: row r of the product is channel r, its columns
 * between the images' places are dropped. Neighbouring places stand {@code stepY} and {@code stepX} apart.
 */
record PlanesResult(
        float[] y,
        int offset,
        int imageDistance,
        int planeDistance,
        int width,
        int stepY,
        int stepX,
        Taps taps,
        PaddedImages images,
        float @Nullable [] bias,
        int firstBias)
        implements Result {
    @Override
    public void store(int row, int column, int rows, int columns, float[] from, int off, int distance) {
        for (int i = 0; i < rows; i++) {
            store(row + i, column, columns, from, off + i * distance);
        }
    }

    private void store(int row, int column, int count, float[] from, int off) {
        if (bias != null) {
            Vectors.add(bias[firstBias + row], from, off, count);
        }
        int end = column + count;
        for (int j = column, next; j < end; j = next) {
            int line = j / images.pitch;
            int x = j - line * images.pitch;
            next = Math.min(end, j + images.pitch - x);
            int image = line / images.imageRows;
            int placeY = line - image * images.imageRows;
            int places = Math.min(next, j + taps.columns() - x) - j;
            if (placeY >= taps.rows() || places <= 0) {
                continue;
            }
            int to = offset + image * imageDistance + row * planeDistance + placeY * stepY * width + x * stepX;
            int source = off + j - column;
            if (stepX == 1) {
                System.arraycopy(from, source, y, to, places);
            } else {
                for (int i = 0; i < places; i++) {
                    y[to + i * stepX] = from[source + i];
                }
            }
        }
    }
}
