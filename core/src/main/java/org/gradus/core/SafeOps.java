package org.gradus.core;

/**
 * Root, logarithm and quotient whose gradients stay finite at the edge of their domains, where the plain ones give ∞ or NaN.
 *
 * <p>Each replaces the argument where it is harmful <em>before</em> the function and chooses the result after it. Choosing
 * alone, {@code x.equalTo(0f).where(zero, x.sqrt())}, is not enough: the branch that is not taken multiplies its gradient 0 by
 * an infinite derivative, and that is NaN. A NaN in the input stays NaN: these ops hide no error.
 *
 * <p>The Euclidean norm, {@link ReduceOps#norm}, is safe in this way as it is.
 */
public sealed interface SafeOps permits Tensor {
    /**
     * The square root; NaN below 0.
     *
     * <p><b>Gradient:</b> {@code g/(2y)}; 0 at 0, where that of {@link ArithmeticOps#sqrt} is infinite.
     *
     * @return the root of each element
     */
    default Tensor safeSqrt() {
        Tensor x = (Tensor) this;
        Tensor away = x.notEqualTo(0f);
        return away.where(away.where(x, Tensor.scalar(1f)).sqrt(), Tensor.scalar(0f));
    }

    /**
     * The natural logarithm of each element or, where that is smaller, of the least normal float: {@code ln max(x, 2⁻¹²⁶)},
     * so that it is at least −87.34.
     *
     * <p><b>Gradient:</b> {@code g/x}; 0 at and below 2⁻¹²⁶.
     *
     * @return the logarithm of each element
     */
    default Tensor safeLog() {
        Tensor x = (Tensor) this;
        Tensor floor = Tensor.scalar(Float.MIN_NORMAL);
        return x.lessOrEqual(floor).where(floor, x).log();
    }

    /**
     * The quotient {@code x/y}; 0 where {@code y = 0}, whatever x is.
     *
     * <p><b>Shapes:</b> both broadcast. <b>Gradient:</b> that of {@link ArithmeticOps#div(Tensor)}; 0 for both where
     * {@code y = 0}.
     *
     * @param divisor what to divide by
     * @return the quotients
     * @throws IllegalArgumentException when the shapes do not broadcast
     */
    default Tensor safeDiv(Tensor divisor) {
        Tensor x = (Tensor) this;
        Shape.broadcast(x.shape(), divisor.shape(), "safeDiv");
        Tensor away = divisor.notEqualTo(0f);
        Tensor zero = Tensor.scalar(0f);
        return away.where(away.where(x, zero).div(away.where(divisor, Tensor.scalar(1f))), zero);
    }
}
