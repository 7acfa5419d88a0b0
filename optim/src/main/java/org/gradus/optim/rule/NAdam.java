package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * NAdam: Adam with Nesterov's momentum, whose strength grows over the first steps.
 *
 * <p>With {@code d = g + l2·θ}, {@code μₜ = β1·(1 − 0.96^(t·ψ)/2)} and {@code Pₜ = μ₁·…·μₜ}: the moments m and v of
 * {@link Adam}, {@code v̂ = v/(1 − β2ᵗ)}, and
 * {@code θ ← θ − lr·((1 − μₜ)/(1 − Pₜ)·d + μₜ₊₁/(1 − Pₜ₊₁)·m)/(√v̂ + ε)}. The product P is kept for each parameter; t counts
 * its own updates.
 *
 * <p><b>When:</b> in place of Adam, where gradients are smooth enough for looking ahead to help. <b>Memory:</b> both
 * moments, two tensors of the parameter's shape, and one number.
 *
 * <p><b>Reference:</b> Dozat 2016, "Incorporating Nesterov Momentum into Adam", ICLR workshop, Algorithm 2, whose ψ is 1/250;
 * {@code torch.optim.NAdam} (PyTorch 1.13), whose defaults {@link #defaults()} are. PyTorch 1.13 computes {@code Pₜ₊₁} with
 * μₜ twice unless {@code foreach=True}; this is the formula of its documentation, and of later versions, which also have
 * {@code decoupled}. The customary rate is 2e−3.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, in [0, 1)
 * @param eps ε, above 0
 * @param momentumDecay ψ, in [0, infinity): how fast the momentum reaches β1
 * @param decay the strength of the penalty {@code l2/2·‖θ‖²}, or λ of weight decay, in [0, infinity); not applied to biases
 *     and norm parameters by default
 * @param decoupled whether {@code decay} is weight decay, {@code lr·λ·θ} taken off besides, as in {@link AdamW}
 */
public record NAdam(double beta1, double beta2, double eps, double momentumDecay, double decay, boolean decoupled)
        implements UpdateRule {
    private static final String FIRST = "m";
    private static final String SECOND = "v";
    private static final String PRODUCT = "product";

    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param eps ε
     * @param momentumDecay ψ
     * @param decay the strength of l2 or weight decay
     * @param decoupled whether it is weight decay
     * @throws IllegalArgumentException when a value is outside its range
     */
    public NAdam {
        Moments.check("NAdam", beta1, beta2, eps);
        Accepted.notNegative("NAdam", "momentumDecay", momentumDecay);
        Accepted.notNegative("NAdam", "decay", decay);
    }

    /**
     * β1 = 0.9, β2 = 0.999, ε = 1e−8, ψ = 0.004, neither l2 nor weight decay: PyTorch's defaults.
     *
     * @return the rule
     */
    public static NAdam defaults() {
        return new NAdam(0.9, 0.999, 1e-8, 0.004, 0, false);
    }

    /**
     * The dialect of Keras: ε = 1e−7, and ψ = 1, so that the momentum is near β1 after a hundred steps instead of twenty-five
     * thousand.
     *
     * @return the rule
     */
    public static NAdam keras() {
        return new NAdam(0.9, 0.999, 1e-7, 1, 0, false);
    }

    /**
     * The same rule with other decay rates.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @return the changed rule
     */
    public NAdam withBetas(double changed1, double changed2) {
        return new NAdam(changed1, changed2, eps, momentumDecay, decay, decoupled);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public NAdam withEps(double changed) {
        return new NAdam(beta1, beta2, changed, momentumDecay, decay, decoupled);
    }

    /**
     * The same rule with another growth of the momentum.
     *
     * @param changed ψ
     * @return the changed rule
     */
    public NAdam withMomentumDecay(double changed) {
        return new NAdam(beta1, beta2, eps, changed, decay, decoupled);
    }

    /**
     * The same rule with a penalty, and without weight decay.
     *
     * @param changed its strength
     * @return the changed rule
     */
    public NAdam withL2(double changed) {
        return new NAdam(beta1, beta2, eps, momentumDecay, changed, false);
    }

    /**
     * The same rule with weight decay, and without a penalty.
     *
     * @param changed λ
     * @return the changed rule
     */
    public NAdam withWeightDecay(double changed) {
        return new NAdam(beta1, beta2, eps, momentumDecay, changed, true);
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(FIRST, shape).tensor(SECOND, shape).scalar(PRODUCT, 1);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        double t = (double) context.step();
        double mu = momentum(t);
        double next = momentum(t + 1);
        double product = slots.scalar(PRODUCT) * mu;
        slots.scalar(PRODUCT, product);
        float fresh = (float) (context.rate() * (1 - mu) / (1 - product));
        float ahead = (float) (context.rate() * next / (1 - product * next));
        float root = (float) (1 / Math.sqrt(1 - StrictMath.pow(beta2, t)));
        float e = (float) eps;
        float b1 = (float) beta1;
        float c1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float c2 = (float) (1 - beta2);
        float coupled = (float) (decoupled ? 0 : context.decay());
        float shrink = (float) (decoupled ? context.rate() * context.decay() : 0);
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] m = slots.tensor(FIRST);
        float[] v = slots.tensor(SECOND);
        context.split(
                w.length,
                (from, to) -> loop(w, g, m, v, b1, c1, b2, c2, fresh, ahead, root, e, coupled, shrink, from, to));
    }

    private double momentum(double t) {
        return beta1 * (1 - 0.5 * StrictMath.pow(0.96, t * momentumDecay));
    }

    private static void loop(
            float[] w,
            float[] g,
            float[] m,
            float[] v,
            float b1,
            float c1,
            float b2,
            float c2,
            float fresh,
            float ahead,
            float root,
            float e,
            float coupled,
            float shrink,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float d = g[i] + coupled * w[i];
            m[i] = b1 * m[i] + c1 * d;
            v[i] = b2 * v[i] + c2 * d * d;
            w[i] -= (fresh * d + ahead * m[i]) / ((float) Math.sqrt(v[i]) * root + e) + shrink * w[i];
        }
    }
}
