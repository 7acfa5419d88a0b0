package org.gradus.optim.check;

/** Checks of hyper-parameters; each returns its value or throws with the accepted range. */
public final class Accepted {
    private Accepted() {}

    /**
     * In [0, infinity).
     *
     * @param owner whose hyper-parameter it is
     * @param name what it is called
     * @param value its value
     * @return the value
     * @throws IllegalArgumentException when it is outside
     */
    public static double notNegative(String owner, String name, double value) {
        return checked(value >= 0 && value < Double.POSITIVE_INFINITY, owner, name, value, "[0, infinity)");
    }

    /**
     * In (0, infinity).
     *
     * @param owner whose hyper-parameter it is
     * @param name what it is called
     * @param value its value
     * @return the value
     * @throws IllegalArgumentException when it is outside
     */
    public static double positive(String owner, String name, double value) {
        return checked(value > 0 && value < Double.POSITIVE_INFINITY, owner, name, value, "(0, infinity)");
    }

    /**
     * In (0, infinity], for a bound that may be none.
     *
     * @param owner whose hyper-parameter it is
     * @param name what it is called
     * @param value its value
     * @return the value
     * @throws IllegalArgumentException when it is outside
     */
    public static double aboveZero(String owner, String name, double value) {
        return checked(value > 0, owner, name, value, "(0, infinity]");
    }

    /**
     * Above zero even as a float, so that it keeps a quotient of floats finite.
     *
     * @param owner whose hyper-parameter it is
     * @param name what it is called
     * @param value its value
     * @return the value
     * @throws IllegalArgumentException when it is outside
     */
    public static double epsilon(String owner, String name, double value) {
        return checked(value >= Float.MIN_VALUE && value <= Float.MAX_VALUE, owner, name, value, "[1.4e-45, 3.4e38]");
    }

    /**
     * In [0, 1].
     *
     * @param owner whose hyper-parameter it is
     * @param name what it is called
     * @param value its value
     * @return the value
     * @throws IllegalArgumentException when it is outside
     */
    public static double fraction(String owner, String name, double value) {
        return checked(value >= 0 && value <= 1, owner, name, value, "[0, 1]");
    }

    /**
     * In [0, 1).
     *
     * @param owner whose hyper-parameter it is
     * @param name what it is called
     * @param value its value
     * @return the value
     * @throws IllegalArgumentException when it is outside
     */
    public static double belowOne(String owner, String name, double value) {
        return checked(value >= 0 && value < 1, owner, name, value, "[0, 1)");
    }

    /**
     * Not below a bound, and finite.
     *
     * @param owner whose hyper-parameter it is
     * @param name what it is called
     * @param value its value
     * @param least the smallest that is accepted
     * @return the value
     * @throws IllegalArgumentException when it is outside
     */
    public static double atLeast(String owner, String name, double value, double least) {
        return checked(
                value >= least && value < Double.POSITIVE_INFINITY, owner, name, value, "[" + least + ", infinity)");
    }

    /**
     * A count that is not too small.
     *
     * @param owner whose hyper-parameter it is
     * @param name what it is called
     * @param value its value
     * @param least the smallest that is accepted
     * @return the value
     * @throws IllegalArgumentException when it is smaller
     */
    public static long steps(String owner, String name, long value, long least) {
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
