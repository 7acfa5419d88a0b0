package org.gradus.optim;

/** Checks of hyper-parameters; each returns its value or throws with the accepted range. */
final class Accepted {
    private Accepted() {}

    static double notNegative(String owner, String name, double value) {
        return checked(value >= 0 && value < Double.POSITIVE_INFINITY, owner, name, value, "[0, infinity)");
    }

    static double positive(String owner, String name, double value) {
        return checked(value > 0 && value < Double.POSITIVE_INFINITY, owner, name, value, "(0, infinity)");
    }

    /** Above zero even as a float, so that it keeps a quotient of floats finite. */
    static double epsilon(String owner, String name, double value) {
        return checked(
                value >= Float.MIN_VALUE && value < Float.POSITIVE_INFINITY, owner, name, value, "[1.4e-45, 3.4e38]");
    }

    static double fraction(String owner, String name, double value) {
        return checked(value >= 0 && value <= 1, owner, name, value, "[0, 1]");
    }

    static double belowOne(String owner, String name, double value) {
        return checked(value >= 0 && value < 1, owner, name, value, "[0, 1)");
    }

    static long steps(String owner, String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    owner + ": " + name + " = " + value + " is not accepted; it must be at least " + least);
        }
        return value;
    }

    private static double checked(boolean accepted, String owner, String name, double value, String range) {
        if (!accepted) {
            throw new IllegalArgumentException(
                    owner + ": " + name + " = " + value + " is not accepted; it must lie in " + range);
        }
        return value;
    }
}
