package org.gradus.optim.rule;

import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Shazeer and Stern 2018: Algorithm 4 for matrices, 5 for vectors, by sums as on paper or, where ε1 is a bound, by means as in
 * {@code torch.optim.Adafactor}. The whole V is built before anything is divided by it.
 */
final class AdafactorOracle implements Oracle {
    private final Adafactor rule;
    private final int[][] shapes;
    private final int[] t;
    private final double[][] rows;
    private final double[][] columns;
    private final double[][] full;

    AdafactorOracle(Adafactor rule, int[][] shapes) {
        this.rule = rule;
        this.shapes = shapes;
        this.t = new int[shapes.length];
        this.rows = Oracle.zeros(shapes);
        this.columns = Oracle.zeros(shapes);
        this.full = Oracle.zeros(shapes);
    }

    @Override
    public void step(double rate, double[][] weights, double @Nullable [][] gradients, Problem problem) {
        for (int p = 0; p < weights.length; p++) {
            double[] g = gradients[p];
            if (g != null) {
                t[p]++;
                step(rate, weights[p], g, v(p, g), t[p]);
            }
        }
    }

    private void step(double rate, double[] w, double[] g, double[] v, int time) {
        double[] u = g.clone();
        double bound = rule.eps1InSquares() ? 0 : rule.eps1();
        Arrays.setAll(u, i -> g[i] / max(sqrt(v[i]), bound));
        double clipping = max(1, rms(u) / rule.clip());
        double rho = rule.relativeRate() ? min(rate, 1 / sqrt(time)) : rate;
        double alpha = rule.relativeStep() ? max(rule.eps2(), rms(w)) * rho : rho;
        for (int i = 0; i < w.length; i++) {
            double decay = ModernOracles.decayed(rate, rule.weightDecay(), rule.cautious(), g[i], w[i]);
            w[i] = w[i] - decay - alpha * u[i] / clipping;
        }
    }

    private double[] v(int p, double[] g) {
        double beta = 1 - pow(t[p], -rule.exponent());
        double eps = rule.eps1InSquares() ? rule.eps1() : 0;
        if (shapes[p].length < 2) {
            for (int i = 0; i < g.length; i++) {
                full[p][i] = beta * full[p][i] + (1 - beta) * (g[i] * g[i] + eps);
            }
            return full[p];
        }
        int n = shapes[p][shapes[p].length - 2];
        int m = shapes[p][shapes[p].length - 1];
        for (int first = 0; first < g.length; first += n * m) {
            factor(p, g, first, n, m, beta, eps);
        }
        return full[p];
    }

    /** One matrix, by sums; its factors are kept where its first row and its first column would be. */
    private void factor(int p, double[] g, int first, int n, int m, double beta, double eps) {
        double[] r = new double[n];
        double[] c = new double[m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                double square = g[first + i * m + j] * g[first + i * m + j] + eps;
                r[i] += square;
                c[j] += square;
            }
        }
        double all = 0;
        for (int i = 0; i < n; i++) {
            rows[p][first + i] = beta * rows[p][first + i] + (1 - beta) * r[i];
            all += rows[p][first + i];
        }
        for (int j = 0; j < m; j++) {
            columns[p][first + j] = beta * columns[p][first + j] + (1 - beta) * c[j];
        }
        double divisor = rule.eps1InSquares() ? all : max(all / (n * m), rule.eps1()) * n * m;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                full[p][first + i * m + j] = rows[p][first + i] * columns[p][first + j] / divisor;
            }
        }
    }

    private static double rms(double[] x) {
        return sqrt(Arrays.stream(x).map(v -> v * v).average().orElse(0));
    }
}
