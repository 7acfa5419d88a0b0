package org.gradus.benchmarks.optimizer;

import java.util.Arrays;
import org.gradus.core.Gradients;
import org.gradus.core.Initializer;
import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.optim.rule.UpdateRule;

/** Parameters without a network: pairs of a matrix and a vector, with gradients from a normal distribution. */
final class Model extends Layer {
    private final Gradients gradients;

    /** {@code pairs} matrices of {@code width × width} and as many vectors. */
    Model(int pairs, int width) {
        for (int i = 0; i < pairs; i++) {
            parameter("weight" + i, Shape.of(width, width), Initializer.constant(0.5f));
            parameter("bias" + i, Shape.of(width), Initializer.constant(0.5f));
        }
        initialize(1);
        Tensor loss = Tensor.scalar(0f);
        for (Parameter parameter : parameters()) {
            float[] slope =
                    Rng.of(2).at(parameter.path()).normal(parameter.shape().size());
            loss = loss.add(
                    parameter.value().mul(Tensor.wrap(parameter.shape(), slope)).sum());
        }
        gradients = loss.backward();
    }

    /** Makes all weights 0.5 again. */
    void reset() {
        for (Parameter parameter : parameters()) {
            Arrays.fill(parameter.update(), 0.5f);
        }
    }

    Gradients gradients() {
        return gradients;
    }

    /** How many numbers there are. */
    long size() {
        return parameters().stream().mapToLong(p -> p.shape().size()).sum();
    }

    /** Bytes that a step must move: weights read and written, gradients read, slots read and written. */
    double bytes(UpdateRule rule, boolean gradientReadTwice) {
        double bytes = (gradientReadTwice ? 16.0 : 12.0) * size();
        for (Parameter parameter : parameters()) {
            bytes += rule.slots(parameter.shape()).tensors().stream()
                    .mapToDouble(slot -> 8.0 * slot.shape().size())
                    .sum();
        }
        return bytes;
    }
}
