package org.gradus.optim.rule;

import static java.lang.Math.min;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** LARS and LAMB: an update that another algorithm computes, as long as the weights are. */
final class TrustOracle implements Oracle {
    /** An update of all weights of a parameter, and the norm that divides. */
    private interface Update {
        double[] of(int t, double[] w, double[] g, double[][] state);

        double norm(double[] w, double[] g, double[] update);

        /** The new weights, once the trust ratio is known. */
        double[] moved(double rate, double ratio, double[] w, double[] update, double[][] state);
    }

    private final Update update;
    private final double trust;
    private final double maxRatio;
    private final boolean adaptAll;
    private final int[][] shapes;
    private final double[][][] state;
    private final int[] t;

    private TrustOracle(Update update, double trust, double maxRatio, boolean adaptAll, int[][] shapes) {
        this.update = update;
        this.trust = trust;
        this.maxRatio = maxRatio;
        this.adaptAll = adaptAll;
        this.shapes = shapes;
        this.state = new double[][][] {Oracle.zeros(shapes), Oracle.zeros(shapes)};
        this.t = new int[shapes.length];
    }

    /** You et al. 2020, Algorithm 2, for {@code φ(z) = z}. */
    static Start lamb(
            double beta1,
            double beta2,
            double eps,
            boolean corrected,
            double maxRatio,
            boolean adaptAll,
            double lambda,
            boolean cautious) {
        Update adam = new Update() {
            @Override
            public double[] of(int t, double[] w, double[] g, double[][] state) {
                double[] u = new double[w.length];
                for (int i = 0; i < u.length; i++) {
                    state[0][i] = beta1 * state[0][i] + (1 - beta1) * g[i];
                    state[1][i] = beta2 * state[1][i] + (1 - beta2) * g[i] * g[i];
                    double m = corrected ? state[0][i] / (1 - pow(beta1, t)) : state[0][i];
                    double v = corrected ? state[1][i] / (1 - pow(beta2, t)) : state[1][i];
                    double r = m / (sqrt(v) + eps);
                    u[i] = r + ModernOracles.decayed(1, lambda, cautious, r, w[i]);
                }
                return u;
            }

            @Override
            public double norm(double[] w, double[] g, double[] u) {
                return length(u);
            }

            @Override
            public double[] moved(double rate, double ratio, double[] w, double[] u, double[][] state) {
                double[] moved = w.clone();
                Arrays.setAll(moved, i -> w[i] - rate * ratio * u[i]);
                return moved;
            }
        };
        return shapes -> new TrustOracle(adam, 1, maxRatio, adaptAll, shapes);
    }

    /** You, Gitman, Ginsburg 2017, Algorithm 1; optax has the norm of gradient and decay together. */
    static Start lars(double momentum, double trust, double eps, boolean jointNorm, boolean adaptAll, double lambda) {
        Update descent = new Update() {
            @Override
            public double[] of(int t, double[] w, double[] g, double[][] state) {
                double[] u = g.clone();
                Arrays.setAll(u, i -> g[i] + lambda * w[i]);
                return u;
            }

            @Override
            public double norm(double[] w, double[] g, double[] u) {
                return (jointNorm ? length(u) : length(g) + lambda * length(w)) + eps;
            }

            @Override
            public double[] moved(double rate, double ratio, double[] w, double[] u, double[][] state) {
                double[] moved = w.clone();
                for (int i = 0; i < w.length; i++) {
                    state[0][i] = momentum * state[0][i] + rate * ratio * u[i];
                    moved[i] -= state[0][i];
                }
                return moved;
            }
        };
        return shapes -> new TrustOracle(descent, trust, Double.POSITIVE_INFINITY, adaptAll, shapes);
    }

    private static double length(double[] x) {
        return sqrt(Arrays.stream(x).map(v -> v * v).sum());
    }

    @Override
    public void step(double rate, double[][] weights, double @Nullable [][] gradients, Problem problem) {
        for (int p = 0; p < weights.length; p++) {
            double[] g = gradients[p];
            if (g == null) {
                continue;
            }
            double[] w = weights[p];
            double[][] own = {state[0][p], state[1][p]};
            double[] u = update.of(++t[p], w, g, own);
            boolean adapts = adaptAll || shapes[p].length > 1;
            double ratio = adapts && length(w) > 0 && length(u) > 0 ? trust * length(w) / update.norm(w, g, u) : 1;
            System.arraycopy(update.moved(rate, min(ratio, maxRatio), w, u, own), 0, w, 0, w.length);
        }
    }
}
