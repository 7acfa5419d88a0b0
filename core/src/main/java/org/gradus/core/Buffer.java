package org.gradus.core;

/** A named tensor that belongs to a layer's state but is not trained, such as the running mean of batch normalisation. */
public final class Buffer {
    private final Layer owner;
    private final String name;
    private volatile Tensor value;

    Buffer(Layer owner, String name, Tensor initial) {
        this.owner = owner;
        this.name = name;
        this.value = outliving(initial);
    }

    /**
     * The name within its layer.
     *
     * @return the last part of the path
     */
    public String name() {
        return name;
    }

    /**
     * The name within the whole model.
     *
     * @return the path
     */
    public String path() {
        return owner.pathOf(name);
    }

    /**
     * The present value.
     *
     * @return a constant
     */
    public Tensor value() {
        return value;
    }

    /**
     * Replaces the value; tensors that were read before keep theirs.
     *
     * @param replacement a tensor of the same shape
     * @throws IllegalArgumentException when the shape differs
     */
    public void assign(Tensor replacement) {
        if (!replacement.shape().equals(value.shape())) {
            throw new IllegalArgumentException("buffer '" + path() + "': its shape is " + value.shape()
                    + ", that of the new value " + replacement.shape());
        }
        value = outliving(replacement);
    }

    /** A constant that no scope recycles. */
    private static Tensor outliving(Tensor tensor) {
        tensor.storage().moveTo(null);
        return tensor.detach();
    }
}
