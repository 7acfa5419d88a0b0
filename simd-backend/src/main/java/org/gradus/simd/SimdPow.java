package org.gradus.simd;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.gradus.simd.SimdCoefficients.EXP2_0;
import static org.gradus.simd.SimdCoefficients.EXP2_1;
import static org.gradus.simd.SimdCoefficients.EXP2_2;
import static org.gradus.simd.SimdCoefficients.EXP2_3;
import static org.gradus.simd.SimdCoefficients.EXP2_4;
import static org.gradus.simd.SimdCoefficients.EXP2_5;
import static org.gradus.simd.SimdCoefficients.LOG2_0;
import static org.gradus.simd.SimdCoefficients.LOG2_1;
import static org.gradus.simd.SimdCoefficients.LOG2_2;
import static org.gradus.simd.SimdCoefficients.LOG2_S3_0;
import static org.gradus.simd.SimdCoefficients.LOG2_S3_1;
import static org.gradus.simd.SimdCoefficients.LOG2_S_0;
import static org.gradus.simd.SimdCoefficients.LOG2_S_1;
import static org.gradus.simd.SimdCoefficients.ONE;
import static org.gradus.simd.SimdCoefficients.ROUND;
import static org.gradus.simd.SimdCoefficients.ROUND_PLUS_24;
import static org.gradus.simd.SimdCoefficients.TWO;
import static org.gradus.simd.SimdMath.ROUND_BITS;
import static org.gradus.simd.SimdMath.atLeast;
import static org.gradus.simd.SimdMath.atMost;
import static org.gradus.simd.SimdMath.copySign;
import static org.gradus.simd.SimdMath.scale;
import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The vector twin of {@link org.gradus.core.scalar.ScalarMath#pow}: step by step the same operations. */
final class SimdPow {
    private static final int ROOT_HALF_BITS = 0x3f3504f3;
    private static final int MANTISSA_BITS = 23;

    private SimdPow() {}

    /** {@code out[i] = aᵇ} for the first {@code bound} elements, a multiple of the lanes. */
    static void row(
            int bound, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] out, int outOff) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector x = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector y = FloatVector.fromArray(F, b, bOff + i * bStep);
            FloatVector base = x.abs();
            VectorMask<Float> subnormal = base.compare(LT, Float.MIN_NORMAL);
            IntVector bits = base.blend(base.mul(0x1p24f), subnormal).reinterpretAsInts();
            IntVector exponent = bits.sub(ROOT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
            FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS))
                    .reinterpretAsFloats()
                    .sub(ONE);
            FloatVector e = exponent.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND.blend(ROUND_PLUS_24, subnormal));
            // s = f/(2 + f)
            FloatVector d = f.add(TWO);
            FloatVector dLow = f.sub(d.sub(TWO));
            FloatVector reciprocal = ONE.div(d);
            FloatVector s = f.mul(reciprocal);
            FloatVector minus = s.neg();
            FloatVector sLow = minus.fma(dLow, minus.fma(d, f)).mul(reciprocal);
            FloatVector s2 = s.mul(s);
            FloatVector s2Low = s.add(s).fma(sLow, s.fma(s, s2.neg()));
            // LOG2_S3 + s²·LOG2(s²), then times s², then plus LOG2_S, then times s
            FloatVector inner = s2.mul(LOG2_2.fma(s2, LOG2_1).fma(s2, LOG2_0));
            FloatVector c = inner.add(LOG2_S3_0);
            FloatVector cLow = LOG2_S3_0.sub(c).add(inner).add(LOG2_S3_1);
            FloatVector u = s2.mul(c);
            FloatVector uLow = s2Low.fma(c, s2.fma(cLow, s2.fma(c, u.neg())));
            FloatVector v = u.add(LOG2_S_0);
            FloatVector vLow = LOG2_S_0.sub(v).add(u).add(uLow.add(LOG2_S_1));
            FloatVector w = s.mul(v);
            FloatVector wLow = sLow.fma(v, s.fma(vLow, s.fma(v, w.neg())));
            FloatVector high = e.add(w);
            FloatVector low = e.sub(high).add(w).add(wLow);
            high = high.blend(Float.NEGATIVE_INFINITY, base.compare(EQ, 0));
            high = base.blend(high, base.compare(LT, Float.POSITIVE_INFINITY));
            // 2^(y·log₂|x|)
            FloatVector p = y.mul(high);
            FloatVector pLow = y.fma(low, y.fma(high, p.neg()));
            pLow = pLow.blend(0, p.abs().compare(GT, 160));
            p = atLeast(atMost(p, 160), -160);
            FloatVector t = p.add(ROUND);
            FloatVector r = p.sub(t.sub(ROUND)).add(pLow);
            FloatVector q = EXP2_5.fma(r, EXP2_4);
            q = q.fma(r, EXP2_3);
            q = q.fma(r, EXP2_2);
            q = q.fma(r, EXP2_1);
            q = q.fma(r, EXP2_0);
            FloatVector power = scale(q.fma(r, ONE), t.reinterpretAsInts().sub(ROUND_BITS));
            // the sign: an odd exponent keeps that of x; a fractional one has no power of a negative number
            FloatVector size = y.abs();
            FloatVector half = size.mul(0.5f);
            VectorMask<Float> whole =
                    size.compare(GE, 0x1p23f).or(size.add(0x1p23f).sub(0x1p23f).compare(EQ, size));
            VectorMask<Float> even =
                    size.compare(GE, 0x1p24f).or(half.add(0x1p23f).sub(0x1p23f).compare(EQ, half));
            VectorMask<Float> odd = whole.andNot(even);
            power = power.blend(copySign(power, x), odd);
            VectorMask<Float> negative = x.compare(LT, 0).and(base.compare(LT, Float.POSITIVE_INFINITY));
            power = power.blend(Float.NaN, negative.andNot(whole));
            power.blend(1, y.compare(EQ, 0)).intoArray(out, outOff + i);
        }
    }
}
