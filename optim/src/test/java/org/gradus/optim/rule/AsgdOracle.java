package org.gradus.optim.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bottou's rate and the plain mean of the weights after the updates from {@code t0 + 2} on. */
final class AsgdOracle implements Oracle {
    private final Asgd rule;
    private final List<List<double[]>> path = new ArrayList<>();

    AsgdOracle(int[][] shapes, Asgd rule) {
        this.rule = rule;
        for (int p = 0; p < shapes.length; p++) {
            path.add(new ArrayList<>());
        }
    }

    @Override
    public void step(double rate, double[][] weights, double @Nullable [][] gradients, Problem problem) {
        for (int p = 0; p < weights.length; p++) {
            double[] g = gradients[p];
            if (g == null) {
                continue;
            }
            int before = path.get(p).size();
            double eta = rate * Math.pow(1 + rule.lambda() * rate * before, -rule.alpha());
            for (int i = 0; i < g.length; i++) {
                weights[p][i] = (1 - eta * rule.lambda() - eta * rule.l2()) * weights[p][i] - eta * g[i];
            }
            path.get(p).add(weights[p].clone());
        }
    }

    @Override
    public double[][] forUse(double[][] weights) {
        double[][] mean = new double[weights.length][];
        for (int p = 0; p < weights.length; p++) {
            List<double[]> all = path.get(p);
            int from = Math.min((int) rule.t0() + 1, all.size() - 1);
            mean[p] = new double[weights[p].length];
            for (double[] point : all.subList(from, all.size())) {
                for (int i = 0; i < point.length; i++) {
                    mean[p][i] += point[i] / (all.size() - from);
                }
            }
        }
        return mean;
    }
}
