package org.gradus.benchmarks.kernel;

import org.gradus.core.backend.UnaryOp;

/** Functions in double precision. */
final class Oracles {
    private static final int TERMS = 200;

    private Oracles() {}

    static double unary(UnaryOp op, double x) {
        return switch (op) {
            case RELU -> Math.max(x, 0);
            case EXP -> StrictMath.exp(x);
            case LOG -> StrictMath.log(x);
            case TANH -> StrictMath.tanh(x);
            case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
            case GELU -> x * normal(x);
            case ERF -> erf(x);
            case SIN -> StrictMath.sin(x);
            case SQRT -> Math.sqrt(x);
            default -> throw new IllegalArgumentException("no oracle for " + op);
        };
    }

    /** The derivative from the argument or the result, as the op takes it. */
    static double slope(UnaryOp op, double v) {
        return switch (op) {
            case RELU -> v > 0 ? 1 : 0;
            case TANH -> 1 - v * v;
            case SIGMOID -> v * (1 - v);
            case GELU -> normal(v) + v * StrictMath.exp(-v * v / 2) / Math.sqrt(2 * Math.PI);
            default -> throw new IllegalArgumentException("no oracle for the gradient of " + op);
        };
    }

    /** The distribution function of the normal distribution. */
    private static double normal(double x) {
        double t = Math.abs(x) / Math.sqrt(2);
        double tail = t < 3 ? (1 - erf(t)) / 2 : erfc(t) / 2;
        return x < 0 ? tail : 1 - tail;
    }

    /** The series {@code 2/√π·e^(−x²)·Σ 2ⁿ·x^(2n+1)/(1·3·…·(2n+1))}. */
    private static double erf(double x) {
        double t = Math.abs(x);
        if (t > 6) {
            return Math.signum(x);
        }
        double term = t;
        double sum = t;
        for (int n = 1; n < TERMS; n++) {
            term *= 2 * t * t / (2 * n + 1);
            sum += term;
        }
        return Math.signum(x) * 2 / Math.sqrt(Math.PI) * StrictMath.exp(-t * t) * sum;
    }

    /** The continued fraction of Laplace, for arguments of 3 and more. */
    private static double erfc(double x) {
        double fraction = x;
        for (int k = TERMS; k > 0; k--) {
            fraction = x + k / 2.0 / fraction;
        }
        return StrictMath.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }
}
