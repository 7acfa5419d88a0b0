package org.gradus.testkit;

import java.util.Arrays;

/**
 * What an op should give at one point, value and derivatives, and how far a float result may be from it.
 *
 * <p>The tolerance is that of an algorithm which is stable in the mixed sense: its result is the exact one, up to some
 * roundings, for inputs changed by some roundings. With {@code u = 2⁻²⁴} and {@code c} roundings that bounds the error of
 * {@code y_i} by {@code c·u·(Σ_j |∂y_i/∂x_j · x_j| + |y_i|)}: for a sum it is the classical {@code c·u·Σ|x_j|}, for a matrix
 * product {@code c·u·Σ|a·b|}, for an elementwise function some ulps. {@code c} is what the row states plus the number of inputs
 * that the element depends on. A derivative is a function of the same inputs, so the same bound holds for it with the
 * derivatives of one order more; sums over outputs are taken over absolute values.
 */
final class Accuracy {
    private static final double U = 0x1p-24;
    /** Rounding of the numeric derivatives themselves, {@code 2⁻⁵³·1.5/h} for each order, with a margin of 16. */
    private static final double FIRST_NOISE = 16 * 1.5 * 0x1p-53 / NumericDerivative.STEP;

    private static final double SECOND_NOISE = FIRST_NOISE * 1.5 / NumericDerivative.STEP;

    private final OpCase row;
    private final OpInputs inputs;
    private final NumericDerivative function;
    private final double[] x;
    private final double[] y;
    /** jacobian[j][i] is about ∂y_i/∂x_j. */
    private final double[][] jacobian;

    private final double largest;

    Accuracy(OpCase row, OpInputs inputs) {
        this.row = row;
        this.inputs = inputs;
        this.function = inputs.function();
        this.x = inputs.point();
        this.y = function.at(x);
        this.jacobian = new double[x.length][];
        for (int j = 0; j < x.length; j++) {
            jacobian[j] = function.roughlyAlong(unit(j)).at(x);
        }
        double max = 1;
        for (double value : y) {
            max = Math.max(max, Math.abs(value));
        }
        this.largest = max;
    }

    /** An expected vector and the tolerance of each element. */
    record Bounded(double[] expected, double[] tolerance) {}

    Bounded value() {
        double[] tolerance = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            double magnitude = Math.abs(y[i]);
            for (int j = 0; j < x.length; j++) {
                magnitude += Math.abs(jacobian[j][i] * x[j]);
            }
            tolerance[i] = (row.roundings() + reach(i)) * (U * magnitude + Float.MIN_VALUE);
        }
        return new Bounded(y, tolerance);
    }

    /** How many inputs an output depends on. */
    private int reach(int output) {
        int count = 0;
        for (int j = 0; j < x.length; j++) {
            if (Math.abs(jacobian[j][output]) > FIRST_NOISE * largest) {
                count++;
            }
        }
        return count;
    }

    private int count() {
        int widest = 0;
        for (int i = 0; i < y.length; i++) {
            widest = Math.max(widest, reach(i));
        }
        int deepest = 0;
        for (int j = 0; j < x.length; j++) {
            int reached = 0;
            for (double slope : jacobian[j]) {
                reached += Math.abs(slope) > FIRST_NOISE * largest ? 1 : 0;
            }
            deepest = Math.max(deepest, reached);
        }
        return row.roundings() + widest + deepest;
    }

    private double allowed(double magnitude, double slack, double noise) {
        return U * (count() * magnitude + slack) + noise * largest * y.length;
    }

    /** The gradient of {@code Σ v_i y_i}. */
    Bounded gradient(float[] v) {
        double[] expected = new double[x.length];
        double[] magnitude = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            NumericDerivative slope = function.roughlyAlong(unit(j));
            expected[j] = dot(v, function.along(unit(j)).at(x), false);
            magnitude[j] = dot(v, jacobian[j], true);
            for (int k = 0; k < x.length; k++) {
                magnitude[j] += dot(v, slope.roughlyAlong(unit(k)).at(x), true) * Math.abs(x[k]);
            }
        }
        return bounded(expected, magnitude, slack(expected.length), FIRST_NOISE);
    }

    /** The gradient of {@code Σ w_j g_j}, where {@code g} is the gradient of {@code Σ v_i y_i}. */
    Bounded second(float[] v, float[] w) {
        double[] expected = new double[x.length];
        double[] magnitude = new double[x.length];
        double[] direction = doubles(w);
        NumericDerivative alongW = function.along(direction);
        for (int j = 0; j < x.length; j++) {
            NumericDerivative slope = function.roughlyAlong(unit(j));
            NumericDerivative change = slope.roughlyAlong(direction);
            expected[j] = dot(v, alongW.along(unit(j)).at(x), false);
            for (int k = 0; k < x.length; k++) {
                magnitude[j] += dot(v, slope.roughlyAlong(unit(k)).at(x), true) * Math.abs(w[k]);
                magnitude[j] += dot(v, change.roughlyAlong(unit(k)).at(x), true) * Math.abs(x[k]);
            }
        }
        return bounded(expected, magnitude, inputs.secondSlack(), SECOND_NOISE);
    }

    /** The derivative of {@code Σ w_j g_j} with respect to {@code v}: that of {@code y} along {@code w}. */
    Bounded tangent(float[] w) {
        double[] expected = new double[y.length];
        double[] magnitude = new double[y.length];
        NumericDerivative alongW = function.along(doubles(w));
        for (int j = 0; j < x.length; j++) {
            double[] slope = function.along(unit(j)).at(x);
            double[] change = alongW.roughlyAlong(unit(j)).at(x);
            for (int i = 0; i < y.length; i++) {
                expected[i] += slope[i] * w[j];
                magnitude[i] += Math.abs(slope[i] * w[j]) + Math.abs(change[i] * x[j]);
            }
        }
        return bounded(expected, magnitude, slack(expected.length), FIRST_NOISE);
    }

    private Bounded bounded(double[] expected, double[] magnitude, double[] slack, double noise) {
        double[] tolerance = new double[expected.length];
        for (int j = 0; j < expected.length; j++) {
            tolerance[j] = allowed(magnitude[j], slack[j], noise);
        }
        return new Bounded(expected, tolerance);
    }

    private double[] slack(int size) {
        double[] slack = new double[size];
        Arrays.fill(slack, row.slack().first());
        return slack;
    }

    private double[] unit(int variable) {
        return NumericDerivative.unit(variable, x.length);
    }

    private static double dot(float[] v, double[] values, boolean absolute) {
        double sum = 0;
        for (int i = 0; i < v.length; i++) {
            sum += absolute ? Math.abs(v[i] * values[i]) : v[i] * values[i];
        }
        return sum;
    }

    private static double[] doubles(float[] values) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return out;
    }
}
