package org.gradus.optim.landscape;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as they are shown in tables and reasons: three digits, the same on every Java platform. */
final class Shown {
    private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);
    private static final int LEAST_PLAIN = -4;
    private static final int GREATEST_PLAIN = 5;

    private Shown() {}

    /** Such as {@code 0.0123}, {@code 4.5e-07}, {@code NaN}. */
    static String of(double value) {
        if (value == 0) {
            return "0";
        }
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal digits = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= LEAST_PLAIN && exponent < GREATEST_PLAIN) {
            return digits.toPlainString();
        }
        return digits.movePointLeft(exponent).toPlainString() + "e" + exponent;
    }

    static String of(Place place) {
        return "(" + of(place.x()) + ", " + of(place.y()) + ")";
    }
}
