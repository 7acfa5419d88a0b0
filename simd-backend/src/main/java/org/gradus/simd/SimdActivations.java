package org.gradus.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
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
import static org.gradus.simd.SimdMath.SIGN_BIT;
import static org.gradus.simd.SimdMath.atLeast;
import static org.gradus.simd.SimdMath.atMost;
import static org.gradus.simd.SimdMath.copySign;
import static org.gradus.simd.SimdMath.expOfNegative;
import static org.gradus.simd.SimdMath.expm1;
import static org.gradus.simd.SimdMath.expm1Reduced;
import static org.gradus.simd.SimdMath.log1p;
import static org.gradus.simd.SimdMath.scale;
import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;

/**
 * The functions of {@link org.gradus.core.scalar.ScalarActivations} for a vector of floats: step by step the same
 * operations, and so the same bits.
 */
final class SimdActivations {
    private SimdActivations() {}

    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = expOfNegative(minusAbs(x));
        FloatVector one = broadcast(F, 1);
        FloatVector minusOne = broadcast(F, -1);
        // d and its lower part with the other sign, as both fma want them
        FloatVector d = minusOne.sub(e);
        FloatVector dLow = minusOne.sub(d).sub(e);
        FloatVector reciprocal = minusOne.div(d);
        FloatVector n = one.blend(e, x.compare(LT, 0));
        FloatVector y = n.mul(reciprocal);
        return y.fma(dLow, y.fma(d, n)).fma(reciprocal, y);
    }

    /** {@code −|x|}: the sign is set. */
    static FloatVector minusAbs(FloatVector x) {
        return x.reinterpretAsInts().or(SIGN_BIT).reinterpretAsFloats();
    }

    /** The second half of softplus, from x and {@code e^(−|x|)}. */
    static FloatVector softplus(FloatVector x, FloatVector e) {
        FloatVector y = log1p(e);
        return y.blend(x.add(y), x.compare(GT, 0));
    }

    /** The last third of erf, from x and {@link #erfFar}. */
    static FloatVector erf(FloatVector x, FloatVector far) {
        FloatVector a = x.abs();
        FloatVector x2 = x.mul(x);
        FloatVector q = broadcast(F, ERF_6).fma(x2, broadcast(F, ERF_5));
        q = q.fma(x2, broadcast(F, ERF_4));
        q = q.fma(x2, broadcast(F, ERF_3));
        q = q.fma(x2, broadcast(F, ERF_2));
        q = q.fma(x2, broadcast(F, ERF_1));
        q = q.fma(x2, broadcast(F, ERF_0));
        FloatVector near = a.fma(q, a);
        return copySign(far.blend(near, a.compare(LT, 1)), x);
    }

    /** {@code e^(−x²)}, the first third of erf; up to 4, where erf is 1. */
    static FloatVector gaussianOfErf(FloatVector x) {
        return gaussian(gaussianArgument(x));
    }

    /** {@code erf |x|} for {@code |x|} of 1 and more, the second third of erf. */
    static FloatVector erfFar(FloatVector x, FloatVector gaussian) {
        return gaussian.mul(-2).fma(tail(gaussianArgument(x)), broadcast(F, 1));
    }

    private static FloatVector gaussianArgument(FloatVector x) {
        return atMost(x.abs(), 4).mul(broadcast(F, ROOT_2));
    }

    private static FloatVector gaussian(FloatVector t) {
        FloatVector square = t.mul(t);
        FloatVector rest = t.fma(t, square.neg());
        FloatVector x = square.mul(broadcast(F, -0.5f));
        FloatVector u = x.fma(broadcast(F, LOG2_E), broadcast(F, ROUND));
        FloatVector k = u.sub(broadcast(F, ROUND));
        FloatVector r = k.fma(broadcast(F, -LN_2_1), k.fma(broadcast(F, -LN_2_0), x));
        r = rest.fma(broadcast(F, -0.5f), r);
        return scale(expm1Reduced(r).add(broadcast(F, 1)), u);
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
        FloatVector t = atMost(x.abs(), 15);
        FloatVector g = gaussian(t);
        FloatVector minus = t.mul(tail(t)).neg();
        return minus.fma(g, x).blend(minus.mul(g), x.compare(LT, 0));
    }

    static FloatVector geluSlope(FloatVector x) {
        FloatVector t = atMost(x.abs(), 15);
        FloatVector below = gaussian(t).mul(t.fma(broadcast(F, -NORMAL_DENSITY), tail(t)));
        return broadcast(F, 1).sub(below).blend(below, x.compare(LT, 0));
    }

    static FloatVector geluTanh(FloatVector x) {
        FloatVector low = atLeast(x, -15);
        return low.mul(sigmoid(low.mul(low.mul(low).fma(broadcast(F, GELU_CUBE), broadcast(F, GELU_SLOPE)))));
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
        FloatVector low = atLeast(x, -200);
        return low.mul(sigmoid(low));
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
