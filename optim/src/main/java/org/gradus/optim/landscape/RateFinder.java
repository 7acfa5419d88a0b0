package org.gradus.optim.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.gradus.core.Layer;
import org.gradus.core.Tensor;
import org.gradus.optim.NonFinite;
import org.gradus.optim.Optimizer;
import org.gradus.optim.StepReport;
import org.gradus.optim.check.Accepted;
import org.gradus.optim.gradient.Objective;
import org.gradus.optim.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * Finds a learning rate by trying many: it trains for a short while under rates that grow from step to step, and watches the
 * loss. Afterwards model, buffers and optimizer are bit for bit what they were, also when the objective throws.
 *
 * <pre>{@code
 * RateSweep sweep = RateFinder.defaults().sweep(model, optimizer, batch -> again -> loss(model, batches.get(batch)));
 * System.out.println(sweep.reason());
 * System.out.println(sweep.chart().text(70, 14));
 * double rate = sweep.suggestion().orElse(1e-3);
 * }</pre>
 *
 * <p>The rate of step i of n is {@code low·(high/low)^(i/(n − 1))}. The loss is smoothed, {@code s ← β·s + (1 − β)·loss},
 * and shown as {@code s/(1 − βⁱ⁺¹)}. It ends early when the smoothed loss is above its lowest value by {@code (divergence −
 * 1)} times that value's magnitude (for a loss above 0: above {@code divergence} times the lowest), when a loss or gradient
 * is not finite, when no parameter has a gradient, or when the thread is interrupted.
 *
 * <p>Rule, options and state are the optimizer's own, in a copy ({@link Optimizer#copy}); its schedule is left aside. How
 * good the suggestion is depends on what the loss measures: after momentum, warm-up or decay have done their work, other
 * rates may be better.
 *
 * <p><b>Reference:</b> Smith 2017, arXiv:1506.01186, Section 3.3 (the range test, with rates that grow linearly), in the
 * variant of fastai's {@code lr_find}, whose settings {@link #defaults()} are.
 *
 * @param low the first rate, above 0
 * @param high the last rate, above the first
 * @param steps how many rates to try, at least 2
 * @param smoothing β, in [0, 1)
 * @param divergence the factor over the lowest smoothed loss at which it ends, above 1
 */
public record RateFinder(double low, double high, int steps, double smoothing, double divergence) {
    /**
     * Checks the ranges.
     *
     * @param low the first rate
     * @param high the last rate
     * @param steps how many rates to try
     * @param smoothing β
     * @param divergence the factor at which it ends
     * @throws IllegalArgumentException when a value is outside its range
     */
    public RateFinder {
        Accepted.positive("rate finder", "low", low);
        Accepted.positive("rate finder", "high", high);
        Accepted.steps("rate finder", "steps", steps, 2);
        Accepted.belowOne("rate finder", "smoothing", smoothing);
        Accepted.positive("rate finder", "divergence", divergence);
        if (!(low < high)) {
            throw new IllegalArgumentException(
                    "rate finder: low = " + low + " and high = " + high + " are not accepted; the rates must ascend");
        }
        if (!(divergence > 1)) {
            throw new IllegalArgumentException(
                    "rate finder: divergence = " + divergence + " is not accepted; it must lie in (1, infinity)");
        }
    }

    /**
     * 100 rates from 1e−7 to 10, β = 0.98, an end at 4 times the lowest loss: fastai's defaults.
     *
     * @return the finder
     */
    public static RateFinder defaults() {
        return new RateFinder(1e-7, 10, 100, 0.98, 4);
    }

    /**
     * The same finder with other rates.
     *
     * @param first the first rate
     * @param last the last rate
     * @param number how many
     * @return the changed finder
     * @throws IllegalArgumentException when a value is outside its range
     */
    public RateFinder withRates(double first, double last, int number) {
        return new RateFinder(first, last, number, smoothing, divergence);
    }

    /**
     * The same finder with another smoothing.
     *
     * @param beta β, 0 for none
     * @return the changed finder
     * @throws IllegalArgumentException when a value is outside its range
     */
    public RateFinder withSmoothing(double beta) {
        return new RateFinder(low, high, steps, beta, divergence);
    }

    /**
     * The same finder with another end.
     *
     * @param factor the factor over the lowest smoothed loss
     * @return the changed finder
     * @throws IllegalArgumentException when a value is outside its range
     */
    public RateFinder withDivergence(double factor) {
        return new RateFinder(low, high, steps, smoothing, factor);
    }

    /** The rate of a step. */
    double rate(long step) {
        double share = step / (steps - 1.0);
        return low * StrictMath.pow(high / low, share);
    }

    /**
     * Tries the rates.
     *
     * @param model what is put back afterwards: all its parameters and buffers
     * @param optimizer what moves parameters of the model; its rule, options and state are used, and stay as they are
     * @param batches from the number of a step, from 0, to the loss of its batch; asked for each step once, in order
     * @return what happened, and a suggestion
     * @throws IllegalStateException within {@link Optimizer#evaluate}, or when a loss depends on no parameter
     */
    public RateSweep sweep(Layer model, Optimizer optimizer, IntFunction<Objective> batches) {
        Snapshot before = Snapshot.of(model, optimizer.parameters());
        try {
            long first = optimizer.steps();
            Schedule rates = step -> rate(step - first);
            return new Sweep(optimizer.copy(rates, NonFinite.SKIP), batches).run();
        } finally {
            before.restore();
        }
    }

    /** One pass over the rates. */
    private final class Sweep {
        private final Optimizer copy;
        private final IntFunction<Objective> batches;
        private final List<RateSweep.Trial> trials = new ArrayList<>();
        private double sum;
        private double remaining = 1;
        private double lowest = Double.POSITIVE_INFINITY;

        Sweep(Optimizer copy, IntFunction<Objective> batches) {
            this.copy = copy;
            this.batches = batches;
        }

        RateSweep run() {
            String end = null;
            for (int step = 0; step < steps && end == null; step++) {
                end = Thread.currentThread().isInterrupted() ? "the thread was interrupted" : trial(step);
            }
            return RateSweep.of(trials, end == null ? "all rates were tried" : end, smoothing);
        }

        /** Tries one rate; returns why to end, or null. */
        private @Nullable String trial(int step) {
            Watched objective = new Watched(batches.apply(step));
            StepReport report = copy.step(objective);
            double loss = objective.loss;
            if (!Double.isFinite(loss)) {
                return "the loss became " + Shown.of(loss) + " at a rate of " + Shown.of(rate(step));
            }
            sum = smoothing * sum + (1 - smoothing) * loss;
            remaining *= smoothing;
            double smoothed = sum / (1 - remaining);
            trials.add(new RateSweep.Trial(rate(step), loss, smoothed));
            if (!report.applied()) {
                return report.skippedBecause();
            }
            lowest = Math.min(lowest, smoothed);
            boolean diverged = smoothed - lowest > (divergence - 1) * Math.abs(lowest);
            return diverged
                    ? "the smoothed loss rose to " + Shown.of(smoothed) + " at a rate of " + Shown.of(rate(step))
                    : null;
        }
    }

    /** Hands on an objective and keeps the loss of the first evaluation. */
    private static final class Watched implements Objective {
        private final Objective objective;
        private double loss = Double.NaN;

        Watched(Objective objective) {
            this.objective = objective;
        }

        @Override
        public Tensor loss(boolean again) {
            Tensor value = objective.loss(again);
            if (!again) {
                loss = value.item();
            }
            return value;
        }
    }
}
