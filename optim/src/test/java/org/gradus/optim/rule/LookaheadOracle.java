package org.gradus.optim.rule;

import org.jspecify.annotations.Nullable;

/** Lookahead by Algorithm 1 of its paper around another algorithm; it returns the slow weights. */
final class LookaheadOracle implements Oracle {
    private final int k;
    private final double alpha;
    private final Oracle fast;
    private final double[][] slow;
    private final int[] count;

    LookaheadOracle(int[][] shapes, int k, double alpha, Oracle fast) {
        this.k = k;
        this.alpha = alpha;
        this.fast = fast;
        this.slow = new double[shapes.length][];
        this.count = new int[shapes.length];
    }

    @Override
    public void step(double rate, double[][] weights, double @Nullable [][] gradients, Problem problem) {
        for (int p = 0; p < weights.length; p++) {
            slow[p] = slow[p] == null ? weights[p].clone() : slow[p];
        }
        fast.step(rate, weights, gradients, problem);
        for (int p = 0; p < weights.length; p++) {
            if (gradients[p] != null && ++count[p] == k) {
                count[p] = 0;
                for (int i = 0; i < weights[p].length; i++) {
                    slow[p][i] = (1 - alpha) * slow[p][i] + alpha * weights[p][i];
                }
                weights[p] = slow[p].clone();
            }
        }
    }

    @Override
    public double[][] forUse(double[][] weights) {
        return slow;
    }
}
