package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * Lion, "evolved sign momentum": every weight moves by the learning rate itself, in the direction that a momentum and the
 * gradient agree on.
 *
 * <p>{@code c = β1·m + (1 − β1)·g}, {@code θ ← θ − lr·(sign(c) + λ·θ)}, {@code m ← β2·m + (1 − β2)·g}, with
 * {@code sign(0) = 0}. The update mixes by β1 before the state moves by β2.
 *
 * <p><b>When:</b> large batches, and half of Adam's memory. The step does not shrink with the gradient, so the rate must: take a
 * third to a tenth of AdamW's, with three to ten times its λ, and let a schedule end near 0.
 *
 * <p><b>Slots:</b> m, one tensor of the parameter's shape.
 *
 * <p><b>Reference:</b> Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms", arXiv:2302.06675, Algorithm 2;
 * {@code google/automl lion_optax.py}, whose defaults {@link #defaults()} are; Keras has the same ones. For language models the
 * paper prefers β1 = 0.95, β2 = 0.98. The customary rate is 1e−4. Cautious: see arXiv:2510.12402, Algorithm 1.
 *
 * @param beta1 β1 of the update, in [0, 1)
 * @param beta2 β2 of the momentum, in [0, 1)
 * @param weightDecay λ, in [0, infinity); not applied to biases and norm parameters by default
 * @param cautious whether the decay spares weights that the update makes larger
 */
public record Lion(double beta1, double beta2, double weightDecay, boolean cautious) implements UpdateRule {
    private static final String MOMENTUM = "m";

    /**
     * Checks the ranges.
     *
     * @param beta1 β1 of the update
     * @param beta2 β2 of the momentum
     * @param weightDecay λ
     * @param cautious whether the decay spares weights that the update makes larger
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Lion {
        Accepted.belowOne("Lion", "beta1", beta1);
        Accepted.belowOne("Lion", "beta2", beta2);
        Accepted.notNegative("Lion", "weightDecay", weightDecay);
    }

    /**
     * β1 = 0.9, β2 = 0.99, λ = 0: the authors' and Keras's defaults.
     *
     * @return the rule
     */
    public static Lion defaults() {
        return new Lion(0.9, 0.99, 0, false);
    }

    /**
     * The defaults of {@code optax.lion}, which differ in λ = 1e−3.
     *
     * @return the rule
     */
    public static Lion optax() {
        return defaults().withWeightDecay(1e-3);
    }

    /**
     * The same rule with other decay rates.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @return the changed rule
     */
    public Lion withBetas(double changed1, double changed2) {
        return new Lion(changed1, changed2, weightDecay, cautious);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public Lion withWeightDecay(double changed) {
        return new Lion(beta1, beta2, changed, cautious);
    }

    /**
     * The same rule with cautious or with plain weight decay.
     *
     * @param changed whether the decay spares weights that the update makes larger
     * @return the changed rule
     */
    public Lion withCautious(boolean changed) {
        return new Lion(beta1, beta2, weightDecay, changed);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(MOMENTUM, shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float b1 = (float) beta1;
        float c1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float c2 = (float) (1 - beta2);
        float rate = (float) context.rate();
        float shrink = (float) (context.rate() * context.decay());
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] m = slots.tensor(MOMENTUM);
        if (cautious && shrink > 0) {
            context.split(w.length, (from, to) -> {
                Caution.decay(w, m, b1, g, c1, shrink, from, to);
                loop(w, g, m, b1, c1, b2, c2, rate, 0f, from, to);
            });
        } else {
            context.split(w.length, (from, to) -> loop(w, g, m, b1, c1, b2, c2, rate, shrink, from, to));
        }
    }

    private static void loop(
            float[] w,
            float[] g,
            float[] m,
            float b1,
            float c1,
            float b2,
            float c2,
            float rate,
            float shrink,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            w[i] -= rate * Signs.of(b1 * m[i] + c1 * g[i]) + shrink * w[i];
            m[i] = b2 * m[i] + c2 * g[i];
        }
    }
}
