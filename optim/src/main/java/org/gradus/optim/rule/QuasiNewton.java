package org.gradus.optim.rule;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.gradient.ParameterVector;

/**
 * The iterations of one step of {@link Lbfgs}: from the weights along directions of the two-loop recursion, until a limit or a
 * tolerance ends them. It changes nothing but itself.
 */
final class QuasiNewton {
    /** The least y·s/y·y of a pair that is kept. */
    private static final double LEAST_CURVATURE = 1e-10;

    private final Lbfgs settings;
    private final List<Part> parts;
    private final ProbingRule.Probe probe;
    private final double rate;
    private final List<Pair> pairs;
    private final List<Pair> found = new ArrayList<>();
    private StrongWolfe.Point here;
    private int evaluations = 1;

    /**
     * A move and by how much the gradient changed.
     *
     * @param s the move
     * @param y the change
     * @param curvature {@code y·s}, above 0
     */
    record Pair(LongVector s, LongVector y, double curvature) {
        static Pair of(LongVector s, LongVector y) {
            return new Pair(s, y, y.dot(s));
        }
    }

    QuasiNewton(
            Lbfgs settings,
            List<Part> parts,
            ProbingRule.Probe probe,
            List<Pair> pairs,
            double loss,
            ParameterVector gradients) {
        this.settings = settings;
        this.parts = parts;
        this.probe = probe;
        this.rate = parts.get(0).context().rate();
        this.pairs = new ArrayList<>(pairs);
        LongVector gradient = LongVector.of(parts.get(0).context().workers(), parts, gradients);
        this.here = new StrongWolfe.Point(0, loss, 0, gradient, gradient.times(0));
    }

    /** How far it went. */
    LongVector displacement() {
        return here.displacement();
    }

    /** The pairs that the iterations found. */
    List<Pair> found() {
        return found;
    }

    void run() {
        boolean goesOn = Double.isFinite(here.value()) && rate > 0 && steep();
        for (int i = 0; i < settings.maxIterations() && goesOn; i++) {
            goesOn = iterate();
        }
    }

    private boolean steep() {
        return here.gradient().greatest() > settings.toleranceGradient();
    }

    /** One line search; returns whether another one may gain something. */
    private boolean iterate() {
        LongVector gradient = here.gradient();
        LongVector direction = direction(gradient);
        double slope = gradient.dot(direction);
        if (!(slope <= -settings.toleranceChange())) {
            return false;
        }
        double first = pairs.isEmpty() ? Math.min(1, 1 / gradient.absoluteSum()) * rate : rate;
        double length = direction.greatest();
        StrongWolfe.Point start = new StrongWolfe.Point(0, here.value(), slope, gradient, here.displacement());
        StrongWolfe.Point next = StrongWolfe.search(
                t -> at(start.displacement(), t, direction), start, first, settings.toleranceChange() / length);
        if (next.t() == 0) {
            return false;
        }
        here = next;
        remember(
                next.displacement().plus(-1, start.displacement()),
                next.gradient().plus(-1, gradient));
        return evaluations < settings.maxEvaluations()
                && steep()
                && next.t() * length > settings.toleranceChange()
                && Math.abs(next.value() - start.value()) >= settings.toleranceChange();
    }

    private StrongWolfe.Point at(LongVector from, double t, LongVector direction) {
        evaluations++;
        LongVector displacement = from.plus(t, direction);
        ProbingRule.Probed probed = probe.at(vector(displacement));
        if (!Double.isFinite(probed.loss())
                || !Double.isFinite(probed.gradients().norm())) {
            return new StrongWolfe.Point(t, Double.POSITIVE_INFINITY, Double.NaN, from, displacement);
        }
        LongVector gradient = LongVector.of(parts.get(0).context().workers(), parts, probed.gradients());
        return new StrongWolfe.Point(t, probed.loss(), gradient.dot(direction), gradient, displacement);
    }

    private ParameterVector vector(LongVector displacement) {
        List<ParameterVector.Entry> entries = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            entries.add(new ParameterVector.Entry(
                    parts.get(i).parameter(),
                    displacement.piece(i, parts.get(i).parameter().shape())));
        }
        return ParameterVector.of(parts.get(0).context().workers(), entries);
    }

    private void remember(LongVector s, LongVector y) {
        Pair pair = Pair.of(s, y);
        if (pair.curvature() > LEAST_CURVATURE * y.dot(y)) {
            found.add(pair);
            pairs.add(pair);
            if (pairs.size() > settings.history()) {
                pairs.remove(0);
            }
        }
    }

    /** {@code −H·g} by the two-loop recursion, with {@code H₀ = γ·I} and γ of the newest pair. */
    private LongVector direction(LongVector gradient) {
        LongVector q = gradient.times(-1);
        double[] alpha = new double[pairs.size()];
        for (int i = alpha.length - 1; i >= 0; i--) {
            Pair pair = pairs.get(i);
            alpha[i] = pair.s().dot(q) / pair.curvature();
            q.add(-alpha[i], pair.y());
        }
        if (alpha.length > 0) {
            Pair newest = pairs.get(alpha.length - 1);
            q.multiply(newest.curvature() / newest.y().dot(newest.y()));
        }
        for (int i = 0; i < alpha.length; i++) {
            Pair pair = pairs.get(i);
            q.add(alpha[i] - pair.y().dot(q) / pair.curvature(), pair.s());
        }
        return q;
    }
}
