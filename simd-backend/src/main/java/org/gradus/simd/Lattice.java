package org.gradus.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Workers;

/** The elements of planes that a stride leaves: brings them together, and puts them back between zeros. */
final class Lattice {
    private static final VectorSpecies<Float> F = Species.F;
    private static final int L = F.length();

    private Lattice() {}

    /** Room for what is left of some images: a row for each channel, with all images side by side, and a vector more. */
    static float[] matrix(ConvShape s, int images) {
        return Buffers.take(Buffers.Use.IMAGES, images * s.inChannels() * s.outHeight() * s.outWidth() + L);
    }

    /** What is left of the images {@code first ≤ image < end}, as such a {@link #matrix}. */
    static float[] gather(Workers workers, ConvShape s, int first, int end, float[] x) {
        float[] out = matrix(s, end - first);
        int rows = s.outHeight();
        int columns = s.outWidth();
        workers.run((end - first) * s.inChannels(), plane -> {
            int to = place(s, plane, end - first);
            int from = (first * s.inChannels() + plane) * s.height() * s.width();
            int apart = s.window().strideHeight() * s.width();
            int whole = s.window().strideWidth() == 2 ? whole(rows, apart, columns, from, x.length) : 0;
            if (whole > 0) {
                everySecond(whole, columns, x, from, apart, out, to);
            }
            for (int row = whole; row < rows; row++) {
                for (int i = 0; i < columns; i++) {
                    out[to + row * columns + i] =
                            x[from + row * apart + i * s.window().strideWidth()];
                }
            }
        });
        return out;
    }

    /** Where a plane of some images begins in their matrix. */
    private static int place(ConvShape s, int plane, int images) {
        int row = plane % s.inChannels();
        return (row * images + plane / s.inChannels()) * s.outHeight() * s.outWidth();
    }

    /** How many rows may be made of whole vectors: those whose last one reaches over the ends neither of the images nor of the plane. */
    private static int whole(int rows, int apart, int columns, int from, int end) {
        int reach = (columns + L - 1) / L * L;
        int bySource = Math.floorDiv(end - from - 2 * reach, apart) + 1;
        int byResult = Math.floorDiv(rows * columns - reach, columns) + 1;
        return Math.max(0, Math.min(rows, Math.min(bySource, byResult)));
    }

    /** What is written behind a row is written again by the next. */
    private static void everySecond(int rows, int columns, float[] x, int from, int apart, float[] out, int to) {
        for (int row = 0; row < rows; row++) {
            int source = from + row * apart;
            int target = to + row * columns;
            for (int i = 0; i < columns; i += L) {
                FloatVector front = FloatVector.fromArray(F, x, source + 2 * i);
                FloatVector back = FloatVector.fromArray(F, x, source + 2 * i + L);
                front.rearrange(Band.EVEN)
                        .blend(back.rearrange(Band.EVEN), Band.BACK)
                        .intoArray(out, target + i);
            }
        }
    }

    /** Puts what {@link #gather} would bring together back in its place, and zeros around it. */
    static void scatter(Workers workers, ConvShape s, int first, int end, float[] c, float[] x) {
        int rows = s.outHeight();
        int columns = s.outWidth();
        int step = s.window().strideWidth();
        workers.run((end - first) * s.inChannels(), plane -> {
            int from = place(s, plane, end - first);
            int to = (first * s.inChannels() + plane) * s.height() * s.width();
            int behind = to + s.height() * s.width();
            int apart = s.window().strideHeight() * s.width();
            for (int row = 0; row < rows; row++) {
                int target = to + row * apart;
                int width = (columns + L - 1) / L * 2 * L;
                if (step == 2 && target + width <= behind) {
                    spread(columns, c, from + row * columns, x, target);
                } else {
                    Arrays.fill(x, target, target + s.width(), 0);
                    for (int i = 0; i < columns; i++) {
                        x[target + i * step] = c[from + row * columns + i];
                    }
                }
                Arrays.fill(x, target + s.width(), Math.min(behind, target + apart), 0);
            }
        });
    }

    private static void spread(int columns, float[] c, int from, float[] x, int to) {
        FloatVector zero = FloatVector.zero(F);
        for (int i = 0; i < columns; i += L) {
            FloatVector v = FloatVector.fromArray(F, c, from + i);
            v.rearrange(FewPlanes.FRONT).blend(zero, Packing.ODD).intoArray(x, to + 2 * i);
            v.rearrange(FewPlanes.BACK).blend(zero, Packing.ODD).intoArray(x, to + 2 * i + L);
        }
    }
}
