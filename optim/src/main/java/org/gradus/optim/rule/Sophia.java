package org.gradus.optim.rule;

import java.util.List;
import org.gradus.core.Parameter;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.check.Accepted;
import org.gradus.optim.gradient.Objective;
import org.gradus.optim.gradient.ParameterVector;

/**
 * Sophia-H: a momentum divided by an estimate of the diagonal of the Hessian, and clipped element by element, so that a step goes
 * far where the loss is flat and never farther than the learning rate.
 *
 * <p>{@code m ← β1·m + (1 − β1)·g}. At the first and every k-th step after it, with random signs s:
 * {@code h ← β2·h + (1 − β2)·s∘(H·s)}, which is Hutchinson's estimate of the diagonal. Then
 * {@code θ ← θ − lr·clip(m/max(γ·h, ε), 1) − lr·λ·θ}. Where the estimate is not positive this is a step by the sign of m.
 *
 * <p>The product with the Hessian differentiates the loss twice, at every k-th step, so it needs {@link
 * Optimizer#step(Objective)}. If it is not finite the step is skipped. The signs are drawn for the seed, the parameter's path
 * and the number of steps applied, and so are the same after a restart.
 *
 * <p><b>When:</b> language models at a scale where half the steps of AdamW pay for a Hessian product in ten. Tune γ until
 * between a tenth and a half of the elements are not clipped.
 *
 * <p><b>Slots:</b> m and h, two tensors of the parameter's shape.
 *
 * <p><b>Reference:</b> Liu et al. 2023, "Sophia: A Scalable Stochastic Second-order Optimizer for Language Model Pre-training",
 * arXiv:2305.14342, Algorithms 1 and 3, and its experiments, whose numbers {@link #defaults()} are: β1, β2, ε and k also in
 * {@code levanter}, where the authors' γ for Sophia-H is; λ in the settings for GPT-2 of {@code Liuhong99/Sophia}, which else
 * holds Sophia-G. The customary rate is 0.8 of AdamW's. Deviations: random signs for normal numbers, which estimate the same
 * diagonal with less noise, as in optax; the decay is taken together with the update. {@code optax.contrib.sophia} also
 * corrects m, has other numbers (β1 = 0.965, ε = 1e−8, λ = 1e−4) and uses a new estimate one step later, which is not offered.
 * Cautious: see arXiv:2510.12402, Algorithm 1.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, in [0, 1)
 * @param gamma γ, in (0, infinity)
 * @param eps ε, above 0
 * @param every k, at least 1
 * @param seed the seed of the signs
 * @param weightDecay λ, in [0, infinity); not applied to biases and norm parameters by default
 * @param cautious whether the decay spares weights that the update makes larger
 */
public record Sophia(
        double beta1,
        double beta2,
        double gamma,
        double eps,
        long every,
        long seed,
        double weightDecay,
        boolean cautious)
        implements ProbingRule {
    private static final String MOMENTUM = "m";
    private static final String DIAGONAL = "hessian";

    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param gamma γ
     * @param eps ε
     * @param every k
     * @param seed the seed of the signs
     * @param weightDecay λ
     * @param cautious whether the decay spares weights that the update makes larger
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Sophia {
        Moments.check("Sophia", beta1, beta2, eps);
        Accepted.positive("Sophia", "gamma", gamma);
        Accepted.steps("Sophia", "every", every, 1);
        Accepted.notNegative("Sophia", "weightDecay", weightDecay);
    }

    /**
     * β1 = 0.96, β2 = 0.99, γ = 0.01, ε = 1e−12, an estimate every 10 steps, seed 0, λ = 0.2: the paper's numbers for Sophia-H.
     *
     * @return the rule
     */
    public static Sophia defaults() {
        return new Sophia(0.96, 0.99, 0.01, 1e-12, 10, 0, 0.2, false);
    }

    /**
     * The same rule with other decay rates.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @return the changed rule
     */
    public Sophia withBetas(double changed1, double changed2) {
        return new Sophia(changed1, changed2, gamma, eps, every, seed, weightDecay, cautious);
    }

    /**
     * The same rule with another share of clipped elements.
     *
     * @param changed γ
     * @return the changed rule
     */
    public Sophia withGamma(double changed) {
        return new Sophia(beta1, beta2, changed, eps, every, seed, weightDecay, cautious);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public Sophia withEps(double changed) {
        return new Sophia(beta1, beta2, gamma, changed, every, seed, weightDecay, cautious);
    }

    /**
     * The same rule with more or fewer estimates.
     *
     * @param changed k
     * @return the changed rule
     */
    public Sophia withEvery(long changed) {
        return new Sophia(beta1, beta2, gamma, eps, changed, seed, weightDecay, cautious);
    }

    /**
     * The same rule with other signs.
     *
     * @param changed the seed
     * @return the changed rule
     */
    public Sophia withSeed(long changed) {
        return new Sophia(beta1, beta2, gamma, eps, every, changed, weightDecay, cautious);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public Sophia withWeightDecay(double changed) {
        return new Sophia(beta1, beta2, gamma, eps, every, seed, changed, cautious);
    }

    /**
     * The same rule with cautious or with plain weight decay.
     *
     * @param changed whether the decay spares weights that the update makes larger
     * @return the changed rule
     */
    public Sophia withCautious(boolean changed) {
        return new Sophia(beta1, beta2, gamma, eps, every, seed, weightDecay, changed);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(MOMENTUM, shape).tensor(DIAGONAL, shape);
    }

    /** Returns the gradients as they are; beside them the diagonal is brought up to date once the step is applied. */
    @Override
    public ParameterVector gradients(List<Part> parts, ParameterVector here, double loss, Probe probe) {
        List<Part> own = parts.stream().filter(Sophia::isOwn).toList();
        if (own.isEmpty() || own.get(0).context().applied() % every != 0) {
            return here;
        }
        List<ParameterVector.Entry> signs = own.stream().map(this::signs).toList();
        ParameterVector product = probe.curvature(ParameterVector.of(here.workers(), signs));
        if (!Double.isFinite(product.norm())) {
            return product;
        }
        float b2 = (float) beta2;
        float c2 = (float) (1 - beta2);
        for (int i = 0; i < signs.size(); i++) {
            float[] s = signs.get(i).tensor().data();
            float[] hs = product.entries().get(i).tensor().data();
            float[] h = own.get(i).slots().tensor(DIAGONAL);
            StepContext context = own.get(i).context();
            probe.whenApplied(() -> context.split(h.length, (from, to) -> estimate(h, s, hs, b2, c2, from, to)));
        }
        return here;
    }

    /** Whether a parameter moves by this rule, and not by that of a group. */
    private static boolean isOwn(Part part) {
        return part.slots().spec().tensors().stream()
                .anyMatch(slot -> slot.name().equals(DIAGONAL));
    }

    private ParameterVector.Entry signs(Part part) {
        Parameter parameter = part.parameter();
        Rng rng = Rng.of(seed).at(parameter.path()).at(part.context().applied());
        float[] signs = rng.mask(parameter.shape().size(), 0.5, 2f);
        for (int i = 0; i < signs.length; i++) {
            signs[i] -= 1f;
        }
        return new ParameterVector.Entry(parameter, Tensor.wrap(parameter.shape(), signs));
    }

    private static void estimate(float[] h, float[] s, float[] hs, float b2, float c2, int from, int to) {
        for (int i = from; i < to; i++) {
            h[i] = b2 * h[i] + c2 * s[i] * hs[i];
        }
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float b1 = (float) beta1;
        float c1 = (float) (1 - beta1);
        float y = (float) gamma;
        float e = (float) eps;
        float rate = (float) context.rate();
        float shrink = (float) (context.rate() * context.decay());
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] m = slots.tensor(MOMENTUM);
        float[] h = slots.tensor(DIAGONAL);
        if (cautious && shrink > 0) {
            context.split(w.length, (from, to) -> {
                Caution.decay(w, m, b1, g, c1, shrink, from, to);
                loop(w, g, m, h, b1, c1, y, e, rate, 0f, from, to);
            });
        } else {
            context.split(w.length, (from, to) -> loop(w, g, m, h, b1, c1, y, e, rate, shrink, from, to));
        }
    }

    private static void loop(
            float[] w,
            float[] g,
            float[] m,
            float[] h,
            float b1,
            float c1,
            float y,
            float e,
            float rate,
            float shrink,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float mean = b1 * m[i] + c1 * g[i];
            float quotient = mean / Math.max(y * h[i], e);
            w[i] -= rate * Math.max(-1f, Math.min(1f, quotient)) + shrink * w[i];
            m[i] = mean;
        }
    }
}
