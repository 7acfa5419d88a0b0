package org.gradus.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What follows the sums of places, while their channels are neighbours: bias, ReLU, the largest of two by two places.
 * ReLU may follow the maxima, since it makes every zero +0 and leaves NaN.
 */
final class PlacesFinish {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();

    private PlacesFinish() {}

    /** Adds the bias to every place's {@code width} channels, which is a number of whole vectors. */
    static void add(float[] c, int places, int width, float[] bias) {
        for (int j = 0; j < width; j += L) {
            FloatVector b = FloatVector.fromArray(F, bias, j);
            for (int p = 0; p < places; p++) {
                FloatVector.fromArray(F, c, p * width + j).add(b).intoArray(c, p * width + j);
            }
        }
    }

    /** The same, then ReLU. */
    static void addRelu(float[] c, int places, int width, float[] bias) {
        for (int j = 0; j < width; j += L) {
            FloatVector b = FloatVector.fromArray(F, bias, j);
            for (int p = 0; p < places; p++) {
                FloatVector.fromArray(F, c, p * width + j).add(b).max(0f).intoArray(c, p * width + j);
            }
        }
    }

    /**
     * Bias, ReLU, and the largest of each two by two places: {@code rows × columns} places become half as many in each
     * direction, and what is left over is dropped.
     */
    static void poolRelu(float[] c, int rows, int columns, int width, float[] bias, float[] out, int off) {
        int half = columns / 2;
        for (int row = 0; row + 1 < rows; row += 2) {
            for (int j = 0; j < width; j += L) {
                int from = row * columns * width + j;
                pairs(c, from, from + columns * width, half, width, bias, j, out, off + row / 2 * half * width + j);
            }
        }
    }

    private static void pairs(
            float[] c, int upper, int lower, int count, int width, float[] bias, int j, float[] out, int to) {
        FloatVector b = FloatVector.fromArray(F, bias, j);
        for (int i = 0; i < count; i++) {
            int left = 2 * i * width;
            int right = left + width;
            FloatVector a = FloatVector.fromArray(F, c, upper + left).add(b);
            a = a.max(FloatVector.fromArray(F, c, upper + right).add(b));
            a = a.max(FloatVector.fromArray(F, c, lower + left).add(b));
            a = a.max(FloatVector.fromArray(F, c, lower + right).add(b));
            a.max(0f).intoArray(out, to + i * width);
        }
    }
}
