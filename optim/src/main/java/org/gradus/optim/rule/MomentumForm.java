package org.gradus.optim.rule;

/** Where the learning rate stands in a momentum buffer. The two agree until the rate changes. */
public enum MomentumForm {
    /** {@code b ← μ·b + d}, {@code θ ← θ − lr·b}: a new rate applies to the whole buffer at once. PyTorch, optax. */
    RATE_OUTSIDE,
    /**
     * {@code b ← μ·b + lr·d}, {@code θ ← θ − b}: what is in the buffer keeps the rate of its own step. Keras, TensorFlow, and
     * the paper of Sutskever et al.
     */
    RATE_INSIDE
}
