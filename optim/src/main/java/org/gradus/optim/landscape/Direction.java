package org.gradus.optim.landscape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.core.Buffer;
import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.gradient.ParameterVector;
import org.gradus.optim.sum.SquareSum;

/**
 * A direction in which to leave the present weights of a model, for {@link LossLine} and {@link LossPlane}. Parameters and
 * buffers that it does not name stay.
 */
public final class Direction {
    private final ParameterVector weights;
    private final Map<Buffer, Tensor> buffers;

    private Direction(ParameterVector weights, Map<Buffer, Tensor> buffers) {
        this.weights = weights;
        this.buffers = Collections.unmodifiableMap(new LinkedHashMap<>(buffers));
    }

    /**
     * A random direction with filter normalisation: normal numbers, of which those of each filter are scaled to the length of
     * the filter's weights, {@code d ← d·‖θ‖/‖d‖}. A filter is one index of a weight's first axis: an output channel of a
     * convolution, a unit of a linear layer.
     *
     * <p>Without it a network whose layers can be rescaled into each other looks the flatter the larger its weights are.
     * Parameters of rank 0 and 1 (biases, and the scales and shifts of norm layers) and frozen ones are left out.
     *
     * <p><b>Reference:</b> Li, Xu, Taylor, Studer, Goldstein 2018, arXiv:1712.09913, Section 4; as in the authors' program,
     * biases and norm parameters stay. Two random directions of many dimensions are nearly orthogonal; like the authors, this
     * does nothing to make them so.
     *
     * @param model the model
     * @param rng where the numbers come from: for each parameter a draw under its path
     * @return the direction
     * @throws IllegalArgumentException when no parameter is left
     */
    public static Direction random(Layer model, Rng rng) {
        List<ParameterVector.Entry> entries = new ArrayList<>();
        for (Parameter parameter : model.parameters()) {
            if (!parameter.isFrozen() && parameter.shape().rank() > 1) {
                entries.add(new ParameterVector.Entry(parameter, normalized(parameter, rng.at(parameter.path()))));
            }
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException(
                    "direction: the model has no parameter of rank 2 or more that is trained, and others have no filters");
        }
        return of(ParameterVector.of(Workers.shared(), entries));
    }

    private static Tensor normalized(Parameter parameter, Rng key) {
        float[] d = key.normal(parameter.shape().size());
        float[] w = parameter.value().data();
        int filters = parameter.shape().dim(0);
        int size = filters == 0 ? 0 : d.length / filters;
        for (int filter = 0; filter < filters; filter++) {
            int from = filter * size;
            double length = norm(d, from, size);
            float factor = (float) (length == 0 ? 0 : norm(w, from, size) / length);
            for (int i = from; i < from + size; i++) {
                d[i] *= factor;
            }
        }
        return Tensor.wrap(parameter.shape(), d);
    }

    private static double norm(float[] values, int from, int n) {
        return Math.sqrt(SquareSum.of(values, from, n));
    }

    /**
     * From the present weights to other ones: at 1 the model is in the other state (to rounding), in between it is
     * interpolated, {@code (1 − α)·θ + α·other}, buffers such as running statistics included.
     *
     * <p><b>Reference:</b> Goodfellow, Vinyals, Saxe 2015, arXiv:1412.6544.
     *
     * @param model the model
     * @param other a state of the model, as {@link Layer#state()} gives it
     * @return the direction
     * @throws IllegalArgumentException when the state lacks a tensor or has one of another shape
     */
    public static Direction towards(Layer model, State other) {
        List<ParameterVector.Entry> entries = new ArrayList<>();
        for (Parameter parameter : model.parameters()) {
            Tensor there = find(other, parameter.path());
            if (!there.shape().equals(parameter.shape())) {
                throw differs(parameter.path(), there, parameter.shape());
            }
            entries.add(new ParameterVector.Entry(
                    parameter, there.sub(parameter.value().detach())));
        }
        Map<Buffer, Tensor> buffers = new LinkedHashMap<>();
        for (Buffer buffer : model.buffers()) {
            Tensor there = find(other, buffer.path());
            if (!there.shape().equals(buffer.value().shape())) {
                throw differs(buffer.path(), there, buffer.value().shape());
            }
            buffers.put(buffer, there.sub(buffer.value()));
        }
        return new Direction(ParameterVector.of(Workers.shared(), entries), buffers);
    }

    private static Tensor find(State state, String path) {
        Tensor tensor = state.tensors().get(path);
        if (tensor == null) {
            throw new IllegalArgumentException("direction: the other state has no '" + path + "'");
        }
        return tensor;
    }

    private static IllegalArgumentException differs(String path, Tensor there, Shape here) {
        return new IllegalArgumentException(
                "direction: '" + path + "' is " + here + " in the model, " + there.shape() + " in the other state");
    }

    /**
     * Any direction, such as {@link Eigenpair#vector()} or a gradient.
     *
     * @param weights one tensor for each parameter that moves
     * @return the direction
     */
    public static Direction of(ParameterVector weights) {
        return new Direction(weights, Map.of());
    }

    /**
     * What is added to the weights at 1.
     *
     * @return one tensor for each parameter that moves
     */
    public ParameterVector weights() {
        return weights;
    }

    /** What is added to the buffers at 1. */
    Map<Buffer, Tensor> buffers() {
        return buffers;
    }
}
