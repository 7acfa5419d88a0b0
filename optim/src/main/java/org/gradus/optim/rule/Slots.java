package org.gradus.optim.rule;

import java.util.Arrays;
import java.util.List;

/** The state that a rule keeps for one parameter (or, shared, for all), as its {@link SlotSpec} declares. */
public final class Slots {
    private final SlotSpec spec;
    private final String[] scalarNames;
    private final float[][] tensors;
    private final double[] scalars;

    private Slots(SlotSpec spec) {
        this.spec = spec;
        this.tensors = new float[spec.tensors().size()][];
        for (int i = 0; i < tensors.length; i++) {
            Slot slot = spec.tensors().get(i);
            tensors[i] = new float[slot.shape().size()];
            Arrays.fill(tensors[i], slot.initial());
        }
        this.scalarNames = spec.scalars().keySet().toArray(String[]::new);
        this.scalars = spec.scalars().values().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /**
     * State as it is before the first step.
     *
     * @param spec what it holds
     * @return the state
     */
    public static Slots of(SlotSpec spec) {
        return new Slots(spec);
    }

    /**
     * What it holds.
     *
     * @return the declaration
     */
    public SlotSpec spec() {
        return spec;
    }

    /** Whether it holds a tensor of that name. */
    boolean holds(String name) {
        for (Slot slot : spec.tensors()) {
            if (slot.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The live array of a tensor, to read and to write.
     *
     * @param name its name
     * @return the elements in row-major order
     * @throws IllegalArgumentException when the declaration has no tensor of that name
     */
    public float[] tensor(String name) {
        List<Slot> declared = spec.tensors();
        for (int i = 0; i < tensors.length; i++) {
            if (declared.get(i).name().equals(name)) {
                return tensors[i];
            }
        }
        throw new IllegalArgumentException("slots: no tensor '" + name + "' is declared, only " + declared);
    }

    /**
     * A double.
     *
     * @param name its name
     * @return its value
     * @throws IllegalArgumentException when the declaration has no scalar of that name
     */
    public double scalar(String name) {
        return scalars[scalarIndex(name)];
    }

    /**
     * Replaces a double.
     *
     * @param name its name
     * @param value the new value
     * @throws IllegalArgumentException when the declaration has no scalar of that name
     */
    public void scalar(String name, double value) {
        scalars[scalarIndex(name)] = value;
    }

    private int scalarIndex(String name) {
        for (int i = 0; i < scalarNames.length; i++) {
            if (scalarNames[i].equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "slots: no scalar '" + name + "' is declared, only " + Arrays.toString(scalarNames));
    }
}
