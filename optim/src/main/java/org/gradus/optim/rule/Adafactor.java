package org.gradus.optim.rule;

import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.check.Accepted;
import org.gradus.optim.sum.SquareSum;

/**
 * Adafactor: Adam without momentum whose second moment of a matrix is the product of a row and a column of means, so that the
 * state hardly counts; the step is relative to the size of the weights.
 *
 * <p>With {@code κ = t^−c} and t this parameter's own updates, for a matrix of the last two axes:
 * {@code R ← (1 − κ)·R + κ·mean over columns of G²}, {@code C ← (1 − κ)·C + κ·mean over rows of G²},
 * {@code V = R·C/mean(R)}; for rank 0 and 1 {@code V ← (1 − κ)·V + κ·G²}. Then {@code U = G/√V},
 * {@code U ← U/max(1, RMS(U)/d)}, {@code θ ← θ − max(ε2, RMS(θ))·ρ·U − lr·λ·θ} with {@code ρ = min(lr, 1/√t)}.
 *
 * <p>ε1 keeps the quotient finite: in the paper and in Keras as {@code G² + ε1} in all means, in PyTorch as
 * {@code max(√V, ε1)} and {@code max(mean(R), ε1)}.
 *
 * <p><b>When:</b> models whose Adam state does not fit into memory; sequence models.
 *
 * <p><b>Slots:</b> for {@code […, n, m]} the tensors {@code rows […, n]} and {@code columns […, m]}; else v of the parameter's
 * shape; during the step the quotients of one parameter.
 *
 * <p><b>Reference:</b> Shazeer, Stern 2018, "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost", arXiv:1804.04235,
 * Algorithms 4 to 6, which {@link #paper()} is, with means for sums as everybody has them; {@code torch.optim.Adafactor}
 * (PyTorch 2.5), whose defaults {@link #defaults()} are. The customary rate, which is the greatest ρ, is 1e−2, in Keras 1e−3. The
 * paper's optional momentum is left out, as in PyTorch and Keras. {@code optax} factors the two largest axes and only from 128 on,
 * which is not offered. Sums are in double. Cautious: see arXiv:2510.12402, Algorithm 1.
 *
 * @param exponent c, in (0, infinity): how fast β2 = 1 − t^−c approaches 1
 * @param eps1 ε1, above 0
 * @param eps1InSquares whether ε1 is added to the squares, as on paper; else it bounds the divisors, as in PyTorch
 * @param eps2 ε2, in (0, infinity): the least size of weights
 * @param clip d, in (0, infinity]: the greatest root mean square of U
 * @param relativeRate whether ρ falls as 1/√t; else it is the learning rate
 * @param relativeStep whether the step is multiplied by the size of the weights
 * @param weightDecay λ, in [0, infinity); not applied to biases and norm parameters by default
 * @param cautious whether the decay spares weights that the update makes larger
 */
public record Adafactor(
        double exponent,
        double eps1,
        boolean eps1InSquares,
        double eps2,
        double clip,
        boolean relativeRate,
        boolean relativeStep,
        double weightDecay,
        boolean cautious)
        implements UpdateRule {
    private static final String ROWS = "rows";
    private static final String COLUMNS = "columns";
    private static final String FULL = "v";

    /**
     * Checks the ranges.
     *
     * @param exponent c
     * @param eps1 ε1
     * @param eps1InSquares where ε1 stands
     * @param eps2 ε2
     * @param clip d
     * @param relativeRate whether ρ falls as 1/√t
     * @param relativeStep whether the step is multiplied by the size of the weights
     * @param weightDecay λ
     * @param cautious whether the decay spares weights that the update makes larger
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Adafactor {
        Accepted.positive("Adafactor", "exponent", exponent);
        Accepted.epsilon("Adafactor", "eps1", eps1);
        Accepted.positive("Adafactor", "eps2", eps2);
        Accepted.aboveZero("Adafactor", "clip", clip);
        Accepted.notNegative("Adafactor", "weightDecay", weightDecay);
    }

    /**
     * c = 0.8, ε1 = 2⁻²³ as a bound, ε2 = 1e−3, d = 1, relative rate and step, λ = 0: PyTorch's defaults.
     *
     * @return the rule
     */
    public static Adafactor defaults() {
        return new Adafactor(0.8, 0x1p-23, false, 1e-3, 1, true, true, 0, false);
    }

    /**
     * The paper's Algorithm 6, and Keras's defaults: as {@link #defaults()}, but ε1 = 1e−30 is added to the squares.
     *
     * @return the rule
     */
    public static Adafactor paper() {
        return new Adafactor(0.8, 1e-30, true, 1e-3, 1, true, true, 0, false);
    }

    /**
     * The same rule with another exponent.
     *
     * @param changed c
     * @return the changed rule
     */
    public Adafactor withExponent(double changed) {
        return new Adafactor(
                changed, eps1, eps1InSquares, eps2, clip, relativeRate, relativeStep, weightDecay, cautious);
    }

    /**
     * The same rule with other ε, in their places.
     *
     * @param changed1 ε1
     * @param changed2 ε2
     * @return the changed rule
     */
    public Adafactor withEps(double changed1, double changed2) {
        return new Adafactor(
                exponent, changed1, eps1InSquares, changed2, clip, relativeRate, relativeStep, weightDecay, cautious);
    }

    /**
     * The same rule with another bound of the update.
     *
     * @param changed d
     * @return the changed rule
     */
    public Adafactor withClip(double changed) {
        return new Adafactor(
                exponent, eps1, eps1InSquares, eps2, changed, relativeRate, relativeStep, weightDecay, cautious);
    }

    /**
     * The same rule with rates and steps that are relative or not. With neither, it moves as RMSprop does.
     *
     * @param rate whether ρ falls as 1/√t
     * @param step whether the step is multiplied by the size of the weights
     * @return the changed rule
     */
    public Adafactor withRelative(boolean rate, boolean step) {
        return new Adafactor(exponent, eps1, eps1InSquares, eps2, clip, rate, step, weightDecay, cautious);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public Adafactor withWeightDecay(double changed) {
        return new Adafactor(exponent, eps1, eps1InSquares, eps2, clip, relativeRate, relativeStep, changed, cautious);
    }

    /**
     * The same rule with cautious or with plain weight decay.
     *
     * @param changed whether the decay spares weights that the update makes larger
     * @return the changed rule
     */
    public Adafactor withCautious(boolean changed) {
        return new Adafactor(
                exponent, eps1, eps1InSquares, eps2, clip, relativeRate, relativeStep, weightDecay, changed);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        return shape.rank() < 2
                ? SlotSpec.none().tensor(FULL, shape)
                : SlotSpec.none()
                        .tensor(ROWS, Matrices.without(shape, -1))
                        .tensor(COLUMNS, Matrices.without(shape, -2));
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float[] g = gradient.data();
        if (g.length == 0) {
            return;
        }
        double t = (double) context.step();
        float[] w = parameter.update();
        SecondMoment second = second(parameter.shape(), g, slots);
        second.take(StrictMath.pow(t, -exponent), eps1InSquares ? eps1 : 0, context);
        float[] u = context.workspace().floats(g.length);
        second.quotients(u, context);
        double length = Math.sqrt(SquareSum.of(u, g.length, context.workers()) / g.length);
        double size = Math.sqrt(SquareSum.of(w, context.workers()) / g.length);
        double rho = relativeRate ? Math.min(context.rate(), 1 / Math.sqrt(t)) : context.rate();
        double alpha = relativeStep ? Math.max(eps2, size) * rho : rho;
        float step = (float) (alpha / Math.max(1, length / clip));
        float shrink = (float) (context.rate() * context.decay());
        boolean careful = cautious && shrink > 0;
        context.split(g.length, (from, to) -> Caution.move(w, u, step, shrink, careful, from, to));
    }

    private SecondMoment second(Shape shape, float[] g, Slots slots) {
        float least = eps1InSquares ? Float.MIN_VALUE : (float) eps1;
        return shape.rank() < 2
                ? new FullMoment(g, slots.tensor(FULL), least)
                : new FactoredMoment(Matrices.of(shape), g, slots.tensor(ROWS), slots.tensor(COLUMNS), least);
    }
}
