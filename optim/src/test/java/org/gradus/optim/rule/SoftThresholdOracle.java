package org.gradus.optim.rule;

import org.jspecify.annotations.Nullable;

/** The proximal step of an l1 penalty, case by case, on matrices and after another algorithm. */
final class SoftThresholdOracle implements Oracle {
    private final int[][] shapes;
    private final double lambda;
    private final Oracle inner;

    SoftThresholdOracle(int[][] shapes, double lambda, Oracle inner) {
        this.shapes = shapes;
        this.lambda = lambda;
        this.inner = inner;
    }

    @Override
    public void step(double rate, double[][] weights, double @Nullable [][] gradients, Problem problem) {
        inner.step(rate, weights, gradients, problem);
        for (int p = 0; p < weights.length; p++) {
            for (int i = 0; shapes[p].length > 1 && i < weights[p].length; i++) {
                double w = weights[p][i];
                if (Math.abs(w) <= rate * lambda) {
                    weights[p][i] = 0;
                } else {
                    weights[p][i] = w - Math.signum(w) * rate * lambda;
                }
            }
        }
    }
}
