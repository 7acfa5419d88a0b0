package org.gradus.optim;

/**
 * An average of the weights over the steps of training, to use in their place: a pure function from the step to the share that
 * the newest weights get, {@code a ← a + share·(θ − a)}.
 *
 * <p>An {@link Optimizer} with {@link OptimizerOptions#withAverage} keeps the average, one tensor for each parameter that is
 * trained, whether or not it has a gradient in a step; it saves it with its state and shows it within
 * {@link Optimizer#evaluate}. The weights that are trained do not depend on it.
 *
 * <pre>{@code
 * Optimizer optimizer = Optimizer.of(model, rule, rate, OptimizerOptions.defaults().withAverage(WeightAverage.ema(0.999)));
 * State averaged = optimizer.evaluate(model::state);
 * }</pre>
 *
 * <p>Buffers, such as running statistics, are no weights: within {@code evaluate} they are those of the model in training.
 */
@FunctionalInterface
public interface WeightAverage {
    /**
     * The share of the newest weights. Until the first share above 0 there is no average; it then starts from the weights
     * before that step.
     *
     * @param step the number of steps applied before the one that made the newest weights: 0 after the first
     * @return the share, from 0 to 1; 0 leaves the average alone, 1 makes it a copy of the newest weights
     * @throws IllegalArgumentException when the step is negative
     */
    double share(long step);

    /**
     * The exponential moving average, with a warm-up that forgets the beginning.
     *
     * @param decay what the average keeps of itself in a step, such as 0.999, in [0, 1)
     * @return the average
     * @throws IllegalArgumentException when the decay is outside its range
     */
    static WeightAverage ema(double decay) {
        return new ExponentialAverage(decay, true);
    }

    /**
     * Stochastic weight averaging: the mean of the weights after {@code start} steps and after every {@code every} steps from
     * there on.
     *
     * @param start the number of steps after which the first weights are taken, at least 1
     * @param every how many steps lie between weights that are taken, at least 1
     * @return the average
     * @throws IllegalArgumentException when a number is too small
     */
    static WeightAverage swa(long start, long every) {
        return new UniformAverage(start, every);
    }

    /**
     * Polyak and Ruppert's average: the mean of the weights after each step from a given one on.
     *
     * @param start the number of steps after which the first weights are taken, at least 1
     * @return the average
     * @throws IllegalArgumentException when the number is too small
     */
    static WeightAverage polyak(long start) {
        return new UniformAverage(start, 1);
    }
}
