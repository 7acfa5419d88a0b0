package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * RMSprop: the gradient divided by the root of its recent mean square; with momentum and centred if asked for.
 *
 * <p>With {@code d = g + l2·θ}: {@code v ← α·v + (1 − α)·d²}, {@code r = d/(√v + ε)}; plain, {@code θ ← θ − lr·r}; with
 * momentum, {@code b ← μ·b + r}, {@code θ ← θ − lr·b}. Centred, v is the variance {@code E[d²] − E[d]²} of the same averages.
 *
 * <p>Three things differ between frameworks: on which side of the root ε stands, what {@code E[d²]} starts at, and where the
 * rate stands in the momentum buffer. An ε as large as EfficientNet's 1e−3 does not carry over from one place to the other.
 *
 * <p><b>When:</b> for recurrent networks, and where a recipe asks for it, such as EfficientNet's. <b>Memory:</b> the mean
 * square, one tensor of the parameter's shape, and one more each for centring and for momentum.
 *
 * <p><b>Reference:</b> Tieleman, Hinton 2012, "Lecture 6.5: rmsprop"; centred: Graves 2013, arXiv:1308.0850, Section 4.2;
 * {@code torch.optim.RMSprop} (PyTorch 1.13), whose defaults {@link #defaults()} are. The customary rate is 1e−2. Deviation: the
 * variance is carried on by {@code v ← α·(v + (1 − α)·(d − m)²)} with the mean m of before, which is the same number, but never
 * below 0; the difference of squares that others take loses its digits, and may, where the gradient hardly changes.
 *
 * @param alpha α, in [0, 1)
 * @param eps ε, above 0
 * @param momentum μ, in [0, 1)
 * @param centered whether to subtract the square of the mean
 * @param l2 the strength of the penalty {@code l2/2·‖θ‖²}, in [0, infinity); not applied to biases and norm parameters by
 *     default
 * @param initial what {@code E[d²]} starts at, in [0, infinity)
 * @param epsilonPlace on which side of the root ε stands
 * @param momentumForm where the rate stands
 */
public record RmsProp(
        double alpha,
        double eps,
        double momentum,
        boolean centered,
        double l2,
        double initial,
        EpsilonPlace epsilonPlace,
        MomentumForm momentumForm)
        implements UpdateRule {
    private static final String SQUARES = "v";
    private static final String MEAN = "m";
    private static final String BUFFER = "momentum";

    /** The scalars of one step, narrowed. */
    private record Scalars(
            float keep, float take, float inside, float outside, float mu, float fresh, float step, float l2) {}

    /**
     * Checks the ranges.
     *
     * @param alpha α
     * @param eps ε
     * @param momentum μ
     * @param centered whether to subtract the square of the mean
     * @param l2 the strength of the penalty
     * @param initial what {@code E[d²]} starts at
     * @param epsilonPlace on which side of the root ε stands
     * @param momentumForm where the rate stands
     * @throws IllegalArgumentException when a value is outside its range
     */
    public RmsProp {
        Accepted.belowOne("RmsProp", "alpha", alpha);
        Accepted.epsilon("RmsProp", "eps", eps);
        Accepted.belowOne("RmsProp", "momentum", momentum);
        Accepted.notNegative("RmsProp", "l2", l2);
        Accepted.notNegative("RmsProp", "initial", initial);
    }

    /**
     * α = 0.99, ε = 1e−8 outside the root, no momentum, not centred, no l2, {@code E[d²]} from 0, the rate outside the buffer:
     * PyTorch's defaults.
     *
     * @return the rule
     */
    public static RmsProp defaults() {
        return new RmsProp(0.99, 1e-8, 0, false, 0, 0, EpsilonPlace.OUTSIDE, MomentumForm.RATE_OUTSIDE);
    }

    /**
     * The dialect of Keras: α = 0.9, ε = 1e−7 inside the root, the rate inside the buffer.
     *
     * @return the rule
     */
    public static RmsProp keras() {
        return new RmsProp(0.9, 1e-7, 0, false, 0, 0, EpsilonPlace.INSIDE, MomentumForm.RATE_INSIDE);
    }

    /**
     * The dialect of optax: α = 0.9, ε = 1e−8 inside the root, the rate inside the buffer.
     *
     * @return the rule
     */
    public static RmsProp optax() {
        return new RmsProp(0.9, 1e-8, 0, false, 0, 0, EpsilonPlace.INSIDE, MomentumForm.RATE_INSIDE);
    }

    /**
     * The dialect of TensorFlow 1 ({@code tf.compat.v1.train.RMSPropOptimizer}) and timm's {@code RMSpropTF}: α = 0.9, ε =
     * 1e−10 inside the root, {@code E[d²]} from 1, the rate inside the buffer. EfficientNet is
     * {@code tensorFlow().withMomentum(0.9).withEps(1e-3)}.
     *
     * @return the rule
     */
    public static RmsProp tensorFlow() {
        return new RmsProp(0.9, 1e-10, 0, false, 0, 1, EpsilonPlace.INSIDE, MomentumForm.RATE_INSIDE);
    }

    /**
     * The same rule with another decay of the averages.
     *
     * @param changed α
     * @return the changed rule
     */
    public RmsProp withAlpha(double changed) {
        return new RmsProp(changed, eps, momentum, centered, l2, initial, epsilonPlace, momentumForm);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public RmsProp withEps(double changed) {
        return new RmsProp(alpha, changed, momentum, centered, l2, initial, epsilonPlace, momentumForm);
    }

    /**
     * The same rule with another momentum.
     *
     * @param changed μ
     * @return the changed rule
     */
    public RmsProp withMomentum(double changed) {
        return new RmsProp(alpha, eps, changed, centered, l2, initial, epsilonPlace, momentumForm);
    }

    /**
     * The same rule, centred or not.
     *
     * @param changed whether to subtract the square of the mean
     * @return the changed rule
     */
    public RmsProp withCentered(boolean changed) {
        return new RmsProp(alpha, eps, momentum, changed, l2, initial, epsilonPlace, momentumForm);
    }

    /**
     * The same rule with another penalty.
     *
     * @param changed its strength
     * @return the changed rule
     */
    public RmsProp withL2(double changed) {
        return new RmsProp(alpha, eps, momentum, centered, changed, initial, epsilonPlace, momentumForm);
    }

    @Override
    public double decay() {
        return l2;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        SlotSpec spec = SlotSpec.none().tensor(SQUARES, shape, (float) initial);
        spec = centered ? spec.tensor(MEAN, shape) : spec;
        return momentum == 0 ? spec : spec.tensor(BUFFER, shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float rate = (float) context.rate();
        boolean inside = momentumForm == MomentumForm.RATE_INSIDE;
        Scalars s = new Scalars(
                (float) alpha,
                (float) (1 - alpha),
                epsilonPlace.inside(eps),
                epsilonPlace.outside(eps),
                (float) momentum,
                inside ? rate : 1f,
                inside ? 1f : rate,
                (float) context.decay());
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] v = slots.tensor(SQUARES);
        if (centered) {
            float[] m = slots.tensor(MEAN);
            if (momentum == 0) {
                context.split(w.length, (from, to) -> centred(w, g, v, m, s, from, to));
            } else {
                float[] b = slots.tensor(BUFFER);
                context.split(w.length, (from, to) -> centredBall(w, g, v, m, b, s, from, to));
            }
        } else if (momentum == 0) {
            context.split(w.length, (from, to) -> plain(w, g, v, s, from, to));
        } else {
            float[] b = slots.tensor(BUFFER);
            context.split(w.length, (from, to) -> heavyBall(w, g, v, b, s, from, to));
        }
    }

    private static void plain(float[] w, float[] g, float[] v, Scalars s, int from, int to) {
        float keep = s.keep;
        float take = s.take;
        float inside = s.inside;
        float outside = s.outside;
        float rate = s.fresh * s.step;
        float l2 = s.l2;
        for (int i = from; i < to; i++) {
            float d = g[i] + l2 * w[i];
            v[i] = keep * v[i] + take * d * d;
            w[i] -= rate * d / ((float) Math.sqrt(v[i] + inside) + outside);
        }
    }

    private static void heavyBall(float[] w, float[] g, float[] v, float[] b, Scalars s, int from, int to) {
        float keep = s.keep;
        float take = s.take;
        float inside = s.inside;
        float outside = s.outside;
        float mu = s.mu;
        float fresh = s.fresh;
        float step = s.step;
        float l2 = s.l2;
        for (int i = from; i < to; i++) {
            float d = g[i] + l2 * w[i];
            v[i] = keep * v[i] + take * d * d;
            b[i] = mu * b[i] + fresh * d / ((float) Math.sqrt(v[i] + inside) + outside);
            w[i] -= step * b[i];
        }
    }

    private static void centred(float[] w, float[] g, float[] v, float[] m, Scalars s, int from, int to) {
        float keep = s.keep;
        float take = s.take;
        float inside = s.inside;
        float outside = s.outside;
        float rate = s.fresh * s.step;
        float l2 = s.l2;
        for (int i = from; i < to; i++) {
            float d = g[i] + l2 * w[i];
            float off = d - m[i];
            m[i] += take * off;
            v[i] = keep * (v[i] + take * off * off);
            w[i] -= rate * d / ((float) Math.sqrt(v[i] + inside) + outside);
        }
    }

    private static void centredBall(
            float[] w, float[] g, float[] v, float[] m, float[] b, Scalars s, int from, int to) {
        float keep = s.keep;
        float take = s.take;
        float inside = s.inside;
        float outside = s.outside;
        float mu = s.mu;
        float fresh = s.fresh;
        float step = s.step;
        float l2 = s.l2;
        for (int i = from; i < to; i++) {
            float d = g[i] + l2 * w[i];
            float off = d - m[i];
            m[i] += take * off;
            v[i] = keep * (v[i] + take * off * off);
            b[i] = mu * b[i] + fresh * d / ((float) Math.sqrt(v[i] + inside) + outside);
            w[i] -= step * b[i];
        }
    }
}
