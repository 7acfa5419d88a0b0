package org.gradus.optim.rule;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** SOAP by Algorithms 3 and 4 of its paper, with vectors as columns and Householder's reflections for the QR decompositions. */
final class SoapOracle implements Oracle {
    private final int[][] shapes;
    private final Soap settings;
    private final Oracle rest;
    private final double[][] m;
    private final double[][][] v;
    private final double[][][][] statistic;
    private final double[][][][] basis;
    private final int[] steps;

    SoapOracle(int[][] shapes, Soap settings, Oracle rest) {
        this.shapes = shapes;
        this.settings = settings;
        this.rest = rest;
        this.m = Oracle.zeros(shapes);
        this.v = new double[shapes.length][][];
        this.statistic = new double[shapes.length][2][][];
        this.basis = new double[shapes.length][2][][];
        this.steps = new int[shapes.length];
        for (int p = 0; p < shapes.length; p++) {
            if (shapes[p].length == 2) {
                v[p] = new double[shapes[p][0]][shapes[p][1]];
                for (int side = 0; side < 2; side++) {
                    int n = shapes[p][side];
                    statistic[p][side] = new double[n][n];
                    basis[p][side] = IntStream.range(0, n)
                            .mapToObj(i -> IntStream.range(0, n)
                                    .mapToDouble(j -> i == j ? 1 : 0)
                                    .toArray())
                            .toArray(double[][]::new);
                }
            }
        }
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

    private void step(double rate, int p, double[] w, double[] gradient) {
        int columns = shapes[p][1];
        double[][] g = matrix(gradient, columns);
        double beta2 = settings.beta2();
        double[][] q = basis[p][0];
        double[][] r = basis[p][1];
        int t = steps[p];
        if (t > 0) {
            double[][] turned = product(product(transposed(q), g), r);
            double greatest = 0;
            for (int i = 0; i < w.length; i++) {
                m[p][i] = settings.beta1() * m[p][i] + (1 - settings.beta1()) * gradient[i];
                double g2 = Math.pow(turned[i / columns][i % columns], 2);
                v[p][i / columns][i % columns] = beta2 * v[p][i / columns][i % columns] + (1 - beta2) * g2;
                greatest = Math.max(greatest, v[p][i / columns][i % columns]);
            }
            double[][] n = product(product(transposed(q), matrix(m[p], columns)), r);
            double correction2 = 1 - Math.pow(beta2, t);
            double eps = Math.max(settings.eps(), Math.sqrt(greatest / correction2) / 65536);
            for (int i = 0; i < w.length; i++) {
                n[i / columns][i % columns] /= (1 - Math.pow(settings.beta1(), t))
                        * (Math.sqrt(v[p][i / columns][i % columns] / correction2) + eps);
            }
            double[][] update = product(product(q, n), transposed(r));
            for (int i = 0; i < w.length; i++) {
                double u = update[i / columns][i % columns];
                boolean decays = !settings.cautious() || u * w[i] >= 0;
                w[i] -= rate * (u + (decays ? settings.weightDecay() * w[i] : 0));
            }
        }
        accumulate(statistic[p][0], product(g, transposed(g)));
        accumulate(statistic[p][1], product(transposed(g), g));
        if (t % settings.frequency() == 0) {
            for (int round = 0; round < (t == 0 ? 8 : 1); round++) {
                refresh(p, 0);
                refresh(p, 1);
            }
        }
        steps[p]++;
    }

    private void accumulate(double[][] sum, double[][] product) {
        for (int i = 0; i < sum.length; i++) {
            for (int j = 0; j < sum.length; j++) {
                sum[i][j] = settings.beta2() * sum[i][j] + (1 - settings.beta2()) * product[i][j];
            }
        }
    }

    private void refresh(int p, int side) {
        double[][] a = statistic[p][side];
        double[][] q = basis[p][side];
        int n = a.length;
        double trace = IntStream.range(0, n).mapToDouble(i -> a[i][i]).sum();
        double[][] s = product(a, q);
        double[] values = new double[n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                values[j] += q[i][j] * s[i][j];
                s[i][j] = s[i][j] / trace + q[i][j] * 1e-3 / n;
            }
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -values[j]))
                .mapToInt(j -> j)
                .toArray();
        for (int i = 0; i < n; i++) {
            s[i] = sorted(s[i], order);
        }
        basis[p][side] = orthogonal(s);
        if (side == 0) {
            double[][] before = v[p].clone();
            Arrays.setAll(v[p], i -> before[order[i]]);
        } else {
            Arrays.setAll(v[p], i -> sorted(v[p][i], order));
        }
    }

    private static double[] sorted(double[] values, int[] order) {
        return Arrays.stream(order).mapToDouble(j -> values[j]).toArray();
    }

    /** The Q of a QR decomposition by Householder's reflections: they are applied to the identity from the last to the first. */
    static double[][] orthogonal(double[][] matrix) {
        int n = matrix.length;
        double[][] a = Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new);
        double[][] normals = new double[n][];
        for (int k = 0; k < n; k++) {
            double[] u = new double[n];
            double length = 0;
            for (int i = k; i < n; i++) {
                u[i] = a[i][k];
                length += u[i] * u[i];
            }
            u[k] += Math.copySign(Math.sqrt(length), u[k]);
            normals[k] = u;
            reflect(a, u);
        }
        double[][] q = new double[n][n];
        for (int i = 0; i < n; i++) {
            q[i][i] = 1;
        }
        for (int k = n - 1; k >= 0; k--) {
            reflect(q, normals[k]);
        }
        return q;
    }

    private static void reflect(double[][] a, double[] u) {
        double square = Arrays.stream(u).map(x -> x * x).sum();
        for (int j = 0; square > 0 && j < a.length; j++) {
            double along = 0;
            for (int i = 0; i < a.length; i++) {
                along += u[i] * a[i][j];
            }
            for (int i = 0; i < a.length; i++) {
                a[i][j] -= 2 * along / square * u[i];
            }
        }
    }

    private static double[][] matrix(double[] values, int columns) {
        return IntStream.range(0, values.length / columns)
                .mapToObj(i -> Arrays.copyOfRange(values, i * columns, (i + 1) * columns))
                .toArray(double[][]::new);
    }

    private static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < t.length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < c[i].length; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }
}
