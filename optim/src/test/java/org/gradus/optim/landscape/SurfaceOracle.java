package org.gradus.optim.landscape;

import java.util.Map;

/** The surfaces once more, in double, with derivatives by hand; the same formulas with every term made positive bound them. */
interface SurfaceOracle {
    double value(double x, double y);

    /** {@code ∂x, ∂y}. */
    double[] gradient(double x, double y);

    /** {@code ∂xx, ∂xy, ∂yy}. */
    double[] hessian(double x, double y);

    /** Bounds of the sums of magnitudes that make up the value, a first and a second derivative. */
    double[] magnitudes(double x, double y);

    static Map<String, SurfaceOracle> all() {
        return Map.of(
                "Rosenbrock", new Rosenbrock(),
                "Beale", new Beale(),
                "Himmelblau", new Himmelblau(),
                "Rastrigin", new Rastrigin(),
                "saddle", new Saddle(),
                "ravine", new Ravine());
    }

    /** {@code (1 − x)² + 100·(y − x²)²}. */
    record Rosenbrock() implements SurfaceOracle {
        @Override
        public double value(double x, double y) {
            return Math.pow(1 - x, 2) + 100 * Math.pow(y - x * x, 2);
        }

        @Override
        public double[] gradient(double x, double y) {
            return new double[] {-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)};
        }

        @Override
        public double[] hessian(double x, double y) {
            return new double[] {2 - 400 * y + 1200 * x * x, -400 * x, 200};
        }

        @Override
        public double[] magnitudes(double x, double y) {
            double a = 1 + Math.abs(x);
            double b = Math.abs(y) + x * x;
            return new double[] {a * a + 100 * b * b, 2 * a + 400 * a * b, 202 + 400 * a + 1200 * b};
        }
    }

    /** {@code Σ (cᵢ − x + x·yⁱ)²} for i = 1, 2, 3. */
    record Beale() implements SurfaceOracle {
        private static final double[] C = {1.5, 2.25, 2.625};

        @Override
        public double value(double x, double y) {
            double sum = 0;
            for (int i = 1; i <= 3; i++) {
                sum += Math.pow(C[i - 1] - x + x * Math.pow(y, i), 2);
            }
            return sum;
        }

        @Override
        public double[] gradient(double x, double y) {
            double dx = 0;
            double dy = 0;
            for (int i = 1; i <= 3; i++) {
                double term = C[i - 1] - x + x * Math.pow(y, i);
                dx += 2 * term * (Math.pow(y, i) - 1);
                dy += 2 * term * i * x * Math.pow(y, i - 1);
            }
            return new double[] {dx, dy};
        }

        @Override
        public double[] hessian(double x, double y) {
            double xx = 0;
            double xy = 0;
            double yy = 0;
            for (int i = 1; i <= 3; i++) {
                double term = C[i - 1] - x + x * Math.pow(y, i);
                double byX = Math.pow(y, i) - 1;
                double byY = i * x * Math.pow(y, i - 1);
                xx += 2 * byX * byX;
                xy += 2 * (byX * byY + term * i * Math.pow(y, i - 1));
                yy += 2 * byY * byY + (i > 1 ? 2 * term * i * (i - 1) * x * Math.pow(y, i - 2) : 0);
            }
            return new double[] {xx, xy, yy};
        }

        @Override
        public double[] magnitudes(double x, double y) {
            double a = Math.abs(x) + 1;
            double b = Math.abs(y) + 1;
            double term = 2.7 + a * (1 + b * b * b);
            double slope = 3 * a * b * b + b * b * b + 1;
            return new double[] {3 * term * term, 6 * term * slope, 6 * slope * slope + 36 * term * a * b * b};
        }
    }

    /** {@code (x² + y − 11)² + (x + y² − 7)²}. */
    record Himmelblau() implements SurfaceOracle {
        @Override
        public double value(double x, double y) {
            return Math.pow(x * x + y - 11, 2) + Math.pow(x + y * y - 7, 2);
        }

        @Override
        public double[] gradient(double x, double y) {
            double a = x * x + y - 11;
            double b = x + y * y - 7;
            return new double[] {4 * x * a + 2 * b, 2 * a + 4 * y * b};
        }

        @Override
        public double[] hessian(double x, double y) {
            double xx = 4 * (x * x + y - 11) + 8 * x * x + 2;
            double yy = 4 * (x + y * y - 7) + 8 * y * y + 2;
            return new double[] {xx, 4 * x + 4 * y, yy};
        }

        @Override
        public double[] magnitudes(double x, double y) {
            double larger = Math.max(Math.abs(x), Math.abs(y)) + 1;
            double term = larger * larger + larger + 11;
            return new double[] {2 * term * term, 6 * larger * term, 4 * term + 8 * larger * larger + 8 * larger};
        }
    }

    /** {@code 20 + x² + y² − 10·(cos 2πx + cos 2πy)}. */
    record Rastrigin() implements SurfaceOracle {
        @Override
        public double value(double x, double y) {
            return 20 + x * x + y * y - 10 * (Math.cos(2 * Math.PI * x) + Math.cos(2 * Math.PI * y));
        }

        @Override
        public double[] gradient(double x, double y) {
            return new double[] {
                2 * x + 20 * Math.PI * Math.sin(2 * Math.PI * x), 2 * y + 20 * Math.PI * Math.sin(2 * Math.PI * y)
            };
        }

        @Override
        public double[] hessian(double x, double y) {
            double factor = 40 * Math.PI * Math.PI;
            return new double[] {2 + factor * Math.cos(2 * Math.PI * x), 0, 2 + factor * Math.cos(2 * Math.PI * y)};
        }

        /** The angle 2πx is rounded, which moves the cosine by up to its size times an ulp. */
        @Override
        public double[] magnitudes(double x, double y) {
            double larger = Math.max(Math.abs(x), Math.abs(y));
            double angle = 1 + 2 * Math.PI * larger;
            return new double[] {
                20 + 2 * larger * larger + 20 * angle,
                2 * larger + 20 * Math.PI * angle,
                2 + 40 * Math.PI * Math.PI * angle
            };
        }
    }

    /** {@code x² − y² + y⁴/4}. */
    record Saddle() implements SurfaceOracle {
        @Override
        public double value(double x, double y) {
            return x * x - y * y + Math.pow(y, 4) / 4;
        }

        @Override
        public double[] gradient(double x, double y) {
            return new double[] {2 * x, y * y * y - 2 * y};
        }

        @Override
        public double[] hessian(double x, double y) {
            return new double[] {2, 0, 3 * y * y - 2};
        }

        @Override
        public double[] magnitudes(double x, double y) {
            double larger = Math.max(Math.abs(x), Math.abs(y)) + 1;
            return new double[] {3 * Math.pow(larger, 4), 3 * Math.pow(larger, 3), 5 * larger * larger};
        }
    }

    /** {@code (x² + 50·y²)/2}. */
    record Ravine() implements SurfaceOracle {
        @Override
        public double value(double x, double y) {
            return 0.5 * x * x + 25 * y * y;
        }

        @Override
        public double[] gradient(double x, double y) {
            return new double[] {x, 50 * y};
        }

        @Override
        public double[] hessian(double x, double y) {
            return new double[] {1, 0, 50};
        }

        @Override
        public double[] magnitudes(double x, double y) {
            return new double[] {value(x, y), Math.abs(x) + 50 * Math.abs(y), 51};
        }
    }
}
