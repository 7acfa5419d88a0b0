package org.gradus.optim.rule;

import org.jspecify.annotations.Nullable;

/** Adam as Keras writes it: {@code θ ← θ − lr·√(1 − β2ᵗ)/(1 − β1ᵗ) · m/(√v + ε)}. */
final class KerasAdamOracle implements Oracle {
    private final double beta1;
    private final double beta2;
    private final double eps;
    private final int[] t;
    private final double[][] m;
    private final double[][] v;

    KerasAdamOracle(int[][] shapes, double beta1, double beta2, double eps) {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.eps = eps;
        this.t = new int[shapes.length];
        this.m = Oracle.zeros(shapes);
        this.v = Oracle.zeros(shapes);
    }

    @Override
    public void step(double rate, double[][] weights, double @Nullable [][] gradients, Problem problem) {
        for (int p = 0; p < weights.length; p++) {
            double[] g = gradients[p];
            if (g == null) {
                continue;
            }
            t[p]++;
            double alpha = rate * Math.sqrt(1 - Math.pow(beta2, t[p])) / (1 - Math.pow(beta1, t[p]));
            for (int i = 0; i < g.length; i++) {
                m[p][i] += (g[i] - m[p][i]) * (1 - beta1);
                v[p][i] += (g[i] * g[i] - v[p][i]) * (1 - beta2);
                weights[p][i] -= alpha * m[p][i] / (Math.sqrt(v[p][i]) + eps);
            }
        }
    }
}
