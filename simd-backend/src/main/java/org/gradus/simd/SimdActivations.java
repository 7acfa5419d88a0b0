package org.gradus.simd;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.gradus.simd.SimdCoefficients.ERF_0;
import static org.gradus.simd.SimdCoefficients.ERF_1;
import static org.gradus.simd.SimdCoefficients.ERF_2;
import static org.gradus.simd.SimdCoefficients.ERF_3;
import static org.gradus.simd.SimdCoefficients.ERF_4;
import static org.gradus.simd.SimdCoefficients.ERF_5;
import static org.gradus.simd.SimdCoefficients.ERF_6;
import static org.gradus.simd.SimdCoefficients.GELU_CUBE;
import static org.gradus.simd.SimdCoefficients.GELU_SLOPE;
import static org.gradus.simd.SimdCoefficients.LOG2_E;
import static org.gradus.simd.SimdCoefficients.MINUS_HALF;
import static org.gradus.simd.SimdCoefficients.MINUS_LN_2_0;
import static org.gradus.simd.SimdCoefficients.MINUS_LN_2_1;
import static org.gradus.simd.SimdCoefficients.MINUS_NORMAL_DENSITY;
import static org.gradus.simd.SimdCoefficients.ONE;
import static org.gradus.simd.SimdCoefficients.ROOT_2;
import static org.gradus.simd.SimdCoefficients.ROUND;
import static org.gradus.simd.SimdCoefficients.TAIL_0;
import static org.gradus.simd.SimdCoefficients.TAIL_1;
import static org.gradus.simd.SimdCoefficients.TAIL_2;
import static org.gradus.simd.SimdCoefficients.TAIL_3;
import static org.gradus.simd.SimdCoefficients.TAIL_4;
import static org.gradus.simd.SimdCoefficients.TAIL_5;
import static org.gradus.simd.SimdCoefficients.TAIL_6;
import static org.gradus.simd.SimdCoefficients.TAIL_7;
import static org.gradus.simd.SimdCoefficients.TAIL_8;
import static org.gradus.simd.SimdCoefficients.TAIL_9;
import static org.gradus.simd.SimdCoefficients.TAIL_CENTER;
import static org.gradus.simd.SimdCoefficients.THREE_GELU_CUBE;
import static org.gradus.simd.SimdMath.ROUND_BITS;
import static org.gradus.simd.SimdMath.atLeast;
import static org.gradus.simd.SimdMath.atMost;
import static org.gradus.simd.SimdMath.copySign;
import static org.gradus.simd.SimdMath.exp;
import static org.gradus.simd.SimdMath.expm1;
import static org.gradus.simd.SimdMath.expm1Reduced;
import static org.gradus.simd.SimdMath.log1p;
import static org.gradus.simd.SimdMath.scale;

import jdk.incubator.vector.FloatVector;

/**
 * The functions of {@link org.gradus.core.scalar.ScalarActivations} for a vector of floats: step by step the same
 * operations, and so the same bits.
 */
final class SimdActivations {
    private SimdActivations() {}

    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        FloatVector d = e.add(ONE);
        FloatVector dLow = e.sub(d.sub(ONE));
        FloatVector reciprocal = ONE.div(d);
        FloatVector n = ONE.blend(e, x.compare(LT, 0));
        FloatVector y = n.mul(reciprocal);
        FloatVector minus = y.neg();
        return minus.fma(dLow, minus.fma(d, n)).fma(reciprocal, y);
    }

    static FloatVector softplus(FloatVector x) {
        FloatVector y = log1p(exp(x.abs().neg()));
        return y.blend(x.add(y), x.compare(GT, 0));
    }

    static FloatVector erf(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector x2 = x.mul(x);
        FloatVector q = ERF_6.fma(x2, ERF_5);
        q = q.fma(x2, ERF_4);
        q = q.fma(x2, ERF_3);
        q = q.fma(x2, ERF_2);
        q = q.fma(x2, ERF_1);
        q = q.fma(x2, ERF_0);
        FloatVector near = a.fma(q, a);
        FloatVector t = atMost(a, 4).mul(ROOT_2);
        FloatVector far = gaussian(t).mul(-2).fma(tail(t), ONE);
        return copySign(far.blend(near, a.compare(LT, 1)), x);
    }

    private static FloatVector gaussian(FloatVector t) {
        FloatVector square = t.mul(t);
        FloatVector rest = t.fma(t, square.neg());
        FloatVector x = square.mul(MINUS_HALF);
        FloatVector u = x.fma(LOG2_E, ROUND);
        FloatVector k = u.sub(ROUND);
        FloatVector r = k.fma(MINUS_LN_2_1, k.fma(MINUS_LN_2_0, x));
        r = rest.fma(MINUS_HALF, r);
        return scale(expm1Reduced(r).add(ONE), u.reinterpretAsInts().sub(ROUND_BITS));
    }

    private static FloatVector tail(FloatVector t) {
        FloatVector reciprocal = ONE.div(t.add(TAIL_CENTER));
        FloatVector v = t.sub(TAIL_CENTER).mul(reciprocal);
        FloatVector q = TAIL_9.fma(v, TAIL_8);
        q = q.fma(v, TAIL_7);
        q = q.fma(v, TAIL_6);
        q = q.fma(v, TAIL_5);
        q = q.fma(v, TAIL_4);
        q = q.fma(v, TAIL_3);
        q = q.fma(v, TAIL_2);
        q = q.fma(v, TAIL_1);
        q = q.fma(v, TAIL_0);
        return q.mul(reciprocal);
    }

    static FloatVector gelu(FloatVector x) {
        FloatVector t = atMost(x.abs(), 15);
        FloatVector g = gaussian(t);
        FloatVector minus = t.mul(tail(t)).neg();
        return minus.fma(g, x).blend(minus.mul(g), x.compare(LT, 0));
    }

    static FloatVector geluSlope(FloatVector x) {
        FloatVector t = atMost(x.abs(), 15);
        FloatVector below = gaussian(t).mul(t.fma(MINUS_NORMAL_DENSITY, tail(t)));
        return ONE.sub(below).blend(below, x.compare(LT, 0));
    }

    static FloatVector geluTanh(FloatVector x) {
        FloatVector low = atLeast(x, -15);
        return low.mul(sigmoid(low.mul(low.mul(low).fma(GELU_CUBE, GELU_SLOPE))));
    }

    static FloatVector geluTanhSlope(FloatVector x) {
        FloatVector a = atMost(atLeast(x, -15), 15);
        FloatVector x2 = a.mul(a);
        FloatVector z = a.mul(x2.fma(GELU_CUBE, GELU_SLOPE));
        FloatVector e = exp(z.abs().neg());
        FloatVector below = ONE.div(e.add(ONE));
        FloatVector s = below.blend(e.mul(below), z.compare(LT, 0));
        FloatVector bend = a.mul(x2.fma(THREE_GELU_CUBE, GELU_SLOPE));
        return bend.fma(e.mul(below).mul(below), s);
    }

    static FloatVector silu(FloatVector x) {
        FloatVector low = atLeast(x, -200);
        return low.mul(sigmoid(low));
    }

    static FloatVector siluSlope(FloatVector x) {
        FloatVector a = atMost(atLeast(x, -200), 200);
        FloatVector e = exp(a.abs().neg());
        FloatVector below = ONE.div(e.add(ONE));
        FloatVector s = below.blend(e.mul(below), a.compare(LT, 0));
        return a.fma(e.mul(below).mul(below), s);
    }

    static FloatVector elu(FloatVector x, float alpha) {
        return expm1(x).mul(alpha).blend(x, x.compare(GT, 0));
    }
}
