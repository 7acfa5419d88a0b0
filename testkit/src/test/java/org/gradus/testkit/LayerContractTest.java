package org.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gradus.core.Initializer;
import org.gradus.core.Layer;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The contract accepts a right layer and notices each way to be wrong. */
class LayerContractTest {
    private static final Initializer NORMAL = (shape, rng) -> rng.normal(shape.size());

    @TestFactory
    Stream<DynamicNode> rightLayer() {
        return Stream.of(LayerContract.tests("scale", Scale::new, 2, 3));
    }

    private static List<String> failures(Supplier<TensorLayer> layer) {
        return DynamicTests.failures(Stream.of(LayerContract.tests("wrong", layer, 2, 3)));
    }

    @Test
    void noticesFieldsThatAreNotRegistered() {
        assertThat(failures(Hiding::new)).containsExactly("every field is registered");
    }

    @Test
    void noticesParametersWithoutGradient() {
        assertThat(failures(Detached::new)).containsExactly("gradients");
    }

    @Test
    void noticesStateOutsideThePass() {
        assertThat(failures(Counting::new))
                .contains("same key, same bits", "predict", "predict on eight threads", "gradients");
    }

    @Test
    void noticesValuesThatDependOnTheOrderOfConstruction() {
        assertThat(failures(Ordered::new)).contains("initialisation by seed and path");
    }

    private static final class Scale extends TensorLayer {
        private final Parameter weight = parameter("weight", Shape.of(3), NORMAL);
        private final Parameter bias = parameter("bias", Shape.of(3), NORMAL);

        @Override
        protected Tensor compute(Tensor x, Pass pass) {
            return x.mul(weight.value()).add(bias.value()).tanh();
        }
    }

    private static final class Hiding extends TensorLayer {
        private final Parameter weight = parameter("weight", Shape.of(3), NORMAL);
        private final List<Layer> hidden = List.of(new Scale());

        @Override
        protected Tensor compute(Tensor x, Pass pass) {
            return x.mul(weight.value()).mul(hidden.size());
        }
    }

    private static final class Detached extends TensorLayer {
        private final Parameter weight = parameter("weight", Shape.of(3), NORMAL);
        private final Parameter bias = parameter("bias", Shape.of(3), NORMAL);

        @Override
        protected Tensor compute(Tensor x, Pass pass) {
            return x.mul(weight.value()).add(bias.value().detach());
        }
    }

    private static final class Counting extends TensorLayer {
        private final Parameter weight = parameter("weight", Shape.of(3), NORMAL);
        private int calls;

        @Override
        protected Tensor compute(Tensor x, Pass pass) {
            return x.mul(weight.value()).mul(calls++);
        }
    }

    private static final class Ordered extends TensorLayer {
        private static int made;

        private final Parameter weight = parameter("weight", Shape.of(3), Initializer.constant(++made));

        @Override
        protected Tensor compute(Tensor x, Pass pass) {
            return x.mul(weight.value());
        }
    }
}
