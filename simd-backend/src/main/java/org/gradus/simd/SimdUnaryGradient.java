package org.gradus.simd;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;
import org.gradus.core.backend.UnaryOp;
import org.gradus.core.scalar.ScalarElementwise;

/** The loops of {@link SimdElementwise#unaryGradient}, whole vectors first, the rest by the scalar twin. */
final class SimdUnaryGradient {
    private static final ScalarElementwise SCALAR = new ScalarElementwise();

    private SimdUnaryGradient() {}

    static void apply(UnaryOp op, float p, float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int bound = op.gradientFrom() == UnaryOp.Gradient.COMPOSED ? 0 : F.loopBound(n);
        int i = 0;
        switch (op) {
            case EXP -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, v, vOff + i);
                    FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
                    d.mul(u).intoArray(dx, dxOff + i);
                }
            }
            case TANH -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, v, vOff + i);
                    FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
                    d.mul(u.neg().fma(u, FloatVector.broadcast(F, 1))).intoArray(dx, dxOff + i);
                }
            }
            case SIGMOID -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, v, vOff + i);
                    FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
                    d.mul(u.mul(FloatVector.broadcast(F, 1).sub(u))).intoArray(dx, dxOff + i);
                }
            }
            case SOFTPLUS -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, v, vOff + i);
                    FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
                    d.mul(SimdActivations.sigmoid(u)).intoArray(dx, dxOff + i);
                }
            }
            case RELU -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, v, vOff + i);
                    FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
                    d.blend(0, u.compare(LE, 0)).intoArray(dx, dxOff + i);
                }
            }
            case LEAKY_RELU -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, v, vOff + i);
                    FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
                    d.mul(p).blend(d, u.compare(GT, 0)).intoArray(dx, dxOff + i);
                }
            }
            case ELU -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, v, vOff + i);
                    FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
                    d.mul(SimdMath.exp(u).mul(p)).blend(d, u.compare(GT, 0)).intoArray(dx, dxOff + i);
                }
            }
            case GELU -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, v, vOff + i);
                    FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
                    d.mul(SimdActivations.geluSlope(u)).intoArray(dx, dxOff + i);
                }
            }
            case GELU_TANH -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, v, vOff + i);
                    FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
                    d.mul(SimdActivations.geluTanhSlope(u)).intoArray(dx, dxOff + i);
                }
            }
            case SILU -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, v, vOff + i);
                    FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
                    d.mul(SimdActivations.siluSlope(u)).intoArray(dx, dxOff + i);
                }
            }
            case NEG, ABS, SIGN, SQUARE, SQRT, RSQRT, RECIPROCAL, LOG, LOG1P, EXPM1, SIN, COS, ERF, FLOOR -> {
                // refused by the scalar twin below
            }
        }
        SCALAR.unaryGradient(op, p, v, vOff + bound, dy, dyOff + bound, dx, dxOff + bound, n - bound);
    }
}
