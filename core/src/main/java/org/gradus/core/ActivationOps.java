package org.gradus.core;

import org.gradus.core.backend.BinaryOp;
import org.gradus.core.backend.UnaryOp;

/** Activation functions of every element, and dropout. */
public sealed interface ActivationOps permits Tensor {
    /**
     * The hyperbolic tangent.
     *
     * <p><b>Gradient:</b> {@code g·(1 − y²)}.
     *
     * @return tanh of each element
     */
    default Tensor tanh() {
        Tensor y = Unary.record("tanh", UnaryOp.TANH, 0f, (Tensor) this);
        return y.vjp(
                0,
                g -> Tape.recording()
                        ? g.mul(y.square().neg().add(1f))
                        : Unary.gradient("tanh", UnaryOp.TANH, 0f, y, g));
    }

    /**
     * The logistic function {@code 1/(1 + e⁻ˣ)}.
     *
     * <p><b>Gradient:</b> {@code g·y·(1 − y)}.
     *
     * @return the logistic function of each element
     */
    default Tensor sigmoid() {
        Tensor y = Unary.record("sigmoid", UnaryOp.SIGMOID, 0f, (Tensor) this);
        return y.vjp(
                0,
                g -> Tape.recording()
                        ? g.mul(y.mul(y.neg().add(1f)))
                        : Unary.gradient("sigmoid", UnaryOp.SIGMOID, 0f, y, g));
    }

    /**
     * The smooth ramp {@code ln(1 + eˣ)}.
     *
     * <p><b>Gradient:</b> {@code g·sigmoid(x)}.
     *
     * @return softplus of each element
     */
    default Tensor softplus() {
        Tensor x = (Tensor) this;
        return Unary.record("softplus", UnaryOp.SOFTPLUS, 0f, x)
                .vjp(
                        0,
                        g -> Tape.recording()
                                ? g.mul(x.sigmoid())
                                : Unary.gradient("softplus", UnaryOp.SOFTPLUS, 0f, x, g));
    }

    /**
     * The ramp {@code max(x, 0)}; NaN stays NaN.
     *
     * <p><b>Gradient:</b> {@code g} above 0, 0 elsewhere, at 0 too.
     *
     * @return each element or 0
     */
    default Tensor relu() {
        Tensor y = Unary.record("relu", UnaryOp.RELU, 0f, (Tensor) this);
        return y.vjp(
                0,
                g -> Tape.recording()
                        ? y.greaterThan(0f).where(g, Tensor.scalar(0f))
                        : Unary.gradient("relu", UnaryOp.RELU, 0f, y, g));
    }

    /**
     * The leaky ramp: {@code x} above 0, {@code slope·x} elsewhere.
     *
     * <p><b>Gradient:</b> {@code g} above 0, {@code slope·g} elsewhere, at 0 too.
     *
     * @param slope the slope below 0
     * @return the leaky ramp of each element
     */
    default Tensor leakyRelu(float slope) {
        Tensor x = (Tensor) this;
        return Unary.record("leakyRelu", UnaryOp.LEAKY_RELU, slope, x)
                .vjp(
                        0,
                        g -> Tape.recording()
                                ? x.greaterThan(0f).where(g, g.mul(slope))
                                : Unary.gradient("leakyRelu", UnaryOp.LEAKY_RELU, slope, x, g));
    }

    /**
     * The exponential linear unit: {@code x} above 0, {@code alpha·(eˣ − 1)} elsewhere.
     *
     * <p><b>Gradient:</b> {@code g} above 0, {@code g·alpha·eˣ} elsewhere, at 0 too.
     *
     * <p><b>Reference:</b> Clevert, Unterthiner, Hochreiter 2015, arXiv:1511.07289, equation 15.
     *
     * @param alpha minus the limit at −∞
     * @return elu of each element
     */
    default Tensor elu(float alpha) {
        Tensor x = (Tensor) this;
        return Unary.record("elu", UnaryOp.ELU, alpha, x).vjp(0, g -> {
            if (!Tape.recording()) {
                return Unary.gradient("elu", UnaryOp.ELU, alpha, x, g);
            }
            Tensor above = x.greaterThan(0f);
            Tensor below = above.where(Tensor.scalar(0f), x);
            return above.where(g, g.mul(below.exp().mul(alpha)));
        });
    }

    /**
     * The Gaussian error linear unit {@code x·Φ(x)}, with {@code Φ(x) = (1 + erf(x/√2))/2}.
     *
     * <p><b>Gradient:</b> {@code g·(Φ(x) + x·φ(x))}, with {@code φ(x) = e^(−x²/2)/√(2π)}.
     *
     * <p><b>Reference:</b> Hendrycks, Gimpel 2016, arXiv:1606.08415, section 2.
     *
     * @return gelu of each element
     */
    default Tensor gelu() {
        Tensor x = (Tensor) this;
        return Unary.record("gelu", UnaryOp.GELU, 0f, x).vjp(0, g -> {
            if (!Tape.recording()) {
                return Unary.gradient("gelu", UnaryOp.GELU, 0f, x, g);
            }
            Tensor distribution = x.mul((float) Math.sqrt(0.5)).erf().add(1f).mul(0.5f);
            Tensor density = x.square().mul(-0.5f).exp().mul((float) (1 / Math.sqrt(2 * Math.PI)));
            return g.mul(distribution.add(x.mul(density)));
        });
    }

    /**
     * The approximate Gaussian error linear unit {@code x/2·(1 + tanh u)}, with
     * {@code u = √(2/π)·(x + 0.044715·x³)}.
     *
     * <p><b>Gradient:</b> {@code g·((1 + tanh u)/2 + x/2·(1 − tanh² u)·u′)}.
     *
     * <p><b>Reference:</b> Hendrycks, Gimpel 2016, arXiv:1606.08415, section 2.
     *
     * @return the approximation of gelu of each element
     */
    default Tensor geluTanh() {
        Tensor x = (Tensor) this;
        return Unary.record("geluTanh", UnaryOp.GELU_TANH, 0f, x).vjp(0, g -> {
            if (!Tape.recording()) {
                return Unary.gradient("geluTanh", UnaryOp.GELU_TANH, 0f, x, g);
            }
            float scale = (float) Math.sqrt(2 / Math.PI);
            Tensor square = x.square();
            Tensor t = square.mul(0.044715f).add(1f).mul(x).mul(scale).tanh();
            Tensor slope = square.mul(3 * 0.044715f).add(1f).mul(scale);
            Tensor bend = x.mul(t.square().neg().add(1f)).mul(slope);
            return g.mul(t.add(1f).add(bend).mul(0.5f));
        });
    }

    /**
     * The sigmoid linear unit {@code x·sigmoid(x)}, also called swish.
     *
     * <p><b>Gradient:</b> {@code g·s·(1 + x·(1 − s))}, with {@code s = sigmoid(x)}.
     *
     * <p><b>Reference:</b> Elfwing, Uchibe, Doya 2017, arXiv:1702.03118, section 2.
     *
     * @return silu of each element
     */
    default Tensor silu() {
        Tensor x = (Tensor) this;
        return Unary.record("silu", UnaryOp.SILU, 0f, x).vjp(0, g -> {
            if (!Tape.recording()) {
                return Unary.gradient("silu", UnaryOp.SILU, 0f, x, g);
            }
            Tensor s = x.sigmoid();
            return g.mul(s.mul(x.mul(s.neg().add(1f)).add(1f)));
        });
    }

    /**
     * Dropout: each element is dropped with probability {@code rate} and otherwise scaled by {@code 1/(1 − rate)}, so that
     * its expectation stays. Rate 0 returns this tensor itself, rate 1 gives zeros.
     *
     * <p><b>Gradient:</b> {@code g} through the same mask.
     *
     * <p><b>Reference:</b> Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov 2014, JMLR 15, section 4; scaled in
     * training instead of in use.
     *
     * @param rng the numbers that decide; the same numbers give the same mask
     * @param rate the probability of dropping, from 0 to 1
     * @return the elements that are left
     * @throws IllegalArgumentException when the rate is not in [0, 1]
     */
    default Tensor dropout(Rng rng, double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("dropout: rate " + rate
                    + " is not in [0, 1]; it is the probability of dropping an element, not of keeping it");
        }
        Tensor x = (Tensor) this;
        if (rate == 0) {
            return x;
        }
        if (rate == 1) {
            return Tape.record("dropout", x.shape(), new float[x.size()], x).vjp(0, g -> Tensor.full(x.shape(), 0f));
        }
        Tensor kept = Tensor.wrap(x.shape(), rng.mask(Scratch.floats(x.size()), 1 - rate, (float) (1 / (1 - rate))));
        return Tape.record("dropout", x.shape(), Broadcast.binary(BinaryOp.MUL, x, kept, x.shape()), x)
                .vjp(0, g -> g.mul(kept));
    }
}
