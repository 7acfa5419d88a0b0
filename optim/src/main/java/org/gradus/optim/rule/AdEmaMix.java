package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * AdEMAMix: AdamW with a second, very slow momentum beside the fast one, which keeps gradients of ten thousand steps ago in use.
 *
 * <p>{@code m1 ← β1·m1 + (1 − β1)·g}, {@code m2 ← β3(t)·m2 + (1 − β3(t))·g}, {@code v ← β2·v + (1 − β2)·g²},
 * {@code θ ← θ − lr·((m̂1 + α(t)·m2)/(√v̂ + ε) + λ·θ)} where {@code m̂1 = m1/(1 − β1ᵗ)}, {@code v̂ = v/(1 − β2ᵗ)}; m2 is not
 * corrected. t counts this parameter's own updates.
 *
 * <p>Over the first T steps α grows linearly to its value, and β3 from β1 so that the half-life of m2 grows linearly:
 * {@code β3(t) = exp(1/((1 − t/T)/ln β1 + (t/T)/ln β3))}. Without this a large α makes the start diverge.
 *
 * <p><b>When:</b> long trainings of tens of thousands of steps; for shorter ones β3 = 0.999. It forgets slowly, which hurts where
 * the data drift.
 *
 * <p><b>Slots:</b> m1, m2 and v, three tensors of the parameter's shape.
 *
 * <p><b>Reference:</b> Pagliardini, Ablin, Grangier 2024, "The AdEMAMix Optimizer: Better, Faster, Older", arXiv:2409.03137,
 * Algorithm 1; {@code apple/ml-ademamix}, whose defaults {@link #defaults()} are. The customary rate is 1e−3. Cautious: see
 * arXiv:2510.12402, Algorithm 1.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, in [0, 1)
 * @param beta3 β3, in [0, 1)
 * @param alpha α, in [0, infinity)
 * @param warmUp T, at least 0; 0 for α and β3 at their values from the first step
 * @param eps ε, above 0
 * @param weightDecay λ, in [0, infinity); not applied to biases and norm parameters by default
 * @param cautious whether the decay spares weights that the update makes larger
 */
public record AdEmaMix(
        double beta1,
        double beta2,
        double beta3,
        double alpha,
        long warmUp,
        double eps,
        double weightDecay,
        boolean cautious)
        implements UpdateRule {
    private static final String FAST = "m1";
    private static final String SLOW = "m2";
    private static final String SECOND = "v";

    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param beta3 β3
     * @param alpha α
     * @param warmUp T
     * @param eps ε
     * @param weightDecay λ
     * @param cautious whether the decay spares weights that the update makes larger
     * @throws IllegalArgumentException when a value is outside its range
     */
    public AdEmaMix {
        Moments.check("AdEmaMix", beta1, beta2, eps);
        Accepted.belowOne("AdEmaMix", "beta3", beta3);
        Accepted.notNegative("AdEmaMix", "alpha", alpha);
        Accepted.steps("AdEmaMix", "warmUp", warmUp, 0);
        Accepted.notNegative("AdEmaMix", "weightDecay", weightDecay);
    }

    /**
     * β1 = 0.9, β2 = 0.999, β3 = 0.9999, α = 2, no warm-up, ε = 1e−8, λ = 0: the defaults of the authors' code.
     *
     * @return the rule
     */
    public static AdEmaMix defaults() {
        return new AdEmaMix(0.9, 0.999, 0.9999, 2, 0, 1e-8, 0, false);
    }

    /**
     * As the authors train language models (the example of their repository): α = 8 and λ = 0.1, warmed up over the whole
     * training.
     *
     * @param steps how many steps the training has
     * @return the rule
     * @throws IllegalArgumentException when the number is negative
     */
    public static AdEmaMix paper(long steps) {
        return new AdEmaMix(0.9, 0.999, 0.9999, 8, steps, 1e-8, 0.1, false);
    }

    /**
     * The defaults of {@code optax.contrib.ademamix}, which differ in α = 5. There both warm-ups are schedules that the caller
     * passes.
     *
     * @return the rule
     */
    public static AdEmaMix optax() {
        return defaults().withAlpha(5);
    }

    /**
     * The same rule with other decay rates.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @param changed3 β3
     * @return the changed rule
     */
    public AdEmaMix withBetas(double changed1, double changed2, double changed3) {
        return new AdEmaMix(changed1, changed2, changed3, alpha, warmUp, eps, weightDecay, cautious);
    }

    /**
     * The same rule with another weight of the slow momentum.
     *
     * @param changed α
     * @return the changed rule
     */
    public AdEmaMix withAlpha(double changed) {
        return new AdEmaMix(beta1, beta2, beta3, changed, warmUp, eps, weightDecay, cautious);
    }

    /**
     * The same rule with another warm-up.
     *
     * @param changed T
     * @return the changed rule
     */
    public AdEmaMix withWarmUp(long changed) {
        return new AdEmaMix(beta1, beta2, beta3, alpha, changed, eps, weightDecay, cautious);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public AdEmaMix withEps(double changed) {
        return new AdEmaMix(beta1, beta2, beta3, alpha, warmUp, changed, weightDecay, cautious);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public AdEmaMix withWeightDecay(double changed) {
        return new AdEmaMix(beta1, beta2, beta3, alpha, warmUp, eps, changed, cautious);
    }

    /**
     * The same rule with cautious or with plain weight decay.
     *
     * @param changed whether the decay spares weights that the update makes larger
     * @return the changed rule
     */
    public AdEmaMix withCautious(boolean changed) {
        return new AdEmaMix(beta1, beta2, beta3, alpha, warmUp, eps, weightDecay, changed);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(FAST, shape).tensor(SLOW, shape).tensor(SECOND, shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        double t = (double) context.step();
        double slowest = slowest(t);
        float b1 = (float) beta1;
        float c1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float c2 = (float) (1 - beta2);
        float b3 = (float) slowest;
        float c3 = (float) (1 - slowest);
        float fast = (float) (context.rate() / (1 - StrictMath.pow(beta1, t)));
        float slow = (float) (context.rate() * (t < warmUp ? alpha * t / warmUp : alpha));
        float root = (float) (1 / Math.sqrt(1 - StrictMath.pow(beta2, t)));
        float e = (float) eps;
        float shrink = (float) (context.rate() * context.decay());
        boolean careful = cautious && shrink > 0;
        float plain = careful ? 0f : shrink;
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] m1 = slots.tensor(FAST);
        float[] m2 = slots.tensor(SLOW);
        float[] v = slots.tensor(SECOND);
        context.split(w.length, (from, to) -> {
            momenta(g, m1, m2, b1, c1, b3, c3, from, to);
            if (careful) {
                Caution.decay(w, m1, fast, m2, slow, shrink, from, to);
            }
            move(w, g, m1, m2, v, b2, c2, fast, slow, root, e, plain, from, to);
        });
    }

    /** β3 at step t; a β of 0 has the logarithm −∞ and so the half-life 0, as it should. */
    private double slowest(double t) {
        if (t >= warmUp) {
            return beta3;
        }
        double share = t / warmUp;
        return StrictMath.exp(1 / ((1 - share) / StrictMath.log(beta1) + share / StrictMath.log(beta3)));
    }

    private static void momenta(
            float[] g, float[] m1, float[] m2, float b1, float c1, float b3, float c3, int from, int to) {
        for (int i = from; i < to; i++) {
            m1[i] = b1 * m1[i] + c1 * g[i];
            m2[i] = b3 * m2[i] + c3 * g[i];
        }
    }

    private static void move(
            float[] w,
            float[] g,
            float[] m1,
            float[] m2,
            float[] v,
            float b2,
            float c2,
            float fast,
            float slow,
            float root,
            float e,
            float shrink,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            v[i] = b2 * v[i] + c2 * g[i] * g[i];
            w[i] -= (fast * m1[i] + slow * m2[i]) / ((float) Math.sqrt(v[i]) * root + e) + shrink * w[i];
        }
    }
}
