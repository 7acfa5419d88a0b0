package org.gradus.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.gradus.core.scalar.Coefficients.EXP2_0;
import static org.gradus.core.scalar.Coefficients.EXP2_1;
import static org.gradus.core.scalar.Coefficients.EXP2_2;
import static org.gradus.core.scalar.Coefficients.EXP2_3;
import static org.gradus.core.scalar.Coefficients.EXP2_4;
import static org.gradus.core.scalar.Coefficients.EXP2_5;
import static org.gradus.core.scalar.Coefficients.LOG2_0;
import static org.gradus.core.scalar.Coefficients.LOG2_1;
import static org.gradus.core.scalar.Coefficients.LOG2_2;
import static org.gradus.core.scalar.Coefficients.LOG2_S3_0;
import static org.gradus.core.scalar.Coefficients.LOG2_S3_1;
import static org.gradus.core.scalar.Coefficients.LOG2_S_0;
import static org.gradus.core.scalar.Coefficients.LOG2_S_1;
import static org.gradus.core.scalar.ScalarMath.ROUND;
import static org.gradus.simd.SimdMath.ROUND_BITS;
import static org.gradus.simd.SimdMath.SIGN_BIT;
import static org.gradus.simd.SimdMath.atLeast;
import static org.gradus.simd.SimdMath.atMost;
import static org.gradus.simd.SimdMath.scale;
import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The vector twin of {@link org.gradus.core.scalar.ScalarMath#pow}: step by step the same operations, in four loops over a
 * block, since the JIT does not inline all of them in one.
 */
final class SimdPow {
    private static final int ROOT_HALF_BITS = 0x3f3504f3;
    private static final int MANTISSA_BITS = 23;
    private static final int BLOCK = 512;

    /** One call site of four targets, which the JIT therefore leaves as calls: inlined into one method they would be too large again. */
    private static final Pass[] PASSES = {
        (count, a, aOff, aStep, b, bOff, bStep, terms, out, outOff) -> log2(count, a, aOff, aStep, terms),
        (count, a, aOff, aStep, b, bOff, bStep, terms, out, outOff) -> exp2(count, b, bOff, bStep, terms),
        (count, a, aOff, aStep, b, bOff, bStep, terms, out, outOff) ->
                signs(count, a, aOff, aStep, b, bOff, bStep, terms),
        SimdPow::exceptions
    };

    private SimdPow() {}

    /** {@code out[i] = aᵇ} for the first {@code bound} elements, a multiple of the lanes. */
    static void row(
            int bound, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] out, int outOff) {
        float[] terms = Buffers.take(Buffers.Use.TERMS, 2 * BLOCK);
        for (int from = 0; from < bound; from += BLOCK) {
            int count = Math.min(BLOCK, bound - from);
            int aFrom = aOff + from * aStep;
            int bFrom = bOff + from * bStep;
            for (Pass pass : PASSES) {
                pass.run(count, a, aFrom, aStep, b, bFrom, bStep, terms, out, outOff + from);
            }
        }
    }

    /** A loop over a block. */
    @FunctionalInterface
    private interface Pass {
        void run(
                int count,
                float[] a,
                int aOff,
                int aStep,
                float[] b,
                int bOff,
                int bStep,
                float[] terms,
                float[] out,
                int outOff);
    }

    /** {@code log₂|a|}, its upper part to the start of {@code terms}, its lower part a block later. */
    private static void log2(int count, float[] a, int aOff, int aStep, float[] terms) {
        for (int i = 0; i < count; i += F.length()) {
            FloatVector x = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector base = x.abs();
            VectorMask<Float> subnormal = base.compare(LT, Float.MIN_NORMAL);
            IntVector bits = base.blend(base.mul(0x1p24f), subnormal).reinterpretAsInts();
            IntVector exponent = bits.sub(ROOT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
            FloatVector f = bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS))
                    .reinterpretAsFloats()
                    .sub(broadcast(F, 1));
            FloatVector e = exponent.add(ROUND_BITS)
                    .reinterpretAsFloats()
                    .sub(broadcast(F, ROUND).blend(broadcast(F, ROUND + 24), subnormal));
            // s = f/(2 + f)
            FloatVector d = f.add(broadcast(F, 2));
            FloatVector dLow = f.sub(d.sub(broadcast(F, 2)));
            FloatVector reciprocal = broadcast(F, 1).div(d);
            FloatVector s = f.mul(reciprocal);
            FloatVector minus = s.neg();
            FloatVector sLow = minus.fma(dLow, minus.fma(d, f)).mul(reciprocal);
            FloatVector s2 = s.mul(s);
            FloatVector s2Low = s.add(s).fma(sLow, s.fma(s, s2.neg()));
            // LOG2_S3 + s²·LOG2(s²), then times s², then plus LOG2_S, then times s
            FloatVector inner =
                    s2.mul(broadcast(F, LOG2_2).fma(s2, broadcast(F, LOG2_1)).fma(s2, broadcast(F, LOG2_0)));
            FloatVector c = inner.add(broadcast(F, LOG2_S3_0));
            FloatVector cLow = broadcast(F, LOG2_S3_0).sub(c).add(inner).add(broadcast(F, LOG2_S3_1));
            FloatVector u = s2.mul(c);
            FloatVector uLow = s2Low.fma(c, s2.fma(cLow, s2.fma(c, u.neg())));
            FloatVector v = u.add(broadcast(F, LOG2_S_0));
            FloatVector vLow = broadcast(F, LOG2_S_0).sub(v).add(u).add(uLow.add(broadcast(F, LOG2_S_1)));
            FloatVector w = s.mul(v);
            FloatVector wLow = sLow.fma(v, s.fma(vLow, s.fma(v, w.neg())));
            FloatVector high = e.add(w);
            FloatVector low = e.sub(high).add(w).add(wLow);
            high = high.blend(Float.NEGATIVE_INFINITY, base.compare(EQ, 0));
            high = base.blend(high, base.compare(LT, Float.POSITIVE_INFINITY));
            high.intoArray(terms, i);
            low.intoArray(terms, BLOCK + i);
        }
    }

    /** {@code 2^(b·log₂|a|)} in place of the logarithm's upper part. */
    private static void exp2(int count, float[] b, int bOff, int bStep, float[] terms) {
        for (int i = 0; i < count; i += F.length()) {
            FloatVector y = FloatVector.fromArray(F, b, bOff + i * bStep);
            FloatVector high = FloatVector.fromArray(F, terms, i);
            FloatVector low = FloatVector.fromArray(F, terms, BLOCK + i);
            FloatVector p = y.mul(high);
            FloatVector pLow = y.fma(low, y.fma(high, p.neg()));
            pLow = pLow.blend(0, p.abs().compare(GT, 160));
            p = atLeast(atMost(p, 160), -160);
            FloatVector t = p.add(broadcast(F, ROUND));
            FloatVector r = p.sub(t.sub(broadcast(F, ROUND))).add(pLow);
            FloatVector q = broadcast(F, EXP2_5).fma(r, broadcast(F, EXP2_4));
            q = q.fma(r, broadcast(F, EXP2_3));
            q = q.fma(r, broadcast(F, EXP2_2));
            q = q.fma(r, broadcast(F, EXP2_1));
            q = q.fma(r, broadcast(F, EXP2_0));
            scale(q.fma(r, broadcast(F, 1)), t).intoArray(terms, i);
        }
    }

    /** The power with its sign: an odd exponent keeps that of a. */
    private static void signs(
            int count, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] terms) {
        for (int i = 0; i < count; i += F.length()) {
            FloatVector size = FloatVector.fromArray(F, b, bOff + i * bStep).abs();
            FloatVector half = size.mul(0.5f);
            VectorMask<Float> even =
                    size.compare(GE, 0x1p24f).or(half.add(0x1p23f).sub(0x1p23f).compare(EQ, half));
            IntVector sign = FloatVector.fromArray(F, a, aOff + i * aStep)
                    .reinterpretAsInts()
                    .and(SIGN_BIT);
            FloatVector power = FloatVector.fromArray(F, terms, i);
            FloatVector signed = power.reinterpretAsInts().or(sign).reinterpretAsFloats();
            signed.blend(power, even.or(whole(size).not())).intoArray(terms, i);
        }
    }

    private static VectorMask<Float> whole(FloatVector size) {
        return size.compare(GE, 0x1p23f).or(size.add(0x1p23f).sub(0x1p23f).compare(EQ, size));
    }

    /** The result: a fractional exponent has no power of a negative number, and every number to the 0 is 1. */
    private static void exceptions(
            int count,
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] terms,
            float[] out,
            int outOff) {
        for (int i = 0; i < count; i += F.length()) {
            FloatVector x = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector y = FloatVector.fromArray(F, b, bOff + i * bStep);
            FloatVector power = FloatVector.fromArray(F, terms, i);
            VectorMask<Float> negative = x.compare(LT, 0).and(x.compare(GT, Float.NEGATIVE_INFINITY));
            power = power.blend(Float.NaN, negative.andNot(whole(y.abs())));
            power.blend(1, y.compare(EQ, 0)).intoArray(out, outOff + i);
        }
    }
}
