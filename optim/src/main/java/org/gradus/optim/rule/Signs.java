package org.gradus.optim.rule;

/** Signs without a branch, so that loops over them become vector code. */
final class Signs {
    private static final float HUGE = 0x1p126f;

    private Signs() {}

    /** −1, 1, or the ±0 or NaN that x is; exact for denormals too: two factors of 2¹²⁶ lift the smallest of them above 1. */
    static float of(float x) {
        return Math.max(-1f, Math.min(1f, x * HUGE * HUGE));
    }

    /**
     * x where the sign s, which is −1, 0 or 1, is not opposite to its own, else 0: cautious weight decay shrinks a weight only
     * where its update does, too.
     */
    static float unopposed(float s, float x) {
        return 0.5f * ((2f - Math.abs(s)) * x + s * Math.abs(x));
    }
}
