package org.gradus.optim.rule;

import static java.lang.Math.abs;
import static java.lang.Math.log;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.pow;
import static java.lang.Math.signum;
import static java.lang.Math.sqrt;

/** Rules of the last years that treat each weight by itself, as their papers and their authors' code state them. */
final class ModernOracles {
    private ModernOracles() {}

    /** Chen et al. 2025, Algorithm 1: what the decay takes off, for an update u. */
    static double decayed(double lr, double lambda, boolean cautious, double u, double w) {
        return cautious && u * w < 0 ? 0 : lr * lambda * w;
    }

    /** Chen et al. 2023, Algorithm 2. */
    static Oracle.Start lion(double beta1, double beta2, double lambda, boolean cautious) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    double u = signum(beta1 * s[0] + (1 - beta1) * g);
                    s[0] = beta2 * s[0] + (1 - beta2) * g;
                    return w - lr * u - decayed(lr, lambda, cautious, u, w);
                },
                0);
    }

    /** Zhuang et al. 2020, Algorithm 2; the authors' code multiplies by {@code 1 − lr·λ} first. */
    static Oracle.Start adaBelief(double beta1, double beta2, double eps, double lambda, boolean cautious) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    s[0] += (1 - beta1) * (g - s[0]);
                    s[1] += (1 - beta2) * (pow(g - s[0], 2) - s[1]) + eps;
                    double u = s[0] / (1 - pow(beta1, t)) / (sqrt(s[1] / (1 - pow(beta2, t))) + eps);
                    return w - decayed(lr, lambda, cautious, u, w) - lr * u;
                },
                0,
                0);
    }

    /** Zaheer et al. 2018, Algorithm 2. */
    static Oracle.Start yogi(double beta1, double beta2, double eps, double lambda, boolean cautious) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    s[0] = beta1 * s[0] + (1 - beta1) * g;
                    if (s[1] > g * g) {
                        s[1] -= (1 - beta2) * g * g;
                    } else if (s[1] < g * g) {
                        s[1] += (1 - beta2) * g * g;
                    }
                    double u = s[0] / (sqrt(s[1]) + eps);
                    return w - lr * u - decayed(lr, lambda, cautious, u, w);
                },
                0,
                0);
    }

    /** {@code optax.yogi}: both moments from the same number, then corrected. */
    static Oracle.Start optaxYogi(double beta1, double beta2, double eps, double initial) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    s[0] = beta1 * s[0] + (1 - beta1) * g;
                    s[1] = s[1] - (1 - beta2) * signum(s[1] - g * g) * g * g;
                    double muHat = s[0] / (1 - pow(beta1, t));
                    double nuHat = s[1] / (1 - pow(beta2, t));
                    return w - lr * muHat / (sqrt(nuHat) + eps);
                },
                initial,
                initial);
    }

    /** Xie et al. 2022, Algorithm 1 in its own letters, where a β is 1 minus the code's, with the code's corrections. */
    static Oracle.Start adan(
            double beta1, double beta2, double beta3, double eps, double lambda, boolean proximal, boolean cautious) {
        double b1 = 1 - beta1;
        double b2 = 1 - beta2;
        double b3 = 1 - beta3;
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    double before = t == 1 ? g : s[3];
                    s[0] = (1 - b1) * s[0] + b1 * g;
                    s[1] = (1 - b2) * s[1] + b2 * (g - before);
                    s[2] = (1 - b3) * s[2] + b3 * pow(g + (1 - b2) * (g - before), 2);
                    s[3] = g;
                    double eta = lr / (sqrt(s[2] / (1 - pow(beta3, t))) + eps);
                    double u = s[0] / (1 - pow(beta1, t)) + (1 - b2) * s[1] / (1 - pow(beta2, t));
                    return proximal
                            ? (w - eta * u) / (1 + lambda * lr)
                            : w - eta * u - decayed(lr, lambda, cautious, u, w);
                },
                0,
                0,
                0,
                0);
    }

    /** Pagliardini et al. 2024, Algorithm 1, with both warm-ups as their code has them: by half-lives. */
    static Oracle.Start adEmaMix(
            double beta1,
            double beta2,
            double beta3,
            double alpha,
            long warmUp,
            double eps,
            double lambda,
            boolean cautious) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    double part = t < warmUp ? t / (double) warmUp : 1;
                    double halfLife = (1 - part) * halfLife(beta1) + part * halfLife(beta3);
                    double slow = pow(0.5, 1 / (halfLife + 1));
                    s[0] = beta1 * s[0] + (1 - beta1) * g;
                    s[1] = slow * s[1] + (1 - slow) * g;
                    s[2] = beta2 * s[2] + (1 - beta2) * g * g;
                    double mixed = s[0] / (1 - pow(beta1, t)) + part * alpha * s[1];
                    double u = mixed / (sqrt(s[2] / (1 - pow(beta2, t))) + eps);
                    return w - lr * u - decayed(lr, lambda, cautious, u, w);
                },
                0,
                0,
                0);
    }

    private static double halfLife(double beta) {
        return log(0.5) / log(beta) - 1;
    }

    /** Taniguchi et al. 2024, Algorithm 2 of the third version: {@code v₀ = g₀²} and no step for it. */
    static Oracle.Start adopt(
            double beta1, double beta2, double eps, boolean clipped, double lambda, boolean cautious) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    if (t == 1) {
                        s[1] = g * g;
                        return w;
                    }
                    double bound = clipped ? pow(t - 1, 0.25) : 1e300;
                    double normed = max(-bound, min(bound, g / max(sqrt(s[1]), eps)));
                    s[0] += (1 - beta1) * (normed - s[0]);
                    s[1] += (1 - beta2) * (g * g - s[1]);
                    return w - lr * s[0] - decayed(lr, lambda, cautious, s[0], w);
                },
                0,
                0);
    }

    /**
     * McMahan et al. 2013, Equation 1: the least of {@code Σg·θ + ½·Σσₛ·(θ − θₛ)² + λ1·|θ| + ½·λ2·θ²}, where the σ add up to
     * {@code (β + √n)/lr}; from the sums themselves, without a z.
     */
    static Oracle.Start ftrl(double beta, double initial, double l1, double l2) {
        return ElementOracle.of(
                (t, lr, w, g, s) -> {
                    s[0] += g;
                    s[1] += g * g;
                    double sigma = (beta + sqrt(s[1])) / lr - s[2];
                    s[2] += sigma;
                    s[3] += sigma * w;
                    double slope = s[0] - s[3];
                    return abs(slope) <= l1 ? 0 : -(slope - signum(slope) * l1) / (s[2] + l2);
                },
                0,
                initial,
                0,
                0);
    }
}
