package org.gradus.optim.rule;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.Optimizer;
import org.gradus.optim.StepReport;
import org.gradus.optim.check.Accepted;
import org.gradus.optim.gradient.ParameterVector;

/**
 * L-BFGS: a quasi-Newton method with a line search, for small problems whose objective is evaluated as a whole.
 *
 * <p>One step makes up to {@code maxIterations} iterations. Each goes along {@code d = −H·g}, where H approximates the inverse
 * Hessian from the last {@code history} moves {@code s = θ′ − θ} and changes {@code y = g′ − g}, to a point that satisfies the
 * strong Wolfe conditions with c1 = 1e−4 and c2 = 0.9. It tries the learning rate first, and without any pairs
 * {@code min(1, 1/‖g‖₁)} of it; a constant schedule of 1 suits.
 *
 * <p>It needs {@link Optimizer#step(org.gradus.optim.gradient.Objective)}, and the objective must be the same function at each call: the
 * whole training set, no noise. A point where the objective is not finite is never taken; a step that finds no lower point
 * changes nothing. {@link StepReport#gradientNorm} is the length of the move, 0 at the end, and transforms see the negated move:
 * clipping bounds it. There is no decay: add a penalty to the objective. The rate is one for all parameters, and where the set of
 * parameters with gradients changes, the history begins anew.
 *
 * <p><b>When:</b> full-batch training of small models, fitting to high accuracy. Each iteration costs one to three evaluations.
 * <b>Memory:</b> s and y of {@code history} moves, and during a step as many again.
 *
 * <p><b>Reference:</b> Nocedal, Wright 2006, "Numerical Optimization", Algorithms 7.4 and 7.5, line search 3.5 and 3.6;
 * {@code torch.optim.LBFGS} (PyTorch 1.13) with {@code line_search_fn="strong_wolfe"}, for the stopping tests and all defaults
 * but the history. Deviations: a pair is kept if {@code y·s > 1e−10·y·y}, which does not depend on the scale as PyTorch's
 * {@code y·s > 1e−10} does; the pair of a move is made at once, of gradients of the same evaluation.
 *
 * @param history how many pairs are kept, at least 1
 * @param maxIterations the most iterations in a step, at least 1
 * @param maxEvaluations after so many evaluations a step begins no further line search, at least 1
 * @param toleranceGradient a step ends where no element of the gradient is larger, in [0, infinity)
 * @param toleranceChange a step ends where neither weights nor objective change by more, in [0, infinity)
 */
public record Lbfgs(
        int history, int maxIterations, int maxEvaluations, double toleranceGradient, double toleranceChange)
        implements JointRule, ProbingRule {
    private static final String MOVE = "s.";
    private static final String CHANGE = "y.";
    private static final String GENERATION = "generation";
    private static final String MEMBERS = "members";
    private static final String PAIRS = "pairs";
    private static final String NEXT = "next";

    /**
     * Checks the ranges.
     *
     * @param history how many pairs are kept
     * @param maxIterations the most iterations in a step
     * @param maxEvaluations after so many evaluations a step begins no further line search
     * @param toleranceGradient a step ends where no element of the gradient is larger
     * @param toleranceChange a step ends where neither weights nor objective change by more
     * @throws IllegalArgumentException when a value is outside its range
     */
    public Lbfgs {
        Accepted.steps("Lbfgs", "history", history, 1);
        Accepted.steps("Lbfgs", "maxIterations", maxIterations, 1);
        Accepted.steps("Lbfgs", "maxEvaluations", maxEvaluations, 1);
        Accepted.notNegative("Lbfgs", "toleranceGradient", toleranceGradient);
        Accepted.notNegative("Lbfgs", "toleranceChange", toleranceChange);
    }

    /**
     * 10 pairs (Nocedal and Wright recommend 3 to 20; PyTorch keeps 100), 20 iterations, 25 evaluations, tolerances 1e−7 and
     * 1e−9.
     *
     * @return the rule
     */
    public static Lbfgs defaults() {
        return new Lbfgs(10, 20, 25, 1e-7, 1e-9);
    }

    /**
     * The same rule with a longer or shorter history.
     *
     * @param changed how many pairs are kept
     * @return the changed rule
     */
    public Lbfgs withHistory(int changed) {
        return new Lbfgs(changed, maxIterations, maxEvaluations, toleranceGradient, toleranceChange);
    }

    /**
     * The same rule with other limits of a step.
     *
     * @param iterations the most iterations
     * @param evaluations after so many evaluations it begins no further line search
     * @return the changed rule
     */
    public Lbfgs withLimits(int iterations, int evaluations) {
        return new Lbfgs(history, iterations, evaluations, toleranceGradient, toleranceChange);
    }

    /**
     * The same rule with other tolerances.
     *
     * @param gradient a step ends where no element of the gradient is larger
     * @param change a step ends where neither weights nor objective change by more
     * @return the changed rule
     */
    public Lbfgs withTolerances(double gradient, double change) {
        return new Lbfgs(history, maxIterations, maxEvaluations, gradient, change);
    }

    @Override
    public SlotSpec slots(Shape shape) {
        SlotSpec spec = SlotSpec.none().scalar(GENERATION, 0);
        for (int i = 0; i < history; i++) {
            spec = spec.tensor(MOVE + i, shape).tensor(CHANGE + i, shape);
        }
        return spec;
    }

    @Override
    public SlotSpec sharedSlots() {
        return SlotSpec.none()
                .scalar(GENERATION, 0)
                .scalar(MEMBERS, 0)
                .scalar(PAIRS, 0)
                .scalar(NEXT, 0);
    }

    /** Nothing: a step is prepared by {@link #gradients}. */
    @Override
    public void prepare(List<Part> parts, Slots shared) {}

    @Override
    public ParameterVector gradients(List<Part> parts, ParameterVector here, double loss, Probe probe) {
        List<Part> own = parts.stream()
                .filter(p -> p.context().shared().spec().equals(sharedSlots()))
                .toList();
        if (own.isEmpty()) {
            return here;
        }
        check(own);
        Slots shared = own.get(0).context().shared();
        boolean known = own.size() == shared.scalar(MEMBERS)
                && own.stream().allMatch(p -> p.slots().scalar(GENERATION) == shared.scalar(GENERATION));
        QuasiNewton step = new QuasiNewton(this, own, probe, known ? pairs(own, shared) : List.of(), loss, here);
        step.run();
        if (!step.found().isEmpty()) {
            probe.whenApplied(() -> keep(own, shared, known, step.found()));
        }
        LongVector back = step.displacement().times(-1);
        return here.map((parameter, gradient) -> {
            for (int i = 0; i < own.size(); i++) {
                if (own.get(i).parameter() == parameter) {
                    return back.piece(i, parameter.shape());
                }
            }
            return gradient;
        });
    }

    private static void check(List<Part> parts) {
        StepContext first = parts.get(0).context();
        for (Part part : parts) {
            if (part.context().rate() != first.rate() || part.context().decay() != 0) {
                throw new IllegalStateException(
                        "Lbfgs: '" + part.parameter().path()
                                + "' has a rate factor or decay of its own; take its group away, or add a penalty to the objective");
            }
        }
    }

    /** The pairs that the slots hold, the oldest first. */
    private List<QuasiNewton.Pair> pairs(List<Part> parts, Slots shared) {
        List<QuasiNewton.Pair> pairs = new ArrayList<>();
        int count = (int) shared.scalar(PAIRS);
        int next = (int) shared.scalar(NEXT);
        for (int i = 0; i < count; i++) {
            int place = Math.floorMod(next - count + i, history);
            pairs.add(QuasiNewton.Pair.of(live(parts, MOVE + place), live(parts, CHANGE + place)));
        }
        return pairs;
    }

    private static LongVector live(List<Part> parts, String slot) {
        Workers workers = parts.get(0).context().workers();
        return LongVector.over(
                workers, parts.stream().map(p -> p.slots().tensor(slot)).toList());
    }

    private void keep(List<Part> parts, Slots shared, boolean known, List<QuasiNewton.Pair> found) {
        if (!known) {
            shared.scalar(GENERATION, shared.scalar(GENERATION) + 1);
            shared.scalar(MEMBERS, parts.size());
            shared.scalar(PAIRS, 0);
            shared.scalar(NEXT, 0);
            parts.forEach(p -> p.slots().scalar(GENERATION, shared.scalar(GENERATION)));
        }
        int next = (int) shared.scalar(NEXT);
        for (QuasiNewton.Pair pair : found) {
            pair.s().copyTo(live(parts, MOVE + next));
            pair.y().copyTo(live(parts, CHANGE + next));
            next = (next + 1) % history;
        }
        shared.scalar(NEXT, next);
        shared.scalar(PAIRS, Math.min(history, shared.scalar(PAIRS) + found.size()));
    }

    /** Moves by what {@link #gradients} found. */
    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        float[] back = gradient.data();
        float[] w = parameter.update();
        context.split(w.length, (from, to) -> move(w, back, from, to));
    }

    private static void move(float[] w, float[] back, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] -= back[i];
        }
    }
}
