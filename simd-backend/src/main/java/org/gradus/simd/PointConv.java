package org.gradus.simd;

import org.gradus.core.backend.ConvShape;
import org.gradus.core.backend.Window;
import org.gradus.core.backend.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Convolution by windows of a single element without padding, which is a product: weights times the channels of all places. Images
 * are multiplied one by one where they stand if they are large and their places fill panels of tiles, else side by side. What a stride
 * leaves of them is brought together before.
 */
final class PointConv {
    private static final Workers ALONE = Workers.of(1);

    /** Images have a product each if no more than one of so many columns is computed in vain, and so many multiplications are worth it. */
    private static final int VAIN = 12;

    private static final long GRAIN = 1 << 19;

    private final ConvShape s;
    private final int channels;
    private final int outs;
    private final int places;
    private final boolean strided;

    private PointConv(ConvShape s) {
        this.s = s;
        channels = s.inChannels() / s.groups();
        outs = s.outChannels() / s.groups();
        places = s.outHeight() * s.outWidth();
        strided = places != s.height() * s.width();
    }

    /** Whether windows are of this kind; so many channels of results in each of several groups are too few for a tile. */
    static boolean suits(ConvShape s, int results) {
        Window v = s.window();
        return v.kernelHeight() * v.kernelWidth() == 1
                && v.padHeight() + v.padWidth() == 0
                && (s.groups() == 1 || results >= 4);
    }

    static void forward(
            Workers workers, ConvShape s, boolean relu, float[] x, float[] w, float @Nullable [] bias, float[] y) {
        PointConv conv = new PointConv(s);
        conv.overImages(workers, (gang, first, end) -> conv.forward(gang, first, end, relu, x, w, bias, y));
    }

    static void imagesGradient(Workers workers, ConvShape s, float[] dy, float[] w, float[] dx) {
        PointConv conv = new PointConv(s);
        conv.overImages(workers, (gang, first, end) -> conv.imagesGradient(gang, first, end, dy, w, dx));
    }

    /** Some images, by a gang of threads. */
    private interface Images {
        void run(Workers gang, int first, int end);
    }

    private void overImages(Workers workers, Images task) {
        boolean small = (long) places * channels * outs < GRAIN || (Tile.padded(places) - places) * VAIN > places;
        if (s.n() > 1 && small) {
            task.run(workers, 0, s.n());
        } else if (s.n() < 2 * workers.threads()) {
            for (int image = 0; image < s.n(); image++) {
                task.run(workers, image, image + 1);
            }
        } else {
            workers.run(s.n(), image -> task.run(ALONE, image, image + 1));
        }
    }

    private void forward(
            Workers gang, int first, int end, boolean relu, float[] x, float[] w, float @Nullable [] bias, float[] y) {
        int images = end - first;
        float[] from = strided ? Lattice.gather(gang, s, first, end, x) : x;
        for (int g = 0; g < s.groups(); g++) {
            ImagePlaces sources = strided ? matrix(from, g, images) : matrix(x, first, g, channels, images);
            ImagePlaces to = matrix(y, first, g, outs, images);
            LeftOperand weights = new MatrixOperand(w, g * outs * channels, true, channels);
            Result result = new ImageResult(to, bias, g * outs, relu);
            Product.run(gang, outs, images * places, channels, weights, sources, result);
        }
    }

    private void imagesGradient(Workers gang, int first, int end, float[] dy, float[] w, float[] dx) {
        int images = end - first;
        float[] from = strided ? Lattice.matrix(s, images) : dx;
        for (int g = 0; g < s.groups(); g++) {
            ImagePlaces gradients = matrix(dy, first, g, outs, images);
            LeftOperand weights = new MatrixOperand(w, g * outs * channels, false, channels);
            ImagePlaces to = strided ? matrix(from, g, images) : matrix(dx, first, g, channels, images);
            Result result = new ImageResult(to, null, 0, false);
            Product.run(gang, channels, images * places, outs, weights, gradients, result);
        }
        if (strided) {
            Lattice.scatter(gang, s, first, end, from, dx);
        }
    }

    /** The channels of a group of some images, of which each has {@code each·groups} channels. */
    private ImagePlaces matrix(float[] x, int first, int group, int each, int images) {
        int image = s.groups() * each * places;
        return new ImagePlaces(x, first * image + group * each * places, image, places, images == 1);
    }

    /** The same in a matrix of {@link Lattice}. */
    private ImagePlaces matrix(float[] x, int group, int images) {
        int columns = images * places;
        return new ImagePlaces(x, group * channels * columns, 0, columns, true);
    }

    static void weightsGradient(Workers workers, ConvShape s, float[] x, float[] dy, float[] dw) {
        PointConv conv = new PointConv(s);
        int k = s.n() * conv.places;
        float[] from = conv.strided ? Lattice.gather(workers, s, 0, s.n(), x) : x;
        for (int g = 0; g < s.groups(); g++) {
            int first = g * conv.outs * conv.channels;
            Product.run(
                    workers,
                    conv.outs,
                    conv.channels,
                    k,
                    conv.runs(dy, g, conv.outs, conv.places),
                    conv.runs(from, g, conv.channels, conv.strided ? k : conv.places),
                    (row, column, rows, columns, c, off, distance) -> {
                        for (int i = 0; i < rows; i++) {
                            int to = first + (row + i) * conv.channels + column;
                            System.arraycopy(c, off + i * distance, dw, to, columns);
                        }
                    });
        }
    }

    /** A line for each channel of a group, with the places of all images in runs of so many. */
    private RunsOperand runs(float[] x, int group, int each, int run) {
        int[] starts = new int[each];
        for (int i = 0; i < each; i++) {
            starts[i] = (group * each + i) * run;
        }
        return new RunsOperand(x, starts, run, 1, s.groups() * each * places, 0);
    }
}
