package org.gradus.optim.gradient;

import org.gradus.core.Rng;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * Gradient noise: {@code g ← g + n} with {@code n ~ N(0, σ²)}, {@code σ² = eta / (1 + t)^gamma} and t the number of steps
 * applied before.
 *
 * <p>The noise is a function of the random numbers' key, the parameter's path and the step, so that a training that was
 * interrupted goes on with the same noise. Clip after it to bound what it adds, before it to leave it whole.
 *
 * <p><b>Reference:</b> Neelakantan et al. 2015, arXiv:1511.06807, Section 3; the paper takes eta from 0.01, 0.3 and 1, and
 * gamma = 0.55.
 *
 * @param eta η, the variance in the first step, in [0, infinity)
 * @param gamma γ, how fast it falls, in [0, infinity)
 * @param rng the random numbers
 */
public record GradientNoise(double eta, double gamma, Rng rng) implements GradientTransform {
    static final double GAMMA = 0.55;

    /**
     * Checks the ranges.
     *
     * @param eta η, the variance in the first step
     * @param gamma γ, how fast it falls
     * @param rng the random numbers
     * @throws IllegalArgumentException when a value is outside its range
     */
    public GradientNoise {
        Accepted.notNegative("noise", "eta", eta);
        Accepted.notNegative("noise", "gamma", gamma);
    }

    @Override
    public ParameterVector apply(long step, ParameterVector gradients) {
        float sigma = (float) Math.sqrt(eta / StrictMath.pow(1.0 + step, gamma));
        Rng numbers = rng.at("gradient noise");
        return gradients.map((parameter, tensor) -> {
            float[] x = tensor.data();
            float[] y = numbers.at(parameter.path()).at(step).normal(x.length);
            gradients.workers().split(x.length, (from, to) -> add(sigma, x, y, from, to));
            return Tensor.wrap(tensor.shape(), y);
        });
    }

    private static void add(float sigma, float[] x, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = x[i] + sigma * y[i];
        }
    }
}
