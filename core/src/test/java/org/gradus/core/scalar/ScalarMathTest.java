package org.gradus.core.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScalarMathTest {
    @FunctionalInterface
    interface FloatFunction {
        float of(float x);
    }

    /**
     * The functions, their oracles in double and the bounds in ulps of the exact result, or of {@code floor} where that is
     * larger: a sum of terms that cancel is only as good as its terms.
     */
    enum Function {
        EXP(ScalarMath::exp, StrictMath::exp, 1.05, 0),
        EXPM1(ScalarMath::expm1, StrictMath::expm1, 1.57, 0),
        LOG(ScalarMath::log, StrictMath::log, 0.94, 0),
        LOG1P(ScalarMath::log1p, StrictMath::log1p, 1.48, 0),
        SIN(ScalarMath::sin, StrictMath::sin, 1.56, 0),
        COS(ScalarMath::cos, StrictMath::cos, 1.57, 0),
        TANH(ScalarMath::tanh, StrictMath::tanh, 1.2, 0),
        SIGMOID(ScalarActivations::sigmoid, ScalarMathTest::sigmoid, 1.75, 0),
        SOFTPLUS(ScalarActivations::softplus, ScalarMathTest::softplus, 1.75, 0),
        ERF(ScalarActivations::erf, NormalOracle::erf, 1.1, 0),
        GELU(ScalarActivations::gelu, x -> x < -20 ? -0.0 : x * NormalOracle.phi(x), 2.5, 0),
        GELU_TANH(ScalarActivations::geluTanh, x -> x < -20 ? -0.0 : x * sigmoid(geluTanhArgument(x)), 2.11, 0.2f),
        SILU(ScalarActivations::silu, x -> x < -200 ? -0.0 : x * sigmoid(x), 1.8, 0),
        GELU_SLOPE(ScalarActivations::geluSlope, ScalarMathTest::geluSlope, 3.05, 0.5f),
        GELU_TANH_SLOPE(ScalarActivations::geluTanhSlope, ScalarMathTest::geluTanhSlope, 2.85, 0.5f),
        SILU_SLOPE(ScalarActivations::siluSlope, ScalarMathTest::siluSlope, 2.5, 0.5f);

        final FloatFunction function;
        final DoubleUnaryOperator oracle;
        final double bound;
        final float floor;

        Function(FloatFunction function, DoubleUnaryOperator oracle, double bound, float floor) {
            this.function = function;
            this.oracle = oracle;
            this.bound = bound;
            this.floor = floor;
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    private static double geluTanhArgument(double x) {
        return 2 * StrictMath.sqrt(2 / StrictMath.PI) * (x + 0.044715 * x * x * x);
    }

    private static double geluSlope(double x) {
        return Math.abs(x) > 20 ? (x > 0 ? 1 : -0.0) : NormalOracle.phi(x) + x * NormalOracle.density(x);
    }

    private static double geluTanhSlope(double x) {
        if (Math.abs(x) > 20) {
            return x > 0 ? 1 : 0;
        }
        double s = sigmoid(geluTanhArgument(x));
        return s + x * s * (1 - s) * 2 * StrictMath.sqrt(2 / StrictMath.PI) * (1 + 3 * 0.044715 * x * x);
    }

    private static double siluSlope(double x) {
        double s = sigmoid(x);
        return Math.abs(x) > 700 ? (x > 0 ? 1 : 0) : s + x * s * (1 - s);
    }

    /** The distance of {@code actual} from {@code exact} in ulps; 0 for two NaN, infinite for a wrong special value. */
    static double ulps(float actual, double exact, float floor) {
        if (Double.isNaN(exact) || Float.isNaN(actual)) {
            return Double.isNaN(exact) && Float.isNaN(actual) ? 0 : Double.POSITIVE_INFINITY;
        }
        float rounded = (float) exact;
        if (Float.floatToRawIntBits(actual) == Float.floatToRawIntBits(rounded)) {
            return rounded == exact || Float.isInfinite(rounded) ? 0 : Math.abs(actual - exact) / Math.ulp(rounded);
        }
        if (actual == 0 && rounded == 0) {
            // the sign of a zero that was not rounded away
            return exact == 0 ? Double.POSITIVE_INFINITY : 1;
        }
        double finite = Float.isInfinite(actual) ? Math.copySign(0x1p128, actual) : actual;
        double ulp =
                Float.isInfinite(rounded) ? Math.ulp(Float.MAX_VALUE) : Math.ulp(Math.max(Math.abs(rounded), floor));
        return Math.abs(finite - exact) / ulp;
    }

    private static double check(Function f, float x) {
        float y = f.function.of(x);
        double exact = f.oracle.applyAsDouble(x);
        double error = ulps(y, exact, f.floor);
        if (!(error <= f.bound)) {
            assertThat(error)
                    .as("%s(%s = %s): %s, exact %s, error in ulps", f, x, Float.toHexString(x), y, exact)
                    .isLessThanOrEqualTo(f.bound);
        }
        return error;
    }

    @ParameterizedTest
    @EnumSource
    void staysWithinItsBoundOnASample(Function f) {
        for (long bits = 0; bits < 1L << 32; bits += 8209) {
            check(f, Float.intBitsToFloat((int) bits));
        }
    }

    @ParameterizedTest
    @EnumSource
    void staysWithinItsBoundAroundThresholds(Function f) {
        float[] thresholds = {
            0,
            Float.MIN_NORMAL,
            0x1p-25f,
            0.3465736f,
            0.625f,
            0.70710677f,
            0.75f,
            0.7853982f,
            0.9f,
            1,
            1.4142135f,
            1.5707964f,
            2,
            3,
            3.1415927f,
            4,
            6,
            8.66434f,
            10,
            11,
            15,
            16.63553f,
            17.328679f,
            18,
            20,
            30,
            87.33655f,
            88.37627f,
            88.72284f,
            89,
            103.27893f,
            103.97208f,
            105,
            110,
            200,
            8388608,
            32768,
            1.7014118e38f,
            Float.MAX_VALUE,
            Float.POSITIVE_INFINITY
        };
        for (float threshold : thresholds) {
            int middle = Float.floatToRawIntBits(threshold);
            for (int bits = Math.max(0, middle - 2000); bits < middle + 2000; bits++) {
                check(f, Float.intBitsToFloat(bits));
                check(f, -Float.intBitsToFloat(bits));
            }
        }
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void staysWithinItsBoundOnEveryFloat(Function f) {
        int bits = 0;
        do {
            check(f, Float.intBitsToFloat(bits));
            bits++;
        } while (bits != 0);
    }

    private static final float[] SPECIAL = {
        0f,
        -0f,
        1,
        -1,
        2,
        -2,
        3,
        -3,
        0.5f,
        -0.5f,
        1.5f,
        -1.5f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        -Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        8388607.5f,
        8388609,
        -8388609,
        16777215,
        -16777215,
        16777216,
        16777218,
        1 + 0x1p-23f,
        1 - 0x1p-24f,
        -1 - 0x1p-23f
    };

    @Test
    void powHasTheSpecialValuesOfMathPow() {
        DoubleBinaryOperator exact = StrictMath::pow;
        for (float a : SPECIAL) {
            for (float b : SPECIAL) {
                double error = ulps(ScalarMath.pow(a, b), exact.applyAsDouble(a, b), 0);
                assertThat(error)
                        .as("pow(%s, %s) = %s", a, b, ScalarMath.pow(a, b))
                        .isLessThanOrEqualTo(2);
            }
        }
    }

    @Test
    void powStaysWithinTwoUlps() {
        checkPow(1_000_000);
    }

    @Tag("long")
    @Test
    void powStaysWithinTwoUlpsOnManyArguments() {
        checkPow(1_000_000_000);
    }

    /** Arguments whose power neither overflows nor vanishes, a third of them near 1 where the logarithm cancels. */
    private static void checkPow(int count) {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            float a = i % 3 == 0
                    ? (float) (1 + random.nextDouble(-0.01, 0.01))
                    : Float.intBitsToFloat(random.nextInt(1, 0x7f800000));
            double log = Math.abs(StrictMath.log(a)) / StrictMath.log(2);
            float b = (float) (random.nextDouble(-150, 150) / Math.max(log, 1e-30));
            double error = ulps(ScalarMath.pow(a, b), StrictMath.pow(a, b), 0);
            if (!(error <= 2)) {
                assertThat(error).as("seed %s: pow(%s, %s) in ulps", seed, a, b).isLessThanOrEqualTo(2);
            }
        }
    }
}
