package org.gradus.optim;

import java.util.SplittableRandom;
import org.gradus.core.Gradients;
import org.gradus.core.Initializer;
import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/** A model that is nothing but parameters, and gradients made to order. */
public final class Weights extends Layer {
    public Parameter add(String name, Tensor value) {
        Parameter parameter = parameter(name, value.shape(), Initializer.constant(0f));
        parameter.assign(value);
        return parameter;
    }

    public Parameter tie(String name, Parameter other) {
        return share(name, other);
    }

    public <L extends Layer> L nest(String name, L layer) {
        return child(name, layer);
    }

    public static Weights of(String name, float... values) {
        Weights weights = new Weights();
        weights.add(name, Tensor.of(values));
        return weights;
    }

    public Parameter get(String path) {
        return parameters().stream()
                .filter(p -> p.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    public float[] values(String path) {
        return get(path).value().toArray();
    }

    /** The gradient of {@code Σ g·p} is g itself, bit for bit. */
    public static Tensor linearLoss(Parameter parameter, Tensor gradient) {
        return parameter.value().mul(gradient).sum();
    }

    public static Gradients gradients(Parameter parameter, float... gradient) {
        return loss(parameter, gradient).backward();
    }

    /** A loss whose gradient this is. */
    public static Tensor loss(Parameter parameter, float... gradient) {
        return linearLoss(parameter, Tensor.of(parameter.shape(), gradient));
    }

    /** Numbers between −1 and 1. */
    public static Tensor filled(Shape shape, SplittableRandom random) {
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return Tensor.wrap(shape, values);
    }
}
