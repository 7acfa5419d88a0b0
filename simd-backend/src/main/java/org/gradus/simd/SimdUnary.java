package org.gradus.simd;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.gradus.simd.SimdMath.copySign;
import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;
import org.gradus.core.backend.UnaryOp;
import org.gradus.core.scalar.ScalarElementwise;

/**
 * The loops of {@link SimdElementwise#unary}, whole vectors first, the rest by the scalar twin. Each has a method of its own,
 * because the JIT gives up inlining in one that holds them all.
 */
final class SimdUnary {
    private static final ScalarElementwise SCALAR = new ScalarElementwise();

    /**
     * A function of more operations than the JIT inlines in one loop is computed in several, a block at a time; what one leaves
     * for the next stays in the first cache.
     */
    private static final int BLOCK = 512;

    /** The loops of softplus: three targets of one call site, which the JIT leaves as calls. */
    private static final Pass[] SOFTPLUS = {
        SimdUnary::expOfMinusAbs, SimdUnary::log1pOfFractions, SimdUnary::softplusOfLog
    };

    /** A loop over a block. */
    @FunctionalInterface
    private interface Pass {
        void run(float[] x, int xOff, float[] terms, float[] y, int yOff, int count);
    }

    private SimdUnary() {}

    static void apply(UnaryOp op, float p, float[] x, int xOff, float[] y, int yOff, int n) {
        int bound = F.loopBound(n);
        switch (op) {
            case NEG -> neg(x, xOff, y, yOff, bound);
            case ABS -> abs(x, xOff, y, yOff, bound);
            case SIGN -> sign(x, xOff, y, yOff, bound);
            case SQUARE -> square(x, xOff, y, yOff, bound);
            case SQRT -> sqrt(x, xOff, y, yOff, bound);
            case RSQRT -> rsqrt(x, xOff, y, yOff, bound);
            case RECIPROCAL -> reciprocal(x, xOff, y, yOff, bound);
            case EXP -> exp(x, xOff, y, yOff, bound);
            case LOG -> log(x, xOff, y, yOff, bound);
            case LOG1P -> log1p(x, xOff, y, yOff, bound);
            case EXPM1 -> expm1(x, xOff, y, yOff, bound);
            case SIN -> sin(x, xOff, y, yOff, bound);
            case COS -> cos(x, xOff, y, yOff, bound);
            case TANH -> tanh(x, xOff, y, yOff, bound);
            case SIGMOID -> sigmoid(x, xOff, y, yOff, bound);
            case SOFTPLUS -> softplus(x, xOff, y, yOff, bound);
            case RELU -> relu(x, xOff, y, yOff, bound);
            case LEAKY_RELU -> leakyRelu(p, x, xOff, y, yOff, bound);
            case ELU -> elu(p, x, xOff, y, yOff, bound);
            case GELU -> gelu(x, xOff, y, yOff, bound);
            case GELU_TANH -> geluTanh(x, xOff, y, yOff, bound);
            case SILU -> silu(x, xOff, y, yOff, bound);
            case ERF -> erf(x, xOff, y, yOff, bound);
            case FLOOR -> floor(x, xOff, y, yOff, bound);
        }
        SCALAR.unary(op, p, x, xOff + bound, y, yOff + bound, n - bound);
    }

    private static void neg(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            v.neg().intoArray(y, yOff + i);
        }
    }

    private static void abs(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            v.abs().intoArray(y, yOff + i);
        }
    }

    private static void sign(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            sign(v).intoArray(y, yOff + i);
        }
    }

    private static void square(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            v.mul(v).intoArray(y, yOff + i);
        }
    }

    private static void sqrt(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            v.sqrt().intoArray(y, yOff + i);
        }
    }

    private static void rsqrt(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            FloatVector.broadcast(F, 1).div(v.sqrt()).intoArray(y, yOff + i);
        }
    }

    private static void reciprocal(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            FloatVector.broadcast(F, 1).div(v).intoArray(y, yOff + i);
        }
    }

    private static void exp(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            SimdMath.exp(v).intoArray(y, yOff + i);
        }
    }

    private static void log(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            SimdMath.log(v).intoArray(y, yOff + i);
        }
    }

    private static void log1p(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            SimdMath.log1p(v).intoArray(y, yOff + i);
        }
    }

    private static void expm1(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            SimdMath.expm1(v).intoArray(y, yOff + i);
        }
    }

    private static void sin(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            if (SimdMath.canReduce(v)) {
                SimdMath.sin(v).intoArray(y, yOff + i);
            } else {
                SCALAR.unary(UnaryOp.SIN, 0, x, xOff + i, y, yOff + i, F.length());
            }
        }
    }

    private static void cos(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            if (SimdMath.canReduce(v)) {
                SimdMath.cos(v).intoArray(y, yOff + i);
            } else {
                SCALAR.unary(UnaryOp.COS, 0, x, xOff + i, y, yOff + i, F.length());
            }
        }
    }

    private static void tanh(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            SimdMath.tanh(v).intoArray(y, yOff + i);
        }
    }

    private static void sigmoid(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            SimdActivations.sigmoid(v).intoArray(y, yOff + i);
        }
    }

    private static void softplus(float[] x, int xOff, float[] y, int yOff, int bound) {
        float[] terms = Buffers.take(Buffers.Use.TERMS, BLOCK);
        for (int from = 0; from < bound; from += BLOCK) {
            int count = Math.min(BLOCK, bound - from);
            for (Pass pass : SOFTPLUS) {
                pass.run(x, xOff + from, terms, y, yOff + from, count);
            }
        }
    }

    private static void expOfMinusAbs(float[] x, int xOff, float[] terms, float[] y, int yOff, int count) {
        for (int i = 0; i < count; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            SimdMath.expOfNegative(SimdActivations.minusAbs(v)).intoArray(terms, i);
        }
    }

    private static void log1pOfFractions(float[] x, int xOff, float[] terms, float[] y, int yOff, int count) {
        for (int i = 0; i < count; i += F.length()) {
            FloatVector e = FloatVector.fromArray(F, terms, i);
            SimdMath.log1pOfFraction(e).intoArray(terms, i);
        }
    }

    private static void softplusOfLog(float[] x, int xOff, float[] terms, float[] y, int yOff, int count) {
        for (int i = 0; i < count; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            FloatVector log = FloatVector.fromArray(F, terms, i);
            log.blend(v.add(log), v.compare(GT, 0)).intoArray(y, yOff + i);
        }
    }

    private static void relu(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            v.blend(0, v.compare(LE, 0)).intoArray(y, yOff + i);
        }
    }

    private static void leakyRelu(float p, float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            v.mul(p).blend(v, v.compare(GT, 0)).intoArray(y, yOff + i);
        }
    }

    private static void elu(float p, float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            SimdActivations.elu(v, p).intoArray(y, yOff + i);
        }
    }

    private static void gelu(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            SimdActivations.gelu(v).intoArray(y, yOff + i);
        }
    }

    private static void geluTanh(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            SimdActivations.geluTanh(v).intoArray(y, yOff + i);
        }
    }

    private static void silu(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            SimdActivations.silu(v).intoArray(y, yOff + i);
        }
    }

    private static void erf(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            SimdActivations.erf(v).intoArray(y, yOff + i);
        }
    }

    private static void floor(float[] x, int xOff, float[] y, int yOff, int bound) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector v = FloatVector.fromArray(F, x, xOff + i);
            floor(v).intoArray(y, yOff + i);
        }
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
