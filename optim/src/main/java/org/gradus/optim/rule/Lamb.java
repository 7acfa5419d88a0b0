package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.check.Accepted;
import org.gradus.optim.sum.SquareSum;

/**
 * LAMB: Adam's step with weight decay, stretched or shortened for each parameter so that it is as long as the weights are.
 *
 * <p>{@code m ← β1·m + (1 − β1)·g}, {@code v ← β2·v + (1 − β2)·g²}, {@code u = m̂/(√v̂ + ε) + λ·θ},
 * {@code θ ← θ − lr·r·u} with the trust ratio {@code r = min(‖θ‖/‖u‖, maxRatio)}, and {@code r = 1} where a norm is 0. With the
 * correction {@code m̂ = m/(1 − β1ᵗ)} and {@code v̂ = v/(1 − β2ᵗ)}, where t counts this parameter's own updates; without it
 * {@code m̂ = m}, {@code v̂ = v}.
 *
 * <p><b>When:</b> batches of thousands, with the rate scaled by the root of the batch and warmed up; below that AdamW does as
 * well.
 *
 * <p><b>Slots:</b> m and v, two tensors of the parameter's shape; during the step u of one parameter.
 *
 * <p><b>Reference:</b> You et al. 2020, "Large Batch Optimization for Deep Learning: Training BERT in 76 minutes",
 * arXiv:1904.00962, Algorithm 2, which {@link #paper()} is, with φ(z) = z. The customary rate is 1e−3. Implementations differ: the
 * authors' TensorFlow code does not correct the moments, and it spares biases and norm parameters both the decay and the ratio;
 * {@code optax.lamb} corrects and adapts all; Keras corrects, adapts all, and takes its decay outside the ratio as AdamW does; timm
 * bounds the ratio by 1 ({@link #withMaxRatio}). Norms are accumulated in double. Cautious: see arXiv:2510.12402, Algorithm 1.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, in [0, 1)
 * @param eps ε, above 0
 * @param corrected whether both moments are corrected for their start
 * @param maxRatio the greatest trust ratio, in (0, infinity]
 * @param adaptAll whether parameters of rank 0 and 1, biases and norm parameters, have a trust ratio, too; theirs is else 1
 * @param weightDecay λ, in [0, infinity); not applied to biases and norm parameters by default
 * @param cautious whether the decay spares weights that the update makes larger
 */
public record Lamb(
        double beta1,
        double beta2,
        double eps,
        boolean corrected,
        double maxRatio,
        boolean adaptAll,
        double weightDecay,
        boolean cautious)
        implements UpdateRule {
    private static final String FIRST = "m";
    private static final String SECOND = "v";

    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param eps ε
     * @param corrected whether both moments are corrected for their start
     * @param maxRatio the greatest trust ratio
     * @param adaptAll whether biases and norm parameters have a trust ratio
     * @param weightDecay λ
     * @param cautious whether the decay spares weights that the update makes larger
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Lamb {
        Moments.check("Lamb", beta1, beta2, eps);
        Accepted.aboveZero("Lamb", "maxRatio", maxRatio);
        Accepted.notNegative("Lamb", "weightDecay", weightDecay);
    }

    /**
     * The paper's algorithm, but biases and norm parameters without a trust ratio as in the authors' code: β1 = 0.9, β2 = 0.999,
     * ε = 1e−6, corrected, λ = 0.01, the defaults of NVIDIA's {@code FusedLAMB}; the first three are the authors', too.
     *
     * @return the rule
     */
    public static Lamb defaults() {
        return paper().withAdaptAll(false);
    }

    /**
     * The paper's algorithm to the letter: every parameter has a trust ratio.
     *
     * @return the rule
     */
    public static Lamb paper() {
        return new Lamb(0.9, 0.999, 1e-6, true, Double.POSITIVE_INFINITY, true, 0.01, false);
    }

    /**
     * The defaults of {@code optax.lamb}: every parameter has a trust ratio, λ = 0.
     *
     * @return the rule
     */
    public static Lamb optax() {
        return paper().withWeightDecay(0);
    }

    /**
     * The defaults of Keras: every parameter has a trust ratio, ε = 1e−7, λ = 0. The decay that Keras offers besides stands
     * outside the ratio and is not this rule's λ.
     *
     * @return the rule
     */
    public static Lamb keras() {
        return optax().withEps(1e-7);
    }

    /**
     * The same rule with other decay rates.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @return the changed rule
     */
    public Lamb withBetas(double changed1, double changed2) {
        return new Lamb(changed1, changed2, eps, corrected, maxRatio, adaptAll, weightDecay, cautious);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public Lamb withEps(double changed) {
        return new Lamb(beta1, beta2, changed, corrected, maxRatio, adaptAll, weightDecay, cautious);
    }

    /**
     * The same rule with or without correction.
     *
     * @param changed whether both moments are corrected for their start
     * @return the changed rule
     */
    public Lamb withCorrected(boolean changed) {
        return new Lamb(beta1, beta2, eps, changed, maxRatio, adaptAll, weightDecay, cautious);
    }

    /**
     * The same rule with another bound of the trust ratio.
     *
     * @param changed the greatest trust ratio
     * @return the changed rule
     */
    public Lamb withMaxRatio(double changed) {
        return new Lamb(beta1, beta2, eps, corrected, changed, adaptAll, weightDecay, cautious);
    }

    /**
     * The same rule with or without trust ratios for biases and norm parameters.
     *
     * @param changed whether they have them
     * @return the changed rule
     */
    public Lamb withAdaptAll(boolean changed) {
        return new Lamb(beta1, beta2, eps, corrected, maxRatio, changed, weightDecay, cautious);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public Lamb withWeightDecay(double changed) {
        return new Lamb(beta1, beta2, eps, corrected, maxRatio, adaptAll, changed, cautious);
    }

    /**
     * The same rule with cautious or with plain weight decay.
     *
     * @param changed whether the decay spares weights that the update makes larger
     * @return the changed rule
     */
    public Lamb withCautious(boolean changed) {
        return new Lamb(beta1, beta2, eps, corrected, maxRatio, adaptAll, weightDecay, changed);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return Moments.slots(shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        double t = (double) context.step();
        float lift = (float) (corrected ? 1 / (1 - StrictMath.pow(beta1, t)) : 1);
        float root = (float) (corrected ? 1 / Math.sqrt(1 - StrictMath.pow(beta2, t)) : 1);
        float e = (float) eps;
        float lambda = (float) context.decay();
        boolean careful = cautious && lambda > 0;
        float b1 = (float) beta1;
        float c1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float c2 = (float) (1 - beta2);
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] m = slots.tensor(FIRST);
        float[] v = slots.tensor(SECOND);
        float[] u = context.workspace().floats(w.length);
        context.split(
                w.length,
                (from, to) -> Blocks.each(from, to, (start, end) -> {
                    moments(g, m, v, b1, c1, b2, c2, start, end);
                    update(u, w, m, v, lift, root, e, careful ? 0f : lambda, start, end);
                    if (careful) {
                        decayUnopposed(u, w, lambda, start, end);
                    }
                }));
        double ratio = adaptAll || parameter.shape().rank() > 1 ? ratio(context.workers(), w, u) : 1;
        float rate = (float) (context.rate() * Math.min(ratio, maxRatio));
        context.split(w.length, (from, to) -> move(w, u, rate, from, to));
    }

    private static double ratio(Workers workers, float[] w, float[] u) {
        return TrustRatio.of(1, SquareSum.of(w, workers), Math.sqrt(SquareSum.of(u, w.length, workers)));
    }

    private static void moments(
            float[] g, float[] m, float[] v, float b1, float c1, float b2, float c2, int from, int to) {
        for (int i = from; i < to; i++) {
            m[i] = b1 * m[i] + c1 * g[i];
            v[i] = b2 * v[i] + c2 * g[i] * g[i];
        }
    }

    private static void update(
            float[] u,
            float[] w,
            float[] m,
            float[] v,
            float lift,
            float root,
            float e,
            float lambda,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            u[i] = lift * (m[i] / ((float) Math.sqrt(v[i]) * root + e)) + lambda * w[i];
        }
    }

    private static void decayUnopposed(float[] u, float[] w, float lambda, int from, int to) {
        for (int i = from; i < to; i++) {
            u[i] += lambda * Signs.unopposed(Signs.of(u[i]), w[i]);
        }
    }

    private static void move(float[] w, float[] u, float rate, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] -= rate * u[i];
        }
    }
}
