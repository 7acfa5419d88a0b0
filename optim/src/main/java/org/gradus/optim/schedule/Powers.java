package org.gradus.optim.schedule;

/** Powers of factors that may grow. */
final class Powers {
    private Powers() {}

    /** {@code start · factor^times}, but never more than the largest double, and 0 for 0. */
    static double scaled(double start, double factor, double times) {
        return start == 0 ? 0 : Math.min(start * StrictMath.pow(factor, times), Double.MAX_VALUE);
    }
}
