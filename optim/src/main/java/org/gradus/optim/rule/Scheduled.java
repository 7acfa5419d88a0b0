package org.gradus.optim.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.schedule.Schedule;

/**
 * A rule some of whose hyper-parameters follow schedules, such as the momentum of the one-cycle policy.
 *
 * <pre>{@code
 * Scheduled.of("momentum", Sgd.defaults(), t -> t < 500 ? 0.85 : 0.95, Sgd::withMomentum)
 *         .and("l2", Schedule.constant(1e-4), Sgd::withL2)
 * }</pre>
 *
 * <p>At each step the rule is the inner one with the schedules' values at the number of steps applied before. Values that the
 * rule does not accept throw before anything is changed. Weight decay can be scheduled like any other; a group's own decay
 * goes before it. Slots are those of the inner rule together with those at the first step; a value that needs more throws. Where
 * momentum starts at 0, give the inner rule one above 0, so that it has the buffer.
 *
 * <p><b>Memory:</b> the inner rule's slots.
 *
 * @param <R> the type of the inner rule
 * @param inner the rule, with any values in place of the scheduled ones
 * @param courses what is scheduled, in the order in which it is set
 */
public record Scheduled<R extends UpdateRule>(R inner, List<Course<R>> courses) implements WrappedRule {
    /** How an object without a text of its own, such as a lambda, is printed: other in every run. */
    private static final Pattern IDENTITY = Pattern.compile("[\\w.$/]+@[0-9a-f]+");

    /**
     * A rule's wither.
     *
     * @param <R> the type of the rule
     */
    @FunctionalInterface
    public interface Wither<R> {
        /**
         * Changes one hyper-parameter.
         *
         * @param rule the rule
         * @param value the new value
         * @return the changed rule
         */
        R with(R rule, double value);
    }

    /**
     * One hyper-parameter's schedule.
     *
     * @param <R> the type of the rule
     * @param name what the hyper-parameter is called
     * @param schedule its values
     * @param wither how it is set
     */
    public record Course<R>(String name, Schedule schedule, Wither<R> wither) {}

    /**
     * Copies the list and tries the first values.
     *
     * @param inner the rule
     * @param courses what is scheduled
     * @throws IllegalArgumentException when the rule does not accept the first value of a schedule
     */
    public Scheduled {
        courses = List.copyOf(courses);
        present(inner, courses, 0);
    }

    /**
     * A rule with one scheduled hyper-parameter.
     *
     * @param <R> the type of the rule
     * @param name what the hyper-parameter is called; part of the saved state
     * @param inner the rule
     * @param schedule the values
     * @param wither how to set them, such as {@code Sgd::withMomentum}
     * @return the rule
     * @throws IllegalArgumentException when the rule does not accept the first value
     */
    public static <R extends UpdateRule> Scheduled<R> of(String name, R inner, Schedule schedule, Wither<R> wither) {
        return new Scheduled<>(inner, List.of(new Course<>(name, schedule, wither)));
    }

    /**
     * The same with one more scheduled hyper-parameter.
     *
     * @param name what the hyper-parameter is called
     * @param schedule the values
     * @param wither how to set them
     * @return the changed rule
     * @throws IllegalArgumentException when the rule does not accept the first value
     */
    public Scheduled<R> and(String name, Schedule schedule, Wither<R> wither) {
        List<Course<R>> more = new ArrayList<>(courses);
        more.add(new Course<>(name, schedule, wither));
        return new Scheduled<>(inner, more);
    }

    /**
     * The same schedules on another rule of the same type.
     *
     * @throws ClassCastException when the type differs
     */
    @Override
    public Scheduled<R> withInner(UpdateRule changed) {
        @SuppressWarnings("unchecked")
        Class<R> type = (Class<R>) inner.getClass();
        return new Scheduled<>(type.cast(changed), courses);
    }

    @Override
    public UpdateRule at(long applied) {
        return present(inner, courses, applied).at(applied);
    }

    private static <R> R present(R rule, List<Course<R>> courses, long applied) {
        R present = rule;
        for (Course<R> course : courses) {
            present = course.wither().with(present, course.schedule().at(applied));
        }
        return present;
    }

    @Override
    public double decay() {
        return at(0).decay();
    }

    @Override
    public SlotSpec slots(Shape shape) {
        SlotSpec all = inner.slots(shape);
        SlotSpec first = at(0).slots(shape);
        for (Slot slot : first.tensors()) {
            if (!all.tensors().contains(slot)) {
                all = all.tensor(slot.name(), slot.shape(), slot.initial());
            }
        }
        for (String name : first.scalars().keySet()) {
            if (!all.scalars().containsKey(name)) {
                all = all.scalar(name, first.scalars().get(name));
            }
        }
        return all;
    }

    @Override
    public void apply(StepContext context, Parameter parameter, Tensor gradient, Slots slots) {
        at(context.applied()).apply(context, parameter, gradient, slots);
    }

    /** The same text in every run, so that saved states can be compared: a lambda is only called a function. */
    @Override
    public String toString() {
        String values = courses.stream()
                .map(c -> c.name() + " = "
                        + IDENTITY.matcher(c.schedule().toString()).replaceAll("a function"))
                .collect(Collectors.joining(", "));
        return "Scheduled[" + inner + ", " + values + "]";
    }
}
