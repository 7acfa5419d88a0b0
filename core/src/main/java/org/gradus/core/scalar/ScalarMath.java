package org.gradus.core.scalar;

import static org.gradus.core.scalar.Coefficients.COS_0;
import static org.gradus.core.scalar.Coefficients.COS_1;
import static org.gradus.core.scalar.Coefficients.COS_2;
import static org.gradus.core.scalar.Coefficients.EXP2_0;
import static org.gradus.core.scalar.Coefficients.EXP2_1;
import static org.gradus.core.scalar.Coefficients.EXP2_2;
import static org.gradus.core.scalar.Coefficients.EXP2_3;
import static org.gradus.core.scalar.Coefficients.EXP2_4;
import static org.gradus.core.scalar.Coefficients.EXP2_5;
import static org.gradus.core.scalar.Coefficients.EXP_0;
import static org.gradus.core.scalar.Coefficients.EXP_1;
import static org.gradus.core.scalar.Coefficients.EXP_2;
import static org.gradus.core.scalar.Coefficients.EXP_3;
import static org.gradus.core.scalar.Coefficients.EXP_4;
import static org.gradus.core.scalar.Coefficients.HALF_PI_0;
import static org.gradus.core.scalar.Coefficients.HALF_PI_1;
import static org.gradus.core.scalar.Coefficients.HALF_PI_2;
import static org.gradus.core.scalar.Coefficients.LN_2_0;
import static org.gradus.core.scalar.Coefficients.LN_2_1;
import static org.gradus.core.scalar.Coefficients.LOG2_0;
import static org.gradus.core.scalar.Coefficients.LOG2_1;
import static org.gradus.core.scalar.Coefficients.LOG2_2;
import static org.gradus.core.scalar.Coefficients.LOG2_E;
import static org.gradus.core.scalar.Coefficients.LOG2_S3_0;
import static org.gradus.core.scalar.Coefficients.LOG2_S3_1;
import static org.gradus.core.scalar.Coefficients.LOG2_S_0;
import static org.gradus.core.scalar.Coefficients.LOG2_S_1;
import static org.gradus.core.scalar.Coefficients.LOG_0;
import static org.gradus.core.scalar.Coefficients.LOG_1;
import static org.gradus.core.scalar.Coefficients.LOG_2;
import static org.gradus.core.scalar.Coefficients.LOG_3;
import static org.gradus.core.scalar.Coefficients.LOG_4;
import static org.gradus.core.scalar.Coefficients.LOG_5;
import static org.gradus.core.scalar.Coefficients.LOG_6;
import static org.gradus.core.scalar.Coefficients.LOG_7;
import static org.gradus.core.scalar.Coefficients.SIN_0;
import static org.gradus.core.scalar.Coefficients.SIN_1;
import static org.gradus.core.scalar.Coefficients.SIN_2;
import static org.gradus.core.scalar.Coefficients.TANH_0;
import static org.gradus.core.scalar.Coefficients.TANH_1;
import static org.gradus.core.scalar.Coefficients.TANH_2;
import static org.gradus.core.scalar.Coefficients.TANH_3;
import static org.gradus.core.scalar.Coefficients.TANH_4;
import static org.gradus.core.scalar.Coefficients.TWO_OVER_PI;

/**
 * The mathematical functions of Gradus, for one float.
 *
 * <p>They use only float fma, + − × ÷, square root, bit operations, comparisons and selections, so that a vector of any
 * width computes the same bits by the same steps. The error bounds below hold for every float; one ulp is the distance
 * between neighbouring floats at the exact result.
 */
public final class ScalarMath {
    /** Adding this rounds a float below 2²² in magnitude to an integer, which then stands in the lowest bits. */
    public static final float ROUND = 0x1.8p23f;

    /** Up to here {@link #sin} and {@link #cos} reduce their argument in float; beyond, they work in double. */
    public static final float TRIGONOMETRIC_LIMIT = 32768;

    static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
    private static final int SIGN_BIT = 0x80000000;
    private static final int ROOT_HALF_BITS = 0x3f3504f3;
    static final int MANTISSA_BITS = 23;
    private static final int EXPONENT_BIAS = 127;

    private ScalarMath() {}

    /**
     * {@code eˣ}, within 1.05 ulp, with gradual underflow.
     *
     * @param x the exponent
     * @return the power
     */
    public static float exp(float x) {
        float a = x > 89 ? 89 : x;
        a = a < -105 ? -105 : a;
        float t = Math.fma(a, LOG2_E, ROUND);
        float k = t - ROUND;
        float r = Math.fma(-k, LN_2_1, Math.fma(-k, LN_2_0, a));
        return scale(1 + expm1Reduced(r), Float.floatToRawIntBits(t) - ROUND_BITS);
    }

    /**
     * {@code eˣ − 1}, within 1.57 ulp.
     *
     * @param x the exponent
     * @return the power less 1
     */
    public static float expm1(float x) {
        float a = x > 89 ? 89 : x;
        a = a < -30 ? -30 : a;
        float t = Math.fma(a, LOG2_E, ROUND);
        float k = t - ROUND;
        float r = Math.fma(-k, LN_2_1, Math.fma(-k, LN_2_0, a));
        float halfPower = powerOfTwo(Float.floatToRawIntBits(t) - ROUND_BITS - 1);
        float y = 2 * Math.fma(expm1Reduced(r), halfPower, halfPower - 0.5f);
        return Math.abs(x) < 0x1p-25f ? x : y;
    }

    /** {@code eʳ − 1} for {@code |r| ≤ ln 2/2}. */
    static float expm1Reduced(float r) {
        float q = Math.fma(EXP_4, r, EXP_3);
        q = Math.fma(q, r, EXP_2);
        q = Math.fma(q, r, EXP_1);
        q = Math.fma(q, r, EXP_0);
        return Math.fma(r * r, q, r);
    }

    /** {@code p·2ⁿ} in two steps, so that only the last one rounds or overflows. */
    static float scale(float p, int n) {
        int half = n >> 1;
        return p * powerOfTwo(half) * powerOfTwo(n - half);
    }

    static float powerOfTwo(int n) {
        return Float.intBitsToFloat((n + EXPONENT_BIAS) << MANTISSA_BITS);
    }

    /**
     * {@code ln x}, within 0.94 ulp.
     *
     * @param x the argument
     * @return the natural logarithm; −∞ at 0, NaN below
     */
    public static float log(float x) {
        boolean subnormal = x < Float.MIN_NORMAL;
        float a = subnormal ? x * 0x1p24f : x;
        int bits = Float.floatToRawIntBits(a);
        int exponent = (bits - ROOT_HALF_BITS) >> MANTISSA_BITS;
        float m = Float.intBitsToFloat(bits - (exponent << MANTISSA_BITS));
        float e = Float.intBitsToFloat(exponent + ROUND_BITS) - (subnormal ? ROUND + 24 : ROUND);
        float y = logReduced(e, m - 1);
        y = x < Float.POSITIVE_INFINITY ? y : x;
        y = x < 0 ? Float.NaN : y;
        return x == 0 ? Float.NEGATIVE_INFINITY : y;
    }

    /**
     * {@code ln(1 + x)}, within 1.48 ulp.
     *
     * @param x the argument
     * @return the natural logarithm of its successor; −∞ at −1, NaN below
     */
    public static float log1p(float x) {
        int exponent = (Float.floatToRawIntBits(1 + x) - ROOT_HALF_BITS) >> MANTISSA_BITS;
        // 1 + x = 2ᵉ·(1 + f) gives f = x·2⁻ᵉ + (2⁻ᵉ − 1) without the rounding of 1 + x; 2⁸⁻ᵉ is normal for every e
        float power = powerOfTwo(8 - exponent);
        float f = Math.fma(x * 0x1p-8f, power, Math.fma(power, 0x1p-8f, -1));
        float y = logReduced(Float.intBitsToFloat(exponent + ROUND_BITS) - ROUND, f);
        y = x < Float.POSITIVE_INFINITY ? y : x;
        y = x < -1 ? Float.NaN : y;
        y = x == -1 ? Float.NEGATIVE_INFINITY : y;
        return Math.abs(x) < 0x1p-25f ? x : y;
    }

    /** {@code e·ln 2 + ln(1 + f)} for {@code √½ ≤ 1 + f ≤ √2}. */
    private static float logReduced(float e, float f) {
        float q = Math.fma(LOG_7, f, LOG_6);
        q = Math.fma(q, f, LOG_5);
        q = Math.fma(q, f, LOG_4);
        q = Math.fma(q, f, LOG_3);
        q = Math.fma(q, f, LOG_2);
        q = Math.fma(q, f, LOG_1);
        q = Math.fma(q, f, LOG_0);
        float curve = Math.fma(f * f, Math.fma(q, f, -0.5f), Math.fma(e, LN_2_1, f));
        return Math.fma(e, LN_2_0, curve);
    }

    /**
     * The sine, within 1.56 ulp.
     *
     * @param x the angle in radians
     * @return its sine
     */
    public static float sin(float x) {
        if (Math.abs(x) > TRIGONOMETRIC_LIMIT) {
            return (float) StrictMath.sin(x);
        }
        float y = sinOfQuarters(x, 0);
        return x == 0 ? x : y;
    }

    /**
     * The cosine, within 1.57 ulp.
     *
     * @param x the angle in radians
     * @return its cosine
     */
    public static float cos(float x) {
        if (Math.abs(x) > TRIGONOMETRIC_LIMIT) {
            return (float) StrictMath.cos(x);
        }
        return sinOfQuarters(x, 1);
    }

    /** {@code sin(x + turns·π/2)}. */
    private static float sinOfQuarters(float x, int turns) {
        float t = Math.fma(x, TWO_OVER_PI, ROUND);
        float k = t - ROUND;
        float r = Math.fma(-k, HALF_PI_2, Math.fma(-k, HALF_PI_1, Math.fma(-k, HALF_PI_0, x)));
        int quarter = Float.floatToRawIntBits(t) + turns;
        float r2 = r * r;
        float s = Math.fma(Math.fma(SIN_2, r2, SIN_1), r2, SIN_0);
        s = Math.fma(r * r2, s, r);
        float c = Math.fma(Math.fma(COS_2, r2, COS_1), r2, COS_0);
        c = Math.fma(r2 * r2, c, Math.fma(r2, -0.5f, 1));
        float y = (quarter & 1) == 0 ? s : c;
        return Float.intBitsToFloat(Float.floatToRawIntBits(y) ^ (quarter << 30 & SIGN_BIT));
    }

    /**
     * The hyperbolic tangent, within 1.2 ulp.
     *
     * @param x the argument
     * @return its hyperbolic tangent
     */
    public static float tanh(float x) {
        float a = Math.abs(x);
        float x2 = x * x;
        float q = Math.fma(TANH_4, x2, TANH_3);
        q = Math.fma(q, x2, TANH_2);
        q = Math.fma(q, x2, TANH_1);
        q = Math.fma(q, x2, TANH_0);
        float near = Math.fma(a * x2, q, a);
        float z = 2 * (a > 10 ? 10 : a);
        float t = Math.fma(z, LOG2_E, ROUND);
        float k = t - ROUND;
        float r = Math.fma(-k, LN_2_1, Math.fma(-k, LN_2_0, z));
        // 1 − 1/(½ + ½·e^(2a))
        float halfPower = powerOfTwo(Float.floatToRawIntBits(t) - ROUND_BITS - 1);
        float far = 1 - 1 / Math.fma(expm1Reduced(r), halfPower, halfPower + 0.5f);
        return Math.copySign(a < 0.625f ? near : far, x);
    }

    /**
     * {@code aᵇ}, within 2 ulp (among 10⁹ samples the largest error is 0.94), with the special values of {@link Math#pow}.
     *
     * @param a the base
     * @param b the exponent
     * @return the power
     */
    public static float pow(float a, float b) {
        // log₂|a| = high + low
        float base = Math.abs(a);
        boolean subnormal = base < Float.MIN_NORMAL;
        float normal = subnormal ? base * 0x1p24f : base;
        int bits = Float.floatToRawIntBits(normal);
        int exponent = (bits - ROOT_HALF_BITS) >> MANTISSA_BITS;
        float f = Float.intBitsToFloat(bits - (exponent << MANTISSA_BITS)) - 1;
        float e = Float.intBitsToFloat(exponent + ROUND_BITS) - (subnormal ? ROUND + 24 : ROUND);
        // s = f/(2 + f)
        float d = 2 + f;
        float dLow = f - (d - 2);
        float reciprocal = 1 / d;
        float s = f * reciprocal;
        float sLow = Math.fma(-s, dLow, Math.fma(-s, d, f)) * reciprocal;
        float s2 = s * s;
        float s2Low = Math.fma(s + s, sLow, Math.fma(s, s, -s2));
        // LOG2_S3 + s²·LOG2(s²), then times s², then plus LOG2_S, then times s
        float inner = s2 * Math.fma(Math.fma(LOG2_2, s2, LOG2_1), s2, LOG2_0);
        float c = LOG2_S3_0 + inner;
        float cLow = (LOG2_S3_0 - c) + inner + LOG2_S3_1;
        float u = s2 * c;
        float uLow = Math.fma(s2Low, c, Math.fma(s2, cLow, Math.fma(s2, c, -u)));
        float v = LOG2_S_0 + u;
        float vLow = (LOG2_S_0 - v) + u + (LOG2_S_1 + uLow);
        float w = s * v;
        float wLow = Math.fma(sLow, v, Math.fma(s, vLow, Math.fma(s, v, -w)));
        float high = e + w;
        float low = (e - high) + w + wLow;
        high = base == 0 ? Float.NEGATIVE_INFINITY : high;
        high = base < Float.POSITIVE_INFINITY ? high : base;
        // 2^(b·log₂|a|)
        float p = b * high;
        float pLow = Math.fma(b, low, Math.fma(b, high, -p));
        boolean outside = Math.abs(p) > 160;
        p = p > 160 ? 160 : p;
        p = p < -160 ? -160 : p;
        pLow = outside ? 0 : pLow;
        float t = p + ROUND;
        float r = p - (t - ROUND) + pLow;
        float q = Math.fma(EXP2_5, r, EXP2_4);
        q = Math.fma(q, r, EXP2_3);
        q = Math.fma(q, r, EXP2_2);
        q = Math.fma(q, r, EXP2_1);
        q = Math.fma(q, r, EXP2_0);
        float y = scale(Math.fma(q, r, 1), Float.floatToRawIntBits(t) - ROUND_BITS);
        // the sign: an odd exponent keeps that of a; a fractional one has no power of a negative number
        float size = Math.abs(b);
        float half = 0.5f * size;
        boolean whole = size >= 0x1p23f || (size + 0x1p23f) - 0x1p23f == size;
        boolean even = size >= 0x1p24f || (half + 0x1p23f) - 0x1p23f == half;
        boolean negative = Float.floatToRawIntBits(a) < 0;
        y = negative && whole && !even ? -y : y;
        y = a < 0 && base < Float.POSITIVE_INFINITY && !whole ? Float.NaN : y;
        return b == 0 ? 1 : y;
    }
}
