package org.gradus.simd;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;
import org.gradus.core.backend.BinaryOp;
import org.gradus.core.scalar.ScalarElementwise;

/**
 * The loops of {@link SimdElementwise#binary} for one row, whole vectors first, the rest by the scalar twin. Each has a
 * method of its own, because the JIT gives up inlining in one that holds them all. An operand of step 0 must hold its
 * element as often as a vector has lanes.
 */
final class SimdBinary {
    private static final ScalarElementwise SCALAR = new ScalarElementwise();

    private SimdBinary() {}

    static void row(
            BinaryOp op,
            int n,
            float[] a,
            int aOff,
            int aStep,
            float[] b,
            int bOff,
            int bStep,
            float[] out,
            int outOff) {
        int bound = F.loopBound(n);
        switch (op) {
            case ADD -> add(bound, a, aOff, aStep, b, bOff, bStep, out, outOff);
            case SUB -> sub(bound, a, aOff, aStep, b, bOff, bStep, out, outOff);
            case MUL -> mul(bound, a, aOff, aStep, b, bOff, bStep, out, outOff);
            case DIV -> div(bound, a, aOff, aStep, b, bOff, bStep, out, outOff);
            case POW -> SimdPow.row(bound, a, aOff, aStep, b, bOff, bStep, out, outOff);
            case MAXIMUM -> maximum(bound, a, aOff, aStep, b, bOff, bStep, out, outOff);
            case MINIMUM -> minimum(bound, a, aOff, aStep, b, bOff, bStep, out, outOff);
            case EQUAL -> equal(bound, a, aOff, aStep, b, bOff, bStep, out, outOff);
            case NOT_EQUAL -> notEqual(bound, a, aOff, aStep, b, bOff, bStep, out, outOff);
            case LESS -> less(bound, a, aOff, aStep, b, bOff, bStep, out, outOff);
            case LESS_EQUAL -> lessEqual(bound, a, aOff, aStep, b, bOff, bStep, out, outOff);
            case GREATER -> greater(bound, a, aOff, aStep, b, bOff, bStep, out, outOff);
            case GREATER_EQUAL -> greaterEqual(bound, a, aOff, aStep, b, bOff, bStep, out, outOff);
        }
        if (bound < n) {
            int aRest = aOff + bound * aStep;
            int bRest = bOff + bound * bStep;
            SCALAR.binary(op, 1, n - bound, a, aRest, 0, aStep, b, bRest, 0, bStep, out, outOff + bound);
        }
    }

    private static void add(
            int bound, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] out, int outOff) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
            u.add(v).intoArray(out, outOff + i);
        }
    }

    private static void sub(
            int bound, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] out, int outOff) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
            u.sub(v).intoArray(out, outOff + i);
        }
    }

    private static void mul(
            int bound, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] out, int outOff) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
            u.mul(v).intoArray(out, outOff + i);
        }
    }

    private static void div(
            int bound, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] out, int outOff) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
            u.div(v).intoArray(out, outOff + i);
        }
    }

    private static void maximum(
            int bound, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] out, int outOff) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
            u.max(v).intoArray(out, outOff + i);
        }
    }

    private static void minimum(
            int bound, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] out, int outOff) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
            u.min(v).intoArray(out, outOff + i);
        }
    }

    private static void equal(
            int bound, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] out, int outOff) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
            FloatVector.zero(F).blend(1, u.compare(EQ, v)).intoArray(out, outOff + i);
        }
    }

    private static void notEqual(
            int bound, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] out, int outOff) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
            FloatVector.zero(F).blend(1, u.compare(NE, v)).intoArray(out, outOff + i);
        }
    }

    private static void less(
            int bound, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] out, int outOff) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
            FloatVector.zero(F).blend(1, u.compare(LT, v)).intoArray(out, outOff + i);
        }
    }

    private static void lessEqual(
            int bound, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] out, int outOff) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
            FloatVector.zero(F).blend(1, u.compare(LE, v)).intoArray(out, outOff + i);
        }
    }

    private static void greater(
            int bound, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] out, int outOff) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
            FloatVector.zero(F).blend(1, u.compare(GT, v)).intoArray(out, outOff + i);
        }
    }

    private static void greaterEqual(
            int bound, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] out, int outOff) {
        for (int i = 0; i < bound; i += F.length()) {
            FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
            FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
            FloatVector.zero(F).blend(1, u.compare(GE, v)).intoArray(out, outOff + i);
        }
    }
}
