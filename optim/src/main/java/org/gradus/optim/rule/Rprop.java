package org.gradus.optim.rule;

import java.util.Arrays;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;

/**
 * Rprop: each weight moves by a length of its own against the sign of its gradient; the length grows while the sign stays and
 * shrinks when it changes. For whole-batch gradients: the signs of small batches contradict each other.
 *
 * <p>With {@code s = sign(g)·p}, where p is the sign of before: the length l is multiplied by η⁺ where s &gt; 0 and by η⁻ where
 * s &lt; 0, and kept in [stepMin, stepMax]; {@code p ← sign(g)}, or 0 where s &lt; 0; {@code θ ← θ − l·p}.
 *
 * <p>The learning rate is what every length starts at, at the parameter's first update; afterwards it has no influence, as in
 * PyTorch. There is no l2: a sign has no room for it.
 *
 * <p><b>When:</b> for full-batch training of small networks; it needs no tuning. <b>Memory:</b> signs and lengths, two
 * tensors of the parameter's shape.
 *
 * <p><b>Reference:</b> Riedmiller, Braun 1993, "A direct adaptive method for faster backpropagation learning: the RPROP
 * algorithm", in the form without backtracking, iRprop⁻ of Igel, Hüsken 2000; {@code torch.optim.Rprop} (PyTorch 1.13), whose
 * defaults {@link #defaults()} are. The customary rate is 1e−2.
 *
 * @param etaMinus η⁻, in [0, 1)
 * @param etaPlus η⁺, in [1, infinity)
 * @param stepMin the shortest length, in [0, infinity)
 * @param stepMax the longest length, in [stepMin, infinity)
 */
public record Rprop(double etaMinus, double etaPlus, double stepMin, double stepMax) implements UpdateRule {
    private static final String SIGN = "sign";
    private static final String LENGTH = "length";

    /**
     * Checks the ranges.
     *
     * @param etaMinus η⁻
     * @param etaPlus η⁺
     * @param stepMin the shortest length
     * @param stepMax the longest length
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Rprop {
        Accepted.belowOne("Rprop", "etaMinus", etaMinus);
        Accepted.atLeast("Rprop", "etaPlus", etaPlus, 1);
        Accepted.notNegative("Rprop", "stepMin", stepMin);
        Accepted.atLeast("Rprop", "stepMax", stepMax, stepMin);
    }

    /**
     * η⁻ = 0.5, η⁺ = 1.2, lengths from 1e−6 to 50: the defaults of PyTorch and of the paper.
     *
     * @return the rule
     */
    public static Rprop defaults() {
        return new Rprop(0.5, 1.2, 1e-6, 50);
    }

    /**
     * The same rule with other factors.
     *
     * @param minus η⁻
     * @param plus η⁺
     * @return the changed rule
     */
    public Rprop withEtas(double minus, double plus) {
        return new Rprop(minus, plus, stepMin, stepMax);
    }

    /**
     * The same rule with other bounds of the length.
     *
     * @param least the shortest
     * @param most the longest
     * @return the changed rule
     */
    public Rprop withSteps(double least, double most) {
        return new Rprop(etaMinus, etaPlus, least, most);
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return SlotSpec.none().tensor(SIGN, shape).tensor(LENGTH, shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float slope = (float) ((etaPlus - etaMinus) / 2);
        float bend = (float) ((etaPlus + etaMinus) / 2 - 1);
        float least = (float) stepMin;
        float most = (float) stepMax;
        float[] g = gradient.data();
        float[] w = parameter.update();
        float[] p = slots.tensor(SIGN);
        float[] l = slots.tensor(LENGTH);
        if (context.step() == 1) {
            Arrays.fill(l, (float) context.rate());
        }
        context.split(
                w.length,
                (from, to) -> Blocks.each(from, to, (first, end) -> {
                    compare(g, p, l, slope, bend, first, end);
                    move(w, p, l, least, most, first, end);
                }));
    }

    /**
     * {@code 1 + s·(η⁺ − η⁻)/2 + |s|·((η⁺ + η⁻)/2 − 1)} is η⁺, 1 or η⁻ for s = 1, 0 or −1, and {@code (|s| − s)/2} is 1 where the
     * signs differ, else 0.
     */
    private static void compare(float[] g, float[] p, float[] l, float slope, float bend, int from, int to) {
        for (int i = from; i < to; i++) {
            float sign = Signs.of(g[i]);
            float same = sign * p[i];
            float any = Math.abs(same);
            l[i] *= same * slope + any * bend + 1f;
            p[i] = sign * (1f - 0.5f * (any - same));
        }
    }

    private static void move(float[] w, float[] p, float[] l, float least, float most, int from, int to) {
        for (int i = from; i < to; i++) {
            l[i] = Math.min(most, Math.max(least, l[i]));
            w[i] -= l[i] * p[i];
        }
    }
}
