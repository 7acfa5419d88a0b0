package org.gradus.core.scalar;

/**
 * The constants of {@link ScalarMath} and of its vector twin: every backend evaluates the same polynomials.
 *
 * <p>Printed by {@code tools/fit/fit.py}, which minimises the largest error of each polynomial over its interval.
 */
public final class Coefficients {
    /** log₂ e. */
    public static final float LOG2_E = 1.442695f;

    /** ln 2, part 0. */
    public static final float LN_2_0 = 6.931472e-1f;

    /** ln 2, part 1. */
    public static final float LN_2_1 = -1.9046542e-9f;

    /** 2/π. */
    public static final float TWO_OVER_PI = 6.3661975e-1f;

    /** π/2, part 0. */
    public static final float HALF_PI_0 = 1.5707964f;

    /** π/2, part 1. */
    public static final float HALF_PI_1 = -4.371139e-8f;

    /** π/2, part 2. */
    public static final float HALF_PI_2 = -1.7151245e-15f;

    /** √2. */
    public static final float ROOT_2 = 1.4142135f;

    /** 1/√(2π), the normal density at 0. */
    public static final float NORMAL_DENSITY = 3.989423e-1f;

    /** 2·√(2/π). */
    public static final float GELU_SLOPE = 1.5957692f;

    /** 2·√(2/π)·0.044715. */
    public static final float GELU_CUBE = 7.1354814e-2f;

    // eʳ = 1 + r + r²·EXP(r), |r| ≤ ln 2/2; error below 2^-26.1
    /** EXP, degree 0. */
    public static final float EXP_0 = 5.0e-1f;

    /** EXP, degree 1. */
    public static final float EXP_1 = 1.6666545e-1f;

    /** EXP, degree 2. */
    public static final float EXP_2 = 4.1666403e-2f;

    /** EXP, degree 3. */
    public static final float EXP_3 = 8.366409e-3f;

    /** EXP, degree 4. */
    public static final float EXP_4 = 1.3940647e-3f;

    // ln(1 + f) = f − f²·(1/2 − f·LOG(f)), √½ ≤ 1 + f ≤ √2; error below 2^-27.3
    /** LOG, degree 0. */
    public static final float LOG_0 = 3.333333e-1f;

    /** LOG, degree 1. */
    public static final float LOG_1 = -2.5000823e-1f;

    /** LOG, degree 2. */
    public static final float LOG_2 = 2.000125e-1f;

    /** LOG, degree 3. */
    public static final float LOG_3 = -1.6623315e-1f;

    /** LOG, degree 4. */
    public static final float LOG_4 = 1.4201272e-1f;

    /** LOG, degree 5. */
    public static final float LOG_5 = -1.3160187e-1f;

    /** LOG, degree 6. */
    public static final float LOG_6 = 1.2764794e-1f;

    /** LOG, degree 7. */
    public static final float LOG_7 = -7.638259e-2f;

    // sin r = r + r³·SIN(r²), |r| ≤ π/4; error below 2^-27.9
    /** SIN, degree 0. */
    public static final float SIN_0 = -1.6666655e-1f;

    /** SIN, degree 1. */
    public static final float SIN_1 = 8.332188e-3f;

    /** SIN, degree 2. */
    public static final float SIN_2 = -1.9518078e-4f;

    // cos r = 1 − r²/2 + r⁴·COS(r²), |r| ≤ π/4; error below 2^-33.0
    /** COS, degree 0. */
    public static final float COS_0 = 4.1666646e-2f;

    /** COS, degree 1. */
    public static final float COS_1 = -1.3887311e-3f;

    /** COS, degree 2. */
    public static final float COS_2 = 2.443254e-5f;

    // tanh x = x + x³·TANH(x²), |x| ≤ 5/8; error below 2^-27.7
    /** TANH, degree 0. */
    public static final float TANH_0 = -3.333328e-1f;

    /** TANH, degree 1. */
    public static final float TANH_1 = 1.3331406e-1f;

    /** TANH, degree 2. */
    public static final float TANH_2 = -5.3736515e-2f;

    /** TANH, degree 3. */
    public static final float TANH_3 = 2.0628167e-2f;

    /** TANH, degree 4. */
    public static final float TANH_4 = -5.692296e-3f;

    // erf x = x + x·ERF(x²), |x| ≤ 1; error below 2^-29.4
    /** ERF, degree 0. */
    public static final float ERF_0 = 1.2837917e-1f;

    /** ERF, degree 1. */
    public static final float ERF_1 = -3.7612626e-1f;

    /** ERF, degree 2. */
    public static final float ERF_2 = 1.1283579e-1f;

    /** ERF, degree 3. */
    public static final float ERF_3 = -2.6853347e-2f;

    /** ERF, degree 4. */
    public static final float ERF_4 = 5.187162e-3f;

    /** ERF, degree 5. */
    public static final float ERF_5 = -7.997853e-4f;

    /** ERF, degree 6. */
    public static final float ERF_6 = 7.806903e-5f;

    /** a of TAIL. */
    public static final float TAIL_CENTER = 2.75f;

    // ½·erfc(t/√2) = e^(−t²/2)·TAIL(v)/(t + a), v = (t − a)/(t + a), 0 ≤ t ≤ 15; error below 2^-25.4
    /** TAIL, degree 0. */
    public static final float TAIL_0 = 7.1898603e-1f;

    /** TAIL, degree 1. */
    public static final float TAIL_1 = -4.743542e-1f;

    /** TAIL, degree 2. */
    public static final float TAIL_2 = 1.823341e-1f;

    /** TAIL, degree 3. */
    public static final float TAIL_3 = -1.6563097e-2f;

    /** TAIL, degree 4. */
    public static final float TAIL_4 = -1.644122e-2f;

    /** TAIL, degree 5. */
    public static final float TAIL_5 = 3.1894878e-3f;

    /** TAIL, degree 6. */
    public static final float TAIL_6 = 2.4837204e-3f;

    /** TAIL, degree 7. */
    public static final float TAIL_7 = -2.4924107e-4f;

    /** TAIL, degree 8. */
    public static final float TAIL_8 = -4.0877177e-4f;

    /** TAIL, degree 9. */
    public static final float TAIL_9 = -6.905337e-5f;

    /** 2/ln 2, part 0. */
    public static final float LOG2_S_0 = 2.88539f;

    /** 2/ln 2, part 1. */
    public static final float LOG2_S_1 = 3.851926e-8f;

    /** 2/(3·ln 2), part 0. */
    public static final float LOG2_S3_0 = 9.617967e-1f;

    /** 2/(3·ln 2), part 1. */
    public static final float LOG2_S3_1 = -7.028462e-9f;

    // log₂((1 + s)/(1 − s)) = s·(LOG2_S + s²·(LOG2_S3 + s²·LOG2(s²))), |s| ≤ 0.172; error below 2^-35.2
    /** LOG2, degree 0. */
    public static final float LOG2_0 = 5.7708025e-1f;

    /** LOG2, degree 1. */
    public static final float LOG2_1 = 4.1184402e-1f;

    /** LOG2, degree 2. */
    public static final float LOG2_2 = 3.379599e-1f;

    // 2ʳ = 1 + r·EXP2(r), |r| ≤ 1/2; error below 2^-28.3
    /** EXP2, degree 0. */
    public static final float EXP2_0 = 6.931472e-1f;

    /** EXP2, degree 1. */
    public static final float EXP2_1 = 2.4022648e-1f;

    /** EXP2, degree 2. */
    public static final float EXP2_2 = 5.5503596e-2f;

    /** EXP2, degree 3. */
    public static final float EXP2_3 = 9.618501e-3f;

    /** EXP2, degree 4. */
    public static final float EXP2_4 = 1.3390987e-3f;

    /** EXP2, degree 5. */
    public static final float EXP2_5 = 1.5328582e-4f;

    private Coefficients() {}
}
