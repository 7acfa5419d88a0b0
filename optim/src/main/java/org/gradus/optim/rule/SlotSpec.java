package org.gradus.optim.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.Shape;

/**
 * What an {@link UpdateRule} keeps between steps: named float tensors and named doubles.
 *
 * <pre>{@code
 * SlotSpec.none().tensor("m", shape).tensor("v", shape).scalar("best", Double.POSITIVE_INFINITY)
 * }</pre>
 *
 * @param tensors the float tensors, in order
 * @param scalars the doubles and what they start at, in order
 */
public record SlotSpec(List<Slot> tensors, Map<String, Double> scalars) {
    private static final String STEP = "step";
    private static final SlotSpec NONE = new SlotSpec(List.of(), Map.of());

    /**
     * Copies both collections and keeps their order.
     *
     * @param tensors the float tensors
     * @param scalars the doubles and what they start at
     */
    public SlotSpec {
        tensors = List.copyOf(tensors);
        scalars = Collections.unmodifiableMap(new LinkedHashMap<>(scalars));
    }

    /**
     * No state at all.
     *
     * @return the empty declaration
     */
    public static SlotSpec none() {
        return NONE;
    }

    /**
     * Adds a tensor of zeros.
     *
     * @param name its name
     * @param shape its shape
     * @return the longer declaration
     * @throws IllegalArgumentException when the name is taken
     */
    public SlotSpec tensor(String name, Shape shape) {
        return tensor(name, shape, 0f);
    }

    /**
     * Adds a tensor whose elements all start at one value.
     *
     * @param name its name
     * @param shape its shape
     * @param initial the value
     * @return the longer declaration
     * @throws IllegalArgumentException when the name is taken
     */
    public SlotSpec tensor(String name, Shape shape, float initial) {
        checkFree(name);
        List<Slot> longer = new ArrayList<>(tensors);
        longer.add(new Slot(name, shape, initial));
        return new SlotSpec(longer, scalars);
    }

    /**
     * Adds a double.
     *
     * @param name its name
     * @param initial what it starts at
     * @return the longer declaration
     * @throws IllegalArgumentException when the name is taken
     */
    public SlotSpec scalar(String name, double initial) {
        checkFree(name);
        Map<String, Double> longer = new LinkedHashMap<>(scalars);
        longer.put(name, initial);
        return new SlotSpec(tensors, longer);
    }

    private void checkFree(String name) {
        boolean taken = scalars.containsKey(name)
                || tensors.stream().anyMatch(slot -> slot.name().equals(name));
        if (taken || name.equals(STEP)) {
            throw new IllegalArgumentException("slots: the name '" + name + "' is taken; choose another");
        }
    }
}
