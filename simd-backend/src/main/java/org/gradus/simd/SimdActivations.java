package org.gradus.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
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
import static org.gradus.core.scalar.ScalarActivations.SCALE;
import static org.gradus.core.scalar.ScalarMath.ROUND;
import static org.gradus.simd.SimdMath.MANTISSA_BITS;
import static org.gradus.simd.SimdMath.SIGN_BIT;
import static org.gradus.simd.SimdMath.atLeast;
import static org.gradus.simd.SimdMath.atMost;
import static org.gradus.simd.SimdMath.expOfNegative;
import static org.gradus.simd.SimdMath.expm1;
import static org.gradus.simd.SimdMath.expm1Reduced;
import static org.gradus.simd.SimdMath.powerOfTwo;
import static org.gradus.simd.SimdMath.sizeAtMost;
import static org.gradus.simd.Species.F;
import static org.gradus.simd.Species.I;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The functions of {@link org.gradus.core.scalar.ScalarActivations} for a vector of floats: step by step the same
 * operations, and so the same bits.
 *
 * <p>The long ones call methods of this library first and end with those of the Vector API alone: past its limit on the size
 * of a graph the JIT still inlines the latter, which are marked for it, but not the former, whose vectors would become objects.
 */
final class SimdActivations {
    private static final int SCALE_BITS = Float.floatToRawIntBits(SCALE);

    private SimdActivations() {}

    static FloatVector sigmoid(FloatVector x) {
        FloatVector a = atLeast(atMost(x, 18), -105);
        FloatVector t = a.fma(broadcast(F, -LOG2_E), broadcast(F, ROUND));
        FloatVector power = logisticPower(t);
        return power.div(logisticDivisor(power, logisticRest(a, t)));
    }

    /** What {@code −a} exceeds {@code k·ln 2} by, k being what {@link org.gradus.core.scalar.ScalarMath#ROUND} was added to in {@code t}. */
    private static FloatVector logisticRest(FloatVector a, FloatVector t) {
        FloatVector k = t.sub(broadcast(F, ROUND));
        return k.fma(broadcast(F, -LN_2_1), k.fma(broadcast(F, -LN_2_0), a.neg()));
    }

    private static FloatVector logisticPower(FloatVector t) {
        IntVector exponent = t.reinterpretAsInts().lanewise(VectorOperators.LSHL, MANTISSA_BITS);
        return IntVector.broadcast(I, SCALE_BITS).sub(exponent).reinterpretAsFloats();
    }

    private static FloatVector logisticDivisor(FloatVector power, FloatVector r) {
        FloatVector sum = power.add(broadcast(F, SCALE));
        FloatVector lost = power.sub(sum.sub(broadcast(F, SCALE)));
        return lost.fma(broadcast(F, 1 / SCALE), expm1Reduced(r)).fma(broadcast(F, SCALE), sum);
    }

    /** {@code −|x|}: the sign is set. */
    static FloatVector minusAbs(FloatVector x) {
        return x.reinterpretAsInts().or(SIGN_BIT).reinterpretAsFloats();
    }

    static FloatVector erf(FloatVector x) {
        FloatVector far = erfFar(sizeAtMost(x, 4));
        FloatVector size = x.abs();
        FloatVector x2 = x.mul(x);
        FloatVector q = broadcast(F, ERF_6).fma(x2, broadcast(F, ERF_5));
        q = q.fma(x2, broadcast(F, ERF_4));
        q = q.fma(x2, broadcast(F, ERF_3));
        q = q.fma(x2, broadcast(F, ERF_2));
        q = q.fma(x2, broadcast(F, ERF_1));
        q = q.fma(x2, broadcast(F, ERF_0));
        FloatVector y = size.fma(q, size).blend(far, size.compare(GE, 1));
        IntVector sign = x.reinterpretAsInts().and(SIGN_BIT);
        return y.reinterpretAsInts().or(sign).reinterpretAsFloats();
    }

    private static FloatVector erfFar(FloatVector a) {
        FloatVector e = broadcast(F, ERFC_6).fma(a, broadcast(F, ERFC_5));
        e = e.fma(a, broadcast(F, ERFC_4));
        e = e.fma(a, broadcast(F, ERFC_3));
        e = e.fma(a, broadcast(F, ERFC_2));
        e = e.fma(a, broadcast(F, ERFC_1));
        e = e.fma(a, broadcast(F, ERFC_0));
        FloatVector t = broadcast(F, ROUND).sub(e);
        FloatVector r = broadcast(F, ROUND).sub(t).sub(e);
        FloatVector q = broadcast(F, EXP2_5).fma(r, broadcast(F, EXP2_4));
        q = q.fma(r, broadcast(F, EXP2_3));
        q = q.fma(r, broadcast(F, EXP2_2));
        q = q.fma(r, broadcast(F, EXP2_1));
        q = q.fma(r, broadcast(F, EXP2_0));
        q = q.fma(r, broadcast(F, 1));
        return powerOfTwo(t.reinterpretAsInts()).neg().fma(q, broadcast(F, 1));
    }

    private static FloatVector timesGaussian(FloatVector m, FloatVector t) {
        FloatVector square = t.mul(t);
        FloatVector rest = t.fma(t, square.neg());
        FloatVector x = square.mul(broadcast(F, -0.5f));
        FloatVector u = x.fma(broadcast(F, LOG2_E), broadcast(F, ROUND));
        FloatVector k = u.sub(broadcast(F, ROUND));
        FloatVector low = rest.fma(broadcast(F, -0.5f), k.mul(broadcast(F, -LN_2_1)));
        FloatVector r = k.fma(broadcast(F, -LN_2_0), x).add(low);
        FloatVector power = u.reinterpretAsInts()
                .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                .add(SCALE_BITS)
                .reinterpretAsFloats();
        return m.fma(expm1Reduced(r), m).mul(power).mul(broadcast(F, 1 / SCALE));
    }

    private static FloatVector tail(FloatVector t) {
        FloatVector reciprocal = broadcast(F, 1).div(t.add(broadcast(F, TAIL_CENTER)));
        FloatVector v = t.sub(broadcast(F, TAIL_CENTER)).mul(reciprocal);
        FloatVector q = broadcast(F, TAIL_9).fma(v, broadcast(F, TAIL_8));
        q = q.fma(v, broadcast(F, TAIL_7));
        q = q.fma(v, broadcast(F, TAIL_6));
        q = q.fma(v, broadcast(F, TAIL_5));
        q = q.fma(v, broadcast(F, TAIL_4));
        q = q.fma(v, broadcast(F, TAIL_3));
        q = q.fma(v, broadcast(F, TAIL_2));
        q = q.fma(v, broadcast(F, TAIL_1));
        q = q.fma(v, broadcast(F, TAIL_0));
        return q.mul(reciprocal);
    }

    static FloatVector gelu(FloatVector x) {
        FloatVector t = sizeAtMost(x, 15);
        FloatVector far = timesGaussian(mills(t), t);
        far = x.blend(0, x.compare(LT, 0)).sub(far);
        FloatVector x2 = x.mul(x);
        FloatVector q = broadcast(F, PHI_4).fma(x2, broadcast(F, PHI_3));
        q = q.fma(x2, broadcast(F, PHI_2));
        q = q.fma(x2, broadcast(F, PHI_1));
        q = q.fma(x2, broadcast(F, PHI_0));
        FloatVector near = x2.fma(q, x.mul(broadcast(F, 0.5f)));
        FloatVector y = near.blend(far, x.abs().compare(GE, 0.9f));
        IntVector sign = x.reinterpretAsInts().and(SIGN_BIT);
        return y.reinterpretAsInts().or(sign).reinterpretAsFloats();
    }

    private static FloatVector mills(FloatVector t) {
        FloatVector p = broadcast(F, MILLS_P_3).fma(t, broadcast(F, MILLS_P_2));
        p = p.fma(t, broadcast(F, MILLS_P_1));
        p = p.fma(t, broadcast(F, MILLS_P_0));
        FloatVector q = broadcast(F, MILLS_Q_5).fma(t, broadcast(F, MILLS_Q_4));
        q = q.fma(t, broadcast(F, MILLS_Q_3));
        q = q.fma(t, broadcast(F, MILLS_Q_2));
        q = q.fma(t, broadcast(F, MILLS_Q_1));
        q = q.fma(t, broadcast(F, 1));
        return broadcast(F, NORMAL_DENSITY).sub(p.div(q));
    }

    static FloatVector geluSlope(FloatVector x) {
        FloatVector t = atMost(x.abs(), 15);
        FloatVector below = timesGaussian(t.fma(broadcast(F, -NORMAL_DENSITY), tail(t)), t);
        return broadcast(F, 1).sub(below).blend(below, x.compare(LT, 0));
    }

    static FloatVector geluTanh(FloatVector x) {
        VectorMask<Float> large = x.compare(GT, 6);
        FloatVector a = atLeast(x.blend(6, large), -11);
        FloatVector slope = a.mul(a).fma(broadcast(F, GELU_CUBE), broadcast(F, GELU_SLOPE));
        FloatVector minus = a.neg();
        FloatVector t = minus.mul(slope).fma(broadcast(F, LOG2_E), broadcast(F, ROUND));
        FloatVector k = t.sub(broadcast(F, ROUND));
        FloatVector r = minus.fma(slope, k.mul(broadcast(F, -LN_2_SHORT_0)));
        r = k.fma(broadcast(F, -LN_2_SHORT_1), r);
        FloatVector power = logisticPower(t);
        return a.mul(power).div(logisticDivisor(power, r)).blend(x, large);
    }

    static FloatVector geluTanhSlope(FloatVector x) {
        FloatVector a = atMost(atLeast(x, -15), 15);
        FloatVector x2 = a.mul(a);
        FloatVector z = a.mul(x2.fma(broadcast(F, GELU_CUBE), broadcast(F, GELU_SLOPE)));
        FloatVector e = expOfNegative(minusAbs(z));
        FloatVector below = broadcast(F, 1).div(e.add(broadcast(F, 1)));
        FloatVector s = below.blend(e.mul(below), z.compare(LT, 0));
        FloatVector bend = a.mul(x2.fma(broadcast(F, 3 * GELU_CUBE), broadcast(F, GELU_SLOPE)));
        return bend.fma(e.mul(below).mul(below), s);
    }

    static FloatVector silu(FloatVector x) {
        VectorMask<Float> large = x.compare(GT, 18);
        FloatVector a = atLeast(x.blend(18, large), -110);
        FloatVector t = a.fma(broadcast(F, -LOG2_E), broadcast(F, ROUND));
        FloatVector power = logisticPower(t);
        return a.mul(power).div(logisticDivisor(power, logisticRest(a, t))).blend(x, large);
    }

    static FloatVector siluSlope(FloatVector x) {
        FloatVector a = atMost(atLeast(x, -200), 200);
        FloatVector e = expOfNegative(minusAbs(a));
        FloatVector below = broadcast(F, 1).div(e.add(broadcast(F, 1)));
        FloatVector s = below.blend(e.mul(below), a.compare(LT, 0));
        return a.fma(e.mul(below).mul(below), s);
    }

    static FloatVector elu(FloatVector x, float alpha) {
        return expm1(x).mul(alpha).blend(x, x.compare(GT, 0));
    }
}
