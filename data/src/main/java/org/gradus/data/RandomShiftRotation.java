package org.gradus.data;

import org.gradus.core.Rng;

/**
 * Turns, resizes and moves an image at random about its centre; each amount is drawn evenly between minus and plus its
 * bound. Pixels between others are interpolated bilinearly, those from outside the image are the background, and all
 * channels move together.
 *
 * @param shift largest move along each axis, in pixels, 0 or more
 * @param rotation largest turn either way, 0 or more
 * @param scale largest relative change of size, 0 or more and below 1
 * @param background the value of what lies outside the image
 */
public record RandomShiftRotation(double shift, Angle rotation, double scale, float background)
        implements Augmentation {
    /**
     * Checks the bounds.
     *
     * @param shift largest move along each axis, in pixels, 0 or more
     * @param rotation largest turn either way, 0 or more
     * @param scale largest relative change of size, 0 or more and below 1
     * @param background the value of what lies outside the image
     * @throws IllegalArgumentException when one is negative, NaN or infinite, or the scale is 1 or more
     */
    public RandomShiftRotation {
        if (!(shift >= 0 && shift < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("randomShiftRotation: shift " + shift + " must be 0 or more pixels");
        }
        if (!(rotation.radians() >= 0 && rotation.radians() < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "randomShiftRotation: rotation " + rotation.radians() + " must be 0 or more radians");
        }
        if (!(scale >= 0 && scale < 1)) {
            throw new IllegalArgumentException("randomShiftRotation: scale " + scale + " must be in [0, 1)");
        }
    }

    /**
     * Without a change of size, on a background of 0.
     *
     * @param shift largest move along each axis, in pixels
     * @param rotation largest turn either way
     */
    public RandomShiftRotation(double shift, Angle rotation) {
        this(shift, rotation, 0, 0f);
    }

    /**
     * The same with a change of size.
     *
     * @param largest largest relative change, 0 or more and below 1
     * @return the changed augmentation
     */
    public RandomShiftRotation withScale(double largest) {
        return new RandomShiftRotation(shift, rotation, largest, background);
    }

    /**
     * The same on another background: what 0 became, where pixels were standardized before.
     *
     * @param value the value of what lies outside the image
     * @return the changed augmentation
     */
    public RandomShiftRotation withBackground(float value) {
        return new RandomShiftRotation(shift, rotation, scale, value);
    }

    @Override
    public void apply(float[] values, int offset, int[] dims, Rng rng) {
        if (dims.length < 3) {
            throw new IllegalArgumentException(
                    "randomShiftRotation: needs images [n, ..., height, width], got rank " + dims.length);
        }
        float[] draws = rng.uniform(4);
        double angle = rotation.radians() * (2 * draws[0] - 1);
        double dx = shift * (2 * draws[1] - 1);
        double dy = shift * (2 * draws[2] - 1);
        double zoom = 1 + scale * (2 * draws[3] - 1);
        int height = dims[dims.length - 2];
        int width = dims[dims.length - 1];
        int channels = 1;
        for (int a = 1; a < dims.length - 2; a++) {
            channels *= dims[a];
        }
        double cos = StrictMath.cos(angle) / zoom;
        double sin = StrictMath.sin(angle) / zoom;
        float[] plane = new float[height * width];
        for (int c = 0; c < channels; c++) {
            int start = offset + c * plane.length;
            System.arraycopy(values, start, plane, 0, plane.length);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double fromX = x - 0.5 * (width - 1) - dx;
                    double fromY = y - 0.5 * (height - 1) - dy;
                    double sourceX = cos * fromX + sin * fromY + 0.5 * (width - 1);
                    double sourceY = cos * fromY - sin * fromX + 0.5 * (height - 1);
                    values[start + y * width + x] = (float) bilinear(plane, height, width, sourceY, sourceX);
                }
            }
        }
    }

    private double bilinear(float[] plane, int height, int width, double y, double x) {
        int top = (int) Math.floor(y);
        int left = (int) Math.floor(x);
        double down = y - top;
        double right = x - left;
        return (1 - down)
                        * ((1 - right) * pixel(plane, height, width, top, left)
                                + right * pixel(plane, height, width, top, left + 1))
                + down
                        * ((1 - right) * pixel(plane, height, width, top + 1, left)
                                + right * pixel(plane, height, width, top + 1, left + 1));
    }

    private double pixel(float[] plane, int height, int width, int y, int x) {
        return y < 0 || y >= height || x < 0 || x >= width ? background : plane[y * width + x];
    }
}
