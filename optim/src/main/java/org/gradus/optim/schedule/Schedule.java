package org.gradus.optim.schedule;

/**
 * A hyper-parameter as a pure function of the step: nothing to advance, nothing to save.
 *
 * <p>{@code at(0)} belongs to the first applied update. Past its end a schedule holds its last value.
 *
 * <pre>{@code
 * Schedule rate = Schedule.cosine(1e-3, 1_000).withWarmUp(100);
 * }</pre>
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
     * This schedule behind a linear warm-up, which delays it: {@code cosine(r, 900).withWarmUp(100)} lasts 1000 steps.
     *
     * @param steps how long the warm-up lasts; 0 for none
     * @return the schedule
     * @throws IllegalArgumentException when the number is negative
     */
    default Schedule withWarmUp(long steps) {
        return new WarmUpSchedule(steps, this);
    }
}
