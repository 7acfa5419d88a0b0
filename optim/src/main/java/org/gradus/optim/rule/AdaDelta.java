package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * AdaDelta: the gradient divided by its own recent size and multiplied by that of the recent steps, which gives the step the
 * unit of the weight and makes a rate unnecessary.
 *
 * <p>With {@code d = g + l2·θ}: {@code v ← ρ·v + (1 − ρ)·d²}, {@code δ = √(u + ε)/√(v + ε)·d}, {@code u ← ρ·u + (1 − ρ)·δ²},
 * {@code θ ← θ − lr·δ}. In PyTorch, Keras and optax alike ε stands inside both roots; the first steps are about {@code lr·√ε}.
 *
 * <p><b>When:</b> where no rate is to be chosen; it starts slowly, and a tuned {@link Adam} is usually faster.
 * <b>Memory:</b> both averages, two tensors of the parameter's shape.
 *
 * <p><b>Reference:</b> Zeiler 2012, arXiv:1212.5701, Algorithm 1; {@code torch.optim.Adadelta} (PyTorch 1.13), whose defaults
 * {@link #defaults()} are. The paper's rate, and PyTorch's, is 1: use {@code Schedule.constant(1)}. Keras's default of 1e−3
 * makes a thousandth of each step.
 *
 * @param rho ρ, in [0, 1)
 * @param eps ε, above 0
 * @param l2 the strength of the penalty {@code l2/2·‖θ‖²}, in [0, infinity); not applied to biases and norm parameters by
 *     default
 */
public record AdaDelta(double rho, double eps, double l2) implements UpdateRule {
    private static final String SQUARES = "v";
    private static final String STEPS = "u";

    /**
     * Checks the ranges.
     *
     * @param rho ρ
     * @param eps ε
     * @param l2 the strength of the penalty
     * @throws IllegalArgumentException when a value is outside its range
     */
    public AdaDelta {
        Accepted.belowOne("AdaDelta", "rho", rho);
        Accepted.epsilon("AdaDelta", "eps", eps);
        Accepted.notNegative("AdaDelta", "l2", l2);
    }

    /**
     * ρ = 0.9, ε = 1e−6, no l2: the defaults of PyTorch and optax.
     *
     * @return the rule
     */
    public static AdaDelta defaults() {
        return new AdaDelta(0.9, 1e-6, 0);
    }

    /**
     * The values of the paper's experiments: ρ = 0.95, ε = 1e−6.
     *
     * @return the rule
     */
    public static AdaDelta paper() {
        return new AdaDelta(0.95, 1e-6, 0);
    }

    /**
     * The dialect of Keras: ρ = 0.95, ε = 1e−7. Its own default rate is 1e−3.
     *
     * @return the rule
     */
    public static AdaDelta keras() {
        return new AdaDelta(0.95, 1e-7, 0);
    }

    /**
     * The same rule with another decay of both averages.
     *
     * @param changed ρ
     * @return the changed rule
     */
    public AdaDelta withRho(double changed) {
        return new AdaDelta(changed, eps, l2);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public AdaDelta withEps(double changed) {
        return new AdaDelta(rho, changed, l2);
    }

    /**
     * The same rule with another penalty.
     *
     * @param changed its strength
     * @return the changed rule
     */
    public AdaDelta withL2(double changed) {
        return new AdaDelta(rho, eps, changed);
    }

    @Override
    public double decay() {
        return l2;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(SQUARES, shape).tensor(STEPS, shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float rate = (float) context.rate();
        float coupled = (float) context.decay();
        float keep = (float) rho;
        float take = (float) (1 - rho);
        float e = (float) eps;
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] v = slots.tensor(SQUARES);
        float[] u = slots.tensor(STEPS);
        context.split(w.length, (from, to) -> loop(w, g, v, u, rate, coupled, keep, take, e, from, to));
    }

    private static void loop(
            float[] w,
            float[] g,
            float[] v,
            float[] u,
            float rate,
            float coupled,
            float keep,
            float take,
            float e,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float d = g[i] + coupled * w[i];
            v[i] = keep * v[i] + take * d * d;
            float delta = (float) Math.sqrt(u[i] + e) / (float) Math.sqrt(v[i] + e) * d;
            u[i] = keep * u[i] + take * delta * delta;
            w[i] -= rate * delta;
        }
    }
}
