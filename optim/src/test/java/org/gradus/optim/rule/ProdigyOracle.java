package org.gradus.optim.rule;

import org.jspecify.annotations.Nullable;

/** Prodigy by Algorithm 4 of its paper, over one long vector, with the options of its authors' code. */
final class ProdigyOracle implements Oracle {
    private final Prodigy settings;
    private final double[][] start;
    private final double[][] m;
    private final double[][] v;
    private final double[][] s;
    private double d;
    private double greatest;
    private double r;
    private int t;

    ProdigyOracle(int[][] shapes, Prodigy settings) {
        this.settings = settings;
        this.start = new double[shapes.length][];
        this.m = Oracle.zeros(shapes);
        this.v = Oracle.zeros(shapes);
        this.s = Oracle.zeros(shapes);
        this.d = settings.d0();
        this.greatest = d;
    }

    /** The estimate of the distance. */
    double estimate() {
        return d;
    }

    @Override
    public void step(double rate, double[][] weights, double @Nullable [][] gradients, Problem problem) {
        step(rate, weights, gradients);
    }

    /** A step of all parameters; null for one without a gradient. */
    void step(double rate, double[][] weights, double @Nullable []... gradients) {
        t++;
        double beta1 = settings.beta1();
        double beta2 = settings.beta2();
        double root = Math.sqrt(beta2);
        double gamma = rate;
        if (settings.biasCorrection()) {
            gamma *= Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t));
        }
        r *= root;
        double length = 0;
        for (int p = 0; p < weights.length; p++) {
            start[p] = start[p] == null ? weights[p].clone() : start[p];
            for (int i = 0; gradients[p] != null && i < weights[p].length; i++) {
                double g = gradients[p][i];
                m[p][i] = beta1 * m[p][i] + (1 - beta1) * d * g;
                v[p][i] = beta2 * v[p][i] + (1 - beta2) * d * d * g * g;
                r += (1 - root) * gamma * d * d * g * (start[p][i] - weights[p][i]);
                s[p][i] = root * s[p][i] + (1 - root) * (settings.safeguardWarmUp() ? 1 : gamma) * d * d * g;
                length += Math.abs(s[p][i]);
            }
        }
        for (int p = 0; p < weights.length; p++) {
            for (int i = 0; gradients[p] != null && i < weights[p].length; i++) {
                double update = m[p][i] / (Math.sqrt(v[p][i]) + d * settings.eps());
                boolean decays = !settings.cautious() || update * weights[p][i] >= 0;
                double decay = decays ? settings.weightDecay() * weights[p][i] : 0;
                weights[p][i] -= gamma * d * (update + decay);
            }
        }
        double estimate = settings.coefficient() * r / length;
        greatest = Math.max(greatest, estimate);
        d = Math.min(greatest, (d == settings.d0() ? Math.max(d, estimate) : d) * settings.growth());
    }
}
