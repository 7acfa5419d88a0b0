package org.gradus.optim;

import org.gradus.optim.check.Accepted;

/**
 * The exponential moving average of the weights, EMA: {@code a ← d·a + (1 − d)·θ} with {@code d = min(decay, (1 + t)/(10 + t))}
 * and t the number of steps applied before. It starts from the weights before the first step.
 *
 * <p>Without the warm-up {@code d = decay} from the beginning, and the initial weights fade over some {@code 1/(1 − decay)}
 * steps.
 *
 * <p><b>Reference:</b> the warm-up is that of TensorFlow's {@code ExponentialMovingAverage} with {@code num_updates}.
 *
 * @param decay what the average keeps of itself in a step, in [0, 1)
 * @param warmUp whether it keeps less in the first steps
 */
public record ExponentialAverage(double decay, boolean warmUp) implements WeightAverage {
    /**
     * Checks the range.
     *
     * @param decay what the average keeps of itself in a step
     * @param warmUp whether it keeps less in the first steps
     * @throws IllegalArgumentException when a value is outside its range
     */
    public ExponentialAverage {
        Accepted.belowOne("ema", "decay", decay);
    }

    @Override
    public double share(long step) {
        Accepted.steps("weight average", "step", step, 0);
        return 1 - (warmUp ? Math.min(decay, (1.0 + step) / (10.0 + step)) : decay);
    }
}
