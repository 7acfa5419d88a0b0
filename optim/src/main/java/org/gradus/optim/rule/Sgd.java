package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * Gradient descent, with momentum if asked for.
 *
 * <p>With {@code d = g + l2·θ}: plain, {@code θ ← θ − lr·d}; with momentum, {@code b ← μ·b + (1 − τ)·d} ({@code b ← d} at the
 * first step, whatever τ) and {@code θ ← θ − lr·b}; Nesterov, {@code θ ← θ − lr·(d + μ·b)}. Batch, stochastic and mini-batch
 * descent are this rule with three batch sizes.
 *
 * <p>Where momentum follows a schedule ({@link Scheduled}) and is 0 at a step, that step is plain, and the buffer begins anew
 * with its {@code d}, whatever τ.
 *
 * <p>The rate stands outside the buffer, as in PyTorch; {@link #keras()} keeps it inside ({@link MomentumForm}): {@code b ← μ·b
 * + lr·d}, {@code θ ← θ − b}, or with Nesterov {@code θ ← θ − (lr·d + μ·b)}, which differs as soon as the rate changes.
 * {@code l2} adds the gradient of {@code l2/2·‖θ‖²}; without momentum this is the same as weight decay.
 *
 * <p><b>When:</b> for most convolutional networks, with momentum 0.9, a tuned schedule and time to train. <b>Memory:</b>
 * none without momentum, else one tensor of the parameter's shape.
 *
 * <p><b>Reference:</b> Sutskever, Martens, Dahl, Hinton 2013, "On the importance of initialization and momentum in deep
 * learning", whose momentum is Keras's; {@code torch.optim.SGD} (PyTorch 1.13), whose defaults {@link #defaults()} are.
 *
 * @param momentum μ, in [0, 1)
 * @param dampening τ, in [0, 1]
 * @param nesterov whether to look ahead; needs momentum above 0 and dampening 0
 * @param l2 the strength of the penalty, in [0, infinity); not applied to biases and norm parameters by default
 * @param momentumForm where the rate stands
 */
public record Sgd(double momentum, double dampening, boolean nesterov, double l2, MomentumForm momentumForm)
        implements UpdateRule {
    private static final String BUFFER = "momentum";

    /**
     * Checks the ranges.
     *
     * @param momentum μ
     * @param dampening τ
     * @param nesterov whether to look ahead
     * @param l2 the strength of the penalty
     * @param momentumForm where the rate stands
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Sgd {
        Accepted.belowOne("Sgd", "momentum", momentum);
        Accepted.fraction("Sgd", "dampening", dampening);
        Accepted.notNegative("Sgd", "l2", l2);
        if (nesterov && (momentum == 0 || dampening != 0)) {
            throw new IllegalArgumentException("Sgd: nesterov needs momentum above 0 and dampening 0, but momentum = "
                    + momentum + " and dampening = " + dampening);
        }
    }

    /**
     * Plain gradient descent: momentum, dampening and l2 are 0.
     *
     * @return the rule
     */
    public static Sgd defaults() {
        return new Sgd(0, 0, false, 0, MomentumForm.RATE_OUTSIDE);
    }

    /**
     * The dialect of Keras: the rate stands inside the buffer. Without momentum, as here and there by default, it is plain
     * gradient descent.
     *
     * @return the rule
     */
    public static Sgd keras() {
        return new Sgd(0, 0, false, 0, MomentumForm.RATE_INSIDE);
    }

    /**
     * The same rule with another momentum.
     *
     * @param changed μ
     * @return the changed rule
     */
    public Sgd withMomentum(double changed) {
        return new Sgd(changed, dampening, nesterov, l2, momentumForm);
    }

    /**
     * The same rule with another dampening.
     *
     * @param changed τ
     * @return the changed rule
     */
    public Sgd withDampening(double changed) {
        return new Sgd(momentum, changed, nesterov, l2, momentumForm);
    }

    /**
     * The same rule with or without Nesterov's look-ahead.
     *
     * @param changed whether to look ahead
     * @return the changed rule
     */
    public Sgd withNesterov(boolean changed) {
        return new Sgd(momentum, dampening, changed, l2, momentumForm);
    }

    /**
     * The same rule with another penalty.
     *
     * @param changed its strength
     * @return the changed rule
     */
    public Sgd withL2(double changed) {
        return new Sgd(momentum, dampening, nesterov, changed, momentumForm);
    }

    @Override
    public double decay() {
        return l2;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return momentum == 0 ? SlotSpec.none() : SlotSpec.none().tensor(BUFFER, shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float[] g = gradient.data();
        float[] w = parameter.update();
        float lr = (float) context.rate();
        float decay = (float) context.decay();
        if (momentum == 0 && !slots.holds(BUFFER)) {
            context.split(w.length, (from, to) -> plain(w, g, lr, decay, from, to));
            return;
        }
        boolean first = context.step() == 1 || momentum == 0;
        float mu = (float) momentum;
        float keep = first ? 0f : mu;
        boolean inside = momentumForm == MomentumForm.RATE_INSIDE;
        float step = inside ? 1f : lr;
        float fresh = inside ? lr : 1f;
        float take = (float) ((first ? 1 : 1 - dampening) * (inside ? context.rate() : 1));
        float[] b = slots.tensor(BUFFER);
        if (nesterov) {
            context.split(w.length, (from, to) -> nesterov(w, g, b, step, fresh, decay, keep, take, mu, from, to));
        } else {
            context.split(w.length, (from, to) -> heavyBall(w, g, b, step, decay, keep, take, from, to));
        }
    }

    private static void plain(float[] w, float[] g, float lr, float decay, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] -= lr * (g[i] + decay * w[i]);
        }
    }

    private static void heavyBall(
            float[] w, float[] g, float[] b, float step, float decay, float keep, float take, int from, int to) {
        for (int i = from; i < to; i++) {
            b[i] = keep * b[i] + take * (g[i] + decay * w[i]);
            w[i] -= step * b[i];
        }
    }

    private static void nesterov(
            float[] w,
            float[] g,
            float[] b,
            float step,
            float fresh,
            float decay,
            float keep,
            float take,
            float mu,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            float d = g[i] + decay * w[i];
            b[i] = keep * b[i] + take * d;
            w[i] -= step * (fresh * d + mu * b[i]);
        }
    }
}
