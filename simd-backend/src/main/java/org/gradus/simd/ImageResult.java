package org.gradus.simd;

import org.gradus.core.backend.UnaryOp;
import org.jspecify.annotations.Nullable;

/**
 * The channels of images as the rows of a product.
 *
 * @param bias what is added to each channel, from index {@code firstBias} on
 */
record ImageResult(ImagePlaces to, float @Nullable [] bias, int firstBias, boolean relu) implements Result {
    @Override
    public @Nullable Stored target() {
        return to.panels();
    }

    @Override
    public void finish(int row, int column, int rows, int columns) {
        for (int i = row; i < row + rows; i++) {
            int at = to.at(column) + i * to.places();
            if (bias != null) {
                Vectors.add(bias[firstBias + i], to.x(), at, columns);
            }
            rectify(at, columns);
        }
    }

    @Override
    public void store(int row, int column, int rows, int columns, float[] from, int off, int distance) {
        for (int i = 0; i < rows; i++) {
            // −0 changes nothing
            float added = bias == null ? -0f : bias[firstBias + row + i];
            for (int j = 0, length; j < columns; j += length) {
                length = to.length(column + j, columns - j);
                int at = to.at(column + j) + (row + i) * to.places();
                Vectors.copy(from, off + i * distance + j, added, to.x(), at, length);
                rectify(at, length);
            }
        }
    }

    private void rectify(int at, int count) {
        if (relu) {
            SimdUnary.apply(UnaryOp.RELU, 0, to.x(), at, to.x(), at, count);
        }
    }
}
