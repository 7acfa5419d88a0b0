package org.gradus.simd;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.gradus.core.scalar.ScalarMath.TRIGONOMETRIC_LIMIT;
import static org.gradus.simd.SimdCoefficients.COS_0;
import static org.gradus.simd.SimdCoefficients.COS_1;
import static org.gradus.simd.SimdCoefficients.COS_2;
import static org.gradus.simd.SimdCoefficients.EXP_0;
import static org.gradus.simd.SimdCoefficients.EXP_1;
import static org.gradus.simd.SimdCoefficients.EXP_2;
import static org.gradus.simd.SimdCoefficients.EXP_3;
import static org.gradus.simd.SimdCoefficients.EXP_4;
import static org.gradus.simd.SimdCoefficients.LN_2_0;
import static org.gradus.simd.SimdCoefficients.LN_2_1;
import static org.gradus.simd.SimdCoefficients.LOG2_E;
import static org.gradus.simd.SimdCoefficients.LOG_0;
import static org.gradus.simd.SimdCoefficients.LOG_1;
import static org.gradus.simd.SimdCoefficients.LOG_2;
import static org.gradus.simd.SimdCoefficients.LOG_3;
import static org.gradus.simd.SimdCoefficients.LOG_4;
import static org.gradus.simd.SimdCoefficients.LOG_5;
import static org.gradus.simd.SimdCoefficients.LOG_6;
import static org.gradus.simd.SimdCoefficients.LOG_7;
import static org.gradus.simd.SimdCoefficients.MINUS_HALF;
import static org.gradus.simd.SimdCoefficients.MINUS_HALF_PI_0;
import static org.gradus.simd.SimdCoefficients.MINUS_HALF_PI_1;
import static org.gradus.simd.SimdCoefficients.MINUS_HALF_PI_2;
import static org.gradus.simd.SimdCoefficients.MINUS_LN_2_0;
import static org.gradus.simd.SimdCoefficients.MINUS_LN_2_1;
import static org.gradus.simd.SimdCoefficients.MINUS_ONE;
import static org.gradus.simd.SimdCoefficients.ONE;
import static org.gradus.simd.SimdCoefficients.ROUND;
import static org.gradus.simd.SimdCoefficients.ROUND_PLUS_24;
import static org.gradus.simd.SimdCoefficients.SIN_0;
import static org.gradus.simd.SimdCoefficients.SIN_1;
import static org.gradus.simd.SimdCoefficients.SIN_2;
import static org.gradus.simd.SimdCoefficients.TANH_0;
import static org.gradus.simd.SimdCoefficients.TANH_1;
import static org.gradus.simd.SimdCoefficients.TANH_2;
import static org.gradus.simd.SimdCoefficients.TANH_3;
import static org.gradus.simd.SimdCoefficients.TANH_4;
import static org.gradus.simd.SimdCoefficients.TWO;
import static org.gradus.simd.SimdCoefficients.TWO_OVER_PI;
import static org.gradus.simd.SimdCoefficients.TWO_TO_MINUS_8;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.gradus.core.scalar.ScalarMath;

/**
 * The functions of {@link org.gradus.core.scalar.ScalarMath} for a vector of floats: step by step the same operations, and
 * so the same bits.
 */
final class SimdMath {
    static final int ROUND_BITS = Float.floatToRawIntBits(ScalarMath.ROUND);

    private static final int SIGN_BIT = 0x80000000;
    private static final int ROOT_HALF_BITS = 0x3f3504f3;
    private static final int MANTISSA_BITS = 23;
    private static final int EXPONENT_BIAS = 127;

    private SimdMath() {}

    static FloatVector atMost(FloatVector x, float high) {
        return x.blend(high, x.compare(GT, high));
    }

    static FloatVector atLeast(FloatVector x, float low) {
        return x.blend(low, x.compare(LT, low));
    }

    static FloatVector copySign(FloatVector size, FloatVector sign) {
        IntVector bits = sign.reinterpretAsInts().and(SIGN_BIT);
        return size.reinterpretAsInts().and(~SIGN_BIT).or(bits).reinterpretAsFloats();
    }

    static FloatVector exp(FloatVector x) {
        FloatVector a = atLeast(atMost(x, 89), -105);
        FloatVector t = a.fma(LOG2_E, ROUND);
        FloatVector k = t.sub(ROUND);
        FloatVector r = k.fma(MINUS_LN_2_1, k.fma(MINUS_LN_2_0, a));
        return scale(expm1Reduced(r).add(ONE), t.reinterpretAsInts().sub(ROUND_BITS));
    }

    static FloatVector expm1(FloatVector x) {
        FloatVector a = atLeast(atMost(x, 89), -30);
        FloatVector t = a.fma(LOG2_E, ROUND);
        FloatVector k = t.sub(ROUND);
        FloatVector r = k.fma(MINUS_LN_2_1, k.fma(MINUS_LN_2_0, a));
        FloatVector halfPower = powerOfTwo(t.reinterpretAsInts().sub(ROUND_BITS + 1));
        FloatVector y = expm1Reduced(r).fma(halfPower, halfPower.sub(0.5f)).mul(TWO);
        return y.blend(x, x.abs().compare(LT, 0x1p-25f));
    }

    static FloatVector expm1Reduced(FloatVector r) {
        FloatVector q = EXP_4.fma(r, EXP_3);
        q = q.fma(r, EXP_2);
        q = q.fma(r, EXP_1);
        q = q.fma(r, EXP_0);
        return r.mul(r).fma(q, r);
    }

    static FloatVector scale(FloatVector p, IntVector n) {
        IntVector half = n.lanewise(VectorOperators.ASHR, 1);
        return p.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
    }

    private static FloatVector powerOfTwo(IntVector n) {
        return n.add(EXPONENT_BIAS)
                .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                .reinterpretAsFloats();
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.compare(LT, Float.MIN_NORMAL);
        FloatVector a = x.blend(x.mul(0x1p24f), subnormal);
        IntVector bits = a.reinterpretAsInts();
        IntVector exponent = bits.sub(ROOT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
        FloatVector m =
                bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS)).reinterpretAsFloats();
        FloatVector e = exponent.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND.blend(ROUND_PLUS_24, subnormal));
        FloatVector y = logReduced(e, m.sub(ONE));
        y = x.blend(y, x.compare(LT, Float.POSITIVE_INFINITY));
        y = y.blend(Float.NaN, x.compare(LT, 0));
        return y.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0));
    }

    static FloatVector log1p(FloatVector x) {
        IntVector exponent =
                x.add(ONE).reinterpretAsInts().sub(ROOT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
        FloatVector power = powerOfTwo(exponent.neg().add(8));
        FloatVector f = x.mul(TWO_TO_MINUS_8).fma(power, power.fma(TWO_TO_MINUS_8, MINUS_ONE));
        FloatVector y =
                logReduced(exponent.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND), f);
        y = x.blend(y, x.compare(LT, Float.POSITIVE_INFINITY));
        y = y.blend(Float.NaN, x.compare(LT, -1));
        y = y.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, -1));
        return y.blend(x, x.abs().compare(LT, 0x1p-25f));
    }

    private static FloatVector logReduced(FloatVector e, FloatVector f) {
        FloatVector q = LOG_7.fma(f, LOG_6);
        q = q.fma(f, LOG_5);
        q = q.fma(f, LOG_4);
        q = q.fma(f, LOG_3);
        q = q.fma(f, LOG_2);
        q = q.fma(f, LOG_1);
        q = q.fma(f, LOG_0);
        FloatVector curve = f.mul(f).fma(q.fma(f, MINUS_HALF), e.fma(LN_2_1, f));
        return e.fma(LN_2_0, curve);
    }

    /** Whether {@link #sin} and {@link #cos} may be asked; beyond, the scalar functions must. */
    static boolean canReduce(FloatVector x) {
        return !x.abs().compare(GT, TRIGONOMETRIC_LIMIT).anyTrue();
    }

    /** The sine of angles up to {@link org.gradus.core.scalar.ScalarMath#TRIGONOMETRIC_LIMIT} in magnitude. */
    static FloatVector sin(FloatVector x) {
        FloatVector y = sinOfQuarters(x, 0);
        return y.blend(x, x.compare(EQ, 0));
    }

    /** The cosine of angles up to {@link org.gradus.core.scalar.ScalarMath#TRIGONOMETRIC_LIMIT} in magnitude. */
    static FloatVector cos(FloatVector x) {
        return sinOfQuarters(x, 1);
    }

    private static FloatVector sinOfQuarters(FloatVector x, int turns) {
        FloatVector t = x.fma(TWO_OVER_PI, ROUND);
        FloatVector k = t.sub(ROUND);
        FloatVector r = k.fma(MINUS_HALF_PI_2, k.fma(MINUS_HALF_PI_1, k.fma(MINUS_HALF_PI_0, x)));
        IntVector quarter = t.reinterpretAsInts().add(turns);
        FloatVector r2 = r.mul(r);
        FloatVector s = SIN_2.fma(r2, SIN_1).fma(r2, SIN_0);
        s = r.mul(r2).fma(s, r);
        FloatVector c = COS_2.fma(r2, COS_1).fma(r2, COS_0);
        c = r2.mul(r2).fma(c, r2.fma(MINUS_HALF, ONE));
        // odd quarters take c: all bits set where the lowest one is
        IntVector odd = quarter.lanewise(VectorOperators.LSHL, 31).lanewise(VectorOperators.ASHR, 31);
        IntVector sine = s.reinterpretAsInts();
        IntVector y = sine.lanewise(
                VectorOperators.XOR,
                sine.lanewise(VectorOperators.XOR, c.reinterpretAsInts()).and(odd));
        IntVector sign = quarter.lanewise(VectorOperators.LSHL, 30).and(SIGN_BIT);
        return y.lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector x2 = x.mul(x);
        FloatVector q = TANH_4.fma(x2, TANH_3);
        q = q.fma(x2, TANH_2);
        q = q.fma(x2, TANH_1);
        q = q.fma(x2, TANH_0);
        FloatVector near = a.mul(x2).fma(q, a);
        FloatVector far = ONE.sub(TWO.div(expModerate(atMost(a, 10).mul(TWO)).add(ONE)));
        return copySign(far.blend(near, a.compare(LT, 0.625f)), x);
    }

    private static FloatVector expModerate(FloatVector x) {
        FloatVector t = x.fma(LOG2_E, ROUND);
        FloatVector k = t.sub(ROUND);
        FloatVector r = k.fma(MINUS_LN_2_1, k.fma(MINUS_LN_2_0, x));
        return expm1Reduced(r).add(ONE).mul(powerOfTwo(t.reinterpretAsInts().sub(ROUND_BITS)));
    }
}
