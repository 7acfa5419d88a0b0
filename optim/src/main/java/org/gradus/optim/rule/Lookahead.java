package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.check.Accepted;

/**
 * Lookahead: k steps of another rule, then back part of the way.
 *
 * <p>The inner rule moves the fast weights θ. After every k steps the slow weights follow, {@code φ ← φ + α·(θ − φ)}, and the
 * fast ones start from there, {@code θ ← φ}. The weights for use are φ: {@link Optimizer#evaluate} shows them, which between
 * two synchronisations differ from θ.
 *
 * <p><b>When:</b> to steady a rule with a high rate or with noisy gradients, at no cost in time. <b>Memory:</b> φ besides the
 * inner rule's slots.
 *
 * <p><b>Reference:</b> Zhang, Lucas, Hinton, Ba 2019, arXiv:1907.08610, Algorithm 1; {@code michaelrzhang/lookahead}, whose
 * defaults {@link #of} has; many others have α = 0.5. The inner rule's state goes on over a synchronisation, as by default in the
 * authors' code ({@code pullback_momentum="none"}). Steps are counted for each parameter
 * by itself.
 *
 * @param inner the rule of the fast weights
 * @param k how many fast steps go to one slow step, at least 1
 * @param alpha α, in (0, 1]; 1 gives the inner rule
 */
public record Lookahead(UpdateRule inner, int k, double alpha) implements WrappedRule, EvaluatedElsewhere {
    private static final String SLOW = "lookahead.slow";

    /**
     * Checks the ranges.
     *
     * @param inner the rule of the fast weights
     * @param k how many fast steps go to one slow step
     * @param alpha α
     * @throws IllegalArgumentException when a value is outside its range, or the inner rule keeps weights for use of its own
     */
    public Lookahead {
        Accepted.steps("Lookahead", "k", k, 1);
        Accepted.fraction("Lookahead", "alpha", alpha);
        Accepted.positive("Lookahead", "alpha", alpha);
        Averages.refuse("Lookahead", inner);
    }

    /**
     * k = 5 and α = 0.8: the defaults of the authors' code, {@code la_steps} and {@code la_alpha}.
     *
     * @param inner the rule of the fast weights
     * @return the rule
     * @throws IllegalArgumentException when the inner rule keeps weights for use of its own
     */
    public static Lookahead of(UpdateRule inner) {
        return new Lookahead(inner, 5, 0.8);
    }

    /**
     * The same rule with another period.
     *
     * @param changed k
     * @return the changed rule
     */
    public Lookahead withK(int changed) {
        return new Lookahead(inner, changed, alpha);
    }

    /**
     * The same rule with another share of the fast weights.
     *
     * @param changed α
     * @return the changed rule
     */
    public Lookahead withAlpha(double changed) {
        return new Lookahead(inner, k, changed);
    }

    @Override
    public Lookahead withInner(UpdateRule changed) {
        return new Lookahead(changed, k, alpha);
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return inner.slots(shape).tensor(SLOW, shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float[] slow = slots.tensor(SLOW);
        if (context.step() == 1) {
            System.arraycopy(parameter.value().data(), 0, slow, 0, slow.length);
        }
        inner.apply(context, parameter, gradient, slots);
        if (context.step() % k == 0) {
            float[] w = parameter.update();
            float a = (float) alpha;
            context.split(w.length, (from, to) -> synchronise(w, slow, a, from, to));
        }
    }

    private static void synchronise(float[] w, float[] slow, float a, int from, int to) {
        for (int i = from; i < to; i++) {
            slow[i] += a * (w[i] - slow[i]);
            w[i] = slow[i];
        }
    }

    @Override
    public void evaluationWeights(float[] trained, Slots slots, float[] out) {
        System.arraycopy(slots.tensor(SLOW), 0, out, 0, out.length);
    }
}
