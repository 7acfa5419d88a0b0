package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.check.Accepted;

/**
 * Schedule-Free gradient descent: an average of the weights in place of a falling learning rate, so that no end of training
 * has to be known.
 *
 * <p>With the gradient g at y, {@code d = g + λ·y} and γ the rate: {@code z ← z − γ·d}, {@code x ← (1 − c)·x + c·z},
 * {@code y ← (1 − β)·z + β·x}. The share c is this step's weight {@code tʳ·γₘₐₓᵖ} over the sum of all weights so far: 1/t at a
 * constant rate. For {@code t ≤ warmUp} γ is {@code lr·t/warmUp}.
 *
 * <p>Trained is y; the weights for use are x, and only {@link Optimizer#evaluate} shows them. Running statistics of norm layers
 * belong to y and should be computed anew at x. Give it a constant schedule; β must not change on the way.
 *
 * <p><b>When:</b> where SGD with momentum and a schedule would be used, but the number of steps is open. The rate is usually
 * larger than with momentum; 1.0 is the authors' default. <b>Memory:</b> z.
 *
 * <p><b>Reference:</b> Defazio, Yang, Mehta, Mishchenko, Khaled, Cutkosky 2024, arXiv:2405.15682, equations 3 to 5; r, p and
 * the defaults from the authors' {@code SGDScheduleFree}. Deviation: each parameter counts its own steps and weights.
 *
 * @param beta β, in (0, 1)
 * @param weightDecay λ, taken of y, in [0, infinity); not applied to biases and norm parameters by default
 * @param warmUp for how many steps the rate rises, 0 or more
 * @param r the power of the step in the weights of the average, in [0, infinity)
 * @param weightLrPower p, the power of the rate in them, in [0, infinity)
 * @param cautious whether the decay spares weights that the gradient makes larger
 */
public record ScheduleFreeSgd(
        double beta, double weightDecay, long warmUp, double r, double weightLrPower, boolean cautious)
        implements EvaluatedElsewhere {
    /**
     * Checks the ranges.
     *
     * @param beta β
     * @param weightDecay λ
     * @param warmUp for how many steps the rate rises
     * @param r the power of the step in the weights of the average
     * @param weightLrPower the power of the rate in them
     * @param cautious whether the decay spares weights that the gradient makes larger
     * @throws IllegalArgumentException when a value is outside its range
     */
    public ScheduleFreeSgd {
        ScheduleFree.check("ScheduleFreeSgd", beta, warmUp, r, weightLrPower);
        Accepted.notNegative("ScheduleFreeSgd", "weightDecay", weightDecay);
    }

    /**
     * β = 0.9, no decay, no warm-up, r = 0, p = 2: the defaults of the authors' code.
     *
     * @return the rule
     */
    public static ScheduleFreeSgd defaults() {
        return new ScheduleFreeSgd(0.9, 0, 0, 0, 2, false);
    }

    /**
     * The same rule with another β.
     *
     * @param changed β
     * @return the changed rule
     */
    public ScheduleFreeSgd withBeta(double changed) {
        return new ScheduleFreeSgd(changed, weightDecay, warmUp, r, weightLrPower, cautious);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public ScheduleFreeSgd withWeightDecay(double changed) {
        return new ScheduleFreeSgd(beta, changed, warmUp, r, weightLrPower, cautious);
    }

    /**
     * The same rule with another warm-up.
     *
     * @param changed for how many steps the rate rises
     * @return the changed rule
     */
    public ScheduleFreeSgd withWarmUp(long changed) {
        return new ScheduleFreeSgd(beta, weightDecay, changed, r, weightLrPower, cautious);
    }

    /**
     * The same rule with other weights in the average.
     *
     * @param changedR the power of the step
     * @param changedPower the power of the rate
     * @return the changed rule
     */
    public ScheduleFreeSgd withWeights(double changedR, double changedPower) {
        return new ScheduleFreeSgd(beta, weightDecay, warmUp, changedR, changedPower, cautious);
    }

    /**
     * The same rule with or without cautious decay.
     *
     * @param changed whether the decay spares weights that the gradient makes larger
     * @return the changed rule
     */
    public ScheduleFreeSgd withCautious(boolean changed) {
        return new ScheduleFreeSgd(beta, weightDecay, warmUp, r, weightLrPower, changed);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return ScheduleFree.slots(shape);
    }

    private ScheduleFree sequences() {
        return new ScheduleFree(beta, warmUp, r, weightLrPower);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        ScheduleFree.Step step = sequences().step(context, parameter, slots, 1);
        float decay = (float) context.decay();
        float[] g = gradient.data();
        float[] y = parameter.update();
        if (cautious) {
            context.split(y.length, (from, to) -> cautious(y, g, step, decay, from, to));
        } else {
            context.split(y.length, (from, to) -> plain(y, g, step, decay, from, to));
        }
    }

    private static void plain(float[] y, float[] g, ScheduleFree.Step step, float decay, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = step.move(i, y[i], g[i] + decay * y[i]);
        }
    }

    private static void cautious(float[] y, float[] g, ScheduleFree.Step step, float decay, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = step.move(i, y[i], g[i] + decay * Signs.unopposed(Signs.of(g[i]), y[i]));
        }
    }

    @Override
    public void evaluationWeights(float[] trained, Slots slots, float[] out) {
        sequences().average(trained, slots, out);
    }
}
