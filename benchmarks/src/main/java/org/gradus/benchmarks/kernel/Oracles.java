package org.gradus.benchmarks.kernel;

import org.gradus.core.backend.UnaryOp;

/** Functions in double precision. */
final class Oracles {
    /** The parameter of the functions that take one, exact as a float. */
    static final float SLOPE = 0.25f;

    private static final int TERMS = 200;

    private Oracles() {}

    static double unary(UnaryOp op, double x) {
        return switch (op) {
            case NEG -> -x;
            case ABS -> Math.abs(x);
            case SIGN -> Math.signum(x);
            case SQUARE -> x * x;
            case SQRT -> Math.sqrt(x);
            case RSQRT -> 1 / Math.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case EXP -> StrictMath.exp(x);
            case LOG -> StrictMath.log(x);
            case LOG1P -> StrictMath.log1p(x);
            case EXPM1 -> StrictMath.expm1(x);
            case SIN -> StrictMath.sin(x);
            case COS -> StrictMath.cos(x);
            case TANH -> StrictMath.tanh(x);
            case SIGMOID -> sigmoid(x);
            case SOFTPLUS -> StrictMath.log1p(StrictMath.exp(x));
            case RELU -> Math.max(x, 0);
            case LEAKY_RELU -> x > 0 ? x : SLOPE * x;
            case ELU -> x > 0 ? x : SLOPE * StrictMath.expm1(x);
            case GELU -> x * normal(x);
            case GELU_TANH -> x / 2 * (1 + StrictMath.tanh(geluArgument(x)));
            case SILU -> x * sigmoid(x);
            case ERF -> erf(x);
            case FLOOR -> Math.floor(x);
        };
    }

    /** The derivative from the argument or the result, as the op takes it. */
    static double slope(UnaryOp op, double v) {
        return switch (op) {
            case EXP -> v;
            case TANH -> 1 - v * v;
            case SIGMOID -> v * (1 - v);
            case SOFTPLUS -> sigmoid(v);
            case RELU -> v > 0 ? 1 : 0;
            case LEAKY_RELU -> v > 0 ? 1 : SLOPE;
            case ELU -> v > 0 ? 1 : SLOPE * StrictMath.exp(v);
            case GELU -> normal(v) + v * StrictMath.exp(-v * v / 2) / Math.sqrt(2 * Math.PI);
            case GELU_TANH -> geluTanhSlope(v);
            case SILU -> sigmoid(v) * (1 + v * (1 - sigmoid(v)));
            default -> throw new IllegalArgumentException("no oracle for the gradient of " + op);
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double geluArgument(double x) {
        return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    }

    private static double geluTanhSlope(double x) {
        double t = StrictMath.tanh(geluArgument(x));
        double inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
        return (1 + t) / 2 + x / 2 * (1 - t * t) * inner;
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
