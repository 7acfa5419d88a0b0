package org.gradus.optim.rule;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Weights;

/** A small problem with weights, as a graph of tensors and once more by hand in double. */
interface LiveProblem extends Oracle.Problem {
    int[][] shapes();

    float[][] start();

    Tensor loss(List<Parameter> parameters);

    default List<Parameter> parameters(Weights model) {
        Parameter[] parameters = new Parameter[shapes().length];
        for (int p = 0; p < parameters.length; p++) {
            parameters[p] = model.add("p" + p, Tensor.of(Shape.of(shapes()[p]), start()[p]));
        }
        return List.of(parameters);
    }

    /** {@code x'Ax/2 − b'x} with a positive definite A, from 0. */
    record Quadratic(float[] a, float[] b, int... dims) implements LiveProblem {
        static Quadratic random(long seed, int n) {
            SplittableRandom random = new SplittableRandom(seed);
            float[] root = LiveProblem.numbers(n * n, random);
            float[] a = new float[n * n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    double sum = i == j ? 0.5 : 0;
                    for (int k = 0; k < n; k++) {
                        sum += root[i * n + k] * root[j * n + k] * 3.0 / n;
                    }
                    a[i * n + j] = (float) sum;
                    a[j * n + i] = (float) sum;
                }
            }
            return new Quadratic(a, LiveProblem.numbers(n, random), n);
        }

        /** The same with its unknowns as a matrix. */
        Quadratic asMatrix(int rows) {
            return new Quadratic(a, b, rows, b.length / rows);
        }

        @Override
        public int[][] shapes() {
            return new int[][] {dims};
        }

        @Override
        public float[][] start() {
            return new float[][] {new float[b.length]};
        }

        @Override
        public Tensor loss(List<Parameter> parameters) {
            Tensor x = parameters.get(0).value().reshape(b.length);
            Tensor ax = Tensor.of(Shape.of(b.length, b.length), a).mul(x).sum(1);
            return ax.mul(0.5f).sub(Tensor.of(b)).mul(x).sum();
        }

        @Override
        public double loss(double[][] weights) {
            double[] x = weights[0];
            double[] gradient = gradient(weights)[0];
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += x[i] * (gradient[i] - b[i]) / 2;
            }
            return sum;
        }

        @Override
        public double[][] gradient(double[][] weights) {
            int n = b.length;
            double[] g = new double[n];
            for (int i = 0; i < n; i++) {
                g[i] = -b[i];
                for (int j = 0; j < n; j++) {
                    g[i] += a[i * n + j] * weights[0][j];
                }
            }
            return new double[][] {g};
        }
    }

    /** A network of one hidden layer of tanh under a mean squared error: {@code mean((tanh(x·w1' + b1)·w2' + b2 − y)²)}. */
    record Network(int inputs, int hidden, int outputs, float[] x, float[] y, float[][] start) implements LiveProblem {
        static Network random(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            float[][] start = {
                LiveProblem.numbers(15, random),
                LiveProblem.numbers(5, random),
                LiveProblem.numbers(10, random),
                LiveProblem.numbers(2, random)
            };
            return new Network(3, 5, 2, LiveProblem.numbers(8 * 3, random), LiveProblem.numbers(8 * 2, random), start);
        }

        @Override
        public int[][] shapes() {
            return new int[][] {{hidden, inputs}, {hidden}, {outputs, hidden}, {outputs}};
        }

        @Override
        public Tensor loss(List<Parameter> p) {
            int n = x.length / inputs;
            Tensor h = Tensor.of(Shape.of(n, inputs), x)
                    .matmul(p.get(0).value().transpose())
                    .add(p.get(1).value())
                    .tanh();
            Tensor out = h.matmul(p.get(2).value().transpose()).add(p.get(3).value());
            return out.sub(Tensor.of(Shape.of(n, outputs), y)).square().mean();
        }

        @Override
        public double loss(double[][] weights) {
            double sum = 0;
            for (int s = 0; s < x.length / inputs; s++) {
                double[] error = error(weights, s, hidden(weights, s));
                sum += Arrays.stream(error).map(e -> e * e).sum();
            }
            return sum / y.length;
        }

        @Override
        public double[][] gradient(double[][] w) {
            double[][] g = Arrays.stream(w).map(p -> new double[p.length]).toArray(double[][]::new);
            for (int s = 0; s < x.length / inputs; s++) {
                double[] h = hidden(w, s);
                double[] error = error(w, s, h);
                double[] back = new double[hidden];
                for (int o = 0; o < outputs; o++) {
                    double d = 2 * error[o] / y.length;
                    g[3][o] += d;
                    for (int j = 0; j < hidden; j++) {
                        g[2][o * hidden + j] += d * h[j];
                        back[j] += d * w[2][o * hidden + j];
                    }
                }
                for (int j = 0; j < hidden; j++) {
                    double d = back[j] * (1 - h[j] * h[j]);
                    g[1][j] += d;
                    for (int i = 0; i < inputs; i++) {
                        g[0][j * inputs + i] += d * x[s * inputs + i];
                    }
                }
            }
            return g;
        }

        private double[] hidden(double[][] w, int sample) {
            double[] h = new double[hidden];
            for (int j = 0; j < hidden; j++) {
                double sum = w[1][j];
                for (int i = 0; i < inputs; i++) {
                    sum += x[sample * inputs + i] * w[0][j * inputs + i];
                }
                h[j] = Math.tanh(sum);
            }
            return h;
        }

        private double[] error(double[][] w, int sample, double[] h) {
            double[] error = new double[outputs];
            for (int o = 0; o < outputs; o++) {
                error[o] = w[3][o] - y[sample * outputs + o];
                for (int j = 0; j < hidden; j++) {
                    error[o] += h[j] * w[2][o * hidden + j];
                }
            }
            return error;
        }
    }

    private static float[] numbers(int n, SplittableRandom random) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (float) (2 * random.nextDouble() - 1);
        }
        return numbers;
    }
}
