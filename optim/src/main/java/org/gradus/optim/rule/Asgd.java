package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.WeightAverage;
import org.gradus.optim.check.Accepted;

/**
 * Averaged gradient descent: the weights to use are the mean of the weights on the way, from a certain step on.
 *
 * <p>With {@code d = g + l2·θ} and {@code ηₜ = lr/(1 + λ·lr·(t − 1))^α}: {@code θ ← θ − ηₜ·(d + λ·θ)}, and the average
 * {@code a ← a + (θ − a)/max(1, t − 1 − t0)}, where t counts this parameter's own updates. The average is what
 * {@link Optimizer#evaluate} shows; up to step {@code t0 + 2} it is θ itself.
 *
 * <p><b>When:</b> for convex or nearly convex problems, where the mean of the path is better than its end; elsewhere a
 * {@link WeightAverage} does the same behind any rule. <b>Memory:</b> the average, one tensor of the parameter's shape.
 *
 * <p><b>Reference:</b> Polyak, Juditsky 1992, "Acceleration of stochastic approximation by averaging"; the rate is Bottou's
 * (2010, "Large-Scale Machine Learning with Stochastic Gradient Descent"); {@code torch.optim.ASGD} (PyTorch 1.13), whose
 * defaults {@link #defaults()} are. The customary rate is 1e−2. Deviation: a schedule's value counts in its own step; PyTorch
 * computes {@code ηₜ} at the end of the step before, and so applies a changed rate one step late.
 *
 * @param lambda λ, the strength of the penalty that the falling rate belongs to, in [0, infinity); for all parameters, as in
 *     PyTorch
 * @param alpha α, in [0, infinity)
 * @param t0 how many updates pass before the averaging begins, in [0, infinity)
 * @param l2 the strength of a further penalty {@code l2/2·‖θ‖²}, in [0, infinity); not applied to biases and norm parameters by
 *     default
 */
public record Asgd(double lambda, double alpha, double t0, double l2) implements EvaluatedElsewhere {
    private static final String AVERAGE = "average";

    /**
     * Checks the ranges.
     *
     * @param lambda λ
     * @param alpha α
     * @param t0 how many updates pass before the averaging begins
     * @param l2 the strength of a further penalty
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Asgd {
        Accepted.notNegative("Asgd", "lambda", lambda);
        Accepted.notNegative("Asgd", "alpha", alpha);
        Accepted.notNegative("Asgd", "t0", t0);
        Accepted.notNegative("Asgd", "l2", l2);
    }

    /**
     * λ = 1e−4, α = 0.75, t0 = 1e6, no l2: PyTorch's defaults. They average after a million updates only; see
     * {@link #withStart}.
     *
     * @return the rule
     */
    public static Asgd defaults() {
        return new Asgd(1e-4, 0.75, 1e6, 0);
    }

    /**
     * The same rule with another λ.
     *
     * @param changed λ
     * @return the changed rule
     */
    public Asgd withLambda(double changed) {
        return new Asgd(changed, alpha, t0, l2);
    }

    /**
     * The same rule with another exponent of the rate.
     *
     * @param changed α
     * @return the changed rule
     */
    public Asgd withAlpha(double changed) {
        return new Asgd(lambda, changed, t0, l2);
    }

    /**
     * The same rule with another start of the averaging.
     *
     * @param changed t0
     * @return the changed rule
     */
    public Asgd withStart(double changed) {
        return new Asgd(lambda, alpha, changed, l2);
    }

    /**
     * The same rule with another penalty.
     *
     * @param changed its strength
     * @return the changed rule
     */
    public Asgd withL2(double changed) {
        return new Asgd(lambda, alpha, t0, changed);
    }

    @Override
    public double decay() {
        return l2;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(AVERAGE, shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        double before = (double) (context.step() - 1);
        double eta = context.rate() / StrictMath.pow(1 + lambda * context.rate() * before, alpha);
        double averaged = before - t0;
        float step = (float) eta;
        float shrink = (float) (eta * (context.decay() + lambda));
        float share = (float) (1 / Math.max(1, averaged));
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] a = slots.tensor(AVERAGE);
        if (averaged > 1) {
            context.split(w.length, (from, to) -> averaging(w, g, a, step, shrink, share, from, to));
        } else {
            context.split(w.length, (from, to) -> following(w, g, a, step, shrink, from, to));
        }
    }

    @Override
    public void evaluationWeights(float[] trained, Slots slots, float[] out) {
        System.arraycopy(slots.tensor(AVERAGE), 0, out, 0, out.length);
    }

    private static void averaging(
            float[] w, float[] g, float[] a, float step, float shrink, float share, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] -= step * g[i] + shrink * w[i];
            a[i] += share * (w[i] - a[i]);
        }
    }

    /** At a share of 1 the average is the weight to the last bit. */
    private static void following(float[] w, float[] g, float[] a, float step, float shrink, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] -= step * g[i] + shrink * w[i];
            a[i] = w[i];
        }
    }
}
