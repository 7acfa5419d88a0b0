package org.gradus.optim.rule;

import org.gradus.optim.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/** Gradient descent with momentum: {@code v ← μ·v − g}, {@code θ ← θ + lr·v}, at a momentum that may change. */
final class DescentOracle implements Oracle {
    private final Schedule momentum;
    private final double[][] velocity;
    private int steps;

    DescentOracle(int[][] shapes, double momentum) {
        this(shapes, Schedule.constant(momentum));
    }

    DescentOracle(int[][] shapes, Schedule momentum) {
        this.momentum = momentum;
        this.velocity = Oracle.zeros(shapes);
    }

    @Override
    public void step(double rate, double[][] weights, double @Nullable [][] gradients, Problem problem) {
        double mu = momentum.at(steps++);
        for (int p = 0; p < weights.length; p++) {
            if (gradients[p] == null) {
                continue;
            }
            for (int i = 0; i < weights[p].length; i++) {
                velocity[p][i] = mu * velocity[p][i] - gradients[p][i];
                weights[p][i] += rate * velocity[p][i];
            }
        }
    }
}
