package org.gradus.simd;

import jdk.incubator.vector.FloatVector;

/** The two ways to put lines side by side: copying where they are neighbours already, transposing where they are not. */
final class Packing {
    private static final int L = Species.F.length();

    private Packing() {}

    /**
     * {@code out[off + p·width + i] = x[at + p·distance + i]} for {@code 0 ≤ p < length}, {@code 0 ≤ i < count}. Copies
     * whole vectors as long as what they write too much is overwritten by the next step or belongs to missing lines.
     */
    static void copy(float[] x, int at, int distance, int count, int width, int length, float[] out, int off) {
        int span = width > L ? 2 * L : L;
        int room = Math.floorDiv((length * width) - span, width) + 1;
        int source = Math.floorDiv(x.length - span - at, Math.max(1, distance)) + 1;
        int fast = Math.max(0, Math.min(length, Math.min(room, source)));
        if (span == L) {
            for (int p = 0; p < fast; p++) {
                FloatVector.fromArray(Species.F, x, at + p * distance).intoArray(out, off + p * width);
            }
        } else {
            for (int p = 0; p < fast; p++) {
                FloatVector.fromArray(Species.F, x, at + p * distance).intoArray(out, off + p * width);
                FloatVector.fromArray(Species.F, x, at + p * distance + L).intoArray(out, off + p * width + L);
            }
        }
        for (int p = fast; p < length; p++) {
            System.arraycopy(x, at + p * distance, out, off + p * width, count);
        }
    }

    /**
     * {@code out[off + p·width + i] = xᵢ[p]} for four lines that begin at x0 to x3. The two widths that large products have
     * are constants of loops of their own, which need no bounds checks.
     */
    static void transpose4(float[] x, int x0, int x1, int x2, int x3, int width, int length, float[] out, int off) {
        if (width == Tile.TALL) {
            for (int p = 0; p < length; p++) {
                out[off + p * Tile.TALL] = x[x0 + p];
                out[off + p * Tile.TALL + 1] = x[x1 + p];
                out[off + p * Tile.TALL + 2] = x[x2 + p];
                out[off + p * Tile.TALL + 3] = x[x3 + p];
            }
        } else if (width == Tile.WIDE) {
            for (int p = 0; p < length; p++) {
                out[off + p * Tile.WIDE] = x[x0 + p];
                out[off + p * Tile.WIDE + 1] = x[x1 + p];
                out[off + p * Tile.WIDE + 2] = x[x2 + p];
                out[off + p * Tile.WIDE + 3] = x[x3 + p];
            }
        } else {
            for (int p = 0; p < length; p++) {
                out[off + p * width] = x[x0 + p];
                out[off + p * width + 1] = x[x1 + p];
                out[off + p * width + 2] = x[x2 + p];
                out[off + p * width + 3] = x[x3 + p];
            }
        }
    }

    /** One line of what {@link #transpose4} does for four. */
    static void transpose1(float[] x, int x0, int width, int length, float[] out, int off) {
        for (int p = 0; p < length; p++) {
            out[off + p * width] = x[x0 + p];
        }
    }
}
