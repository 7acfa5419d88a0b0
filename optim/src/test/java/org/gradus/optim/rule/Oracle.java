package org.gradus.optim.rule;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An algorithm as its paper states it, in double and over all parameters at once; it keeps its own state. */
interface Oracle {
    /** What is minimised, in double. */
    interface Problem {
        double loss(double[][] weights);

        double[][] gradient(double[][] weights);

        /** The Hessian times a vector, by central differences of the gradient unless a problem knows better. */
        default double[][] curvature(double[][] weights, double[][] direction) {
            double h = 1e-4;
            double[][] ahead = gradient(moved(weights, direction, h));
            double[][] behind = gradient(moved(weights, direction, -h));
            double[][] product = new double[weights.length][];
            for (int p = 0; p < weights.length; p++) {
                product[p] = new double[weights[p].length];
                for (int i = 0; i < product[p].length; i++) {
                    product[p][i] = (ahead[p][i] - behind[p][i]) / (2 * h);
                }
            }
            return product;
        }
    }

    /** An oracle at its first step, for parameters of these shapes. */
    @FunctionalInterface
    interface Start {
        Oracle of(int[][] shapes);
    }

    /**
     * One step.
     *
     * @param rate the learning rate
     * @param weights to be changed
     * @param gradients those at the weights; null for a parameter that has none in this step
     * @param problem for what takes gradients elsewhere
     */
    void step(double rate, double[][] weights, double @Nullable [][] gradients, Problem problem);

    /** The weights to use, where they are not those that are trained. */
    default double[][] forUse(double[][] weights) {
        return weights;
    }

    static double[][] zeros(int[][] shapes) {
        double[][] zeros = new double[shapes.length][];
        for (int p = 0; p < shapes.length; p++) {
            zeros[p] = new double[Arrays.stream(shapes[p]).reduce(1, (a, b) -> a * b)];
        }
        return zeros;
    }

    static double[][] moved(double[][] weights, double[][] direction, double by) {
        double[][] moved = new double[weights.length][];
        for (int p = 0; p < weights.length; p++) {
            moved[p] = weights[p].clone();
            for (int i = 0; i < moved[p].length; i++) {
                moved[p][i] += by * direction[p][i];
            }
        }
        return moved;
    }
}
