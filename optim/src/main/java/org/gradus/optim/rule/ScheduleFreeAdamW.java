package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.check.Accepted;

/**
 * Schedule-Free AdamW: AdamW's scaling by the second moment, with an average of the weights in place of momentum and of a
 * falling learning rate.
 *
 * <p>With the gradient g at y: {@code v ← β2·v + (1 − β2)·g²}, {@code γ = lr·√(1 − β2ᵗ)·min(1, t/warmUp)},
 * {@code z ← z − γ·(g/(√v + ε) + λ·y)}, {@code x ← (1 − c)·x + c·z}, {@code y ← (1 − β)·z + β·x}. The share c is this step's
 * weight {@code tʳ·γₘₐₓᵖ} over the sum of all weights so far.
 *
 * <p>Trained is y; the weights for use are x, and only {@link Optimizer#evaluate} shows them. Running statistics of norm layers
 * belong to y and should be computed anew at x. Give it a constant schedule; β must not change on the way.
 *
 * <p><b>When:</b> where AdamW and a schedule would be used, but the number of steps is open. The customary rate is 2.5e−3,
 * somewhat larger than AdamW's, with a warm-up. <b>Memory:</b> z and v, as AdamW.
 *
 * <p><b>Reference:</b> Defazio, Yang, Mehta, Mishchenko, Khaled, Cutkosky 2024, arXiv:2405.15682, Algorithm 1; r, p and the
 * defaults from the authors' {@code AdamWScheduleFreePaper}. Their {@code AdamWScheduleFree} now divides v by {@code 1 − β2ᵗ}
 * instead, which leaves ε, the decay and the weights without that factor. Deviation: each parameter counts its own steps and
 * weights.
 *
 * @param beta β (the paper's β1), in (0, 1)
 * @param beta2 β2, in [0, 1)
 * @param eps ε, above 0
 * @param weightDecay λ, taken of y, in [0, infinity); not applied to biases and norm parameters by default
 * @param warmUp for how many steps the rate rises, 0 or more
 * @param r the power of the step in the weights of the average, in [0, infinity)
 * @param weightLrPower p, the power of the rate in them, in [0, infinity)
 * @param cautious whether the decay spares weights that the update makes larger
 */
public record ScheduleFreeAdamW(
        double beta,
        double beta2,
        double eps,
        double weightDecay,
        long warmUp,
        double r,
        double weightLrPower,
        boolean cautious)
        implements EvaluatedElsewhere {
    private static final String SECOND = "v";

    /**
     * Checks the ranges.
     *
     * @param beta β
     * @param beta2 β2
     * @param eps ε
     * @param weightDecay λ
     * @param warmUp for how many steps the rate rises
     * @param r the power of the step in the weights of the average
     * @param weightLrPower the power of the rate in them
     * @param cautious whether the decay spares weights that the update makes larger
     * @throws IllegalArgumentException when a value is outside its range
     */
    public ScheduleFreeAdamW {
        ScheduleFree.check("ScheduleFreeAdamW", beta, warmUp, r, weightLrPower);
        Accepted.belowOne("ScheduleFreeAdamW", "beta2", beta2);
        Accepted.epsilon("ScheduleFreeAdamW", "eps", eps);
        Accepted.notNegative("ScheduleFreeAdamW", "weightDecay", weightDecay);
    }

    /**
     * β = 0.9, β2 = 0.999, ε = 1e−8, no decay, no warm-up, r = 0, p = 2: the defaults of the authors' code.
     *
     * @return the rule
     */
    public static ScheduleFreeAdamW defaults() {
        return new ScheduleFreeAdamW(0.9, 0.999, 1e-8, 0, 0, 0, 2, false);
    }

    /**
     * The same rule with another β and another decay rate of the second moment.
     *
     * @param changed β
     * @param changed2 β2
     * @return the changed rule
     */
    public ScheduleFreeAdamW withBetas(double changed, double changed2) {
        return new ScheduleFreeAdamW(changed, changed2, eps, weightDecay, warmUp, r, weightLrPower, cautious);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public ScheduleFreeAdamW withEps(double changed) {
        return new ScheduleFreeAdamW(beta, beta2, changed, weightDecay, warmUp, r, weightLrPower, cautious);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public ScheduleFreeAdamW withWeightDecay(double changed) {
        return new ScheduleFreeAdamW(beta, beta2, eps, changed, warmUp, r, weightLrPower, cautious);
    }

    /**
     * The same rule with another warm-up.
     *
     * @param changed for how many steps the rate rises
     * @return the changed rule
     */
    public ScheduleFreeAdamW withWarmUp(long changed) {
        return new ScheduleFreeAdamW(beta, beta2, eps, weightDecay, changed, r, weightLrPower, cautious);
    }

    /**
     * The same rule with other weights in the average.
     *
     * @param changedR the power of the step
     * @param changedPower the power of the rate
     * @return the changed rule
     */
    public ScheduleFreeAdamW withWeights(double changedR, double changedPower) {
        return new ScheduleFreeAdamW(beta, beta2, eps, weightDecay, warmUp, changedR, changedPower, cautious);
    }

    /**
     * The same rule with or without cautious decay.
     *
     * @param changed whether the decay spares weights that the update makes larger
     * @return the changed rule
     */
    public ScheduleFreeAdamW withCautious(boolean changed) {
        return new ScheduleFreeAdamW(beta, beta2, eps, weightDecay, warmUp, r, weightLrPower, changed);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return ScheduleFree.slots(shape).tensor(SECOND, shape);
    }

    private ScheduleFree sequences() {
        return new ScheduleFree(beta, warmUp, r, weightLrPower);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        double correction = Math.sqrt(1 - StrictMath.pow(beta2, (double) context.step()));
        ScheduleFree.Step step = sequences().step(context, parameter, slots, correction);
        float b2 = (float) beta2;
        float c2 = (float) (1 - beta2);
        float e = (float) eps;
        float decay = (float) context.decay();
        float[] g = gradient.data();
        float[] v = slots.tensor(SECOND);
        float[] y = parameter.update();
        if (cautious) {
            context.split(y.length, (from, to) -> cautious(y, g, v, step, b2, c2, e, decay, from, to));
        } else {
            context.split(y.length, (from, to) -> plain(y, g, v, step, b2, c2, e, decay, from, to));
        }
    }

    private static void plain(
            float[] y,
            float[] g,
            float[] v,
            ScheduleFree.Step step,
            float b2,
            float c2,
            float e,
            float decay,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            v[i] = b2 * v[i] + c2 * g[i] * g[i];
            y[i] = step.move(i, y[i], g[i] / ((float) Math.sqrt(v[i]) + e) + decay * y[i]);
        }
    }

    private static void cautious(
            float[] y,
            float[] g,
            float[] v,
            ScheduleFree.Step step,
            float b2,
            float c2,
            float e,
            float decay,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            v[i] = b2 * v[i] + c2 * g[i] * g[i];
            float kept = decay * Signs.unopposed(Signs.of(g[i]), y[i]);
            y[i] = step.move(i, y[i], g[i] / ((float) Math.sqrt(v[i]) + e) + kept);
        }
    }

    @Override
    public void evaluationWeights(float[] trained, Slots slots, float[] out) {
        sequences().average(trained, slots, out);
    }
}
