package org.gradus.optim.rule;

import org.gradus.core.Autograd;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.check.Accepted;

/**
 * SOAP: Adam in the eigenbasis of Shampoo's preconditioner.
 *
 * <p>For a matrix G of gradients, with means {@code L ← β2·L + (1 − β2)·G·Gᵀ} and {@code R ← β2·R + (1 − β2)·Gᵀ·G} and their
 * eigenvectors Q and P: {@code G' = Qᵀ·G·P}, {@code M ← β1·M + (1 − β1)·G}, {@code V ← β2·V + (1 − β2)·G'²},
 * {@code N' = (Qᵀ·M̂·P)/(√V̂ + ε)}, {@code θ ← θ − lr·(Q·N'·Pᵀ + λ·θ)}; the hats correct the start at zero as in {@link Adam}.
 * Every {@code frequency} steps Q and P follow L and R by one round of power iteration and orthonormalisation. The first step of
 * a parameter moves nothing and only finds the first basis.
 *
 * <p>Parameters of rank 0 and 1 get {@link Adam}'s step. Kernels of rank 3 and more are matrices of their first axis by all
 * others. A side longer than {@code maxSide} is not rotated.
 *
 * <p><b>When:</b> large batches and matrices of up to a few hundred rows and columns, where it needs fewer steps than AdamW.
 * <b>Memory:</b> for a matrix of m rows and n columns M and V, and 2·m² + 2·n².
 *
 * <p><b>Reference:</b> Vyas et al. 2024, arXiv:2409.11321, Algorithms 3 and 4; defaults, the skipped first step and the sorting
 * of the eigenvectors from the authors' code, {@code nikhilvyas/SOAP}. Deviations: the decay is taken together with the update;
 * ε is added to the root after the correction; it is at least 2⁻¹⁶ of the largest √V̂, as smaller projections are rounding,
 * which would be scaled up to full steps; the first basis is found by 8 rounds from the identity instead of an exact
 * decomposition; the authors' limit of a side is 10000. Cautious decay: Chen et al. 2025, arXiv:2510.12402.
 *
 * @param beta1 β1, in [0, 1)
 * @param beta2 β2, of V, L and R, in [0, 1)
 * @param eps ε, above 0
 * @param weightDecay λ, decoupled, in [0, infinity); not applied to biases and norm parameters by default
 * @param frequency how many steps one basis serves, at least 1
 * @param maxSide the longest side that is rotated, 0 or more
 * @param cautious whether the decay spares weights that the update makes larger
 */
public record Soap(
        double beta1, double beta2, double eps, double weightDecay, int frequency, int maxSide, boolean cautious)
        implements UpdateRule {
    private static final int FIRST_ROUNDS = 8;
    private static final float NOISE = 0x1p-16f;
    private static final double OVERFLOW = 1e38;
    private static final String FIRST = "m";
    private static final String SECOND = "v";
    private static final String LEFT = "left";
    private static final String LEFT_BASIS = "leftBasis";
    private static final String RIGHT = "right";
    private static final String RIGHT_BASIS = "rightBasis";

    /**
     * Checks the ranges.
     *
     * @param beta1 β1
     * @param beta2 β2
     * @param eps ε
     * @param weightDecay λ
     * @param frequency how many steps one basis serves
     * @param maxSide the longest side that is rotated
     * @param cautious whether the decay spares weights that the update makes larger
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Soap {
        Moments.check("Soap", beta1, beta2, eps);
        Accepted.notNegative("Soap", "weightDecay", weightDecay);
        Accepted.steps("Soap", "frequency", frequency, 1);
        Accepted.steps("Soap", "maxSide", maxSide, 0);
    }

    /**
     * β1 = β2 = 0.95, ε = 1e−8, λ = 0.01, a new basis every 10 steps, the authors' defaults, for sides of up to 1024. The
     * customary rate is 3e−3.
     *
     * @return the rule
     */
    public static Soap defaults() {
        return new Soap(0.95, 0.95, 1e-8, 0.01, 10, 1024, false);
    }

    /**
     * The same rule with other decay rates.
     *
     * @param changed1 β1
     * @param changed2 β2
     * @return the changed rule
     */
    public Soap withBetas(double changed1, double changed2) {
        return new Soap(changed1, changed2, eps, weightDecay, frequency, maxSide, cautious);
    }

    /**
     * The same rule with another ε.
     *
     * @param changed ε
     * @return the changed rule
     */
    public Soap withEps(double changed) {
        return new Soap(beta1, beta2, changed, weightDecay, frequency, maxSide, cautious);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public Soap withWeightDecay(double changed) {
        return new Soap(beta1, beta2, eps, changed, frequency, maxSide, cautious);
    }

    /**
     * The same rule with bases that last longer or shorter.
     *
     * @param changed how many steps one basis serves
     * @return the changed rule
     */
    public Soap withFrequency(int changed) {
        return new Soap(beta1, beta2, eps, weightDecay, changed, maxSide, cautious);
    }

    /**
     * The same rule for longer or shorter sides.
     *
     * @param changed the longest side that is rotated
     * @return the changed rule
     */
    public Soap withMaxSide(int changed) {
        return new Soap(beta1, beta2, eps, weightDecay, frequency, changed, cautious);
    }

    /**
     * The same rule with or without cautious decay.
     *
     * @param changed whether the decay spares weights that the update makes larger
     * @return the changed rule
     */
    public Soap withCautious(boolean changed) {
        return new Soap(beta1, beta2, eps, weightDecay, frequency, maxSide, changed);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        SlotSpec spec = Moments.slots(shape);
        Shape left = Shape.of(side(shape, false), side(shape, false));
        Shape right = Shape.of(side(shape, true), side(shape, true));
        spec = left.size() == 0 ? spec : spec.tensor(LEFT, left).tensor(LEFT_BASIS, left);
        return right.size() == 0 ? spec : spec.tensor(RIGHT, right).tensor(RIGHT_BASIS, right);
    }

    /** The length of a side, or 0 where it is not turned: it is too long, or there is nothing to turn. */
    private int side(Shape shape, boolean right) {
        if (shape.rank() < 2 || shape.size() == 0) {
            return 0;
        }
        int length = right ? shape.size() / shape.dim(0) : shape.dim(0);
        return length > 1 && length <= maxSide ? length : 0;
    }

    private Eigenbasis basis(Shape shape, boolean right, Slots slots) {
        int n = side(shape, right);
        if (n == 0) {
            int length = right ? shape.size() / shape.dim(0) : shape.dim(0);
            return new Eigenbasis(length, new float[0], new float[0]);
        }
        return new Eigenbasis(n, slots.tensor(right ? RIGHT : LEFT), slots.tensor(right ? RIGHT_BASIS : LEFT_BASIS));
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        Shape shape = parameter.shape();
        if (side(shape, false) == 0 && side(shape, true) == 0) {
            double decay = context.rate() * context.decay();
            new Moments(beta1, beta2, eps, EpsilonForm.PAPER, AmsGrad.OFF)
                    .apply(context, parameter, gradient, slots, new Moments.Extent(context.rate(), 0, decay, cautious));
            return;
        }
        Eigenbasis left = basis(shape, false, slots);
        Eigenbasis right = basis(shape, true, slots);
        Tensor g = Tensor.wrap(Shape.of(left.n(), right.n()), gradient.data());
        Autograd.noGradient(() -> {
            if (context.step() > 1) {
                move(context, parameter, g, left, right, slots);
            }
            follow(context, g, left, right, slots);
            return g;
        });
    }

    private void move(
            StepContext context, Parameter parameter, Tensor gradient, Eigenbasis left, Eigenbasis right, Slots slots) {
        double t = context.step() - 1.0;
        float[] g = gradient.data();
        float[] m = slots.tensor(FIRST);
        float[] v = slots.tensor(SECOND);
        float b1 = (float) beta1;
        float c1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float c2 = (float) (1 - beta2);
        context.split(m.length, (from, to) -> mean(m, g, b1, c1, from, to));
        float[] turned = right.fromRight(left.fromLeft(gradient)).data();
        context.split(v.length, (from, to) -> meanSquare(v, turned, b2, c2, from, to));
        float first = (float) (1 / (1 - StrictMath.pow(beta1, t)));
        float root = (float) (1 / Math.sqrt(1 - StrictMath.pow(beta2, t)));
        float e = Math.max((float) eps, NOISE * root * (float) Math.sqrt(greatest(v)));
        float[] n =
                right.fromRight(left.fromLeft(Tensor.wrap(gradient.shape(), m))).toArray();
        context.split(n.length, (from, to) -> divide(n, v, first, root, e, from, to));
        float[] update = right.backFromRight(left.backFromLeft(Tensor.wrap(gradient.shape(), n)))
                .data();
        float rate = (float) context.rate();
        float shrink = (float) (context.rate() * context.decay());
        float[] w = parameter.update();
        context.split(w.length, (from, to) -> Caution.move(w, update, rate, shrink, cautious, from, to));
    }

    private static void mean(float[] m, float[] g, float keep, float take, int from, int to) {
        for (int i = from; i < to; i++) {
            m[i] = keep * m[i] + take * g[i];
        }
    }

    private static void meanSquare(float[] v, float[] g, float keep, float take, int from, int to) {
        for (int i = from; i < to; i++) {
            v[i] = keep * v[i] + take * g[i] * g[i];
        }
    }

    private static float greatest(float[] v) {
        float most = 0;
        for (float value : v) {
            most = Math.max(most, value);
        }
        return most;
    }

    private static void divide(float[] n, float[] v, float first, float root, float e, int from, int to) {
        for (int i = from; i < to; i++) {
            n[i] = first * n[i] / ((float) Math.sqrt(v[i]) * root + e);
        }
    }

    /** Brings L and R up to date and, when it is time, their bases; V goes with the sorting of these. */
    private void follow(StepContext context, Tensor g, Eigenbasis left, Eigenbasis right, Slots slots) {
        Workers workers = context.workers();
        float keep = (float) beta2;
        float take = (float) (1 - beta2);
        if (Sums.dot(g.data(), g.data(), workers) < OVERFLOW) {
            left.learn(g, false, keep, take, workers);
            right.learn(g, true, keep, take, workers);
        }
        boolean first = context.step() == 1;
        if (first || (context.step() - 1) % frequency == 0) {
            int rounds = first ? FIRST_ROUNDS : 1;
            sort(slots.tensor(SECOND), left.follow(rounds, first), right.follow(rounds, first));
        }
    }

    private static void sort(float[] v, int[] rows, int[] columns) {
        float[] before = v.clone();
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                v[i * columns.length + j] = before[rows[i] * columns.length + columns[j]];
            }
        }
    }
}
