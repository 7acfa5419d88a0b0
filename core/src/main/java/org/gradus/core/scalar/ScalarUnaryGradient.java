package org.gradus.core.scalar;

import org.gradus.core.backend.UnaryOp;

/** The loops of {@link ScalarElementwise#unaryGradient}. */
final class ScalarUnaryGradient {
    private ScalarUnaryGradient() {}

    static void apply(UnaryOp op, float p, float[] v, int vOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        switch (op) {
            case EXP -> {
                for (int i = 0; i < n; i++) {
                    dx[dxOff + i] = dy[dyOff + i] * v[vOff + i];
                }
            }
            case TANH -> {
                for (int i = 0; i < n; i++) {
                    dx[dxOff + i] = dy[dyOff + i] * Math.fma(-v[vOff + i], v[vOff + i], 1);
                }
            }
            case SIGMOID -> {
                for (int i = 0; i < n; i++) {
                    dx[dxOff + i] = dy[dyOff + i] * (v[vOff + i] * (1 - v[vOff + i]));
                }
            }
            case SOFTPLUS -> {
                for (int i = 0; i < n; i++) {
                    dx[dxOff + i] = dy[dyOff + i] * ScalarActivations.sigmoid(v[vOff + i]);
                }
            }
            case RELU -> {
                for (int i = 0; i < n; i++) {
                    dx[dxOff + i] = v[vOff + i] <= 0 ? 0 : dy[dyOff + i];
                }
            }
            case LEAKY_RELU -> {
                for (int i = 0; i < n; i++) {
                    dx[dxOff + i] = v[vOff + i] > 0 ? dy[dyOff + i] : p * dy[dyOff + i];
                }
            }
            case ELU -> {
                for (int i = 0; i < n; i++) {
                    dx[dxOff + i] = v[vOff + i] > 0 ? dy[dyOff + i] : dy[dyOff + i] * (p * ScalarMath.exp(v[vOff + i]));
                }
            }
            case GELU -> {
                for (int i = 0; i < n; i++) {
                    dx[dxOff + i] = dy[dyOff + i] * ScalarActivations.geluSlope(v[vOff + i]);
                }
            }
            case GELU_TANH -> {
                for (int i = 0; i < n; i++) {
                    dx[dxOff + i] = dy[dyOff + i] * ScalarActivations.geluTanhSlope(v[vOff + i]);
                }
            }
            case SILU -> {
                for (int i = 0; i < n; i++) {
                    dx[dxOff + i] = dy[dyOff + i] * ScalarActivations.siluSlope(v[vOff + i]);
                }
            }
            case NEG, ABS, SIGN, SQUARE, SQRT, RSQRT, RECIPROCAL, LOG, LOG1P, EXPM1, SIN, COS, ERF, FLOOR ->
                throw new IllegalArgumentException(
                        "unaryGradient: the gradient of " + op + " is composed of other ops");
        }
    }
}
