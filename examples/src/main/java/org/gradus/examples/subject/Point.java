package org.gradus.examples.subject;

import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/** A model that is a single vector, for functions that a formula gives. */
final class Point extends Layer {
    private final Parameter position;

    Point(float... start) {
        position = parameter("position", Shape.of(start.length), (shape, rng) -> start.clone());
        initialize(0);
    }

    Tensor value() {
        return position.value();
    }
}
