package org.gradus.data;

/**
 * An angle that knows its unit.
 *
 * @param radians the angle in radians
 */
public record Angle(double radians) {
    /**
     * An angle in degrees.
     *
     * @param degrees 360 make a full turn
     * @return the angle
     */
    public static Angle degrees(double degrees) {
        return new Angle(StrictMath.toRadians(degrees));
    }
}
