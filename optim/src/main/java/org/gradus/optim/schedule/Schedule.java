package org.gradus.optim.schedule;

import java.util.Arrays;
import org.gradus.core.Improvement;
import org.gradus.optim.chart.LineChart;
import org.gradus.optim.check.Accepted;

/**
 * A hyper-parameter as a pure function of the step: nothing to advance, nothing to save.
 *
 * <p>{@code at(0)} belongs to the first applied update. Past its end a schedule holds its last value; {@link #repeated} starts it
 * anew. Printed, a schedule is the call that makes it, and {@link #chart} draws it.
 *
 * <pre>{@code
 * Schedule rate = Schedule.cosine(1e-3, 1_000).withWarmUp(100);
 * System.out.println(rate);                         // cosine(0.001, 1000, 0.0).withWarmUp(100)
 * System.out.println(rate.chart(1_100).text(60, 10));
 * }</pre>
 *
 * <p>{@link ReduceOnPlateau} alone has state, and says so.
 */
@FunctionalInterface
public interface Schedule {
    /**
     * The value for one step.
     *
     * @param step the number of updates applied before this one, 0 or more
     * @return the value
     */
    double at(long step);

    /**
     * The same value always.
     *
     * @param value the value
     * @return the schedule
     * @throws IllegalArgumentException when the value is negative or not finite
     */
    static Schedule constant(double value) {
        return new ConstantSchedule(value);
    }

    /**
     * A straight line from one value to another.
     *
     * @param start the first value
     * @param steps where the last value is reached
     * @param end the last value, held from there on
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule linear(double start, long steps, double end) {
        return new LinearSchedule(start, steps, end);
    }

    /**
     * A power of what is left, from one value to another.
     *
     * @param start the first value
     * @param steps where the last value is reached
     * @param end the last value, held from there on
     * @param power how it bends; 1 for a straight line
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule polynomial(double start, long steps, double end, double power) {
        return new PolynomialSchedule(start, steps, end, power);
    }

    /**
     * A value multiplied by a factor every so many steps.
     *
     * @param start the first value
     * @param every how many steps each value lasts
     * @param factor what each value is multiplied by to give the next
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule step(double start, long every, double factor) {
        return new StepSchedule(start, every, factor);
    }

    /**
     * A value multiplied by a factor at each milestone.
     *
     * @param start the first value
     * @param factor what each milestone multiplies by
     * @param milestones the first step of each further value, ascending
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range, or the milestones do not ascend
     */
    static Schedule multiStep(double start, double factor, long... milestones) {
        return new MultiStepSchedule(
                start, factor, Arrays.stream(milestones).boxed().toList());
    }

    /**
     * A value multiplied by a factor at every step.
     *
     * @param start the first value
     * @param factor what each step multiplies by
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule exponential(double start, double factor) {
        return new ExponentialSchedule(start, 1, factor);
    }

    /**
     * A value multiplied by a factor in the course of so many steps, a little at each.
     *
     * @param start the first value
     * @param every after how many steps the factor has been applied once
     * @param factor what {@code every} steps multiply by
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule exponential(double start, long every, double factor) {
        return new ExponentialSchedule(start, every, factor);
    }

    /**
     * Exponential decay with a rate: {@code start · e^(−decay·t)}.
     *
     * @param start the first value
     * @param decay how fast it falls per step
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule naturalExponential(double start, double decay) {
        return new NaturalExponentialSchedule(start, decay);
    }

    /**
     * Hyperbolic decay: {@code start / (1 + decay·t)}.
     *
     * @param start the first value
     * @param decay how fast it falls
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule inverseTime(double start, double decay) {
        return new InverseTimeSchedule(start, decay);
    }

    /**
     * Half a cosine wave from a value down to 0.
     *
     * @param start the first value
     * @param steps where 0 is reached
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule cosine(double start, long steps) {
        return new CosineSchedule(start, steps, 0);
    }

    /**
     * Half a cosine wave from one value to another.
     *
     * @param start the first value
     * @param steps where the last value is reached
     * @param end the last value, held from there on
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule cosine(double start, long steps, double end) {
        return new CosineSchedule(start, steps, end);
    }

    /**
     * SGDR: a cosine down to 0 that starts anew after each period.
     *
     * @param start the value at each restart
     * @param period the length of the first period
     * @param multiple how many times as long each next period is
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule warmRestarts(double start, long period, long multiple) {
        return new WarmRestartsSchedule(start, period, multiple, 0, 1);
    }

    /**
     * SGDR: a cosine that starts anew after each period.
     *
     * @param start the value of the first step
     * @param period the length of the first period
     * @param multiple how many times as long each next period is
     * @param end what each period falls to
     * @param factor what each restart multiplies the height above {@code end} by
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule warmRestarts(double start, long period, long multiple, double end, double factor) {
        return new WarmRestartsSchedule(start, period, multiple, end, factor);
    }

    /**
     * A zigzag between two values.
     *
     * @param from where each cycle begins and ends
     * @param to the other value
     * @param up how many steps it takes from one to the other
     * @param down how many steps it takes back
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule triangular(double from, double to, long up, long down) {
        return new CyclicSchedule(from, to, up, down, 1, 1);
    }

    /**
     * A zigzag whose height halves with each cycle.
     *
     * @param from where each cycle begins and ends
     * @param to what the first cycle reaches
     * @param up how many steps it takes away from the first value
     * @param down how many steps it takes back
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule triangular2(double from, double to, long up, long down) {
        return new CyclicSchedule(from, to, up, down, 0.5, 1);
    }

    /**
     * A zigzag whose height shrinks with each cycle or step. Smith's {@code exp_range} has a cycle factor of 1.
     *
     * @param from where each cycle begins and ends
     * @param to what the first cycle would reach without shrinking
     * @param up how many steps it takes away from the first value
     * @param down how many steps it takes back
     * @param cycleFactor what each cycle multiplies the height by
     * @param stepFactor what each step multiplies the height by
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule cyclic(double from, double to, long up, long down, double cycleFactor, double stepFactor) {
        return new CyclicSchedule(from, to, up, down, cycleFactor, stepFactor);
    }

    /**
     * The one-cycle policy, an object that offers a rate and a momentum.
     *
     * @param peak the largest rate
     * @param steps how many steps it takes
     * @return the policy
     * @throws IllegalArgumentException when a number is out of its range
     */
    static OneCycle oneCycle(double peak, long steps) {
        return OneCycle.of(peak, steps);
    }

    /**
     * A linear rise, then the inverse square root of the step.
     *
     * @param peak the largest value
     * @param warmUp how many steps it rises
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule inverseSquareRoot(double peak, long warmUp) {
        return new InverseSquareRootSchedule(peak, warmUp);
    }

    /**
     * Noam: {@code width^−½ · min((t + 1)^−½, (t + 1)·warmUp^−3⁄2)}, an inverse square root with the peak {@code (width·warmUp)^−½}.
     *
     * <p><b>Reference:</b> Vaswani et al. 2017, arXiv:1706.03762, equation 3.
     *
     * @param width the width of the model
     * @param warmUp how many steps it rises
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule noam(long width, long warmUp) {
        Accepted.steps("noam", "width", width, 1);
        Accepted.steps("noam", "warmUp", warmUp, 1);
        return new InverseSquareRootSchedule(1 / Math.sqrt((double) width * warmUp), warmUp);
    }

    /**
     * Warm-up, stable, decay: a linear rise, a constant, a straight fall to 0.
     *
     * @param peak the largest value
     * @param warmUp how many steps it rises
     * @param stable how many steps it stays
     * @param decay how many steps it falls
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule wsd(double peak, long warmUp, long stable, long decay) {
        return new WsdSchedule(peak, warmUp, stable, decay, 0, Anneal.LINEAR);
    }

    /**
     * Warm-up, stable, decay, with all settings.
     *
     * @param peak the largest value
     * @param warmUp how many steps it rises
     * @param stable how many steps it stays
     * @param decay how many steps it falls
     * @param end the last value, held from there on
     * @param shape the course of the fall
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static Schedule wsd(double peak, long warmUp, long stable, long decay, double end, Anneal shape) {
        return new WsdSchedule(peak, warmUp, stable, decay, end, shape);
    }

    /**
     * A value that is reduced when a metric no longer improves; it must be told the metric.
     *
     * @param start the value before any reduction
     * @param factor what each reduction multiplies by
     * @param patience how many values of the metric in a row may fail to be better
     * @param improvement what counts as better
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    static ReduceOnPlateau reduceOnPlateau(double start, double factor, int patience, Improvement improvement) {
        return new ReduceOnPlateau(start, factor, patience, improvement);
    }

    /**
     * Any function, with a name to print.
     *
     * @param name the name
     * @param function the function, often a lambda; it is asked for steps from 0 on
     * @return the schedule
     */
    static Schedule named(String name, Schedule function) {
        return new NamedSchedule(name, function);
    }

    /**
     * This schedule behind a linear warm-up, which delays it: {@code cosine(r, 900).withWarmUp(100)} lasts 1000 steps.
     *
     * @param steps how long the warm-up lasts; 0 for none
     * @return the schedule
     * @throws IllegalArgumentException when the number is negative
     */
    default Schedule withWarmUp(long steps) {
        return new WarmUpSchedule(steps, this);
    }

    /**
     * This schedule behind a straight line from a fraction of its first value, which delays it: {@code at(0)·(f + (1 − f)·t/steps)} for
     * {@code t < steps}, as PyTorch's {@code LinearLR} in front of another schedule. With a fraction of 0 the first step does nothing.
     *
     * @param steps how long the warm-up lasts, at least 1
     * @param fraction the fraction {@code f} to begin with, in [0, 1]
     * @return the schedule
     * @throws IllegalArgumentException when a number is out of its range
     */
    default Schedule withWarmUp(long steps, double fraction) {
        Accepted.fraction("warm-up", "fraction", fraction);
        double first = at(0);
        return new LinearSchedule(fraction * first, steps, first).then(steps, this);
    }

    /**
     * This schedule up to a milestone, then another one from its own step 0. Milestones count from the beginning of the whole:
     * {@code a.then(10, b).then(30, c)} gives 20 steps to {@code b}.
     *
     * @param milestone the first step of the next schedule
     * @param next what follows
     * @return the schedule
     * @throws IllegalArgumentException when the milestone is negative
     */
    default Schedule then(long milestone, Schedule next) {
        return new SequenceSchedule(this, milestone, next);
    }

    /**
     * This schedule multiplied by another one.
     *
     * @param other the other factor
     * @return the schedule
     */
    default Schedule times(Schedule other) {
        return new ProductSchedule(this, other);
    }

    /**
     * This schedule multiplied by a number.
     *
     * @param factor the number, in [0, infinity)
     * @return the schedule
     * @throws IllegalArgumentException when the number is negative or not finite
     */
    default Schedule times(double factor) {
        return times(constant(factor));
    }

    /**
     * The first steps of this schedule, over and over.
     *
     * @param period how many steps one repetition has
     * @return the schedule
     * @throws IllegalArgumentException when the number is below 1
     */
    default Schedule repeated(long period) {
        return new Cycle(this, period);
    }

    /**
     * A drawing of the first steps, as text or SVG.
     *
     * @param steps how many steps to show, at least 1
     * @return the drawing
     * @throws IllegalArgumentException when the number is below 1, or a value is not finite
     */
    default LineChart chart(long steps) {
        return LineChart.of(toString()).withLabels("step", "").with(toString(), this::at, steps);
    }
}
