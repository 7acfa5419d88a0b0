package org.gradus.optim.rule;

import org.jspecify.annotations.Nullable;

/**
 * Muon after PyTorch's code, where the iterations are the product of their factors of each singular value: M·V·diag(f)·Vᵀ with
 * the eigenvectors V of MᵀM. Parameters that are no matrices are another algorithm's.
 */
final class MuonOracle implements Oracle {
    private final int[][] shapes;
    private final Muon settings;
    private final Oracle rest;
    private final double[][] buffer;

    MuonOracle(int[][] shapes, Muon settings, Oracle rest) {
        this.shapes = shapes;
        this.settings = settings;
        this.rest = rest;
        this.buffer = Oracle.zeros(shapes);
    }

    @Override
    public void step(double rate, double[][] weights, double @Nullable [][] gradients, Problem problem) {
        double[][] others = gradients.clone();
        for (int p = 0; p < weights.length; p++) {
            if (shapes[p].length == 2) {
                others[p] = null;
                if (gradients[p] != null) {
                    step(rate, p, weights[p], gradients[p]);
                }
            }
        }
        rest.step(rate, weights, others, problem);
    }

    private void step(double rate, int p, double[] w, double[] g) {
        int rows = shapes[p][0];
        int columns = shapes[p][1];
        double mu = settings.momentum();
        double[][] m = new double[rows][columns];
        for (int i = 0; i < g.length; i++) {
            buffer[p][i] = mu * buffer[p][i] + (1 - mu) * g[i];
            double ahead = mu * buffer[p][i] + (1 - mu) * g[i];
            m[i / columns][i % columns] = settings.nesterov() ? ahead : buffer[p][i];
        }
        double[][] o = orthogonal(m, settings.iterations());
        double ratio = settings.adjustLr() == AdjustLr.ORIGINAL
                ? Math.sqrt(Math.max(1, (double) rows / columns))
                : 0.2 * Math.sqrt(Math.max(rows, columns));
        for (int i = 0; i < w.length; i++) {
            double update = o[i / columns][i % columns];
            boolean decays = !settings.cautious() || update * w[i] >= 0;
            w[i] *= decays ? 1 - rate * settings.weightDecay() : 1;
            w[i] -= rate * ratio * update;
        }
    }

    static double[][] orthogonal(double[][] m, int iterations) {
        int columns = m[0].length;
        double norm = 0;
        double[][] gram = new double[columns][columns];
        for (double[] row : m) {
            for (int i = 0; i < columns; i++) {
                norm += row[i] * row[i];
                for (int j = 0; j < columns; j++) {
                    gram[i][j] += row[i] * row[j];
                }
            }
        }
        Eigen eigen = Eigen.of(gram);
        double[] factors = new double[columns];
        for (int k = 0; k < columns; k++) {
            factors[k] = factor(Math.max(0, eigen.values()[k]) / norm, iterations) / Math.sqrt(norm);
        }
        double[][] o = new double[m.length][columns];
        for (int i = 0; i < m.length; i++) {
            for (int k = 0; k < columns; k++) {
                double along = 0;
                for (int j = 0; j < columns; j++) {
                    along += m[i][j] * eigen.vectors()[j][k];
                }
                for (int j = 0; j < columns; j++) {
                    o[i][j] += along * factors[k] * eigen.vectors()[j][k];
                }
            }
        }
        return o;
    }

    /** What the iterations multiply a singular value by, from its square. */
    private static double factor(double square, int iterations) {
        double product = 1;
        double present = square;
        for (int i = 0; i < iterations; i++) {
            double f = 3.4445 - 4.7750 * present + 2.0315 * present * present;
            product *= f;
            present *= f * f;
        }
        return product;
    }
}
