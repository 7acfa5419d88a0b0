package org.gradus.optim.landscape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.Buffer;
import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;

/**
 * The values of parameters and buffers at one moment. Restoring puts back, bit for bit, what has changed since; what has not
 * is not even written to, so that tensors which show it stay valid.
 */
final class Snapshot {
    private final IdentityHashMap<Parameter, float[]> weights = new IdentityHashMap<>();
    private final List<Parameter> parameters;
    private final Map<Buffer, Tensor> buffers = new LinkedHashMap<>();

    private Snapshot(List<Parameter> parameters, List<Buffer> buffers) {
        this.parameters = parameters;
        for (Parameter parameter : parameters) {
            weights.put(parameter, parameter.value().toArray());
        }
        for (Buffer buffer : buffers) {
            Tensor value = buffer.value();
            this.buffers.put(buffer, Tensor.of(value.shape(), value.data()));
        }
    }

    /**
     * Of a model and perhaps of parameters besides.
     *
     * @throws IllegalStateException when a parameter has no value yet
     */
    static Snapshot of(Layer model, Collection<Parameter> others) {
        IdentityHashMap<Parameter, Boolean> seen = new IdentityHashMap<>();
        List<Parameter> all = new ArrayList<>();
        for (Parameter parameter : model.parameters()) {
            seen.put(parameter, true);
            all.add(parameter);
        }
        for (Parameter parameter : others) {
            if (seen.put(parameter, true) == null) {
                all.add(parameter);
            }
        }
        return new Snapshot(all, model.buffers());
    }

    /** The weights of a parameter at that moment, only to be read. */
    float[] weights(Parameter parameter) {
        float[] saved = weights.get(parameter);
        if (saved == null) {
            throw new IllegalArgumentException("'" + parameter.path() + "' is no parameter of the model");
        }
        return saved;
    }

    /** The value of a buffer at that moment. */
    Tensor value(Buffer buffer) {
        Tensor saved = buffers.get(buffer);
        if (saved == null) {
            throw new IllegalArgumentException("'" + buffer.path() + "' is no buffer of the model");
        }
        return saved;
    }

    void restore() {
        for (Parameter parameter : parameters) {
            float[] saved = weights(parameter);
            if (!Arrays.equals(saved, parameter.value().data())) {
                System.arraycopy(saved, 0, parameter.update(), 0, saved.length);
                parameter.update(); // as Optimizer does, for the sake of other threads
            }
        }
        buffers.forEach((buffer, saved) -> {
            if (!Arrays.equals(saved.data(), buffer.value().data())) {
                buffer.assign(saved);
            }
        });
    }
}
