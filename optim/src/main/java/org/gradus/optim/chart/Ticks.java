package org.gradus.optim.chart;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Chooses the marks of an axis. They are decimals, so that labels are exact. */
final class Ticks {
    private static final int[] STEPS = {1, 2, 5};
    private static final double LARGEST_PLAIN = 1e6;
    private static final double SMALLEST_PLAIN = 1e-4;
    /** Keeps a range that ends at a mark but for rounding from a further mark. */
    private static final double SLACK = 1e-9;

    private Ticks() {}

    /** Multiples of a round step within the range. */
    static List<Tick> linear(double least, double greatest, int marks) {
        BigDecimal step = step((greatest / marks) - (least / marks));
        double size = step.doubleValue();
        long first = (long) Math.ceil(least / size - SLACK);
        long last = (long) Math.floor(greatest / size + SLACK);
        boolean plain = size >= SMALLEST_PLAIN && Math.max(Math.abs(least), Math.abs(greatest)) < LARGEST_PLAIN;
        List<Tick> ticks = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            BigDecimal value = step.multiply(BigDecimal.valueOf(i));
            ticks.add(new Tick(value.doubleValue(), plain ? plain(value, step.scale()) : scientific(value)));
        }
        return ticks;
    }

    /** The range widened to whole multiples of the step. */
    static double[] whole(double least, double greatest, int marks) {
        BigDecimal step = step((greatest / marks) - (least / marks));
        double size = step.doubleValue();
        BigDecimal first = step.multiply(BigDecimal.valueOf((long) Math.floor(least / size + SLACK)));
        BigDecimal last = step.multiply(BigDecimal.valueOf((long) Math.ceil(greatest / size - SLACK)));
        return new double[] {first.doubleValue(), last.doubleValue()};
    }

    /** The smallest of 1, 2 or 5 times a power of ten that is not below a number above 0. */
    private static BigDecimal step(double atLeast) {
        for (int exponent = exponent(atLeast); ; exponent++) {
            for (int mantissa : STEPS) {
                BigDecimal step = decimal(mantissa, exponent);
                if (step.doubleValue() >= atLeast * (1 - SLACK)) {
                    return step;
                }
            }
        }
    }

    /** Powers of ten; every n-th if there are many, also 2 and 5 times them if there are few. */
    static List<Tick> logarithmic(double least, double greatest, int marks) {
        int first = exponent(least);
        int last = exponent(greatest);
        int decades = last - first;
        if (decades == 0 && greatest / least < 5) {
            return linear(least, greatest, marks);
        }
        int every = Math.max(1, (decades + marks - 1) / marks);
        boolean between = 3 * decades <= marks;
        List<Tick> ticks = new ArrayList<>();
        for (int exponent = first; exponent <= last; exponent++) {
            for (int mantissa : STEPS) {
                BigDecimal value = decimal(mantissa, exponent);
                double at = value.doubleValue();
                boolean wanted = mantissa == 1 ? Math.floorMod(exponent, every) == 0 : between;
                if (wanted && at >= least * (1 - SLACK) && at <= greatest * (1 + SLACK)) {
                    boolean plain = at >= SMALLEST_PLAIN * 10 && at < LARGEST_PLAIN / 10;
                    ticks.add(new Tick(at, plain ? plain(value, value.scale()) : scientific(value)));
                }
            }
        }
        return ticks;
    }

    static double factorBelow(double value) {
        double below = 0;
        for (int mantissa : STEPS) {
            double candidate = decimal(mantissa, exponent(value)).doubleValue();
            below = candidate <= value * (1 + SLACK) ? candidate : below;
        }
        return below;
    }

    static double factorAbove(double value) {
        return step(value).doubleValue();
    }

    /** The exponent of the power of ten that is not above a number above 0. */
    private static int exponent(double value) {
        int exponent = (int) Math.floor(StrictMath.log10(value));
        if (decimal(1, exponent).doubleValue() > value) {
            return exponent - 1;
        }
        return decimal(1, exponent + 1).doubleValue() <= value ? exponent + 1 : exponent;
    }

    private static BigDecimal decimal(int mantissa, int exponent) {
        return BigDecimal.valueOf(mantissa).scaleByPowerOfTen(exponent);
    }

    private static String plain(BigDecimal value, int decimals) {
        return value.signum() == 0 ? "0" : value.setScale(Math.max(0, decimals)).toPlainString();
    }

    private static String scientific(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal digits = value.stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        return digits.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }
}
