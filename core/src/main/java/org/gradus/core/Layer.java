package org.gradus.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of a network: parameters, buffers and child layers, registered where they are declared.
 *
 * <p>A layer from one tensor to one tensor extends {@link TensorLayer}. One with other inputs extends this class, declares
 * its own typed forward method and runs it {@link #within}. Layers hold no mode and no random state: the {@link Pass} says
 * what kind of forward pass it is. Forward passes with {@link Pass#inference()} may run on any number of threads.
 *
 * <pre>{@code
 * final class Affine extends TensorLayer {
 *     private final Parameter weight;
 *     private final Parameter bias;
 *
 *     Affine(int in, int out) {
 *         weight = parameter("weight", Shape.of(out, in), Initializer.constant(0.1f));
 *         bias = parameter("bias", Shape.of(out), Initializer.constant(0f));
 *     }
 *
 *     @Override
 *     protected Tensor compute(Tensor x, Pass pass) {
 *         return x.linear(weight.value(), bias.value());
 *     }
 * }
 * }</pre>
 */
public abstract class Layer {
    private final Map<String, Layer> children = new LinkedHashMap<>();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Buffer> buffers = new LinkedHashMap<>();
    private @Nullable Layer parent;
    private String name = "";

    /** A layer without a parent. */
    protected Layer() {}

    /**
     * Registers a child.
     *
     * @param <L> its type
     * @param childName its name: letters, digits, '_' or '-'
     * @param child the layer, which must not belong to another one
     * @return the child
     * @throws IllegalArgumentException when the name is taken or malformed, or the child has a parent
     */
    protected final <L extends Layer> L child(String childName, L child) {
        checkName(childName);
        Layer c = child;
        if (c.parent != null) {
            throw new IllegalArgumentException("layer '" + childName + "' is already registered as '" + c.path()
                    + "'; build a second layer, or share a single parameter");
        }
        if (c == root()) {
            throw new IllegalArgumentException("layer '" + childName + "' holds layer '" + path()
                    + "', or is it, and cannot be its child; build a second layer");
        }
        c.parent = this;
        c.name = childName;
        children.put(childName, child);
        return child;
    }

    /**
     * Registers a parameter.
     *
     * @param parameterName its name: letters, digits, '_' or '-'
     * @param shape its shape
     * @param initializer where it starts
     * @return the parameter
     * @throws IllegalArgumentException when the name is taken or malformed
     */
    protected final Parameter parameter(String parameterName, Shape shape, Initializer initializer) {
        checkName(parameterName);
        Parameter parameter = new Parameter(this, parameterName, shape, initializer);
        parameters.put(parameterName, parameter);
        return parameter;
    }

    /**
     * Registers a parameter of another layer, which both then share; it is trained and saved once, under its first path.
     *
     * @param parameterName the name under which it is known here: letters, digits, '_' or '-'
     * @param shared the parameter
     * @return the parameter
     * @throws IllegalArgumentException when the name is taken or malformed
     */
    protected final Parameter share(String parameterName, Parameter shared) {
        checkName(parameterName);
        parameters.put(parameterName, shared);
        return shared;
    }

    /**
     * Registers a buffer.
     *
     * @param bufferName its name: letters, digits, '_' or '-'
     * @param initial its first value
     * @return the buffer
     * @throws IllegalArgumentException when the name is taken or malformed
     */
    protected final Buffer buffer(String bufferName, Tensor initial) {
        checkName(bufferName);
        Buffer buffer = new Buffer(this, bufferName, initial);
        buffers.put(bufferName, buffer);
        return buffer;
    }

    private void checkName(String candidate) {
        if (candidate.isEmpty()
                || !candidate.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-')) {
            throw new IllegalArgumentException(
                    "layer '" + path() + "': the name '" + candidate + "' must be letters, digits, '_' or '-'");
        }
        if (children.containsKey(candidate) || parameters.containsKey(candidate) || buffers.containsKey(candidate)) {
            throw new IllegalArgumentException(
                    "layer '" + path() + "': the name '" + candidate + "' is taken; choose another");
        }
    }

    /**
     * Where this layer stands in the whole model, such as {@code block.1.conv}.
     *
     * @return the names from the root, joined by dots; empty for the root
     */
    public final String path() {
        return parent == null ? name : parent.pathOf(name);
    }

    private Layer root() {
        Layer root = this;
        while (root.parent != null) {
            root = root.parent;
        }
        return root;
    }

    final String pathOf(String part) {
        String path = path();
        return path.isEmpty() ? part : path + "." + part;
    }

    /**
     * The direct children, in order of registration.
     *
     * @return name to layer
     */
    public final Map<String, Layer> children() {
        return Collections.unmodifiableMap(children);
    }

    /**
     * All parameters of this layer and those below, each once, in order of registration.
     *
     * @return the parameters
     */
    public final List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        visit(layer -> layer.parameters.values().forEach(p -> {
            if (seen.add(p)) {
                all.add(p);
            }
        }));
        return all;
    }

    /**
     * All buffers of this layer and those below, in order of registration.
     *
     * @return the buffers
     */
    public final List<Buffer> buffers() {
        List<Buffer> all = new ArrayList<>();
        visit(layer -> all.addAll(layer.buffers.values()));
        return all;
    }

    /**
     * Visits this layer and all below, parents first.
     *
     * @param visitor what to do with each
     */
    public final void visit(Consumer<Layer> visitor) {
        visitor.accept(this);
        children.values().forEach(child -> child.visit(visitor));
    }

    /**
     * Draws the first value of every parameter. Each draw is a function of the seed and the parameter's path, so that a layer
     * more or less does not change the others.
     *
     * @param seed any number
     */
    public final void initialize(long seed) {
        Rng rng = Rng.of(seed).at("initialize");
        for (Parameter parameter : parameters()) {
            parameter.initialize(rng.at(parameter.path()));
        }
    }

    /** Excludes all parameters below from training. */
    public final void freeze() {
        parameters().forEach(Parameter::freeze);
    }

    /** Undoes {@link #freeze()}. */
    public final void unfreeze() {
        parameters().forEach(Parameter::unfreeze);
    }

    /**
     * The values of all parameters and buffers, by path.
     *
     * @return copies
     * @throws IllegalStateException when a parameter has no value yet, or two have the same path
     */
    public final State state() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        parameters()
                .forEach(p ->
                        put(tensors, p.path(), Tensor.of(p.shape(), p.value().data())));
        buffers()
                .forEach(b -> put(
                        tensors,
                        b.path(),
                        Tensor.of(b.value().shape(), b.value().data())));
        return new State(tensors);
    }

    /** A parameter shared from a layer outside the model has a path of its own, which may be taken here. */
    private static <T> void put(Map<String, T> byPath, String path, T value) {
        if (byPath.put(path, value) != null) {
            throw new IllegalStateException("state: two tensors of the model have the path '" + path
                    + "'; register the layer whose parameter is shared as a child of the same model");
        }
    }

    /**
     * Replaces the values of all parameters and buffers. Either all are replaced or, when anything does not fit, none.
     *
     * @param state values for exactly the paths and shapes that {@link #state()} has
     * @throws IllegalArgumentException naming every difference at once
     * @throws IllegalStateException when two parameters have the same path
     */
    public final void load(State state) {
        Map<String, Shape> wanted = new LinkedHashMap<>();
        parameters().forEach(p -> put(wanted, p.path(), p.shape()));
        buffers().forEach(b -> put(wanted, b.path(), b.value().shape()));
        List<String> differences = state.differences(wanted);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("load: the state does not fit the model, nothing was loaded:\n  "
                    + String.join("\n  ", differences));
        }
        parameters().forEach(p -> p.assign(find(state, p.path())));
        buffers().forEach(b -> b.assign(find(state, b.path())));
    }

    private static Tensor find(State state, String path) {
        Tensor tensor = state.tensors().get(path);
        if (tensor == null) {
            throw new IllegalStateException("load: " + path + " disappeared from the state");
        }
        return tensor;
    }

    /**
     * Runs a piece of a forward pass under this layer's name, so that messages can say where an op ran.
     *
     * @param <T> what it returns
     * @param body the piece
     * @return its result
     */
    protected final <T> T within(Supplier<T> body) {
        Tape.State tape = Tape.state();
        Layer before = tape.layer;
        tape.layer = this;
        try {
            return body.get();
        } finally {
            tape.layer = before;
        }
    }
}
