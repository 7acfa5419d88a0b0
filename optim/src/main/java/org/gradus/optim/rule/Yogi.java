package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * Yogi: Adam whose second moment changes by an amount that depends on the gradient alone, not on how far it is away, so that the
 * effective rate grows slowly after a time of large gradients.
 *
 * <p>{@code m ← β1·m + (1 − β1)·g}, {@code v ← v − (1 − β2)·sign(v − g²)·g²}, {@code θ ← θ − lr·(m̂/(√v̂ + ε) + λ·θ)}. With the
 * correction {@code m̂ = m/(1 − β1ᵗ)} and {@code v̂ = v/(1 − β2ᵗ)}, where t counts this parameter's own updates; without it
 * {@code m̂ = m}, {@code v̂ = v}.
 *
 * <p><b>When:</b> sparse gradients, whose rare large values Adam forgets too soon.
 *
 * <p><b>Slots:</b> m and v, two tensors of the parameter's shape.
 *
 * <p><b>Reference:</b> Zaheer et al. 2018, "Adaptive Methods for Nonconvex Optimization", NeurIPS, Algorithm 2, which {@link
 * #paper()} is; {@code optax.yogi}, whose correction and initial accumulator {@link #defaults()} has. The customary rate is
 * 1e−2. TensorFlow Addons has the same numbers, but m starts at 0 and ε stands outside the correction. Deviations: weight
 * decay, decoupled as in AdamW, is an addition; g² is bounded by the greatest float, so that v − g² is never infinity less
 * infinity. Cautious: see arXiv:2510.12402, Algorithm 1.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, in [0, 1)
 * @param eps ε, above 0
 * @param initial what both moments start at, in [0, infinity)
 * @param corrected whether both moments are corrected for their start
 * @param weightDecay λ, in [0, infinity); not applied to biases and norm parameters by default
 * @param cautious whether the decay spares weights that the update makes larger
 */
public record Yogi(
        double beta1, double beta2, double eps, double initial, boolean corrected, double weightDecay, boolean cautious)
        implements UpdateRule {
    private static final String FIRST = "m";
    private static final String SECOND = "v";

    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param eps ε
     * @param initial what both moments start at
     * @param corrected whether both moments are corrected for their start
     * @param weightDecay λ
     * @param cautious whether the decay spares weights that the update makes larger
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Yogi {
        Moments.check("Yogi", beta1, beta2, eps);
        Accepted.notNegative("Yogi", "initial", initial);
        Accepted.notNegative("Yogi", "weightDecay", weightDecay);
    }

    /**
     * β1 = 0.9, β2 = 0.999, ε = 1e−3, both moments from 1e−6 and corrected, λ = 0: {@code optax.yogi}.
     *
     * @return the rule
     */
    public static Yogi defaults() {
        return new Yogi(0.9, 0.999, 1e-3, 1e-6, true, 0, false);
    }

    /**
     * The paper's algorithm: both moments from 0, without correction. For v the paper proposes the squared gradient of a large
     * first batch; {@link #withInitial} takes one number for all.
     *
     * @return the rule
     */
    public static Yogi paper() {
        return new Yogi(0.9, 0.999, 1e-3, 0, false, 0, false);
    }

    /**
     * The same rule with other decay rates.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @return the changed rule
     */
    public Yogi withBetas(double changed1, double changed2) {
        return new Yogi(changed1, changed2, eps, initial, corrected, weightDecay, cautious);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public Yogi withEps(double changed) {
        return new Yogi(beta1, beta2, changed, initial, corrected, weightDecay, cautious);
    }

    /**
     * The same rule with another start.
     *
     * @param changed what both moments start at
     * @return the changed rule
     */
    public Yogi withInitial(double changed) {
        return new Yogi(beta1, beta2, eps, changed, corrected, weightDecay, cautious);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public Yogi withWeightDecay(double changed) {
        return new Yogi(beta1, beta2, eps, initial, corrected, changed, cautious);
    }

    /**
     * The same rule with cautious or with plain weight decay.
     *
     * @param changed whether the decay spares weights that the update makes larger
     * @return the changed rule
     */
    public Yogi withCautious(boolean changed) {
        return new Yogi(beta1, beta2, eps, initial, corrected, weightDecay, changed);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        float start = (float) initial;
        return SlotSpec.none().tensor(FIRST, shape, start).tensor(SECOND, shape, start);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        double t = (double) context.step();
        float rate = (float) (context.rate() / (corrected ? 1 - StrictMath.pow(beta1, t) : 1));
        float root = (float) (corrected ? 1 / Math.sqrt(1 - StrictMath.pow(beta2, t)) : 1);
        float b1 = (float) beta1;
        float c1 = (float) (1 - beta1);
        float c2 = (float) (1 - beta2);
        float e = (float) eps;
        float shrink = (float) (context.rate() * context.decay());
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] m = slots.tensor(FIRST);
        float[] v = slots.tensor(SECOND);
        if (cautious && shrink > 0) {
            context.split(w.length, (from, to) -> {
                Caution.decay(w, m, b1, g, c1, shrink, from, to);
                loop(w, g, m, v, b1, c1, c2, rate, root, e, 0f, from, to);
            });
        } else {
            context.split(w.length, (from, to) -> loop(w, g, m, v, b1, c1, c2, rate, root, e, shrink, from, to));
        }
    }

    private static void loop(
            float[] w,
            float[] g,
            float[] m,
            float[] v,
            float b1,
            float c1,
            float c2,
            float rate,
            float root,
            float e,
            float shrink,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float x = g[i];
            float before = v[i];
            float mean = b1 * m[i] + c1 * x;
            float square = Math.min(x * x, Float.MAX_VALUE);
            float second = before - c2 * Signs.of(before - square) * square;
            w[i] -= rate * mean / ((float) Math.sqrt(second) * root + e) + shrink * w[i];
            m[i] = mean;
            v[i] = second;
        }
    }
}
