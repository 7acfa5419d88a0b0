package org.gradus.optim.rule;

import java.util.regex.Pattern;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.ParameterGroup;
import org.gradus.optim.check.Accepted;

/**
 * Muon: momentum whose matrix is orthogonalised before it is applied, so that a step moves all directions of a weight matrix by
 * the same length. For the hidden matrices of a network only; the rest is left to {@link AdamW}.
 *
 * <p>{@code B ← B + (1 − μ)·(g − B)}; with Nesterov {@code M = g + μ·(B − g)}, else {@code M = B};
 * {@code θ ← θ − lr·λ·θ − lr·f·O} where O is M orthogonalised by Newton–Schulz iterations and f that of {@link AdjustLr}. The
 * decay has no f.
 *
 * <p>A parameter that is no matrix is refused. Biases and norm parameters must go to another rule, embeddings and the last layer
 * should, though they are matrices. {@link #rest} is the group of all of them:
 *
 * <pre>{@code
 * Muon muon = Muon.defaults();
 * Optimizer.of(model, muon, Schedule.constant(0.02), OptimizerOptions.defaults()
 *         .withGroup(muon.rest("embedding\\..*", "head\\..*").withRateFactor(0.05)));
 * }</pre>
 *
 * <p><b>When:</b> networks of large matrices, where it saves steps against AdamW. A step costs some 15 matrix products.
 * <b>Memory:</b> B; during the step four matrices of the parameter's size.
 *
 * <p><b>Reference:</b> Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks"; Liu et al. 2025,
 * arXiv:2502.16982, Algorithm 1; {@code torch.optim.Muon} (PyTorch 2.9), whose defaults {@link #defaults()} are, and whose code
 * interpolates B where its text adds. The customary rate is 0.02, as in {@code KellerJordan/Muon}, which has no decay, adds ε
 * to the norm and takes kernels; 1e−3 in PyTorch. Cautious decay: Chen et al. 2025, arXiv:2510.12402. Deviation: products are
 * in float, not in bfloat16; decay and update are one subtraction.
 *
 * @param momentum μ, in [0, 1)
 * @param nesterov whether to look ahead
 * @param weightDecay λ, in [0, infinity)
 * @param eps the smallest norm to divide by, above 0
 * @param iterations how many iterations orthogonalise, from 1 to 99
 * @param adjustLr how the rate is adapted to the shape
 * @param kernels whether kernels of rank 3 and more are taken, as matrices of their first axis by all others
 * @param cautious whether the decay spares weights that the update makes larger
 */
public record Muon(
        double momentum,
        boolean nesterov,
        double weightDecay,
        double eps,
        int iterations,
        AdjustLr adjustLr,
        boolean kernels,
        boolean cautious)
        implements UpdateRule {
    private static final String BUFFER = "momentum";
    private static final int MOST_ITERATIONS = 99;

    /**
     * Checks the ranges.
     *
     * @param momentum μ
     * @param nesterov whether to look ahead
     * @param weightDecay λ
     * @param eps the smallest norm to divide by
     * @param iterations how many iterations orthogonalise
     * @param adjustLr how the rate is adapted to the shape
     * @param kernels whether kernels of rank 3 and more are taken
     * @param cautious whether the decay spares weights that the update makes larger
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Muon {
        Accepted.belowOne("Muon", "momentum", momentum);
        Accepted.notNegative("Muon", "weightDecay", weightDecay);
        Accepted.epsilon("Muon", "eps", eps);
        Accepted.steps("Muon", "iterations", iterations, 1);
        if (iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException(
                    "Muon: iterations = " + iterations + " is not accepted; it must be at most " + MOST_ITERATIONS);
        }
    }

    /**
     * μ = 0.95 with Nesterov, λ = 0.1, ε = 1e−7, 5 iterations, the original rate, matrices only: PyTorch's defaults.
     *
     * @return the rule
     */
    public static Muon defaults() {
        return new Muon(0.95, true, 0.1, 1e-7, 5, AdjustLr.ORIGINAL, false, false);
    }

    /**
     * The same rule with another momentum.
     *
     * @param changed μ
     * @return the changed rule
     */
    public Muon withMomentum(double changed) {
        return new Muon(changed, nesterov, weightDecay, eps, iterations, adjustLr, kernels, cautious);
    }

    /**
     * The same rule with or without Nesterov's look-ahead.
     *
     * @param changed whether to look ahead
     * @return the changed rule
     */
    public Muon withNesterov(boolean changed) {
        return new Muon(momentum, changed, weightDecay, eps, iterations, adjustLr, kernels, cautious);
    }

    /**
     * The same rule with another weight decay.
     *
     * @param changed λ
     * @return the changed rule
     */
    public Muon withWeightDecay(double changed) {
        return new Muon(momentum, nesterov, changed, eps, iterations, adjustLr, kernels, cautious);
    }

    /**
     * The same rule with another number of iterations.
     *
     * @param changed how many
     * @return the changed rule
     */
    public Muon withIterations(int changed) {
        return new Muon(momentum, nesterov, weightDecay, eps, changed, adjustLr, kernels, cautious);
    }

    /**
     * The same rule with another adaptation of the rate.
     *
     * @param changed how the rate is adapted to the shape
     * @return the changed rule
     */
    public Muon withAdjustLr(AdjustLr changed) {
        return new Muon(momentum, nesterov, weightDecay, eps, iterations, changed, kernels, cautious);
    }

    /**
     * The same rule with or without kernels of rank 3 and more.
     *
     * @param changed whether they are taken, as matrices of their first axis by all others
     * @return the changed rule
     */
    public Muon withKernels(boolean changed) {
        return new Muon(momentum, nesterov, weightDecay, eps, iterations, adjustLr, changed, cautious);
    }

    /**
     * The same rule with or without cautious decay.
     *
     * @param changed whether the decay spares weights that the update makes larger
     * @return the changed rule
     */
    public Muon withCautious(boolean changed) {
        return new Muon(momentum, nesterov, weightDecay, eps, iterations, adjustLr, kernels, changed);
    }

    /**
     * The group of all parameters that should not be moved by this rule, moved by {@link AdamW#defaults()}: those that are no
     * matrices, and those named here. {@link ParameterGroup#withRule} and {@link ParameterGroup#withRateFactor} change how.
     *
     * @param paths regular expressions; a parameter whose whole path matches one of them belongs to the group. They should match
     *     the embeddings and the last layer
     * @return the group
     */
    public ParameterGroup rest(String... paths) {
        Pattern named = Pattern.compile(paths.length == 0 ? "(?!)" : "(?:" + String.join(")|(?:", paths) + ")");
        return ParameterGroup.of(
                        "what Muon leaves",
                        p -> !suits(p.shape()) || named.matcher(p.path()).matches())
                .withRule(AdamW.defaults());
    }

    private boolean suits(Shape shape) {
        return shape.rank() == 2 || (kernels && shape.rank() > 2);
    }

    @Override
    public double decay() {
        return weightDecay;
    }

    @Override
    public SlotSpec slots(Shape shape) {
        if (!suits(shape)) {
            throw new IllegalArgumentException("Muon: a parameter of shape " + shape
                    + " is no matrix; leave it to AdamW by OptimizerOptions.withGroup(muon.rest(…))"
                    + (shape.rank() > 2 ? ", or take kernels as matrices by withKernels(true)" : ""));
        }
        return SlotSpec.none().tensor(BUFFER, shape);
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float[] g = gradient.data();
        float[] b = slots.tensor(BUFFER);
        float[] m = new float[g.length];
        float take = (float) (1 - momentum);
        float ahead = nesterov ? (float) momentum : 1f;
        context.split(m.length, (from, to) -> accumulate(g, b, m, take, ahead, from, to));
        int rows = parameter.shape().dim(0);
        int columns = rows == 0 ? 0 : m.length / rows;
        float[] o = NewtonSchulz.orthogonal(m, rows, columns, iterations, eps, context.workers());
        float rate = (float) (context.rate() * (m.length == 0 ? 1 : adjustLr.factor(rows, columns)));
        float shrink = (float) (context.rate() * context.decay());
        float[] w = parameter.update();
        context.split(w.length, (from, to) -> Caution.move(w, o, rate, shrink, cautious, from, to));
    }

    private static void accumulate(float[] g, float[] b, float[] m, float take, float ahead, int from, int to) {
        for (int i = from; i < to; i++) {
            b[i] += take * (g[i] - b[i]);
            m[i] = g[i] + ahead * (b[i] - g[i]);
        }
    }
}
