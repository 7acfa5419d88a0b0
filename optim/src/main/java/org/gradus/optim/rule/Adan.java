package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * Adan: Adam with a momentum of the gradient and one of its change, which together stand for the gradient one step ahead, as
 * Nesterov has it but without moving there.
 *
 * <p>With {@code Δ = g − g₋₁} (0 at the first step): {@code m ← β1·m + (1 − β1)·g}, {@code v ← β2·v + (1 − β2)·Δ},
 * {@code n ← β3·n + (1 − β3)·(g + β2·Δ)²}, {@code u = (m̂ + β2·v̂)/(√n̂ + ε)}, {@code θ ← (θ − lr·u)/(1 + lr·λ)}; each hat divides
 * by {@code 1 − βᵗ} with its own β, and t counts this parameter's own updates.
 *
 * <p><b>When:</b> large batches and rates five to ten times those of AdamW, also for vision transformers; λ = 0.02.
 *
 * <p><b>Slots:</b> m, v, n and the gradient before, four tensors of the parameter's shape.
 *
 * <p><b>Reference:</b> Xie et al. 2022, "Adan: Adaptive Nesterov Momentum Algorithm for Faster Optimizing Deep Models",
 * arXiv:2208.06677, Algorithm 1; {@code sail-sg/Adan}, whose defaults {@link #defaults()} are. The customary rate is 1e−3. The
 * paper writes 1 − β where this and the code write β, and leaves the corrections to the code. {@code optax.adan} decouples
 * the decay as AdamW does ({@link #withProximal}) but weighs the change by 1 − β2 where paper and code have β2 (its 0.08 for
 * their 0.92), which is not offered. Cautious: see arXiv:2510.12402, Algorithm 1.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, in [0, 1)
 * @param beta3 β3, in [0, 1)
 * @param eps ε, above 0
 * @param weightDecay λ, in [0, infinity); not applied to biases and norm parameters by default
 * @param proximal whether the decay divides what the update left by {@code 1 + lr·λ}; else {@code lr·λ·θ} is taken off, as in
 *     AdamW
 * @param cautious whether the decay spares weights that the update makes larger; such a decay is never proximal
 */
public record Adan(
        double beta1, double beta2, double beta3, double eps, double weightDecay, boolean proximal, boolean cautious)
        implements UpdateRule {
    private static final String MOMENTUM = "m";
    private static final String CHANGE = "v";
    private static final String SECOND = "n";
    private static final String BEFORE = "g";

    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param beta3 β3
     * @param eps ε
     * @param weightDecay λ
     * @param proximal how the decay is taken
     * @param cautious whether the decay spares weights that the update makes larger
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Adan {
        Moments.check("Adan", beta1, beta2, eps);
        Accepted.belowOne("Adan", "beta3", beta3);
        Accepted.notNegative("Adan", "weightDecay", weightDecay);
    }

    /**
     * β1 = 0.98, β2 = 0.92, β3 = 0.99, ε = 1e−8, λ = 0, proximal: the defaults of the authors' code.
     *
     * @return the rule
     */
    public static Adan defaults() {
        return new Adan(0.98, 0.92, 0.99, 1e-8, 0, true, false);
    }

    /**
     * The same rule with other decay rates.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @param changed3 β3
     * @return the changed rule
     */
    public Adan withBetas(double changed1, double changed2, double changed3) {
        return new Adan(changed1, changed2, changed3, eps, weightDecay, proximal, cautious);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public Adan withEps(double changed) {
        return new Adan(beta1, beta2, beta3, changed, weightDecay, proximal, cautious);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public Adan withWeightDecay(double changed) {
        return new Adan(beta1, beta2, beta3, eps, changed, proximal, cautious);
    }

    /**
     * The same rule with the other kind of decay ({@code no_prox} in the authors' code is its opposite).
     *
     * @param changed whether the decay divides what the update left
     * @return the changed rule
     */
    public Adan withProximal(boolean changed) {
        return new Adan(beta1, beta2, beta3, eps, weightDecay, changed, cautious);
    }

    /**
     * The same rule with cautious or with plain weight decay.
     *
     * @param changed whether the decay spares weights that the update makes larger
     * @return the changed rule
     */
    public Adan withCautious(boolean changed) {
        return new Adan(beta1, beta2, beta3, eps, weightDecay, proximal, changed);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none()
                .tensor(MOMENTUM, shape)
                .tensor(CHANGE, shape)
                .tensor(SECOND, shape)
                .tensor(BEFORE, shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        double t = (double) context.step();
        double lambda = context.rate() * context.decay();
        boolean careful = cautious && lambda > 0;
        boolean divides = proximal && !cautious;
        float known = context.step() == 1 ? 0f : 1f;
        float b1 = (float) beta1;
        float c1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float c2 = (float) (1 - beta2);
        float b3 = (float) beta3;
        float c3 = (float) (1 - beta3);
        float along = (float) (context.rate() / (1 - StrictMath.pow(beta1, t)));
        float ahead = (float) (context.rate() * beta2 / (1 - StrictMath.pow(beta2, t)));
        float root = (float) (1 / Math.sqrt(1 - StrictMath.pow(beta3, t)));
        float e = (float) eps;
        float shrink = (float) (divides ? lambda / (1 + lambda) : lambda);
        float plain = careful ? 0f : shrink;
        float moved = divides ? 1f : 0f;
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] m = slots.tensor(MOMENTUM);
        float[] v = slots.tensor(CHANGE);
        float[] n = slots.tensor(SECOND);
        float[] before = slots.tensor(BEFORE);
        context.split(w.length, (from, to) -> {
            changes(g, before, v, n, known, b2, c2, b3, c3, from, to);
            if (careful) {
                Caution.decay(w, m, along * b1, g, along * c1, v, ahead, shrink, from, to);
            }
            move(w, g, m, v, n, b1, c1, along, ahead, root, e, plain, moved, from, to);
        });
    }

    /** All that depends on the change; one loop with the rest would be too long to become vector code, see {@link Caution}. */
    private static void changes(
            float[] g,
            float[] before,
            float[] v,
            float[] n,
            float known,
            float b2,
            float c2,
            float b3,
            float c3,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float x = g[i];
            float change = known * (x - before[i]);
            float next = x + b2 * change;
            v[i] = b2 * v[i] + c2 * change;
            n[i] = b3 * n[i] + c3 * next * next;
            before[i] = x;
        }
    }

    /** What a proximal step divides by {@code 1 + lr·λ} is the weight after its move. */
    private static void move(
            float[] w,
            float[] g,
            float[] m,
            float[] v,
            float[] n,
            float b1,
            float c1,
            float along,
            float ahead,
            float root,
            float e,
            float shrink,
            float moved,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float mean = b1 * m[i] + c1 * g[i];
            float step = (along * mean + ahead * v[i]) / ((float) Math.sqrt(n[i]) * root + e);
            w[i] -= step + shrink * (w[i] - moved * step);
            m[i] = mean;
        }
    }
}
