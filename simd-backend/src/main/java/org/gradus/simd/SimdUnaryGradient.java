package org.gradus.simd;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;
import org.gradus.core.backend.UnaryOp;
import org.gradus.core.scalar.ScalarElementwise;

/**
 * The loops of {@link SimdElementwise#unaryGradient}, whole vectors first, the rest by the scalar twin. Each has a method of its own,
 * because the JIT gives up inlining in one that holds them all.
 */
final class SimdUnaryGradient {
    private static final ScalarElementwise SCALAR = new ScalarElementwise();

    private SimdUnaryGradient() {}

    static void apply(UnaryOp op, float p, float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int bound = op.gradientFrom() == UnaryOp.Gradient.COMPOSED ? 0 : F.loopBound(n);
        switch (op) {
            case EXP -> exp(v, vOff, dy, dyOff, dx, dxOff, bound);
            case TANH -> tanh(v, vOff, dy, dyOff, dx, dxOff, bound);
            case SIGMOID -> sigmoid(v, vOff, dy, dyOff, dx, dxOff, bound);
            case SOFTPLUS -> softplus(v, vOff, dy, dyOff, dx, dxOff, bound);
            case RELU -> relu(v, vOff, dy, dyOff, dx, dxOff, bound);
            case LEAKY_RELU -> leakyRelu(p, v, vOff, dy, dyOff, dx, dxOff, bound);
            case ELU -> elu(p, v, vOff, dy, dyOff, dx, dxOff, bound);
            case GELU -> gelu(v, vOff, dy, dyOff, dx, dxOff, bound);
            case GELU_TANH -> geluTanh(v, vOff, dy, dyOff, dx, dxOff, bound);
            case SILU -> silu(v, vOff, dy, dyOff, dx, dxOff, bound);
            case NEG, ABS, SIGN, SQUARE, SQRT, RSQRT, RECIPROCAL, LOG, LOG1P, EXPM1, SIN, COS, ERF, FLOOR -> {
                // refused by the scalar twin below
            }
        }
        SCALAR.unaryGradient(op, p, v, vOff + bound, dy, dyOff + bound, dx, dxOff + bound, n - bound);
    }

    private static void exp(float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, v, vOff + i);
            FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
            d.mul(u).intoArray(dx, dxOff + i);
        }
    }

    private static void tanh(float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, v, vOff + i);
            FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
            d.mul(u.neg().fma(u, FloatVector.broadcast(F, 1))).intoArray(dx, dxOff + i);
        }
    }

    private static void sigmoid(float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, v, vOff + i);
            FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
            d.mul(u.mul(FloatVector.broadcast(F, 1).sub(u))).intoArray(dx, dxOff + i);
        }
    }

    private static void softplus(float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, v, vOff + i);
            FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
            d.mul(SimdActivations.sigmoid(u)).intoArray(dx, dxOff + i);
        }
    }

    private static void relu(float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, v, vOff + i);
            FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
            d.blend(0, u.compare(LE, 0)).intoArray(dx, dxOff + i);
        }
    }

    private static void leakyRelu(
            float p, float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, v, vOff + i);
            FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
            d.mul(p).blend(d, u.compare(GT, 0)).intoArray(dx, dxOff + i);
        }
    }

    private static void elu(float p, float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, v, vOff + i);
            FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
            d.mul(SimdMath.exp(u).mul(p)).blend(d, u.compare(GT, 0)).intoArray(dx, dxOff + i);
        }
    }

    private static void gelu(float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, v, vOff + i);
            FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
            d.mul(SimdActivations.geluSlope(u)).intoArray(dx, dxOff + i);
        }
    }

    private static void geluTanh(float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, v, vOff + i);
            FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
            d.mul(SimdActivations.geluTanhSlope(u)).intoArray(dx, dxOff + i);
        }
    }

    private static void silu(float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, v, vOff + i);
            FloatVector d = FloatVector.fromArray(F, dy, dyOff + i);
            d.mul(SimdActivations.siluSlope(u)).intoArray(dx, dxOff + i);
        }
    }
}
