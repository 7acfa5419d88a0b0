package org.gradus.testkit;

/**
 * Derivatives of a vector function of many variables by central differences in double precision.
 *
 * <p>The stencil of five points, {@code (f(−2h) − 8f(−h) + 8f(h) − f(2h))/12h}, has a truncation error of {@code h⁴f⁽⁵⁾/30}.
 * With {@code h = 2⁻⁹} that is 5e-13·f⁽⁵⁾, and rounding adds about 1e-13·f: both far below the float precision that is judged.
 */
interface NumericDerivative {
    /** The distance between neighbouring points of the stencil. */
    double STEP = 0x1p-9;

    /** The function's value; the argument is not kept. */
    double[] at(double[] x);

    /** The derivative along the given direction, itself a function. */
    default NumericDerivative along(double[] direction) {
        return x -> {
            double[] moved = x.clone();
            double[] slope = null;
            for (int i = -2; i <= 2; i++) {
                if (i != 0) {
                    for (int j = 0; j < x.length; j++) {
                        moved[j] = x[j] + i * STEP * direction[j];
                    }
                    double weight = (Math.abs(i) == 1 ? 8.0 : -1.0) * Integer.signum(i) / (12 * STEP);
                    slope = addScaled(slope, weight, at(moved));
                }
            }
            return slope;
        };
    }

    /** The partial derivative with respect to one variable. */
    default NumericDerivative partial(int variable, int variables) {
        double[] direction = new double[variables];
        direction[variable] = 1;
        return along(direction);
    }

    private static double[] addScaled(double[] sum, double weight, double[] values) {
        double[] out = sum == null ? new double[values.length] : sum;
        for (int i = 0; i < out.length; i++) {
            out[i] += weight * values[i];
        }
        return out;
    }
}
