package org.gradus.regularization;

import org.gradus.core.Indices;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/**
 * Replaces a rectangle of every image of a batch by that of another one, and mixes their labels by the areas: with
 * {@code λ ~ Beta(α, α)} the rectangle is {@code √(1 − λ)} times as high and as wide as the image and lies around a random point;
 * what sticks out is cut off.
 *
 * <p>The label's share is recomputed from the rectangle that was really replaced: {@code λ = 1 − area/(h·w)}. Taking the λ that
 * was drawn would be wrong whenever the rectangle is clipped at the border or rounded to pixels.
 *
 * <p><b>Reference:</b> Yun, Han, Oh, Chun, Choe, Yoo 2019, arXiv:1905.04899, Section 3.1 and Algorithm A1.
 *
 * @param alpha α, in [0, infinity); 0 replaces nothing
 * @param smoothing the share of each target that is spread over all classes, in [0, 1]
 */
public record CutMix(double alpha, double smoothing) {
    /**
     * Checks the ranges.
     *
     * @param alpha α
     * @param smoothing the share spread over all classes
     * @throws IllegalArgumentException when a value is outside its range
     */
    public CutMix {
        Mixture.check("CutMix", alpha, smoothing);
    }

    /**
     * α = 1, the paper's; no smoothing.
     *
     * @return the mixing
     */
    public static CutMix defaults() {
        return new CutMix(1, 0);
    }

    /**
     * Mixes a batch of images.
     *
     * <p><b>Shapes:</b> {@code [n, channels, h, w]}, labels {@code [n]} to inputs of the same shape and targets
     * {@code [n, classes]}.
     *
     * @param images the images
     * @param labels their classes
     * @param classes how many classes there are
     * @param rng random numbers for this batch alone
     * @return the mixed images and their targets
     * @throws IllegalArgumentException when the images are not of rank 4, the numbers of samples differ, or a label is no
     *     class
     */
    public Mixture mix(Tensor images, Indices labels, int classes, Rng rng) {
        Mixture.checkBatch("CutMix", images, labels);
        if (images.rank() != 4) {
            throw new IllegalArgumentException("CutMix: images must be [n, channels, h, w], but are " + images.shape());
        }
        int h = images.dim(2);
        int w = images.dim(3);
        double ratio = Math.sqrt(1 - BetaDraw.symmetric(alpha, rng.at("lambda")));
        int[] rows = span(h, ratio, rng.at("row"));
        int[] columns = span(w, ratio, rng.at("column"));
        int[] partners = rng.at("partners").permutation(labels.size());
        float[] mixed = images.toArray();
        float[] source = images.data();
        int channels = images.dim(1);
        for (int plane = 0; plane < labels.size() * channels; plane++) {
            int other = partners[plane / channels] * channels + plane % channels;
            for (int y = rows[0]; y < rows[1]; y++) {
                System.arraycopy(
                        source,
                        (other * h + y) * w + columns[0],
                        mixed,
                        (plane * h + y) * w + columns[0],
                        columns[1] - columns[0]);
            }
        }
        double area = (double) (rows[1] - rows[0]) * (columns[1] - columns[0]);
        float lambda = (float) (1 - area / Math.max(1.0, (double) h * w));
        return new Mixture(
                Tensor.wrap(Shape.of(images.shape().dims()), mixed),
                SoftTargets.mixed("CutMix", labels, partners, lambda, classes, smoothing),
                lambda);
    }

    /** From where to where the rectangle goes along one axis, clipped to the image. */
    private static int[] span(int extent, double ratio, Rng rng) {
        int length = (int) (extent * ratio);
        int from = rng.below(Math.max(1, extent)) - length / 2;
        return new int[] {Math.max(0, from), Math.min(extent, from + length)};
    }
}
