package org.gradus.optim.rule;

import static java.lang.Math.max;
import static java.lang.Math.min;

import org.gradus.core.Rng;
import org.jspecify.annotations.Nullable;

/** Liu et al. 2023, Algorithm 3 over Algorithm 1, with random signs for normal numbers. */
final class SophiaOracle implements Oracle {
    private final Sophia rule;
    private final double[][] m;
    private final double[][] h;
    private int steps;

    SophiaOracle(Sophia rule, int[][] shapes) {
        this.rule = rule;
        this.m = Oracle.zeros(shapes);
        this.h = Oracle.zeros(shapes);
    }

    @Override
    public void step(double rate, double[][] weights, double @Nullable [][] gradients, Problem problem) {
        if (steps % rule.every() == 0) {
            estimate(weights, gradients, problem);
        }
        steps++;
        for (int p = 0; p < weights.length; p++) {
            double[] g = gradients[p];
            for (int i = 0; g != null && i < g.length; i++) {
                m[p][i] += (1 - rule.beta1()) * (g[i] - m[p][i]);
                double u = max(-1, min(1, m[p][i] / max(rule.gamma() * h[p][i], rule.eps())));
                double w = weights[p][i];
                double decay = ModernOracles.decayed(rate, rule.weightDecay(), rule.cautious(), u, w);
                weights[p][i] = w - decay - rate * u;
            }
        }
    }

    /** {@code u ∘ ∇⟨∇L, u⟩}; a live problem calls its parameters p0, p1 and so on, and a recorded one has no curvature. */
    private void estimate(double[][] weights, double @Nullable [][] gradients, Problem problem) {
        double[][] u = new double[weights.length][];
        for (int p = 0; p < u.length; p++) {
            u[p] = new double[weights[p].length];
            float[] coins = Rng.of(rule.seed()).at("p" + p).at(steps).mask(u[p].length, 0.5, 1f);
            for (int i = 0; gradients[p] != null && i < coins.length; i++) {
                u[p][i] = coins[i] == 1 ? 1 : -1;
            }
        }
        double[][] product = problem.curvature(weights, u);
        for (int p = 0; p < u.length; p++) {
            for (int i = 0; gradients[p] != null && i < u[p].length; i++) {
                h[p][i] = rule.beta2() * h[p][i] + (1 - rule.beta2()) * u[p][i] * product[p][i];
            }
        }
    }
}
