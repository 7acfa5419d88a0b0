package org.gradus.optim.landscape;

/**
 * A rectangle of the plane.
 *
 * @param left the least x
 * @param right the greatest x, above the least
 * @param bottom the least y
 * @param top the greatest y, above the least
 */
public record Area(double left, double right, double bottom, double top) {
    /**
     * Checks the sides.
     *
     * @param left the least x
     * @param right the greatest x
     * @param bottom the least y
     * @param top the greatest y
     * @throws IllegalArgumentException when a side is empty or not finite
     */
    public Area {
        if (!(left < right && bottom < top && Double.isFinite(right - left) && Double.isFinite(top - bottom))) {
            throw new IllegalArgumentException("area: x from " + left + " to " + right + " and y from " + bottom
                    + " to " + top + " is no rectangle; both must ascend and be finite");
        }
    }

    /** Whether a point lies in the rectangle of this centre that is so many times as wide and high. */
    boolean holdsWhenScaled(double factor, double x, double y) {
        double wide = factor * (right - left) / 2;
        double high = factor * (top - bottom) / 2;
        return Math.abs(x - (left + right) / 2) <= wide && Math.abs(y - (bottom + top) / 2) <= high;
    }
}
