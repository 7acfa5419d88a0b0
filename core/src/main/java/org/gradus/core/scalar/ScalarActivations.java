package org.gradus.core.scalar;

import static org.gradus.core.scalar.Coefficients.ERF_0;
import static org.gradus.core.scalar.Coefficients.ERF_1;
import static org.gradus.core.scalar.Coefficients.ERF_2;
import static org.gradus.core.scalar.Coefficients.ERF_3;
import static org.gradus.core.scalar.Coefficients.ERF_4;
import static org.gradus.core.scalar.Coefficients.ERF_5;
import static org.gradus.core.scalar.Coefficients.ERF_6;
import static org.gradus.core.scalar.Coefficients.GELU_CUBE;
import static org.gradus.core.scalar.Coefficients.GELU_SLOPE;
import static org.gradus.core.scalar.Coefficients.LN_2_0;
import static org.gradus.core.scalar.Coefficients.LN_2_1;
import static org.gradus.core.scalar.Coefficients.LOG2_E;
import static org.gradus.core.scalar.Coefficients.NORMAL_DENSITY;
import static org.gradus.core.scalar.Coefficients.ROOT_2;
import static org.gradus.core.scalar.Coefficients.TAIL_0;
import static org.gradus.core.scalar.Coefficients.TAIL_1;
import static org.gradus.core.scalar.Coefficients.TAIL_2;
import static org.gradus.core.scalar.Coefficients.TAIL_3;
import static org.gradus.core.scalar.Coefficients.TAIL_4;
import static org.gradus.core.scalar.Coefficients.TAIL_5;
import static org.gradus.core.scalar.Coefficients.TAIL_6;
import static org.gradus.core.scalar.Coefficients.TAIL_7;
import static org.gradus.core.scalar.Coefficients.TAIL_8;
import static org.gradus.core.scalar.Coefficients.TAIL_9;
import static org.gradus.core.scalar.Coefficients.TAIL_CENTER;
import static org.gradus.core.scalar.ScalarMath.ROUND;
import static org.gradus.core.scalar.ScalarMath.ROUND_BITS;
import static org.gradus.core.scalar.ScalarMath.exp;
import static org.gradus.core.scalar.ScalarMath.expm1;
import static org.gradus.core.scalar.ScalarMath.expm1Reduced;
import static org.gradus.core.scalar.ScalarMath.log1p;
import static org.gradus.core.scalar.ScalarMath.scale;

/**
 * Activation functions and their derivatives, for one float, by the means of {@link ScalarMath}. The error bounds hold for
 * every float.
 */
public final class ScalarActivations {
    private ScalarActivations() {}

    /**
     * {@code 1/(1 + e⁻ˣ)}, within 1.52 ulp, with gradual underflow.
     *
     * @param x the argument
     * @return its logistic function
     */
    public static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        float d = 1 + e;
        float dLow = e - (d - 1);
        float reciprocal = 1 / d;
        float n = x < 0 ? e : 1;
        float y = n * reciprocal;
        return Math.fma(Math.fma(-y, dLow, Math.fma(-y, d, n)), reciprocal, y);
    }

    /**
     * {@code ln(1 + eˣ)}, within 1.75 ulp.
     *
     * @param x the argument
     * @return a smooth {@code max(x, 0)}
     */
    public static float softplus(float x) {
        float y = log1p(exp(-Math.abs(x)));
        return x > 0 ? x + y : y;
    }

    /**
     * The error function, within 1.31 ulp.
     *
     * @param x the argument
     * @return {@code 2/√π·∫₀ˣ e^(−t²) dt}
     */
    public static float erf(float x) {
        float a = Math.abs(x);
        float x2 = x * x;
        float q = Math.fma(ERF_6, x2, ERF_5);
        q = Math.fma(q, x2, ERF_4);
        q = Math.fma(q, x2, ERF_3);
        q = Math.fma(q, x2, ERF_2);
        q = Math.fma(q, x2, ERF_1);
        q = Math.fma(q, x2, ERF_0);
        float near = Math.fma(a, q, a);
        float t = ROOT_2 * (a > 4 ? 4 : a);
        float far = Math.fma(-2 * gaussian(t), tail(t), 1);
        return Math.copySign(a < 1 ? near : far, x);
    }

    /** {@code e^(−t²/2)} for {@code 0 ≤ t ≤ 15}, accurate where it is small. */
    private static float gaussian(float t) {
        float square = t * t;
        float rest = Math.fma(t, t, -square);
        float x = -0.5f * square;
        float u = Math.fma(x, LOG2_E, ROUND);
        float k = u - ROUND;
        float r = Math.fma(-k, LN_2_1, Math.fma(-k, LN_2_0, x));
        r = Math.fma(-0.5f, rest, r);
        return scale(1 + expm1Reduced(r), Float.floatToRawIntBits(u) - ROUND_BITS);
    }

    /** {@code ½·erfc(t/√2)·e^(t²/2)} for {@code 0 ≤ t ≤ 15}. */
    private static float tail(float t) {
        float reciprocal = 1 / (t + TAIL_CENTER);
        float v = (t - TAIL_CENTER) * reciprocal;
        float q = Math.fma(TAIL_9, v, TAIL_8);
        q = Math.fma(q, v, TAIL_7);
        q = Math.fma(q, v, TAIL_6);
        q = Math.fma(q, v, TAIL_5);
        q = Math.fma(q, v, TAIL_4);
        q = Math.fma(q, v, TAIL_3);
        q = Math.fma(q, v, TAIL_2);
        q = Math.fma(q, v, TAIL_1);
        return Math.fma(q, v, TAIL_0) * reciprocal;
    }

    /**
     * {@code x·Φ(x)}, Φ the normal distribution function, within 5.9 ulp, the most at −0.337; −0 at −∞.
     *
     * @param x the argument
     * @return the Gaussian error linear unit
     */
    public static float gelu(float x) {
        float t = Math.abs(x);
        t = t > 15 ? 15 : t;
        float g = gaussian(t);
        float missing = t * tail(t);
        return x < 0 ? -(missing * g) : Math.fma(-missing, g, x);
    }

    /**
     * The derivative of {@link #gelu}: {@code Φ(x) + x·φ(x)}, φ the normal density, with an absolute error below 2⁻²².
     *
     * @param x the argument
     * @return the slope there
     */
    public static float geluSlope(float x) {
        float t = Math.abs(x);
        t = t > 15 ? 15 : t;
        float below = gaussian(t) * Math.fma(-t, NORMAL_DENSITY, tail(t));
        return x < 0 ? below : 1 - below;
    }

    /**
     * {@code x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))}, computed as {@code x·sigmoid(z)} with the doubled argument z of
     * tanh; the error is within 4 ulp for {@code x > −1} and grows with |z| below; −0 at −∞.
     *
     * @param x the argument
     * @return the Gaussian error linear unit by hyperbolic tangent
     */
    public static float geluTanh(float x) {
        float low = x < -15 ? -15 : x;
        return low * sigmoid(low * Math.fma(GELU_CUBE, low * low, GELU_SLOPE));
    }

    /**
     * The derivative of {@link #geluTanh}: {@code s + x·s·(1 − s)·z′} with s = sigmoid(z), with an absolute error below
     * 2⁻²².
     *
     * @param x the argument
     * @return the slope there
     */
    public static float geluTanhSlope(float x) {
        float a = x < -15 ? -15 : x;
        a = a > 15 ? 15 : a;
        float x2 = a * a;
        float z = a * Math.fma(GELU_CUBE, x2, GELU_SLOPE);
        float e = exp(-Math.abs(z));
        float below = 1 / (1 + e);
        float s = z < 0 ? e * below : below;
        float bend = a * Math.fma(3 * GELU_CUBE, x2, GELU_SLOPE);
        return Math.fma(bend, e * below * below, s);
    }

    /**
     * {@code x·sigmoid(x)}, within 3 ulp or, where e⁻ˣ is subnormal, within 2⁻¹⁴²; −0 at −∞.
     *
     * @param x the argument
     * @return the sigmoid linear unit
     */
    public static float silu(float x) {
        float low = x < -200 ? -200 : x;
        return low * sigmoid(low);
    }

    /**
     * The derivative of {@link #silu}: {@code s + x·s·(1 − s)} with s = sigmoid(x), with an absolute error below 2⁻²².
     *
     * @param x the argument
     * @return the slope there
     */
    public static float siluSlope(float x) {
        float a = x < -200 ? -200 : x;
        a = a > 200 ? 200 : a;
        float e = exp(-Math.abs(a));
        float below = 1 / (1 + e);
        float s = a < 0 ? e * below : below;
        return Math.fma(a, e * below * below, s);
    }

    /**
     * {@code x > 0 ? x : alpha·(eˣ − 1)}.
     *
     * @param x the argument
     * @param alpha what it tends to, negated, at −∞
     * @return the exponential linear unit
     */
    public static float elu(float x, float alpha) {
        return x > 0 ? x : alpha * expm1(x);
    }
}
