package org.gradus.core;

import org.jspecify.annotations.Nullable;

/**
 * A named tensor that training changes: the only thing that changes.
 *
 * <p>A layer registers its parameters; {@link Layer#initialize} or {@link Layer#load} gives them their first value; an
 * optimizer writes through {@link #update()}. Each write makes all earlier {@link #value() values} stale, so that a backward
 * pass over a value that is gone throws instead of giving a wrong gradient.
 */
public final class Parameter {
    private final Layer owner;
    private final String name;
    private final Shape shape;
    private final Initializer initializer;
    private final Node leaf;
    private @Nullable Storage storage;
    private boolean frozen;

    Parameter(Layer owner, String name, Shape shape, Initializer initializer) {
        this.owner = owner;
        this.name = name;
        this.shape = shape;
        this.initializer = initializer;
        this.leaf = Tape.leaf(name);
    }

    /**
     * The name within its layer, such as {@code weight}.
     *
     * @return the last part of the path
     */
    public String name() {
        return name;
    }

    /**
     * The name within the whole model, such as {@code block.1.conv.weight}.
     *
     * @return the path
     */
    public String path() {
        return owner.pathOf(name);
    }

    /**
     * The layer that registered it.
     *
     * @return the layer
     */
    public Layer owner() {
        return owner;
    }

    /**
     * The shape.
     *
     * @return its extents
     */
    public Shape shape() {
        return shape;
    }

    /**
     * The present value as a leaf of the graph; a constant while frozen.
     *
     * @return a tensor over the live array, which goes stale with the next write
     * @throws IllegalStateException when the parameter has no value yet
     */
    public Tensor value() {
        Storage live = live();
        return new Tensor(shape, live, live.version(), frozen ? null : leaf);
    }

    /**
     * The live array, for an optimizer to write to. All values handed out before are stale from now on. Where other threads may
     * predict meanwhile, call it once more after writing: what they took from weights that were half written goes stale, too.
     *
     * @return the elements in row-major order
     * @throws IllegalStateException when the parameter has no value yet
     */
    public float[] update() {
        Storage live = live();
        live.changed();
        return live.current();
    }

    /**
     * Replaces the value.
     *
     * @param value a tensor of the same shape, copied
     * @throws IllegalArgumentException when the shape differs
     */
    public void assign(Tensor value) {
        if (!value.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "parameter '" + path() + "': its shape is " + shape + ", that of the new value " + value.shape());
        }
        write(value.data());
    }

    void initialize(Rng rng) {
        float[] drawn = initializer.draw(shape, rng);
        if (drawn.length != shape.size()) {
            throw new IllegalStateException(
                    "parameter '" + path() + "': its initializer drew " + drawn.length + " values for shape " + shape);
        }
        write(drawn);
    }

    private void write(float[] values) {
        if (storage == null) {
            storage = Storage.ofParameter(values.clone(), "parameter '" + path() + "'");
        } else {
            System.arraycopy(values, 0, update(), 0, values.length);
            update();
        }
    }

    /**
     * Whether it has a value yet.
     *
     * @return false before {@link Layer#initialize}, {@link Layer#load} or {@link #assign}
     */
    public boolean isInitialized() {
        return storage != null;
    }

    /** Excludes it from gradients, and so from training, until {@link #unfreeze()}. */
    public void freeze() {
        frozen = true;
    }

    /** Undoes {@link #freeze()}. */
    public void unfreeze() {
        frozen = false;
    }

    /**
     * Whether it is excluded from training.
     *
     * @return true after {@link #freeze()}
     */
    public boolean isFrozen() {
        return frozen;
    }

    Node leaf() {
        return leaf;
    }

    private Storage live() {
        if (storage == null) {
            throw new IllegalStateException("parameter '" + path()
                    + "' has no value yet; call initialize(seed) on the model, or load a saved state");
        }
        return storage;
    }

    /** The path and shape. */
    @Override
    public String toString() {
        return path() + " " + shape;
    }
}
