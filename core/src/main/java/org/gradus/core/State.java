package org.gradus.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of all parameters and buffers of a model at one moment, by path, in the order of registration.
 *
 * @param tensors path to value; copies that no later training step changes
 */
public record State(Map<String, Tensor> tensors) {
    /** Copies the map and keeps its order. */
    public State {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** What keeps this state from fitting the named shapes, one line each; empty when it fits. */
    List<String> differences(Map<String, Shape> wanted) {
        List<String> differences = new ArrayList<>();
        wanted.forEach((path, shape) -> {
            Tensor tensor = tensors.get(path);
            if (tensor == null) {
                differences.add("missing: " + path + " " + shape);
            } else if (!tensor.shape().equals(shape)) {
                differences.add("shape: " + path + " is " + shape + " in the model, " + tensor.shape() + " in the state");
            }
        });
        tensors.forEach((path, tensor) -> {
            if (!wanted.containsKey(path)) {
                differences.add("unexpected: " + path + " " + tensor.shape());
            }
        });
        return differences;
    }
}
