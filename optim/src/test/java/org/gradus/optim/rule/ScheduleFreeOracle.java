package org.gradus.optim.rule;

import org.jspecify.annotations.Nullable;

/** Schedule-Free as the paper states it, with the three sequences x, y and z kept; AdamW's scaling if there is a β2. */
final class ScheduleFreeOracle implements Oracle {
    /** β2 is NaN for gradient descent. */
    record Settings(
            double beta,
            double beta2,
            double eps,
            double decay,
            int warmUp,
            double r,
            double power,
            boolean cautious) {}

    private final Settings settings;
    private final double[][] x;
    private final double[][] z;
    private final double[][] v;
    private final int[] t;
    private final double[] peak;
    private final double[] sum;

    ScheduleFreeOracle(int[][] shapes, Settings settings) {
        this.settings = settings;
        this.x = new double[shapes.length][];
        this.z = new double[shapes.length][];
        this.v = Oracle.zeros(shapes);
        this.t = new int[shapes.length];
        this.peak = new double[shapes.length];
        this.sum = new double[shapes.length];
    }

    @Override
    public void step(double rate, double[][] weights, double @Nullable [][] gradients, Problem problem) {
        for (int p = 0; p < weights.length; p++) {
            if (x[p] == null) {
                x[p] = weights[p].clone();
                z[p] = weights[p].clone();
            }
            if (gradients[p] != null) {
                step(p, rate, weights[p], gradients[p]);
            }
        }
    }

    private void step(int p, double rate, double[] y, double[] g) {
        t[p]++;
        boolean adam = !Double.isNaN(settings.beta2);
        double gamma = rate * Math.min(1, settings.warmUp == 0 ? 1 : (double) t[p] / settings.warmUp);
        if (adam) {
            gamma *= Math.sqrt(1 - Math.pow(settings.beta2, t[p]));
        }
        peak[p] = Math.max(peak[p], gamma);
        double weight = Math.pow(t[p], settings.r) * Math.pow(peak[p], settings.power);
        sum[p] += weight;
        double c = weight / sum[p];
        for (int i = 0; i < y.length; i++) {
            double update = g[i];
            if (adam) {
                v[p][i] = settings.beta2 * v[p][i] + (1 - settings.beta2) * g[i] * g[i];
                update /= Math.sqrt(v[p][i]) + settings.eps;
            }
            boolean decays = !settings.cautious || update * y[i] >= 0;
            z[p][i] -= gamma * update + (decays ? gamma * settings.decay * y[i] : 0);
            x[p][i] = (1 - c) * x[p][i] + c * z[p][i];
            y[i] = (1 - settings.beta) * z[p][i] + settings.beta * x[p][i];
        }
    }

    @Override
    public double[][] forUse(double[][] weights) {
        return x;
    }
}
