package org.gradus.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.gradus.core.Tensor;
import org.gradus.optim.rule.Slot;
import org.gradus.optim.rule.Slots;
import org.gradus.optim.rule.UpdateRule;

/** How an optimizer's state is laid out by name. */
final class StateLayout {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, Double> scalars = new LinkedHashMap<>();
    private final Map<String, String> rules = new LinkedHashMap<>();

    private StateLayout() {}

    static OptimizerState save(List<Member> members, Map<UpdateRule, Slots> shared, long applied) {
        StateLayout keys = new StateLayout();
        keys.scalars.put(key("", OptimizerState.STEP), (double) applied);
        for (Member member : members) {
            keys.put(member, member.steps(), member::slots);
            keys.putAverage(member);
        }
        int number = 0;
        for (Slots slots : shared.values()) {
            keys.put(owner(number++), slots);
        }
        return keys.state();
    }

    /**
     * Fills the members and the shared slots; returns the number of applied steps.
     *
     * @throws IllegalArgumentException naming every difference, before anything is changed
     */
    static long load(OptimizerState state, List<Member> members, Map<UpdateRule, Slots> shared) {
        List<Slots> fresh = new ArrayList<>();
        StateLayout wanted = new StateLayout();
        wanted.scalars.put(key("", OptimizerState.STEP), 0.0);
        for (Member member : members) {
            Slots slots = Slots.of(member.spec());
            fresh.add(slots);
            long steps = state.scalars()
                    .getOrDefault(key(member.parameter.path(), OptimizerState.STEP), 0.0)
                    .longValue();
            wanted.put(member, steps, () -> slots);
            wanted.wantAverage(member, state);
        }
        if (state.isWithoutAverage()) {
            wanted.scalars.put(OptimizerState.AVERAGED, state.scalar(OptimizerState.AVERAGED));
        }
        int number = 0;
        for (Slots slots : shared.values()) {
            wanted.put(owner(number++), slots);
        }
        List<String> differences = state.differences(wanted.state());
        if (!differences.isEmpty()) {
            boolean averages =
                    differences.stream().anyMatch(line -> line.contains("number: " + OptimizerState.AVERAGED + "/"));
            throw new IllegalArgumentException("optimizer: the state does not fit, nothing was loaded:\n  "
                    + String.join("\n  ", differences)
                    + (averages
                            ? "\nto begin an average now, or to give up the saved one: load(state.withoutAverage())"
                            : ""));
        }
        for (int i = 0; i < fresh.size(); i++) {
            Member member = members.get(i);
            String path = member.parameter.path();
            long steps = (long) state.scalar(key(path, OptimizerState.STEP));
            if (steps > 0) {
                fill(fresh.get(i), path, state);
                member.restore(steps, fresh.get(i));
            } else {
                member.restore(0, null);
            }
            restoreAverage(member, state);
        }
        number = 0;
        for (Slots slots : shared.values()) {
            fill(slots, owner(number++), state);
        }
        return (long) state.scalar(key("", OptimizerState.STEP));
    }

    private void put(Member member, long steps, Supplier<Slots> slots) {
        String path = member.parameter.path();
        rules.put(path, member.rule.toString());
        scalars.put(key(path, OptimizerState.STEP), (double) steps);
        if (steps > 0) {
            put(path, slots.get());
        }
    }

    private void put(String owner, Slots slots) {
        for (Slot slot : slots.spec().tensors()) {
            tensors.put(key(owner, slot.name()), Tensor.of(slot.shape(), slots.tensor(slot.name())));
        }
        slots.spec().scalars().keySet().forEach(name -> scalars.put(key(owner, name), slots.scalar(name)));
    }

    private void putAverage(Member member) {
        if (member.isAveraged) {
            String path = member.parameter.path();
            float[] average = member.average();
            scalars.put(key(OptimizerState.AVERAGED, path), (double) member.averaged());
            if (average != null) {
                tensors.put(key(OptimizerState.AVERAGE, path), Tensor.of(member.parameter.shape(), average));
            }
        }
    }

    /** There is an average as soon as it has taken weights from a step. */
    private void wantAverage(Member member, OptimizerState state) {
        if (member.isAveraged && !state.isWithoutAverage()) {
            String path = member.parameter.path();
            double averaged = state.scalars().getOrDefault(key(OptimizerState.AVERAGED, path), 0.0);
            scalars.put(key(OptimizerState.AVERAGED, path), averaged);
            if (averaged > 0) {
                tensors.put(
                        key(OptimizerState.AVERAGE, path),
                        member.parameter.value().detach());
            }
        }
    }

    private static void restoreAverage(Member member, OptimizerState state) {
        if (state.isWithoutAverage()) {
            member.restoreAverage(0, null);
        } else if (member.isAveraged) {
            String path = member.parameter.path();
            long averaged = (long) state.scalar(key(OptimizerState.AVERAGED, path));
            float[] average = averaged == 0
                    ? null
                    : state.tensor(key(OptimizerState.AVERAGE, path)).toArray();
            member.restoreAverage(averaged, average);
        }
    }

    private static void fill(Slots slots, String owner, OptimizerState state) {
        for (Slot slot : slots.spec().tensors()) {
            float[] saved = state.tensor(key(owner, slot.name())).data();
            System.arraycopy(saved, 0, slots.tensor(slot.name()), 0, saved.length);
        }
        slots.spec().scalars().keySet().forEach(name -> slots.scalar(name, state.scalar(key(owner, name))));
    }

    private OptimizerState state() {
        return new OptimizerState(tensors, scalars, rules);
    }

    /** No path begins with a slash, so shared state cannot be taken for a parameter's. */
    private static String owner(int number) {
        return "/" + number;
    }

    private static String key(String owner, String name) {
        return owner + "/" + name;
    }
}
