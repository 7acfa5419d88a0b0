package org.gradus.core;

import org.gradus.core.backend.UnaryOp;

/** Exponentials, logarithms, sine, cosine and the error function of every element; each value is within 2 ulp. */
public sealed interface ExponentialOps permits Tensor {
    /**
     * The exponential {@code eˣ}.
     *
     * <p><b>Gradient:</b> {@code g·y}.
     *
     * @return e to the power of each element
     */
    default Tensor exp() {
        Tensor y = Unary.record("exp", UnaryOp.EXP, 0f, (Tensor) this);
        return y.vjp(0, g -> g.mul(y));
    }

    /**
     * The natural logarithm {@code ln x}; −∞ at 0, NaN below.
     *
     * <p><b>Gradient:</b> {@code g/x}.
     *
     * @return the logarithm of each element
     */
    default Tensor log() {
        Tensor x = (Tensor) this;
        return Unary.record("log", UnaryOp.LOG, 0f, x).vjp(0, g -> g.div(x));
    }

    /**
     * {@code ln(1 + x)}, accurate near 0; −∞ at −1, NaN below.
     *
     * <p><b>Gradient:</b> {@code g/(1 + x)}.
     *
     * @return the logarithm of one more than each element
     */
    default Tensor log1p() {
        Tensor x = (Tensor) this;
        return Unary.record("log1p", UnaryOp.LOG1P, 0f, x).vjp(0, g -> g.div(x.add(1f)));
    }

    /**
     * {@code eˣ − 1}, accurate near 0.
     *
     * <p><b>Gradient:</b> {@code g·eˣ}.
     *
     * @return one less than the exponential of each element
     */
    default Tensor expm1() {
        Tensor x = (Tensor) this;
        return Unary.record("expm1", UnaryOp.EXPM1, 0f, x).vjp(0, g -> g.mul(x.exp()));
    }

    /**
     * The sine, in radians.
     *
     * <p><b>Gradient:</b> {@code g·cos x}.
     *
     * @return the sine of each element
     */
    default Tensor sin() {
        Tensor x = (Tensor) this;
        return Unary.record("sin", UnaryOp.SIN, 0f, x).vjp(0, g -> g.mul(x.cos()));
    }

    /**
     * The cosine, in radians.
     *
     * <p><b>Gradient:</b> {@code −g·sin x}.
     *
     * @return the cosine of each element
     */
    default Tensor cos() {
        Tensor x = (Tensor) this;
        return Unary.record("cos", UnaryOp.COS, 0f, x)
                .vjp(0, g -> g.mul(x.sin()).neg());
    }

    /**
     * The error function {@code 2/√π·∫₀ˣ e^(−t²) dt}.
     *
     * <p><b>Gradient:</b> {@code g·2/√π·e^(−x²)}.
     *
     * @return the error function of each element
     */
    default Tensor erf() {
        Tensor x = (Tensor) this;
        return Unary.record("erf", UnaryOp.ERF, 0f, x)
                .vjp(0, g -> g.mul(x.square().neg().exp().mul((float) (2 / Math.sqrt(Math.PI)))));
    }
}
