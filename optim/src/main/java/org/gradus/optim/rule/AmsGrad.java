package org.gradus.optim.rule;

/**
 * Whether Adam divides by the greatest second moment so far instead of the present one, and which moment that is.
 *
 * <p><b>Reference:</b> Reddi, Kale, Kumar 2018, "On the Convergence of Adam and Beyond", arXiv:1904.09237, Algorithm 2, which
 * has neither ε nor corrections; how to combine the corrections with the maximum is where frameworks differ.
 */
public enum AmsGrad {
    /** The present second moment: Adam. */
    OFF,
    /** {@code x ← max(x, v)}, then {@code x/(1 − β2ᵗ)}: PyTorch, and Keras in its ε̂ form. */
    BEFORE_CORRECTION,
    /** {@code x ← max(x, v/(1 − β2ᵗ))}: optax, and the formula in PyTorch's documentation of 1.13. */
    AFTER_CORRECTION
}
