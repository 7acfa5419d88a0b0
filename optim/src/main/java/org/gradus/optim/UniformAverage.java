package org.gradus.optim;

import org.gradus.optim.check.Accepted;

/**
 * The mean of the weights after {@code start}, {@code start + every}, {@code start + 2·every} … steps, each with the same
 * weight: the n-th of them gets the share 1/n.
 *
 * <p>With a cyclic or a high constant rate and {@code every} the length of a cycle or an epoch this is stochastic weight
 * averaging; with {@code every = 1} Polyak and Ruppert's average. Layers with running statistics need them estimated anew for
 * the averaged weights.
 *
 * <p><b>Reference:</b> Izmailov, Podoprikhin, Garipov, Vetrov, Wilson 2018, arXiv:1803.05407, Algorithm 1, whose pre-trained
 * weights are those after {@code start} steps; Polyak, Juditsky 1992, "Acceleration of stochastic approximation by averaging".
 *
 * @param start the number of steps after which the first weights are taken, at least 1
 * @param every how many steps lie between weights that are taken, at least 1
 */
public record UniformAverage(long start, long every) implements WeightAverage {
    /**
     * Checks the ranges.
     *
     * @param start the number of steps after which the first weights are taken
     * @param every how many steps lie between weights that are taken
     * @throws IllegalArgumentException when a value is outside its range
     */
    public UniformAverage {
        Accepted.steps("weight average", "start", start, 1);
        Accepted.steps("weight average", "every", every, 1);
    }

    @Override
    public double share(long step) {
        Accepted.steps("weight average", "step", step, 0);
        long since = step - (start - 1);
        long taken = since / every;
        return since >= 0 && since % every == 0 ? 1 / (taken + 1.0) : 0;
    }
}
