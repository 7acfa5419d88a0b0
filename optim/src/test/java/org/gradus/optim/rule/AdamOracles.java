package org.gradus.optim.rule;

import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

/** Adam's family as papers and frameworks other than PyTorch 1.13 state it. */
final class AdamOracles {
    private AdamOracles() {}

    /** {@code keras.optimizers.Adam(amsgrad=True)}: the ε̂ form over the greatest raw second moment. */
    static Oracle.Start kerasAmsGrad(double beta1, double beta2, double eps) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    double alpha = lr * sqrt(1 - pow(beta2, t)) / (1 - pow(beta1, t));
                    s[0] += (g - s[0]) * (1 - beta1);
                    s[1] += (g * g - s[1]) * (1 - beta2);
                    s[2] = max(s[2], s[1]);
                    return w - s[0] * alpha / (sqrt(s[2]) + eps);
                },
                0,
                0,
                0);
    }

    /** {@code optax.amsgrad}: both moments corrected, then the maximum. */
    static Oracle.Start optaxAmsGrad(double beta1, double beta2, double eps) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    s[0] = (1 - beta1) * g + beta1 * s[0];
                    s[1] = (1 - beta2) * g * g + beta2 * s[1];
                    double muHat = s[0] / (1 - pow(beta1, t));
                    double nuHat = s[1] / (1 - pow(beta2, t));
                    s[2] = max(s[2], nuHat);
                    return w - lr * (muHat / (sqrt(s[2]) + eps));
                },
                0,
                0,
                0);
    }

    /** {@code keras.optimizers.AdamW}: first {@code θ −= θ·λ·lr}, then Adam in its ε̂ form. */
    static Oracle.Start kerasAdamW(double beta1, double beta2, double eps, double weightDecay) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    double decayed = w - w * weightDecay * lr;
                    double alpha = lr * sqrt(1 - pow(beta2, t)) / (1 - pow(beta1, t));
                    s[0] += (g - s[0]) * (1 - beta1);
                    s[1] += (g * g - s[1]) * (1 - beta2);
                    return decayed - s[0] * alpha / (sqrt(s[1]) + eps);
                },
                0,
                0);
    }

    /** Loshchilov and Hutter's Algorithm 2: {@code θ −= ηₜ·(α·m̂/(√v̂ + ε) + λ·θ)}, where the rate is {@code ηₜ·α}. */
    static Oracle.Start paperAdamW(double beta1, double beta2, double eps, double weightDecay, double alpha) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    double eta = lr / alpha;
                    s[0] = beta1 * s[0] + (1 - beta1) * g;
                    s[1] = beta2 * s[1] + (1 - beta2) * g * g;
                    double mHat = s[0] / (1 - pow(beta1, t));
                    double vHat = s[1] / (1 - pow(beta2, t));
                    return w - eta * (alpha * mHat / (sqrt(vHat) + eps) + weightDecay * w);
                },
                0,
                0);
    }

    /** Chen et al.'s Algorithm 1 over AdamW: {@code θ −= η·(u + λ·1(u·θ ≥ 0)·θ)}; AMSGrad after PyTorch. */
    static Oracle.Start cautious(double beta1, double beta2, double eps, double weightDecay, boolean amsGrad) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    s[0] = beta1 * s[0] + (1 - beta1) * g;
                    s[1] = beta2 * s[1] + (1 - beta2) * g * g;
                    s[2] = amsGrad ? max(s[2], s[1]) : s[1];
                    double u = s[0] / (1 - pow(beta1, t)) / (sqrt(s[2] / (1 - pow(beta2, t))) + eps);
                    return w - lr * (u + (u * w >= 0 ? weightDecay * w : 0));
                },
                0,
                0,
                0);
    }

    /** {@code keras.optimizers.Adamax}: {@code θ −= lr·m/((1 − β1ᵗ)·(u + ε))}. */
    static Oracle.Start kerasAdaMax(double beta1, double beta2, double eps) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    s[0] += (g - s[0]) * (1 - beta1);
                    s[1] = max(beta2 * s[1], abs(g));
                    return w - lr * s[0] / ((1 - pow(beta1, t)) * (s[1] + eps));
                },
                0,
                0);
    }

    /** {@code keras.optimizers.Nadam}, and with ψ = 0.004 Dozat's and PyTorch's; decoupled as in later versions of it. */
    static Oracle.Start nAdam(double beta1, double beta2, double eps, double psi, double weightDecay) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    double u = beta1 * (1 - 0.5 * pow(0.96, t * psi));
                    double uNext = beta1 * (1 - 0.5 * pow(0.96, (t + 1) * psi));
                    double product = 1;
                    for (int i = 1; i <= t; i++) {
                        product *= beta1 * (1 - 0.5 * pow(0.96, i * psi));
                    }
                    s[0] += (g - s[0]) * (1 - beta1);
                    s[1] += (g * g - s[1]) * (1 - beta2);
                    double mHat = uNext * s[0] / (1 - product * uNext) + (1 - u) * g / (1 - product);
                    double vHat = s[1] / (1 - pow(beta2, t));
                    return w * (1 - lr * weightDecay) - mHat * lr / (sqrt(vHat) + eps);
                },
                0,
                0);
    }

    /** Liu et al.'s Algorithm 2 with optax's ε: {@code r·m̂/(√v̂ + ε)} above the threshold, {@code m̂} below. */
    static Oracle.Start rAdam(double beta1, double beta2, double eps, double threshold) {
        double infinity = 2 / (1 - beta2) - 1;
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    s[0] = beta1 * s[0] + (1 - beta1) * g;
                    s[1] = beta2 * s[1] + (1 - beta2) * g * g;
                    double mHat = s[0] / (1 - pow(beta1, t));
                    double rho = infinity - 2 * t * pow(beta2, t) / (1 - pow(beta2, t));
                    if (rho <= threshold) {
                        return w - lr * mHat;
                    }
                    double r = sqrt((rho - 4) / (infinity - 4) * (rho - 2) / (infinity - 2) * infinity / rho);
                    return w - lr * r * mHat / (sqrt(s[1] / (1 - pow(beta2, t))) + eps);
                },
                0,
                0);
    }
}
