package org.gradus.core.backend;

/** The reductions that a backend computes; each has the value that an empty reduction gives. */
public enum ReduceOp {
    /** The sum; 0 over nothing. */
    SUM(0f),
    /** The product; 1 over nothing. */
    PROD(1f),
    /** The largest, NaN if any is NaN, +0 above −0; −∞ over nothing. */
    MAX(Float.NEGATIVE_INFINITY),
    /** The smallest, NaN if any is NaN, −0 below +0; +∞ over nothing. */
    MIN(Float.POSITIVE_INFINITY);

    private final float identity;

    ReduceOp(float identity) {
        this.identity = identity;
    }

    /**
     * The value that every lane starts with.
     *
     * @return the neutral element
     */
    public float identity() {
        return identity;
    }
}
