package org.gradus.optim.rule;

import java.util.List;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * Prodigy: Adam that finds its learning rate, by an estimate d of the distance from the first weights to the solution.
 *
 * <p>At step t, with all parameters together, θ₀ the first weights and γ the schedule's value:
 * {@code m ← β1·m + (1 − β1)·d·g}, {@code v ← β2·v + (1 − β2)·d²·g²}, {@code r ← √β2·r + γ·d²·⟨g, θ₀ − θ⟩/d₀},
 * {@code s ← √β2·s + γ·d²·g/d₀}; then {@code θ ← θ − γ·d·(m/(√v + d·ε) + λ·θ)} with the d so far, and
 * {@code d ← max(d, coefficient·r/‖s‖₁)}. With bias correction γ is multiplied by {@code √(1 − β2ᵗ)/(1 − β1ᵗ)}; with the
 * safeguard γ is left out of s, so that a warm-up does not make d too large.
 *
 * <p>The schedule should have its peak at 1: {@code Schedule.constant(1)} or {@code Schedule.cosine(1, steps)}. All parameters
 * of the rule share d, and each has its own γ where groups have factors.
 *
 * <p><b>When:</b> where there is no time to look for a rate; with a cosine schedule. Change {@code coefficient} rather than
 * the rate. <b>Memory:</b> m, v, s and θ₀.
 *
 * <p><b>Reference:</b> Mishchenko, Defazio 2024, "Prodigy: An Expeditiously Adaptive Parameter-Free Learner",
 * arXiv:2306.06101, Algorithm 4; coefficient, growth, safeguard, bias correction and the defaults from the authors' code, as is
 * the division by d₀, which keeps s within the range of float and cancels in d. Deviation from that code: ε is multiplied by
 * the d of this step, as in the paper, not of the next. As θ₀ − θ is a difference of floats, the very first estimates from
 * {@code d₀ = 1e−6} are rough for weights near 1; later ones are not.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, in (0, 1)
 * @param eps ε, above 0
 * @param weightDecay λ, decoupled, in [0, infinity); not applied to biases and norm parameters by default
 * @param cautious whether the decay spares weights that the update makes larger
 * @param biasCorrection whether the moments are corrected as in Adam
 * @param safeguardWarmUp whether the rate is left out of s
 * @param d0 d₀, the first estimate, in (0, infinity)
 * @param coefficient what the estimate is multiplied by, in (0, infinity)
 * @param growth the most by which d is multiplied in a step once it has left d₀, above 1; may be infinite
 */
public record Prodigy(
        double beta1,
        double beta2,
        double eps,
        double weightDecay,
        boolean cautious,
        boolean biasCorrection,
        boolean safeguardWarmUp,
        double d0,
        double coefficient,
        double growth)
        implements JointRule {
    private static final String FIRST = "m";
    private static final String SECOND = "v";
    private static final String SUM = "s";
    private static final String START = "start";
    private static final String DISTANCE = "d";
    private static final String GREATEST = "dMax";
    private static final String NUMERATOR = "r";
    private static final String COUNT = "count";
    /** The d of this step, while {@link #DISTANCE} is that of the next; 0 where nothing could be learnt. */
    private static final String PRESENT = "dPresent";

    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param eps ε
     * @param weightDecay λ
     * @param cautious whether the decay spares weights that the update makes larger
     * @param biasCorrection whether the moments are corrected as in Adam
     * @param safeguardWarmUp whether the rate is left out of s
     * @param d0 d₀
     * @param coefficient what the estimate is multiplied by
     * @param growth the most by which d is multiplied in a step
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Prodigy {
        Moments.check("Prodigy", beta1, beta2, eps);
        Accepted.positive("Prodigy", "beta2", beta2);
        Accepted.notNegative("Prodigy", "weightDecay", weightDecay);
        Accepted.positive("Prodigy", "d0", d0);
        Accepted.positive("Prodigy", "coefficient", coefficient);
        if (!(growth > 1)) {
            throw new IllegalArgumentException(
                    "Prodigy: growth = " + growth + " is not accepted; it must lie in (1, infinity]");
        }
    }

    /**
     * β1 = 0.9, β2 = 0.999, ε = 1e−8, no decay, neither correction nor safeguard, d₀ = 1e−6, coefficient 1, any growth: the
     * defaults of the authors' code.
     *
     * @return the rule
     */
    public static Prodigy defaults() {
        return new Prodigy(0.9, 0.999, 1e-8, 0, false, false, false, 1e-6, 1, Double.POSITIVE_INFINITY);
    }

    /**
     * The same rule with other decay rates of the moments.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @return the changed rule
     */
    public Prodigy withBetas(double changed1, double changed2) {
        return new Prodigy(
                changed1,
                changed2,
                eps,
                weightDecay,
                cautious,
                biasCorrection,
                safeguardWarmUp,
                d0,
                coefficient,
                growth);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public Prodigy withEps(double changed) {
        return new Prodigy(
                beta1, beta2, changed, weightDecay, cautious, biasCorrection, safeguardWarmUp, d0, coefficient, growth);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public Prodigy withWeightDecay(double changed) {
        return new Prodigy(
                beta1, beta2, eps, changed, cautious, biasCorrection, safeguardWarmUp, d0, coefficient, growth);
    }

    /**
     * The same rule with or without cautious decay.
     *
     * @param changed whether the decay spares weights that the update makes larger
     * @return the changed rule
     */
    public Prodigy withCautious(boolean changed) {
        return new Prodigy(
                beta1, beta2, eps, weightDecay, changed, biasCorrection, safeguardWarmUp, d0, coefficient, growth);
    }

    /**
     * The same rule with or without the correction of the moments.
     *
     * @param changed whether they are corrected
     * @return the changed rule
     */
    public Prodigy withBiasCorrection(boolean changed) {
        return new Prodigy(beta1, beta2, eps, weightDecay, cautious, changed, safeguardWarmUp, d0, coefficient, growth);
    }

    /**
     * The same rule with or without the safeguard against a warm-up.
     *
     * @param changed whether the rate is left out of s
     * @return the changed rule
     */
    public Prodigy withSafeguardWarmUp(boolean changed) {
        return new Prodigy(beta1, beta2, eps, weightDecay, cautious, biasCorrection, changed, d0, coefficient, growth);
    }

    /**
     * The same rule with another estimate of the distance.
     *
     * @param changedD0 the first estimate
     * @param changedCoefficient what later ones are multiplied by
     * @param changedGrowth the most by which it is multiplied in a step
     * @return the changed rule
     */
    public Prodigy withDistance(double changedD0, double changedCoefficient, double changedGrowth) {
        return new Prodigy(
                beta1,
                beta2,
                eps,
                weightDecay,
                cautious,
                biasCorrection,
                safeguardWarmUp,
                changedD0,
                changedCoefficient,
                changedGrowth);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return Moments.slots(shape).tensor(SUM, shape).tensor(START, shape);
    }

    @Override
    public SlotSpec sharedSlots() {
        return SlotSpec.none()
                .scalar(DISTANCE, d0)
                .scalar(GREATEST, d0)
                .scalar(NUMERATOR, 0)
                .scalar(COUNT, 0)
                .scalar(PRESENT, 0);
    }

    @Override
    public void prepare(List<Part> parts, Slots shared) {
        double d = shared.scalar(DISTANCE);
        double t = shared.scalar(COUNT) + 1;
        double correction = correction(t);
        double numerator = Math.sqrt(beta2) * shared.scalar(NUMERATOR);
        double length = 0;
        for (Part part : parts) {
            double rate = d * part.context().rate() * correction;
            double[] sums = accumulate(part, d, rate);
            numerator += d / d0 * rate * sums[0];
            length += sums[1];
        }
        // Without a length nothing has been learnt: a rate of 0, or gradients of zeros so far.
        shared.scalar(PRESENT, length == 0 ? 0 : d);
        if (length > 0) {
            double estimate = coefficient * numerator / length;
            double greatest = Math.max(shared.scalar(GREATEST), estimate);
            double free = d == d0 ? Math.max(d, estimate) : d;
            shared.scalar(COUNT, t);
            shared.scalar(NUMERATOR, numerator);
            shared.scalar(GREATEST, greatest);
            shared.scalar(DISTANCE, Math.min(greatest, free * growth));
        }
    }

    private double correction(double t) {
        return biasCorrection ? Math.sqrt(1 - StrictMath.pow(beta2, t)) / (1 - StrictMath.pow(beta1, t)) : 1;
    }

    /** Brings m, v and s of one parameter up to date; returns its ⟨g, θ₀ − θ⟩ and ‖s‖₁. */
    private double[] accumulate(Part part, double d, double rate) {
        float[] g = part.gradient().data();
        float[] w = part.parameter().value().data();
        float[] m = part.slots().tensor(FIRST);
        float[] v = part.slots().tensor(SECOND);
        float[] s = part.slots().tensor(SUM);
        float[] start = part.slots().tensor(START);
        if (part.context().step() == 1) {
            System.arraycopy(w, 0, start, 0, w.length);
        }
        if (rate == 0) {
            return new double[2];
        }
        float b1 = (float) beta1;
        float c1 = (float) (d * (1 - beta1));
        float b2 = (float) beta2;
        float c2 = (float) (d * d * (1 - beta2));
        float b3 = (float) Math.sqrt(beta2);
        float c3 = (float) (d / d0 * (safeguardWarmUp ? d : rate));
        return Sums.of(w.length, 2, part.context().workers(), (from, to, sums, at) -> {
            accumulate(g, m, v, s, b1, c1, b2, c2, b3, c3, from, to);
            sums[at] = Sums.dotDifference(g, start, w, from, to);
            sums[at + 1] = Sums.absolute(s, from, to);
        });
    }

    private static void accumulate(
            float[] g,
            float[] m,
            float[] v,
            float[] s,
            float b1,
            float c1,
            float b2,
            float c2,
            float b3,
            float c3,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            m[i] = b1 * m[i] + c1 * g[i];
            v[i] = b2 * v[i] + c2 * g[i] * g[i];
            s[i] = b3 * s[i] + c3 * g[i];
        }
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        double d = context.shared().scalar(PRESENT);
        if (d == 0 || context.rate() == 0) {
            return;
        }
        double scaled = context.rate() * d * correction(context.shared().scalar(COUNT));
        float rate = (float) scaled;
        float shrink = (float) (scaled * context.decay());
        float e = (float) Math.max(Float.MIN_VALUE, d * eps);
        float[] w = parameter.update();
        float[] m = slots.tensor(FIRST);
        float[] v = slots.tensor(SECOND);
        context.split(
                w.length,
                (from, to) -> Blocks.each(from, to, (start, end) -> {
                    if (cautious) {
                        Caution.decay(w, m, shrink, start, end);
                        loop(w, m, v, rate, e, 0f, start, end);
                    } else {
                        loop(w, m, v, rate, e, shrink, start, end);
                    }
                }));
    }

    private static void loop(float[] w, float[] m, float[] v, float rate, float e, float shrink, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) + e) + shrink * w[i];
        }
    }
}
