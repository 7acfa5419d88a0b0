package org.gradus.core.scalar;

import org.gradus.core.backend.BinaryOp;

/** The loops of {@link ScalarElementwise#binary}. */
final class ScalarBinary {
    private ScalarBinary() {}

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
        switch (op) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    out[outOff + i] = a[aOff + i * aStep] + b[bOff + i * bStep];
                }
            }
            case SUB -> {
                for (int i = 0; i < n; i++) {
                    out[outOff + i] = a[aOff + i * aStep] - b[bOff + i * bStep];
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    out[outOff + i] = a[aOff + i * aStep] * b[bOff + i * bStep];
                }
            }
            case DIV -> {
                for (int i = 0; i < n; i++) {
                    out[outOff + i] = a[aOff + i * aStep] / b[bOff + i * bStep];
                }
            }
            case POW -> {
                for (int i = 0; i < n; i++) {
                    out[outOff + i] = ScalarMath.pow(a[aOff + i * aStep], b[bOff + i * bStep]);
                }
            }
            case MAXIMUM -> {
                for (int i = 0; i < n; i++) {
                    out[outOff + i] = Math.max(a[aOff + i * aStep], b[bOff + i * bStep]);
                }
            }
            case MINIMUM -> {
                for (int i = 0; i < n; i++) {
                    out[outOff + i] = Math.min(a[aOff + i * aStep], b[bOff + i * bStep]);
                }
            }
            case EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOff + i] = a[aOff + i * aStep] == b[bOff + i * bStep] ? 1 : 0;
                }
            }
            case NOT_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOff + i] = a[aOff + i * aStep] != b[bOff + i * bStep] ? 1 : 0;
                }
            }
            case LESS -> {
                for (int i = 0; i < n; i++) {
                    out[outOff + i] = a[aOff + i * aStep] < b[bOff + i * bStep] ? 1 : 0;
                }
            }
            case LESS_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOff + i] = a[aOff + i * aStep] <= b[bOff + i * bStep] ? 1 : 0;
                }
            }
            case GREATER -> {
                for (int i = 0; i < n; i++) {
                    out[outOff + i] = a[aOff + i * aStep] > b[bOff + i * bStep] ? 1 : 0;
                }
            }
            case GREATER_EQUAL -> {
                for (int i = 0; i < n; i++) {
                    out[outOff + i] = a[aOff + i * aStep] >= b[bOff + i * bStep] ? 1 : 0;
                }
            }
        }
    }
}
