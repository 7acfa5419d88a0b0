package org.gradus.core.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.gradus.core.backend.BinaryOp;
import org.gradus.core.backend.UnaryOp;
import org.gradus.core.backend.UnaryOp.Gradient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each function is, by formulas in double, and where its elements come from and go to. How exact the functions are is
 * the matter of {@link ScalarMathTest}; here an error of 10⁻⁶ is small enough to tell one formula from another.
 */
class ScalarElementwiseTest {
    private static final float P = 0.25f;
    private static final float[] SPECIAL = {
        0, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1, -1, 2.5f
    };

    private final ScalarElementwise kernel = new ScalarElementwise();

    private static double value(UnaryOp op, double x) {
        return switch (op) {
            case NEG -> -x;
            case ABS -> x < 0 ? -x : x;
            case SIGN -> x < 0 ? -1 : x > 0 ? 1 : 0;
            case SQUARE -> x * x;
            case SQRT -> StrictMath.sqrt(x);
            case RSQRT -> 1 / StrictMath.sqrt(x);
            case RECIPROCAL -> 1 / x;
            case EXP -> StrictMath.exp(x);
            case LOG -> StrictMath.log(x);
            case LOG1P -> StrictMath.log1p(x);
            case EXPM1 -> StrictMath.expm1(x);
            case SIN -> StrictMath.sin(x);
            case COS -> StrictMath.cos(x);
            case TANH -> StrictMath.tanh(x);
            case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
            case SOFTPLUS -> StrictMath.log(1 + StrictMath.exp(x));
            case RELU -> x > 0 ? x : 0;
            case LEAKY_RELU -> x > 0 ? x : P * x;
            case ELU -> x > 0 ? x : P * (StrictMath.exp(x) - 1);
            case GELU -> x / 2 * (1 + NormalOracle.erf(x / StrictMath.sqrt(2)));
            case GELU_TANH ->
                x / 2 * (1 + StrictMath.tanh(StrictMath.sqrt(2 / StrictMath.PI) * (x + 0.044715 * x * x * x)));
            case SILU -> x / (1 + StrictMath.exp(-x));
            case ERF -> NormalOracle.erf(x);
            case FLOOR -> StrictMath.floor(x);
        };
    }

    /** Positive numbers where the function knows no others. */
    private static float[] arguments(UnaryOp op, int n) {
        boolean positive = op == UnaryOp.SQRT || op == UnaryOp.RSQRT || op == UnaryOp.LOG || op == UnaryOp.LOG1P;
        Random random = new Random(op.ordinal());
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = positive ? 0.01f + 9 * random.nextFloat() : 12 * random.nextFloat() - 6;
        }
        return x;
    }

    @ParameterizedTest
    @EnumSource
    void unaryIsItsFormulaFromOffsetToOffset(UnaryOp op) {
        float[] x = arguments(op, 300);
        float[] y = new float[300];
        kernel.unary(op, P, x, 7, y, 3, 290);
        for (int i = 0; i < 290; i++) {
            double exact = value(op, x[7 + i]);
            assertThat((double) y[3 + i])
                    .as("%s(%s)", op, x[7 + i])
                    .isCloseTo(exact, within(1e-6 * (1 + Math.abs(exact))));
        }
        assertThat(y).startsWith(0, 0, 0).endsWith(0, 0, 0, 0, 0, 0, 0);
        float[] inPlace = x.clone();
        kernel.unary(op, P, inPlace, 7, inPlace, 7, 290);
        for (int i = 0; i < 290; i++) {
            assertThat(inPlace[7 + i]).isEqualTo(y[3 + i]);
        }
        kernel.unary(op, P, x, 300, y, 300, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "NEG,        -0,        0,         -Infinity, Infinity",
        "ABS,        0,         0,         Infinity,  Infinity",
        "SIGN,       0,         -0,        1,         -1",
        "SQUARE,     0,         0,         Infinity,  Infinity",
        "SQRT,       0,         -0,        Infinity,  NaN",
        "RSQRT,      Infinity,  -Infinity, 0,         NaN",
        "RECIPROCAL, Infinity,  -Infinity, 0,         -0",
        "EXP,        1,         1,         Infinity,  0",
        "LOG,        -Infinity, -Infinity, Infinity,  NaN",
        "LOG1P,      0,         -0,        Infinity,  NaN",
        "EXPM1,      0,         -0,        Infinity,  -1",
        "SIN,        0,         -0,        NaN,       NaN",
        "COS,        1,         1,         NaN,       NaN",
        "TANH,       0,         -0,        1,         -1",
        "SIGMOID,    0.5,       0.5,       1,         0",
        "SOFTPLUS,   0.6931472, 0.6931472, Infinity,  0",
        "RELU,       0,         0,         Infinity,  0",
        "LEAKY_RELU, 0,         -0,        Infinity,  -Infinity",
        "ELU,        0,         -0,        Infinity,  -0.25",
        "GELU,       0,         -0,        Infinity,  -0",
        "GELU_TANH,  0,         -0,        Infinity,  -0",
        "SILU,       0,         -0,        Infinity,  -0",
        "ERF,        0,         -0,        1,         -1",
        "FLOOR,      0,         -0,        Infinity,  -Infinity"
    })
    void unaryAtSpecialValues(UnaryOp op, float zero, float minusZero, float infinity, float minusInfinity) {
        float[] y = new float[5];
        kernel.unary(op, P, SPECIAL, 0, y, 0, 5);
        assertThat(y).containsExactly(zero, minusZero, Float.NaN, infinity, minusInfinity);
    }

    @ParameterizedTest
    @EnumSource
    void unaryGradientIsTheSlopeOfTheFormula(UnaryOp op) {
        float[] x = arguments(op, 100);
        float[] dy = arguments(UnaryOp.NEG, 100);
        if (op.gradientFrom() == Gradient.COMPOSED) {
            assertThatThrownBy(() -> kernel.unaryGradient(op, P, x, 0, dy, 0, new float[100], 0, 100))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(op + " is composed");
            return;
        }
        float[] v = x.clone();
        if (op.gradientFrom() == Gradient.FROM_OUTPUT) {
            kernel.unary(op, P, x, 0, v, 0, 100);
        }
        float[] dx = new float[100];
        kernel.unaryGradient(op, P, v, 5, dy, 3, dx, 1, 90);
        for (int i = 0; i < 90; i++) {
            // no argument here is so close to a kink at 0 that both sides are not on the same one
            double h = 1e-6;
            double slope = (value(op, x[5 + i] + h) - value(op, x[5 + i] - h)) / (2 * h);
            double exact = dy[3 + i] * slope;
            // the results that some slopes are computed from are rounded to 2⁻²⁴ of themselves, at most e⁶ here
            double tolerance = 1e-5 * (1 + Math.abs(exact));
            assertThat((double) dx[1 + i]).as("%s′(%s)", op, x[5 + i]).isCloseTo(exact, within(tolerance));
        }
        kernel.unaryGradient(op, P, v, 5, dy, 3, dy, 3, 90);
        for (int i = 0; i < 90; i++) {
            assertThat(dy[3 + i]).isEqualTo(dx[1 + i]);
        }
    }

    /** As in PyTorch: the gradient passes where the result is not 0 or less, so where it is NaN. */
    @Test
    void reluPassesItsGradientWhereTheResultIsNan() {
        float[] dx = new float[6];
        float[] y = {0, -0f, 3, Float.NaN, 0, 3};
        float[] dy = {5, 5, 5, 5, Float.NaN, Float.NaN};
        kernel.unaryGradient(UnaryOp.RELU, 0, y, 0, dy, 0, dx, 0, 6);
        assertThat(dx).containsExactly(0, 0, 5, 5, 0, Float.NaN);
    }

    /** Sums, products and quotients of two floats are rounded correctly when a double in between is. */
    private static float value(BinaryOp op, float a, float b) {
        return switch (op) {
            case ADD -> (float) ((double) a + b);
            case SUB -> (float) ((double) a - b);
            case MUL -> (float) ((double) a * b);
            case DIV -> (float) ((double) a / b);
            case POW -> (float) StrictMath.pow(a, b);
            case MAXIMUM -> StrictMath.max(a, b);
            case MINIMUM -> StrictMath.min(a, b);
            case EQUAL -> a == b ? 1 : 0;
            case NOT_EQUAL -> a == b ? 0 : 1;
            case LESS -> a < b ? 1 : 0;
            case LESS_EQUAL -> a < b || a == b ? 1 : 0;
            case GREATER -> b < a ? 1 : 0;
            case GREATER_EQUAL -> b < a || a == b ? 1 : 0;
        };
    }

    @ParameterizedTest
    @EnumSource
    void binaryOfSpecialValuesInPairs(BinaryOp op) {
        int n = SPECIAL.length;
        for (float a : SPECIAL) {
            float[] y = new float[n];
            kernel.binary(op, 1, n, new float[] {a}, 0, 0, 0, SPECIAL, 0, 0, 1, y, 0);
            float[] exact = new float[n];
            for (int j = 0; j < n; j++) {
                exact[j] = value(op, a, SPECIAL[j]);
            }
            assertThat(y).as("%s of %s and %s", op, a, Arrays.toString(SPECIAL)).containsExactly(exact);
        }
    }

    @ParameterizedTest
    @EnumSource
    void binaryRepeatsOperandsAlongAndWithinRows(BinaryOp op) {
        int rows = 3;
        int n = 5;
        float[] a = arguments(UnaryOp.LOG, 40);
        float[] b = arguments(UnaryOp.SQRT, 40);
        System.arraycopy(a, 4, b, 6, 7);
        int[][] strides = {{n, 1}, {0, 1}, {1, 0}, {0, 0}, {n + 1, 1}};
        for (int[] s : strides) {
            for (int[] t : strides) {
                float[] y = new float[rows * n + 2];
                kernel.binary(op, rows, n, a, 4, s[0], s[1], b, 6, t[0], t[1], y, 1);
                for (int i = 0; i < rows * n; i++) {
                    float u = a[4 + i / n * s[0] + i % n * s[1]];
                    float v = b[6 + i / n * t[0] + i % n * t[1]];
                    float exact = value(op, u, v);
                    assertThat(y[1 + i])
                            .as("%s of %s and %s", op, u, v)
                            .isCloseTo(exact, within(op == BinaryOp.POW ? 2 * Math.ulp(exact) : 0));
                }
                assertThat(y).startsWith(0).endsWith(0);
            }
        }
    }

    @Test
    void whereTakesNanForTrueAndMinusZeroForFalse() {
        float[] y = new float[4];
        float[] condition = {0, -0f, Float.NaN, Float.MIN_VALUE};
        kernel.where(condition, new float[] {1, 2, 3, 4}, new float[] {5, 6, 7, 8}, y, 4);
        assertThat(y).containsExactly(5, 6, 3, 4);
    }
}
