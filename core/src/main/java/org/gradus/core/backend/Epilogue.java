package org.gradus.core.backend;

/** What a matrix product does to its finished elements before they are stored; the same bits as separate steps. */
public enum Epilogue {
    /** Nothing. */
    NONE,
    /** Adds {@code bias[j]} to column j. */
    BIAS,
    /** Adds the bias, then {@link UnaryOp#RELU}. */
    BIAS_RELU,
    /** Adds the bias, then {@link UnaryOp#GELU}. */
    BIAS_GELU
}
