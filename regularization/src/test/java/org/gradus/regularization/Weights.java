package org.gradus.regularization;

import org.gradus.core.Initializer;
import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;

/** A model that is nothing but parameters. */
final class Weights extends Layer {
    Parameter add(String name, Tensor value) {
        Parameter parameter = parameter(name, value.shape(), Initializer.constant(0f));
        parameter.assign(value);
        return parameter;
    }
}
