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

    /** ln 2 in 15 bits, whose products with small integers are exact, part 0. */
    public static final float LN_2_SHORT_0 = 6.9314575e-1f;

    /** ln 2 in 15 bits, whose products with small integers are exact, part 1. */
    public static final float LN_2_SHORT_1 = 1.4286068e-6f;

    /** 2/π. */
    public static final float TWO_OVER_PI = 6.3661975e-1f;

    /** π/2, part 0. */
    public static final float HALF_PI_0 = 1.5707964f;

    /** π/2, part 1. */
    public static final float HALF_PI_1 = -4.371139e-8f;

    /** π/2, part 2. */
    public static final float HALF_PI_2 = -1.7151245e-15f;

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

    // log₂(1 − erf x) = −ERFC(x), 1 ≤ x ≤ 4; error below 2^-29.8
    /** ERFC, degree 0. */
    public static final float ERFC_0 = 4.9240334e-4f;

    /** ERFC, degree 1. */
    public static final float ERFC_1 = 1.6260473f;

    /** ERFC, degree 2. */
    public static final float ERFC_2 = 9.2064625e-1f;

    /** ERFC, degree 3. */
    public static final float ERFC_3 = 1.487535e-1f;

    /** ERFC, degree 4. */
    public static final float ERFC_4 = -3.150659e-2f;

    /** ERFC, degree 5. */
    public static final float ERFC_5 = 4.252807e-3f;

    /** ERFC, degree 6. */
    public static final float ERFC_6 = -2.689124e-4f;

    // Φ(x) = ½ + x·PHI(x²), |x| ≤ 0.9; error below 2^-26.6
    /** PHI, degree 0. */
    public static final float PHI_0 = 3.9894223e-1f;

    /** PHI, degree 1. */
    public static final float PHI_1 = -6.648936e-2f;

    /** PHI, degree 2. */
    public static final float PHI_2 = 9.967187e-3f;

    /** PHI, degree 3. */
    public static final float PHI_3 = -1.1705133e-3f;

    /** PHI, degree 4. */
    public static final float PHI_4 = 9.534434e-5f;

    // t·Φ(−t)·e^(t²/2) = NORMAL_DENSITY − MILLS_P(t)/MILLS_Q(t), 0.9 ≤ t ≤ 14.6; error below 2^-28.6
    /** MILLS, numerator, degree 0. */
    public static final float MILLS_P_0 = 3.9902854e-1f;

    /** MILLS, numerator, degree 1. */
    public static final float MILLS_P_1 = 2.3918846e-1f;

    /** MILLS, numerator, degree 2. */
    public static final float MILLS_P_2 = 6.935483e-2f;

    /** MILLS, numerator, degree 3. */
    public static final float MILLS_P_3 = 9.981617e-3f;

    /** MILLS, denominator, degree 1. */
    public static final float MILLS_Q_1 = 1.8542389f;

    /** MILLS, denominator, degree 2. */
    public static final float MILLS_Q_2 = 1.4937769f;

    /** MILLS, denominator, degree 3. */
    public static final float MILLS_Q_3 = 6.7695856e-1f;

    /** MILLS, denominator, degree 4. */
    public static final float MILLS_Q_4 = 1.7374109e-1f;

    /** MILLS, denominator, degree 5. */
    public static final float MILLS_Q_5 = 2.5021886e-2f;

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
