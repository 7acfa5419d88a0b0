package org.gradus.train;

import org.gradus.core.Buffer;
import org.gradus.core.Initializer;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;

/** A linear model of centred inputs, with a running mean as batch normalisation has. */
final class Centred extends TensorLayer {
    private final Buffer mean = buffer("mean", Tensor.zeros(3));
    private final Parameter weight = parameter("weight", Shape.of(3, 3), Initializer.constant(0.1f));

    @Override
    protected Tensor compute(Tensor x, Pass pass) {
        Tensor present = pass.batchStatistics() ? x.mean(0) : mean.value();
        if (pass.batchStatistics() && pass.updateStatistics()) {
            float rate = (float) pass.statisticsRate(this, x.dim(0), 0.1);
            mean.assign(mean.value().mul(1 - rate).add(present.mul(rate)));
        }
        return x.sub(present).linear(weight.value(), Tensor.zeros(3));
    }

    Tensor mean() {
        return mean.value();
    }
}
