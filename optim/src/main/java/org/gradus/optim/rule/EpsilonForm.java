package org.gradus.optim.rule;

/** Where Adam adds its ε. */
public enum EpsilonForm {
    /** {@code m̂ / (√v̂ + ε)}: Algorithm 1 of the paper, and PyTorch. */
    PAPER,
    /**
     * {@code √(1 − β2ᵗ)/(1 − β1ᵗ) · m / (√v + ε̂)}: the paper's remark before Section 2.1, and Keras. At the first step its
     * effective ε is 31.6 times larger for β2 = 0.999.
     */
    HAT
}
