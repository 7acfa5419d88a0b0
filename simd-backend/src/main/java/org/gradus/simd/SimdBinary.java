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
 * The loops of {@link SimdElementwise#binary} for one row, whole vectors first, the rest by the scalar twin. An operand of
 * step 0 must hold its element as often as a vector has lanes.
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
        int i = 0;
        switch (op) {
            case ADD -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
                    FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
                    u.add(v).intoArray(out, outOff + i);
                }
            }
            case SUB -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
                    FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
                    u.sub(v).intoArray(out, outOff + i);
                }
            }
            case MUL -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
                    FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
                    u.mul(v).intoArray(out, outOff + i);
                }
            }
            case DIV -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
                    FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
                    u.div(v).intoArray(out, outOff + i);
                }
            }
            case POW -> SimdPow.row(bound, a, aOff, aStep, b, bOff, bStep, out, outOff);
            case MAXIMUM -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
                    FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
                    u.max(v).intoArray(out, outOff + i);
                }
            }
            case MINIMUM -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
                    FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
                    u.min(v).intoArray(out, outOff + i);
                }
            }
            case EQUAL -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
                    FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
                    FloatVector.zero(F).blend(1, u.compare(EQ, v)).intoArray(out, outOff + i);
                }
            }
            case NOT_EQUAL -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
                    FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
                    FloatVector.zero(F).blend(1, u.compare(NE, v)).intoArray(out, outOff + i);
                }
            }
            case LESS -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
                    FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
                    FloatVector.zero(F).blend(1, u.compare(LT, v)).intoArray(out, outOff + i);
                }
            }
            case LESS_EQUAL -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
                    FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
                    FloatVector.zero(F).blend(1, u.compare(LE, v)).intoArray(out, outOff + i);
                }
            }
            case GREATER -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
                    FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
                    FloatVector.zero(F).blend(1, u.compare(GT, v)).intoArray(out, outOff + i);
                }
            }
            case GREATER_EQUAL -> {
                for (; i < bound; i += F.length()) {
                    FloatVector u = FloatVector.fromArray(F, a, aOff + i * aStep);
                    FloatVector v = FloatVector.fromArray(F, b, bOff + i * bStep);
                    FloatVector.zero(F).blend(1, u.compare(GE, v)).intoArray(out, outOff + i);
                }
            }
        }
        if (bound < n) {
            int aRest = aOff + bound * aStep;
            int bRest = bOff + bound * bStep;
            SCALAR.binary(op, 1, n - bound, a, aRest, 0, aStep, b, bRest, 0, bStep, out, outOff + bound);
        }
    }
}
