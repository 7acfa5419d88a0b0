package org.gradus.core.backend;

/** The elementwise functions of two arguments that a backend computes. Comparisons give 1 or 0. */
public enum BinaryOp {
    /** {@code a + b}. */
    ADD,
    /** {@code a − b}. */
    SUB,
    /** {@code a·b}. */
    MUL,
    /** {@code a / b}. */
    DIV,
    /** {@code aᵇ}, with the special values of {@link Math#pow}. */
    POW,
    /** The larger; NaN if either is NaN; +0 is larger than −0. */
    MAXIMUM,
    /** The smaller; NaN if either is NaN; −0 is smaller than +0. */
    MINIMUM,
    /** {@code a == b}. */
    EQUAL,
    /** {@code a != b}: 1 where either is NaN. */
    NOT_EQUAL,
    /** {@code a < b}. */
    LESS,
    /** {@code a <= b}. */
    LESS_EQUAL,
    /** {@code a > b}. */
    GREATER,
    /** {@code a >= b}. */
    GREATER_EQUAL
}
