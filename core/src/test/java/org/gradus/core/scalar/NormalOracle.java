package org.gradus.core.scalar;

/**
 * The error function's kin in double, to about 1e-13 relative: erfcx(t) = e^(t²)·erfc(t) by its continued fraction or the
 * series of erf at a grid of points, and between them by Taylor's formula with the derivatives that follow from
 * {@code y′ = 2ty − 2/√π}.
 */
final class NormalOracle {
    private static final double TWO_OVER_ROOT_PI = 2 / StrictMath.sqrt(StrictMath.PI);
    private static final int PER_UNIT = 32;
    private static final double[] GRID = new double[12 * PER_UNIT + 2];

    static {
        for (int i = 0; i < GRID.length; i++) {
            double t = (double) i / PER_UNIT;
            GRID[i] = t < 2 ? StrictMath.exp(t * t) * (1 - series(t)) : fraction(t);
        }
    }

    private NormalOracle() {}

    /** {@code erf t = 2/√π·e^(−t²)·Σ 2ⁿ·t^(2n+1)/(1·3·5···(2n+1))}, all terms positive. */
    private static double series(double t) {
        double term = t;
        double sum = t;
        for (int n = 1; n < 80; n++) {
            term *= 2 * t * t / (2 * n + 1);
            sum += term;
        }
        return TWO_OVER_ROOT_PI * StrictMath.exp(-t * t) * sum;
    }

    /** {@code erfcx t = 1/√π·1/(t + (1/2)/(t + 1/(t + (3/2)/(t + …))))}. */
    private static double fraction(double t) {
        double tail = t;
        for (int n = 250; n >= 1; n--) {
            tail = t + n / 2.0 / tail;
        }
        return TWO_OVER_ROOT_PI / 2 / tail;
    }

    private static double erfcx(double t) {
        int i = (int) StrictMath.rint(t * PER_UNIT);
        double t0 = (double) i / PER_UNIT;
        double h = t - t0;
        // c[n] = y⁽ⁿ⁾/n!: (n + 1)·c[n+1] = 2·t0·c[n] + 2·c[n−1]
        double before = GRID[i];
        double now = 2 * t0 * before - TWO_OVER_ROOT_PI;
        double power = h;
        double sum = before + now * h;
        for (int n = 1; n < 9; n++) {
            double next = 2 * (t0 * now + before) / (n + 1);
            before = now;
            now = next;
            power *= h;
            sum += now * power;
        }
        return sum;
    }

    /** {@code erfc t} for {@code t ≥ 0}; 0 beyond 12. */
    static double erfc(double t) {
        return t > 12 ? 0 : StrictMath.exp(-t * t) * erfcx(t);
    }

    static double erf(double x) {
        double t = Math.abs(x);
        return Math.copySign(t < 0.5 ? series(t) : 1 - erfc(t), x);
    }

    /** The normal distribution function. */
    static double phi(double x) {
        double tail = erfc(Math.abs(x) * StrictMath.sqrt(0.5)) / 2;
        return x < 0 ? tail : 1 - tail;
    }

    static double density(double x) {
        return StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI);
    }
}
