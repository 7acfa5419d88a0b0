package org.gradus.optim.schedule;

import org.gradus.optim.check.Accepted;

/**
 * One of the two quantities of a {@link OneCycle}.
 *
 * @param cycle the policy
 * @param name which quantity, {@code rate} or {@code momentum}
 * @param start the first value
 * @param turn the value where the rise of the rate ends
 * @param end the last value
 */
record OneCycleSchedule(OneCycle cycle, String name, double start, double turn, double end) implements Schedule {
    @Override
    public double at(long step) {
        double last = cycle.steps() - 1.0;
        if (Accepted.steps("one-cycle schedule", "step", step, 0) >= last) {
            return end;
        }
        double top = cycle.rise() * cycle.steps() - 1;
        if (step <= top) {
            return phase(step, 0, top, start, turn);
        }
        if (!cycle.threePhases()) {
            return phase(step, top, last, turn, end);
        }
        double back = 2 * cycle.rise() * cycle.steps() - 2;
        return step <= back ? phase(step, top, back, turn, start) : phase(step, back, last, start, end);
    }

    private double phase(long step, double from, double to, double first, double second) {
        return to > from ? cycle.shape().between(first, second, (step - from) / (to - from)) : second;
    }

    @Override
    public String toString() {
        return cycle + "." + name + "()";
    }
}
