package org.gradus.optim.gradient;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gradus.core.Parameter;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.Weights;

/** A row of the table that runs every transform through {@link GradientTransformContractTest}. */
record TransformCase(String name, GradientTransform transform) {
    static final List<Shape> SHAPES = List.of(
            Shape.of(3, 4),
            Shape.of(5),
            Shape.of(2, 3, 2, 2),
            Shape.of(),
            Shape.of(0, 4),
            Shape.of(4, 0),
            Shape.of(6, 1));

    static Stream<TransformCase> all() {
        return Stream.of(
                new TransformCase("clipEachValue", GradientTransform.clipEachValue(0.5)),
                new TransformCase("clipEachNorm", GradientTransform.clipEachNorm(0.7)),
                new TransformCase("clipEachUnit", GradientTransform.clipEachUnit(0.5)),
                new TransformCase("clipGlobalNorm", GradientTransform.clipGlobalNorm(0.9)),
                new TransformCase("centralize", GradientTransform.centralize()),
                new TransformCase("noise", GradientTransform.noise(0.3, Rng.of(1))),
                new TransformCase("l2", GradientTransform.l2(0.25)),
                new TransformCase("l2 of all", new CoupledL2(0.25, true)),
                new TransformCase(
                        "only",
                        GradientTransform.clipEachValue(0.5).only(p -> p.shape().rank() > 1)));
    }

    /** A model of parameters of these shapes, {@code p0}, {@code p1} and so on, with weights between −1 and 1. */
    static Weights model(List<Shape> shapes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Weights model = new Weights();
        for (int i = 0; i < shapes.size(); i++) {
            model.add("p" + i, Weights.filled(shapes.get(i), random));
        }
        return model;
    }

    /** A gradient for each parameter of a model, between −1 and 1. */
    static ParameterVector gradients(Weights model, long seed, int threads) {
        SplittableRandom random = new SplittableRandom(seed);
        return ParameterVector.of(
                Workers.of(threads),
                model.parameters().stream()
                        .map(p -> new ParameterVector.Entry(p, Weights.filled(p.shape(), random)))
                        .toList());
    }

    static ParameterVector one(Parameter parameter, float... gradient) {
        Tensor tensor = Tensor.of(parameter.shape(), gradient);
        return ParameterVector.of(Workers.of(1), List.of(new ParameterVector.Entry(parameter, tensor)));
    }

    @Override
    public String toString() {
        return name;
    }
}
