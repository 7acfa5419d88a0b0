package org.gradus.core.scalar;

import static org.gradus.core.scalar.Coefficients.ERFC_0;
import static org.gradus.core.scalar.Coefficients.ERFC_1;
import static org.gradus.core.scalar.Coefficients.ERFC_2;
import static org.gradus.core.scalar.Coefficients.ERFC_3;
import static org.gradus.core.scalar.Coefficients.ERFC_4;
import static org.gradus.core.scalar.Coefficients.ERFC_5;
import static org.gradus.core.scalar.Coefficients.ERFC_6;
import static org.gradus.core.scalar.Coefficients.ERF_0;
import static org.gradus.core.scalar.Coefficients.ERF_1;
import static org.gradus.core.scalar.Coefficients.ERF_2;
import static org.gradus.core.scalar.Coefficients.ERF_3;
import static org.gradus.core.scalar.Coefficients.ERF_4;
import static org.gradus.core.scalar.Coefficients.ERF_5;
import static org.gradus.core.scalar.Coefficients.ERF_6;
import static org.gradus.core.scalar.Coefficients.EXP2_0;
import static org.gradus.core.scalar.Coefficients.EXP2_1;
import static org.gradus.core.scalar.Coefficients.EXP2_2;
import static org.gradus.core.scalar.Coefficients.EXP2_3;
import static org.gradus.core.scalar.Coefficients.EXP2_4;
import static org.gradus.core.scalar.Coefficients.EXP2_5;
import static org.gradus.core.scalar.Coefficients.GELU_CUBE;
import static org.gradus.core.scalar.Coefficients.GELU_SLOPE;
import static org.gradus.core.scalar.Coefficients.LN_2_0;
import static org.gradus.core.scalar.Coefficients.LN_2_1;
import static org.gradus.core.scalar.Coefficients.LN_2_SHORT_0;
import static org.gradus.core.scalar.Coefficients.LN_2_SHORT_1;
import static org.gradus.core.scalar.Coefficients.LOG2_E;
import static org.gradus.core.scalar.Coefficients.MILLS_P_0;
import static org.gradus.core.scalar.Coefficients.MILLS_P_1;
import static org.gradus.core.scalar.Coefficients.MILLS_P_2;
import static org.gradus.core.scalar.Coefficients.MILLS_P_3;
import static org.gradus.core.scalar.Coefficients.MILLS_Q_1;
import static org.gradus.core.scalar.Coefficients.MILLS_Q_2;
import static org.gradus.core.scalar.Coefficients.MILLS_Q_3;
import static org.gradus.core.scalar.Coefficients.MILLS_Q_4;
import static org.gradus.core.scalar.Coefficients.MILLS_Q_5;
import static org.gradus.core.scalar.Coefficients.NORMAL_DENSITY;
import static org.gradus.core.scalar.Coefficients.PHI_0;
import static org.gradus.core.scalar.Coefficients.PHI_1;
import static org.gradus.core.scalar.Coefficients.PHI_2;
import static org.gradus.core.scalar.Coefficients.PHI_3;
import static org.gradus.core.scalar.Coefficients.PHI_4;
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
import static org.gradus.core.scalar.ScalarMath.MANTISSA_BITS;
import static org.gradus.core.scalar.ScalarMath.ROUND;
import static org.gradus.core.scalar.ScalarMath.ROUND_BITS;
import static org.gradus.core.scalar.ScalarMath.exp;
import static org.gradus.core.scalar.ScalarMath.expm1;
import static org.gradus.core.scalar.ScalarMath.expm1Reduced;
import static org.gradus.core.scalar.ScalarMath.log1p;
import static org.gradus.core.scalar.ScalarMath.powerOfTwo;

/**
 * Activation functions and their derivatives, for one float, by the means of {@link ScalarMath}. The error bounds hold for
 * every float.
 */
public final class ScalarActivations {
    /** Powers of 2 that would underflow are multiplied by this until the last step. */
    public static final float SCALE = 0x1p40f;

    private static final int SCALE_BITS = Float.floatToRawIntBits(SCALE);

    private ScalarActivations() {}

    /**
     * {@code 1/(1 + e⁻ˣ)}, within 1.75 ulp, with gradual underflow.
     *
     * @param x the argument
     * @return its logistic function
     */
    public static float sigmoid(float x) {
        float a = x > 18 ? 18 : x;
        a = a < -105 ? -105 : a;
        float t = Math.fma(-a, LOG2_E, ROUND);
        float k = t - ROUND;
        float r = Math.fma(-k, LN_2_1, Math.fma(-k, LN_2_0, -a));
        float power = logisticPower(t);
        return power / logisticDivisor(power, r);
    }

    /**
     * {@code SCALE·2⁻ᵏ}, k being what {@link ScalarMath#ROUND} was added to in {@code t}; a normal number for
     * {@code −87 ≤ k ≤ 166}. ROUND has no bit where the exponent is shifted from.
     */
    private static float logisticPower(float t) {
        return Float.intBitsToFloat(SCALE_BITS - (Float.floatToRawIntBits(t) << MANTISSA_BITS));
    }

    /**
     * {@code power·(1 + e⁻ᶻ)} where {@code e⁻ᶻ = 2ᵏ·eʳ} and {@code power = SCALE·2⁻ᵏ}: {@code power + SCALE·eʳ},
     * so that dividing {@code power} by it is the only other rounding and underflows gradually.
     */
    private static float logisticDivisor(float power, float r) {
        float sum = power + SCALE;
        // what the sum of two powers of 2 lost goes where it does not get lost
        float lost = power - (sum - SCALE);
        return Math.fma(Math.fma(lost, 1 / SCALE, expm1Reduced(r)), SCALE, sum);
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
     * The error function, within 1.1 ulp.
     *
     * @param x the argument
     * @return {@code 2/√π·∫₀ˣ e^(−t²) dt}
     */
    public static float erf(float x) {
        float size = Math.abs(x);
        float x2 = x * x;
        float q = Math.fma(ERF_6, x2, ERF_5);
        q = Math.fma(q, x2, ERF_4);
        q = Math.fma(q, x2, ERF_3);
        q = Math.fma(q, x2, ERF_2);
        q = Math.fma(q, x2, ERF_1);
        q = Math.fma(q, x2, ERF_0);
        float near = Math.fma(size, q, size);
        return Math.copySign(size < 1 ? near : erfFar(size > 4 ? 4 : size), x);
    }

    /** {@code 1 − 2^(−ERFC(a))} for {@code 1 ≤ a ≤ 4}; at 4 it is 1. */
    private static float erfFar(float a) {
        float e = Math.fma(ERFC_6, a, ERFC_5);
        e = Math.fma(e, a, ERFC_4);
        e = Math.fma(e, a, ERFC_3);
        e = Math.fma(e, a, ERFC_2);
        e = Math.fma(e, a, ERFC_1);
        e = Math.fma(e, a, ERFC_0);
        float t = ROUND - e;
        float r = (ROUND - t) - e;
        float q = Math.fma(EXP2_5, r, EXP2_4);
        q = Math.fma(q, r, EXP2_3);
        q = Math.fma(q, r, EXP2_2);
        q = Math.fma(q, r, EXP2_1);
        q = Math.fma(q, r, EXP2_0);
        return Math.fma(-powerOfTwo(Float.floatToRawIntBits(t) - ROUND_BITS), Math.fma(q, r, 1), 1);
    }

    /** {@code m·e^(−t²/2)} for {@code 0 ≤ t ≤ 15}, rounded but twice, with gradual underflow. */
    private static float timesGaussian(float m, float t) {
        float square = t * t;
        float rest = Math.fma(t, t, -square);
        float x = -0.5f * square;
        float u = Math.fma(x, LOG2_E, ROUND);
        float k = u - ROUND;
        // the first term is exact except near 0
        float r = Math.fma(-k, LN_2_0, x) + Math.fma(-0.5f, rest, -LN_2_1 * k);
        float power = Float.intBitsToFloat(SCALE_BITS + (Float.floatToRawIntBits(u) << MANTISSA_BITS));
        return Math.fma(m, expm1Reduced(r), m) * power * (1 / SCALE);
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
     * {@code x·Φ(x)}, Φ the normal distribution function, within 2.5 ulp, the most at −1.41; −0 at −∞.
     *
     * @param x the argument
     * @return the Gaussian error linear unit
     */
    public static float gelu(float x) {
        float size = Math.abs(x);
        float x2 = x * x;
        float q = Math.fma(PHI_4, x2, PHI_3);
        q = Math.fma(q, x2, PHI_2);
        q = Math.fma(q, x2, PHI_1);
        q = Math.fma(q, x2, PHI_0);
        float near = Math.fma(x2, q, 0.5f * x);
        float t = size > 15 ? 15 : size;
        float far = (x < 0 ? 0 : x) - timesGaussian(mills(t), t);
        return Math.copySign(size < 0.9f ? near : far, x);
    }

    /** {@code t·Φ(−t)·e^(t²/2)} for {@code 0.9 ≤ t ≤ 15}: t times Mills' ratio times the density at 0. */
    private static float mills(float t) {
        float p = Math.fma(MILLS_P_3, t, MILLS_P_2);
        p = Math.fma(p, t, MILLS_P_1);
        p = Math.fma(p, t, MILLS_P_0);
        float q = Math.fma(MILLS_Q_5, t, MILLS_Q_4);
        q = Math.fma(q, t, MILLS_Q_3);
        q = Math.fma(q, t, MILLS_Q_2);
        q = Math.fma(q, t, MILLS_Q_1);
        q = Math.fma(q, t, 1);
        return NORMAL_DENSITY - p / q;
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
        float below = timesGaussian(Math.fma(-t, NORMAL_DENSITY, tail(t)), t);
        return x < 0 ? below : 1 - below;
    }

    /**
     * {@code x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))}, computed as {@code x·sigmoid(z)} with the doubled argument z of
     * tanh; the error is within 2.11 ulp for {@code x > −1} and grows with |z| below; −0 at −∞.
     *
     * @param x the argument
     * @return the Gaussian error linear unit by hyperbolic tangent
     */
    public static float geluTanh(float x) {
        float a = x > 6 ? 6 : x;
        a = a < -11 ? -11 : a;
        float slope = Math.fma(GELU_CUBE, a * a, GELU_SLOPE);
        float t = Math.fma(-a * slope, LOG2_E, ROUND);
        float k = t - ROUND;
        // z itself is not rounded here: the product with k is exact
        float r = Math.fma(-k, LN_2_SHORT_1, Math.fma(-a, slope, -k * LN_2_SHORT_0));
        float power = logisticPower(t);
        return x > 6 ? x : a * power / logisticDivisor(power, r);
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
     * {@code x·sigmoid(x)}, within 1.8 ulp, with gradual underflow; −0 at −∞.
     *
     * @param x the argument
     * @return the sigmoid linear unit
     */
    public static float silu(float x) {
        float a = x > 18 ? 18 : x;
        a = a < -110 ? -110 : a;
        float t = Math.fma(-a, LOG2_E, ROUND);
        float k = t - ROUND;
        float r = Math.fma(-k, LN_2_1, Math.fma(-k, LN_2_0, -a));
        float power = logisticPower(t);
        return x > 18 ? x : a * power / logisticDivisor(power, r);
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
