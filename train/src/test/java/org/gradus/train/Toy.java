package org.gradus.train;

import org.gradus.core.Indices;
import org.gradus.core.Initializer;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.data.Dataset;

/** A problem that a linear model solves: three classes by the largest of three noisy features. */
final class Toy extends TensorLayer {
    private final Parameter weight = parameter(
            "weight",
            Shape.of(3, 3),
            (shape, rng) -> Tensor.wrap(Shape.of(9), rng.normal(9)).mul(0.1f).toArray());
    private final Parameter bias = parameter("bias", Shape.of(3), Initializer.constant(0f));

    static Toy initialized(long seed) {
        Toy toy = new Toy();
        toy.initialize(seed);
        return toy;
    }

    static Dataset data(int n, long seed) {
        float[] features = Rng.of(seed).at("toy").normal(3 * n);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            for (int c = 1; c < 3; c++) {
                labels[i] = features[3 * i + c] > features[3 * i + labels[i]] ? c : labels[i];
            }
        }
        return Dataset.of(Tensor.wrap(Shape.of(n, 3), features), Indices.of(labels));
    }

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        return x.linear(weight.value(), bias.value());
    }
}
