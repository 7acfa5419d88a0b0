package org.gradus.optim.rule;

import static java.lang.Math.sqrt;

/** Momentum, RMSprop, AdaGrad and AdaDelta as papers and frameworks other than PyTorch state them. */
final class DescentOracles {
    private DescentOracles() {}

    /** {@code keras.optimizers.SGD}: {@code v = μ·v − lr·g}, {@code θ += v}, with Nesterov {@code θ += μ·v − lr·g}. */
    static Oracle.Start kerasSgd(double mu, boolean nesterov, double l2) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    double d = g + l2 * w;
                    s[0] = mu * s[0] - lr * d;
                    return nesterov ? w + mu * s[0] - lr * d : w + s[0];
                },
                0);
    }

    /** {@code keras.optimizers.RMSprop}. */
    static Oracle.Start kerasRmsProp(double rho, double mu, double eps, boolean centered) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    s[0] = rho * s[0] + (1 - rho) * g * g;
                    s[1] = rho * s[1] + (1 - rho) * g;
                    double denominator = s[0] + eps - (centered ? s[1] * s[1] : 0);
                    s[2] = mu * s[2] + lr * g / sqrt(denominator);
                    return w - s[2];
                },
                0,
                0,
                0);
    }

    /** {@code optax.rmsprop}: scaled by {@code 1/√(ν + ε)}, then by the rate, then traced. */
    static Oracle.Start optaxRmsProp(double decay, double mu, double eps, boolean centered) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    s[0] = (1 - decay) * g * g + decay * s[0];
                    s[1] = (1 - decay) * g + decay * s[1];
                    double update = -lr * (g * (1 / sqrt(s[0] - (centered ? s[1] * s[1] : 0) + eps)));
                    s[2] = update + mu * s[2];
                    return w + s[2];
                },
                0,
                0,
                0);
    }

    /** {@code tf.compat.v1.train.RMSPropOptimizer}: the mean square starts at 1. */
    static Oracle.Start tensorFlowRmsProp(double decay, double mu, double eps, boolean centered) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    s[0] += (g * g - s[0]) * (1 - decay);
                    s[1] += (g - s[1]) * (1 - decay);
                    double square = centered ? s[0] - s[1] * s[1] : s[0];
                    s[2] = mu * s[2] + lr * g / sqrt(square + eps);
                    return w - s[2];
                },
                1,
                0,
                0);
    }

    /** {@code keras.optimizers.Adagrad} and {@code optax.adagrad}. */
    static Oracle.Start kerasAdaGrad(double initial, double eps) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    s[0] += g * g;
                    return w - lr * g / sqrt(s[0] + eps);
                },
                initial);
    }

    /** Zeiler's Algorithm 1, with a rate as in {@code keras.optimizers.Adadelta}. */
    static Oracle.Start adaDelta(double rho, double eps) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    s[0] = rho * s[0] + (1 - rho) * g * g;
                    double delta = -sqrt(s[1] + eps) / sqrt(s[0] + eps) * g;
                    s[1] = rho * s[1] + (1 - rho) * delta * delta;
                    return w + lr * delta;
                },
                0,
                0);
    }
}
