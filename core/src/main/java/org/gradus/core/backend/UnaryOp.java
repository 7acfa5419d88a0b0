package org.gradus.core.backend;

/**
 * The elementwise functions of one argument that a backend computes.
 *
 * <p>Some take a parameter {@code p} (a slope or a scale). Those with a {@link #gradientFrom() fused gradient} are
 * differentiated by {@link Elementwise#unaryGradient}; the others by composition in the op families.
 */
public enum UnaryOp {
    /** {@code −x}. */
    NEG(Gradient.COMPOSED),
    /** {@code |x|}. */
    ABS(Gradient.COMPOSED),
    /** −1, 0 or 1; signed zeros and NaN are kept. */
    SIGN(Gradient.COMPOSED),
    /** {@code x·x}. */
    SQUARE(Gradient.COMPOSED),
    /** {@code √x}, correctly rounded. */
    SQRT(Gradient.COMPOSED),
    /** {@code 1/√x}: the correctly rounded root, then the correctly rounded quotient. */
    RSQRT(Gradient.COMPOSED),
    /** {@code 1/x}, correctly rounded. */
    RECIPROCAL(Gradient.COMPOSED),
    /** {@code eˣ}. */
    EXP(Gradient.FROM_OUTPUT),
    /** {@code ln x}. */
    LOG(Gradient.COMPOSED),
    /** {@code ln(1 + x)}. */
    LOG1P(Gradient.COMPOSED),
    /** {@code eˣ − 1}. */
    EXPM1(Gradient.COMPOSED),
    /** Sine, in radians. */
    SIN(Gradient.COMPOSED),
    /** Cosine, in radians. */
    COS(Gradient.COMPOSED),
    /** Hyperbolic tangent. */
    TANH(Gradient.FROM_OUTPUT),
    /** {@code 1/(1 + e⁻ˣ)}. */
    SIGMOID(Gradient.FROM_OUTPUT),
    /** {@code ln(1 + eˣ)}. */
    SOFTPLUS(Gradient.FROM_INPUT),
    /** {@code max(x, 0)}; NaN stays NaN; −0 becomes +0. Its slope is 0 where the result is 0, else 1, for NaN too. */
    RELU(Gradient.FROM_OUTPUT),
    /** {@code x > 0 ? x : p·x}. */
    LEAKY_RELU(Gradient.FROM_INPUT),
    /** {@code x > 0 ? x : p·(eˣ − 1)}. */
    ELU(Gradient.FROM_INPUT),
    /** {@code x/2·(1 + erf(x/√2))}. */
    GELU(Gradient.FROM_INPUT),
    /** {@code x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))}. */
    GELU_TANH(Gradient.FROM_INPUT),
    /** {@code x·sigmoid(x)}. */
    SILU(Gradient.FROM_INPUT),
    /** The error function {@code 2/√π·∫₀ˣ e^(−t²) dt}. */
    ERF(Gradient.COMPOSED),
    /** The largest integer that is not above x. */
    FLOOR(Gradient.COMPOSED);

    /** What the gradient of a function is computed from. */
    public enum Gradient {
        /** From the argument, by {@link Elementwise#unaryGradient}. */
        FROM_INPUT,
        /** From the result, by {@link Elementwise#unaryGradient}. */
        FROM_OUTPUT,
        /** By other ops; there is no kernel of its own. */
        COMPOSED
    }

    private final Gradient gradient;

    UnaryOp(Gradient gradient) {
        this.gradient = gradient;
    }

    /**
     * What {@link Elementwise#unaryGradient} wants as its first operand.
     *
     * @return the source of this function's gradient
     */
    public Gradient gradientFrom() {
        return gradient;
    }
}
