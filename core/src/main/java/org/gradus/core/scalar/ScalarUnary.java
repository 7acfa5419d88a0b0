package org.gradus.core.scalar;

import org.gradus.core.backend.UnaryOp;

/** The loops of {@link ScalarElementwise#unary}. */
final class ScalarUnary {
    private ScalarUnary() {}

    static void apply(UnaryOp op, float p, float[] x, int xOff, float[] y, int yOff, int n) {
        switch (op) {
            case NEG -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = -x[xOff + i];
                }
            }
            case ABS -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = Math.abs(x[xOff + i]);
                }
            }
            case SIGN -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = Math.signum(x[xOff + i]);
                }
            }
            case SQUARE -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = x[xOff + i] * x[xOff + i];
                }
            }
            case SQRT -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = (float) Math.sqrt(x[xOff + i]);
                }
            }
            case RSQRT -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = 1 / (float) Math.sqrt(x[xOff + i]);
                }
            }
            case RECIPROCAL -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = 1 / x[xOff + i];
                }
            }
            case EXP -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = ScalarMath.exp(x[xOff + i]);
                }
            }
            case LOG -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = ScalarMath.log(x[xOff + i]);
                }
            }
            case LOG1P -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = ScalarMath.log1p(x[xOff + i]);
                }
            }
            case EXPM1 -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = ScalarMath.expm1(x[xOff + i]);
                }
            }
            case SIN -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = ScalarMath.sin(x[xOff + i]);
                }
            }
            case COS -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = ScalarMath.cos(x[xOff + i]);
                }
            }
            case TANH -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = ScalarMath.tanh(x[xOff + i]);
                }
            }
            case SIGMOID -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = ScalarActivations.sigmoid(x[xOff + i]);
                }
            }
            case SOFTPLUS -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = ScalarActivations.softplus(x[xOff + i]);
                }
            }
            case RELU -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = Math.max(x[xOff + i], 0f);
                }
            }
            case LEAKY_RELU -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = x[xOff + i] > 0 ? x[xOff + i] : p * x[xOff + i];
                }
            }
            case ELU -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = ScalarActivations.elu(x[xOff + i], p);
                }
            }
            case GELU -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = ScalarActivations.gelu(x[xOff + i]);
                }
            }
            case GELU_TANH -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = ScalarActivations.geluTanh(x[xOff + i]);
                }
            }
            case SILU -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = ScalarActivations.silu(x[xOff + i]);
                }
            }
            case ERF -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = ScalarActivations.erf(x[xOff + i]);
                }
            }
            case FLOOR -> {
                for (int i = 0; i < n; i++) {
                    y[yOff + i] = (float) Math.floor(x[xOff + i]);
                }
            }
        }
    }
}
