package org.gradus.optim.rule;

import org.jspecify.annotations.Nullable;

/** SAM by Algorithm 1 of its paper, and ASAM by equation 8 of its own, around another algorithm. */
final class SamOracle implements Oracle {
    private final double rho;
    private final double eta;
    private final Oracle inner;

    SamOracle(double rho, Oracle inner) {
        this(rho, Double.NaN, inner);
    }

    /** The adaptive one. */
    SamOracle(double rho, double eta, Oracle inner) {
        this.rho = rho;
        this.eta = eta;
        this.inner = inner;
    }

    @Override
    public void step(double rate, double[][] weights, double @Nullable [][] gradients, Problem problem) {
        double squares = 0;
        double[][] uphill = new double[weights.length][];
        for (int p = 0; p < weights.length; p++) {
            uphill[p] = new double[weights[p].length];
            for (int i = 0; gradients[p] != null && i < uphill[p].length; i++) {
                double scale = Double.isNaN(eta) ? 1 : Math.abs(weights[p][i]) + eta;
                squares += Math.pow(scale * gradients[p][i], 2);
                uphill[p][i] = scale * scale * gradients[p][i];
            }
        }
        double[][] there = problem.gradient(Oracle.moved(weights, uphill, rho / Math.sqrt(squares)))
                .clone();
        for (int p = 0; p < weights.length; p++) {
            there[p] = gradients[p] == null ? null : there[p];
        }
        inner.step(rate, weights, there, problem);
    }
}
