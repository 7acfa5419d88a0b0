package org.gradus.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.gradus.core.scalar.Coefficients.COS_0;
import static org.gradus.core.scalar.Coefficients.COS_1;
import static org.gradus.core.scalar.Coefficients.COS_2;
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
import static org.gradus.core.scalar.Coefficients.LOG2_E;
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
import static org.gradus.core.scalar.ScalarMath.ROUND;
import static org.gradus.core.scalar.ScalarMath.TRIGONOMETRIC_LIMIT;
import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The functions of {@link org.gradus.core.scalar.ScalarMath} for a vector of floats: step by step the same operations, and
 * so the same bits.
 */
final class SimdMath {
    static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

    static final int SIGN_BIT = 0x80000000;
    private static final int ROOT_HALF_BITS = 0x3f3504f3;
    static final int MANTISSA_BITS = 23;
    static final int ONE_BITS = 0x3f800000;
    private static final int HALF_BITS = 0x3f000000;

    private SimdMath() {}

    static FloatVector atMost(FloatVector x, float high) {
        return x.blend(high, x.compare(GT, high));
    }

    static FloatVector atLeast(FloatVector x, float low) {
        return x.blend(low, x.compare(LT, low));
    }

    /** {@code |x|} but at most {@code high}, which stands for NaN too: bits of positive floats are ordered as the floats are. */
    static FloatVector sizeAtMost(FloatVector x, float high) {
        return x.abs().reinterpretAsInts().min(Float.floatToRawIntBits(high)).reinterpretAsFloats();
    }

    static FloatVector copySign(FloatVector size, FloatVector sign) {
        IntVector bits = sign.reinterpretAsInts().and(SIGN_BIT);
        return size.reinterpretAsInts().and(~SIGN_BIT).or(bits).reinterpretAsFloats();
    }

    static FloatVector exp(FloatVector x) {
        return expBounded(atLeast(atMost(x, 89), -105));
    }

    /** {@link #exp} of numbers that are not positive. */
    static FloatVector expOfNegative(FloatVector x) {
        return expBounded(atLeast(x, -105));
    }

    private static FloatVector expBounded(FloatVector a) {
        FloatVector round = broadcast(F, ROUND);
        FloatVector t = a.fma(broadcast(F, LOG2_E), round);
        FloatVector k = t.sub(round);
        FloatVector r = k.fma(broadcast(F, -LN_2_1), k.fma(broadcast(F, -LN_2_0), a));
        return scale(expm1Reduced(r).add(1), t);
    }

    static FloatVector expm1(FloatVector x) {
        FloatVector a = atLeast(atMost(x, 89), -30);
        FloatVector t = a.fma(broadcast(F, LOG2_E), broadcast(F, ROUND));
        FloatVector k = t.sub(broadcast(F, ROUND));
        FloatVector r = k.fma(broadcast(F, -LN_2_1), k.fma(broadcast(F, -LN_2_0), a));
        FloatVector halfPower = powerOfTwo(t.reinterpretAsInts().sub(1));
        FloatVector y = expm1Reduced(r).fma(halfPower, halfPower.sub(0.5f)).mul(broadcast(F, 2));
        return y.blend(x, x.abs().compare(LT, 0x1p-25f));
    }

    static FloatVector expm1Reduced(FloatVector r) {
        FloatVector q = broadcast(F, EXP_4).fma(r, broadcast(F, EXP_3));
        q = q.fma(r, broadcast(F, EXP_2));
        q = q.fma(r, broadcast(F, EXP_1));
        q = q.fma(r, broadcast(F, EXP_0));
        return r.mul(r).fma(q, r);
    }

    /**
     * {@code p·2ⁿ} in two steps, n being what {@link ScalarMath#ROUND} was added to in {@code t}: ROUND and its half have no
     * bit where the exponents are shifted from.
     */
    static FloatVector scale(FloatVector p, FloatVector t) {
        IntVector bits = t.reinterpretAsInts();
        IntVector half = bits.lanewise(VectorOperators.LSHR, 1);
        return p.mul(powerOfTwo(half)).mul(powerOfTwo(bits.sub(half)));
    }

    /** 2 to the number in the lowest nine bits. */
    static FloatVector powerOfTwo(IntVector n) {
        return n.lanewise(VectorOperators.LSHL, MANTISSA_BITS).add(ONE_BITS).reinterpretAsFloats();
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> subnormal = x.compare(LT, Float.MIN_NORMAL);
        FloatVector a = x.blend(x.mul(0x1p24f), subnormal);
        IntVector bits = a.reinterpretAsInts();
        IntVector exponent = bits.sub(ROOT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
        FloatVector m =
                bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS)).reinterpretAsFloats();
        FloatVector e = exponent.add(ROUND_BITS)
                .reinterpretAsFloats()
                .sub(broadcast(F, ROUND).blend(broadcast(F, ROUND + 24), subnormal));
        FloatVector y = logReduced(e, m.sub(broadcast(F, 1)));
        y = x.blend(y, x.compare(LT, Float.POSITIVE_INFINITY));
        y = y.blend(Float.NaN, x.compare(LT, 0));
        return y.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0));
    }

    static FloatVector log1p(FloatVector x) {
        FloatVector y = x.blend(log1pFinite(x), x.compare(LT, Float.POSITIVE_INFINITY));
        y = y.blend(Float.NaN, x.compare(LT, -1));
        y = y.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, -1));
        return y.blend(x, x.abs().compare(LT, 0x1p-25f));
    }

    /** {@link #log1p} of numbers from 0 to 1, without the special cases of others. */
    static FloatVector log1pOfFraction(FloatVector x) {
        return log1pFinite(x).blend(x, x.compare(LT, 0x1p-25f));
    }

    private static FloatVector log1pFinite(FloatVector x) {
        IntVector exponent = x.add(broadcast(F, 1))
                .reinterpretAsInts()
                .sub(ROOT_HALF_BITS)
                .lanewise(VectorOperators.ASHR, MANTISSA_BITS);
        FloatVector power = powerOfTwo(exponent.neg().add(8));
        FloatVector f = x.mul(broadcast(F, 0x1p-8f)).fma(power, power.fma(broadcast(F, 0x1p-8f), broadcast(F, -1)));
        return logReduced(exponent.add(ROUND_BITS).reinterpretAsFloats().sub(broadcast(F, ROUND)), f);
    }

    private static FloatVector logReduced(FloatVector e, FloatVector f) {
        FloatVector q = broadcast(F, LOG_7).fma(f, broadcast(F, LOG_6));
        q = q.fma(f, broadcast(F, LOG_5));
        q = q.fma(f, broadcast(F, LOG_4));
        q = q.fma(f, broadcast(F, LOG_3));
        q = q.fma(f, broadcast(F, LOG_2));
        q = q.fma(f, broadcast(F, LOG_1));
        q = q.fma(f, broadcast(F, LOG_0));
        FloatVector curve = f.mul(f).fma(q.fma(f, broadcast(F, -0.5f)), e.fma(broadcast(F, LN_2_1), f));
        return e.fma(broadcast(F, LN_2_0), curve);
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
        FloatVector t = x.fma(broadcast(F, TWO_OVER_PI), broadcast(F, ROUND));
        FloatVector k = t.sub(broadcast(F, ROUND));
        FloatVector r =
                k.fma(broadcast(F, -HALF_PI_2), k.fma(broadcast(F, -HALF_PI_1), k.fma(broadcast(F, -HALF_PI_0), x)));
        IntVector quarter = t.reinterpretAsInts().add(turns);
        FloatVector r2 = r.mul(r);
        FloatVector s = broadcast(F, SIN_2).fma(r2, broadcast(F, SIN_1)).fma(r2, broadcast(F, SIN_0));
        s = r.mul(r2).fma(s, r);
        FloatVector c = broadcast(F, COS_2).fma(r2, broadcast(F, COS_1)).fma(r2, broadcast(F, COS_0));
        c = r2.mul(r2).fma(c, r2.fma(broadcast(F, -0.5f), broadcast(F, 1)));
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
        FloatVector bounded = sizeAtMost(x, 10);
        FloatVector far = tanhOfHalf(bounded.add(bounded));
        FloatVector x2 = x.mul(x);
        FloatVector q = broadcast(F, TANH_4).fma(x2, broadcast(F, TANH_3));
        q = q.fma(x2, broadcast(F, TANH_2));
        q = q.fma(x2, broadcast(F, TANH_1));
        q = q.fma(x2, broadcast(F, TANH_0));
        FloatVector y = a.mul(x2).fma(q, a).blend(far, a.compare(GE, 0.625f));
        return copySign(y, x);
    }

    /** {@code 1 − 1/(½ + ½·e^z)}. */
    private static FloatVector tanhOfHalf(FloatVector z) {
        FloatVector round = broadcast(F, ROUND);
        FloatVector t = z.fma(broadcast(F, LOG2_E), round);
        FloatVector k = t.sub(round);
        FloatVector r = k.fma(broadcast(F, -LN_2_1), k.fma(broadcast(F, -LN_2_0), z));
        FloatVector halfPower = t.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                .add(HALF_BITS)
                .reinterpretAsFloats();
        FloatVector d = expm1Reduced(r).fma(halfPower, halfPower.add(0.5f));
        FloatVector one = broadcast(F, 1);
        return one.sub(one.div(d));
    }
}
