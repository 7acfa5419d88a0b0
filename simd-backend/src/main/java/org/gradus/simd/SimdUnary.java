package org.gradus.simd;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.gradus.simd.SimdMath.copySign;
import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;
import org.gradus.core.backend.UnaryOp;
import org.gradus.core.scalar.ScalarElementwise;

/** The loops of {@link SimdElementwise#unary}, whole vectors first, the rest by the scalar twin. */
final class SimdUnary {
    private static final ScalarElementwise SCALAR = new ScalarElementwise();

    private SimdUnary() {}

    static void apply(UnaryOp op, float p, float[] x, int xOff, float[] y, int yOff, int n) {
        int bound = F.loopBound(n);
        int i = 0;
        switch (op) {
            case NEG -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    v.neg().intoArray(y, yOff + i);
                }
            }
            case ABS -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    v.abs().intoArray(y, yOff + i);
                }
            }
            case SIGN -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    sign(v).intoArray(y, yOff + i);
                }
            }
            case SQUARE -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    v.mul(v).intoArray(y, yOff + i);
                }
            }
            case SQRT -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    v.sqrt().intoArray(y, yOff + i);
                }
            }
            case RSQRT -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    FloatVector.broadcast(F, 1).div(v.sqrt()).intoArray(y, yOff + i);
                }
            }
            case RECIPROCAL -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    FloatVector.broadcast(F, 1).div(v).intoArray(y, yOff + i);
                }
            }
            case EXP -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    SimdMath.exp(v).intoArray(y, yOff + i);
                }
            }
            case LOG -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    SimdMath.log(v).intoArray(y, yOff + i);
                }
            }
            case LOG1P -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    SimdMath.log1p(v).intoArray(y, yOff + i);
                }
            }
            case EXPM1 -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    SimdMath.expm1(v).intoArray(y, yOff + i);
                }
            }
            case SIN -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    if (SimdMath.canReduce(v)) {
                        SimdMath.sin(v).intoArray(y, yOff + i);
                    } else {
                        SCALAR.unary(op, p, x, xOff + i, y, yOff + i, F.length());
                    }
                }
            }
            case COS -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    if (SimdMath.canReduce(v)) {
                        SimdMath.cos(v).intoArray(y, yOff + i);
                    } else {
                        SCALAR.unary(op, p, x, xOff + i, y, yOff + i, F.length());
                    }
                }
            }
            case TANH -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    SimdMath.tanh(v).intoArray(y, yOff + i);
                }
            }
            case SIGMOID -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    SimdActivations.sigmoid(v).intoArray(y, yOff + i);
                }
            }
            case SOFTPLUS -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    SimdActivations.softplus(v).intoArray(y, yOff + i);
                }
            }
            case RELU -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    v.max(0f).intoArray(y, yOff + i);
                }
            }
            case LEAKY_RELU -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    v.mul(p).blend(v, v.compare(GT, 0)).intoArray(y, yOff + i);
                }
            }
            case ELU -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    SimdActivations.elu(v, p).intoArray(y, yOff + i);
                }
            }
            case GELU -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    SimdActivations.gelu(v).intoArray(y, yOff + i);
                }
            }
            case GELU_TANH -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    SimdActivations.geluTanh(v).intoArray(y, yOff + i);
                }
            }
            case SILU -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    SimdActivations.silu(v).intoArray(y, yOff + i);
                }
            }
            case ERF -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    SimdActivations.erf(v).intoArray(y, yOff + i);
                }
            }
            case FLOOR -> {
                for (; i < bound; i += F.length()) {
                    FloatVector v = FloatVector.fromArray(F, x, xOff + i);
                    floor(v).intoArray(y, yOff + i);
                }
            }
        }
        SCALAR.unary(op, p, x, xOff + bound, y, yOff + bound, n - bound);
    }

    private static FloatVector sign(FloatVector x) {
        FloatVector one = copySign(FloatVector.broadcast(F, 1), x);
        return x.blend(one, x.abs().compare(GT, 0));
    }

    /** The nearest integer, by adding and taking away 2²³, above which all floats are integers; less 1 if too large. */
    private static FloatVector floor(FloatVector x) {
        FloatVector size = x.abs();
        FloatVector nearest = copySign(size.add(0x1p23f).sub(0x1p23f), x);
        FloatVector y = nearest.blend(nearest.sub(1), nearest.compare(GT, x));
        return x.blend(y, size.compare(LT, 0x1p23f));
    }
}
