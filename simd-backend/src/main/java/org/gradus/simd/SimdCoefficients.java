package org.gradus.simd;

import static org.gradus.simd.Species.F;

import jdk.incubator.vector.FloatVector;
import org.gradus.core.scalar.Coefficients;
import org.gradus.core.scalar.ScalarMath;

/**
 * The constants of the functions in every lane. Constant vectors keep the code small that the JIT has to take in at once:
 * with a broadcast at each use it gives up inlining in the middle of the larger functions.
 */
final class SimdCoefficients {
    static final FloatVector COS_0 = FloatVector.broadcast(F, Coefficients.COS_0);
    static final FloatVector COS_1 = FloatVector.broadcast(F, Coefficients.COS_1);
    static final FloatVector COS_2 = FloatVector.broadcast(F, Coefficients.COS_2);
    static final FloatVector ERF_0 = FloatVector.broadcast(F, Coefficients.ERF_0);
    static final FloatVector ERF_1 = FloatVector.broadcast(F, Coefficients.ERF_1);
    static final FloatVector ERF_2 = FloatVector.broadcast(F, Coefficients.ERF_2);
    static final FloatVector ERF_3 = FloatVector.broadcast(F, Coefficients.ERF_3);
    static final FloatVector ERF_4 = FloatVector.broadcast(F, Coefficients.ERF_4);
    static final FloatVector ERF_5 = FloatVector.broadcast(F, Coefficients.ERF_5);
    static final FloatVector ERF_6 = FloatVector.broadcast(F, Coefficients.ERF_6);
    static final FloatVector EXP2_0 = FloatVector.broadcast(F, Coefficients.EXP2_0);
    static final FloatVector EXP2_1 = FloatVector.broadcast(F, Coefficients.EXP2_1);
    static final FloatVector EXP2_2 = FloatVector.broadcast(F, Coefficients.EXP2_2);
    static final FloatVector EXP2_3 = FloatVector.broadcast(F, Coefficients.EXP2_3);
    static final FloatVector EXP2_4 = FloatVector.broadcast(F, Coefficients.EXP2_4);
    static final FloatVector EXP2_5 = FloatVector.broadcast(F, Coefficients.EXP2_5);
    static final FloatVector EXP_0 = FloatVector.broadcast(F, Coefficients.EXP_0);
    static final FloatVector EXP_1 = FloatVector.broadcast(F, Coefficients.EXP_1);
    static final FloatVector EXP_2 = FloatVector.broadcast(F, Coefficients.EXP_2);
    static final FloatVector EXP_3 = FloatVector.broadcast(F, Coefficients.EXP_3);
    static final FloatVector EXP_4 = FloatVector.broadcast(F, Coefficients.EXP_4);
    static final FloatVector GELU_CUBE = FloatVector.broadcast(F, Coefficients.GELU_CUBE);
    static final FloatVector GELU_SLOPE = FloatVector.broadcast(F, Coefficients.GELU_SLOPE);
    static final FloatVector LN_2_0 = FloatVector.broadcast(F, Coefficients.LN_2_0);
    static final FloatVector LN_2_1 = FloatVector.broadcast(F, Coefficients.LN_2_1);
    static final FloatVector LOG2_0 = FloatVector.broadcast(F, Coefficients.LOG2_0);
    static final FloatVector LOG2_1 = FloatVector.broadcast(F, Coefficients.LOG2_1);
    static final FloatVector LOG2_2 = FloatVector.broadcast(F, Coefficients.LOG2_2);
    static final FloatVector LOG2_E = FloatVector.broadcast(F, Coefficients.LOG2_E);
    static final FloatVector LOG2_S3_0 = FloatVector.broadcast(F, Coefficients.LOG2_S3_0);
    static final FloatVector LOG2_S3_1 = FloatVector.broadcast(F, Coefficients.LOG2_S3_1);
    static final FloatVector LOG2_S_0 = FloatVector.broadcast(F, Coefficients.LOG2_S_0);
    static final FloatVector LOG2_S_1 = FloatVector.broadcast(F, Coefficients.LOG2_S_1);
    static final FloatVector LOG_0 = FloatVector.broadcast(F, Coefficients.LOG_0);
    static final FloatVector LOG_1 = FloatVector.broadcast(F, Coefficients.LOG_1);
    static final FloatVector LOG_2 = FloatVector.broadcast(F, Coefficients.LOG_2);
    static final FloatVector LOG_3 = FloatVector.broadcast(F, Coefficients.LOG_3);
    static final FloatVector LOG_4 = FloatVector.broadcast(F, Coefficients.LOG_4);
    static final FloatVector LOG_5 = FloatVector.broadcast(F, Coefficients.LOG_5);
    static final FloatVector LOG_6 = FloatVector.broadcast(F, Coefficients.LOG_6);
    static final FloatVector LOG_7 = FloatVector.broadcast(F, Coefficients.LOG_7);
    static final FloatVector MINUS_HALF = FloatVector.broadcast(F, -0.5f);
    static final FloatVector MINUS_HALF_PI_0 = FloatVector.broadcast(F, -Coefficients.HALF_PI_0);
    static final FloatVector MINUS_HALF_PI_1 = FloatVector.broadcast(F, -Coefficients.HALF_PI_1);
    static final FloatVector MINUS_HALF_PI_2 = FloatVector.broadcast(F, -Coefficients.HALF_PI_2);
    static final FloatVector MINUS_LN_2_0 = FloatVector.broadcast(F, -Coefficients.LN_2_0);
    static final FloatVector MINUS_LN_2_1 = FloatVector.broadcast(F, -Coefficients.LN_2_1);
    static final FloatVector MINUS_NORMAL_DENSITY = FloatVector.broadcast(F, -Coefficients.NORMAL_DENSITY);
    static final FloatVector MINUS_ONE = FloatVector.broadcast(F, -1);
    static final FloatVector ONE = FloatVector.broadcast(F, 1);
    static final FloatVector ROOT_2 = FloatVector.broadcast(F, Coefficients.ROOT_2);
    static final FloatVector ROUND = FloatVector.broadcast(F, ScalarMath.ROUND);
    static final FloatVector ROUND_PLUS_24 = FloatVector.broadcast(F, ScalarMath.ROUND + 24);
    static final FloatVector SIN_0 = FloatVector.broadcast(F, Coefficients.SIN_0);
    static final FloatVector SIN_1 = FloatVector.broadcast(F, Coefficients.SIN_1);
    static final FloatVector SIN_2 = FloatVector.broadcast(F, Coefficients.SIN_2);
    static final FloatVector TAIL_0 = FloatVector.broadcast(F, Coefficients.TAIL_0);
    static final FloatVector TAIL_1 = FloatVector.broadcast(F, Coefficients.TAIL_1);
    static final FloatVector TAIL_2 = FloatVector.broadcast(F, Coefficients.TAIL_2);
    static final FloatVector TAIL_3 = FloatVector.broadcast(F, Coefficients.TAIL_3);
    static final FloatVector TAIL_4 = FloatVector.broadcast(F, Coefficients.TAIL_4);
    static final FloatVector TAIL_5 = FloatVector.broadcast(F, Coefficients.TAIL_5);
    static final FloatVector TAIL_6 = FloatVector.broadcast(F, Coefficients.TAIL_6);
    static final FloatVector TAIL_7 = FloatVector.broadcast(F, Coefficients.TAIL_7);
    static final FloatVector TAIL_8 = FloatVector.broadcast(F, Coefficients.TAIL_8);
    static final FloatVector TAIL_9 = FloatVector.broadcast(F, Coefficients.TAIL_9);
    static final FloatVector TAIL_CENTER = FloatVector.broadcast(F, Coefficients.TAIL_CENTER);
    static final FloatVector TANH_0 = FloatVector.broadcast(F, Coefficients.TANH_0);
    static final FloatVector TANH_1 = FloatVector.broadcast(F, Coefficients.TANH_1);
    static final FloatVector TANH_2 = FloatVector.broadcast(F, Coefficients.TANH_2);
    static final FloatVector TANH_3 = FloatVector.broadcast(F, Coefficients.TANH_3);
    static final FloatVector TANH_4 = FloatVector.broadcast(F, Coefficients.TANH_4);
    static final FloatVector THREE_GELU_CUBE = FloatVector.broadcast(F, 3 * Coefficients.GELU_CUBE);
    static final FloatVector TWO = FloatVector.broadcast(F, 2);
    static final FloatVector TWO_OVER_PI = FloatVector.broadcast(F, Coefficients.TWO_OVER_PI);
    static final FloatVector TWO_TO_MINUS_8 = FloatVector.broadcast(F, 0x1p-8f);

    private SimdCoefficients() {}
}
