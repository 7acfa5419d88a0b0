package org.gradus.testkit;

/**
 * Derivatives of a vector function of many variables by central differences in double precision.
 *
 * <p>The stencil of five points, {@code (f(−2h) − 8f(−h) + 8f(h) − f(2h))/12h}, has a truncation error of {@code h⁴f⁽⁵⁾/30}.
 * With {@code h = 2⁻⁹} that is 5e-13·f⁽⁵⁾, and rounding adds about 1e-13·f: both far below the float precision that is judged.
 * Where only a magnitude is wanted two points do, {@code (f(h) − f(−h))/2h}.
 */
interface NumericDerivative {
    /** The distance between neighbouring points of the stencil. */
    double STEP = 0x1p-9;

    /** The function's value; the argument is not kept. */
    double[] at(double[] x);

    /** The derivative along a direction, itself a function. */
    default NumericDerivative along(double[] direction) {
        return x -> {
            double[] near = difference(x, direction, STEP);
            double[] far = difference(x, direction, 2 * STEP);
            for (int i = 0; i < near.length; i++) {
                near[i] = (8 * near[i] - far[i]) / (12 * STEP);
            }
            return near;
        };
    }

    /** The derivative along a direction to some digits, itself a function. */
    default NumericDerivative roughlyAlong(double[] direction) {
        return x -> {
            double[] slope = difference(x, direction, STEP);
            for (int i = 0; i < slope.length; i++) {
                slope[i] /= 2 * STEP;
            }
            return slope;
        };
    }

    private double[] difference(double[] x, double[] direction, double h) {
        double[] moved = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            moved[j] = x[j] + h * direction[j];
        }
        double[] difference = at(moved).clone();
        for (int j = 0; j < x.length; j++) {
            moved[j] = x[j] - h * direction[j];
        }
        double[] before = at(moved);
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= before[i];
        }
        return difference;
    }

    /** The direction of one of several variables. */
    static double[] unit(int variable, int variables) {
        double[] direction = new double[variables];
        direction[variable] = 1;
        return direction;
    }
}
