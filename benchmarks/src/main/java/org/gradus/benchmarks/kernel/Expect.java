package org.gradus.benchmarks.kernel;

/** Comparisons that fail a run. */
final class Expect {
    private Expect() {}

    /** Holds {@code actual} to {@code expected} within {@code bound}; NaN agrees with NaN alone. */
    static void near(String what, double expected, double actual, double bound) {
        boolean equal = Double.isNaN(expected) ? Double.isNaN(actual) : Math.abs(actual - expected) <= bound;
        if (!equal) {
            throw new IllegalStateException(
                    "wrong result: " + what + " is " + actual + ", expected " + expected + " within " + bound);
        }
    }

    /** The bound of a function that is exact to two units in the last place, with room for the rounding of the oracle. */
    static double ulps(double expected) {
        return 2.5 * Math.ulp((float) expected) + Float.MIN_VALUE;
    }

    /** The bound of a sum of n terms whose absolute values add up to {@code size}, one rounding each. */
    static double sum(int n, double size) {
        return 2.0 * (n + 1) * 0x1p-24 * size + Float.MIN_VALUE;
    }

    /** Some of the positions below n, the ends among them. */
    static int[] samples(int n, int most) {
        int count = Math.min(n, most);
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = count == 1 ? 0 : (int) ((long) i * (n - 1) / (count - 1));
        }
        return chosen;
    }
}
