package org.gradus.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gradus.core.Autograd;
import org.gradus.core.Gradients;
import org.gradus.core.Initializer;
import org.gradus.core.NonFiniteException;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.testkit.TensorAssert;
import org.junit.jupiter.api.Test;

/** What surrounds the ops: recording, the guard, custom ops, stale parameters, deep graphs and threads. */
class AutogradTest {
    private static final int THREADS = 8;

    private static final class Scale extends TensorLayer {
        private final Parameter weight = parameter("weight", Shape.of(2), Initializer.constant(3f));

        @Override
        protected Tensor compute(Tensor x, Pass pass) {
            return x.mul(weight.value());
        }
    }

    private static final class Outer extends TensorLayer {
        private final Scale scale = child("scale", new Scale());

        @Override
        protected Tensor compute(Tensor x, Pass pass) {
            return scale.forward(x, pass).log();
        }
    }

    private static <T extends TensorLayer> T initialized(T layer) {
        layer.initialize(1);
        return layer;
    }

    @Test
    void guardNamesTheOpAndTheLayerThatProducedTheFirstInfinity() {
        Outer model = initialized(new Outer());
        Tensor x = Tensor.of(Float.MAX_VALUE, 1f);
        assertThatThrownBy(() -> Autograd.checkFinite(() -> model.forward(x, Pass.inference())))
                .isInstanceOf(NonFiniteException.class)
                .hasMessage("mul: produced Infinity at [0] of [2], in layer 'scale'; its inputs were finite");
    }

    @Test
    void guardSaysWhenTheDataWereBadAlready() {
        Tensor x = Tensor.of(1f, Float.NaN);
        assertThatThrownBy(() -> Autograd.checkFinite(x::exp))
                .hasMessage("exp: produced NaN at [1] of [2]; its input 0 already held NaN at [1]: look at the data");
    }

    /** √x at 0 has a finite value and an infinite gradient. */
    @Test
    void guardLooksAtTheBackwardPassToo() {
        Tensor x = Tensor.of(4f, 0f).requiresGradient();
        assertThatThrownBy(() -> Autograd.checkFinite(() -> x.sqrt().sum().backward()))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageContaining("Infinity")
                .hasMessageContaining("in the gradient of op 'sqrt'");
    }

    @Test
    void guardEndsWithItsBody() {
        assertThat(Autograd.checkFinite(() -> Tensor.of(1f).log()).item()).isZero();
        assertThat(Tensor.of(0f).log().item()).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void nothingIsRecordedUnderNoGradientAndRecordingComesBack() {
        Tensor x = Tensor.of(1f, 2f).requiresGradient();
        assertThat(Autograd.noGradient(() -> x.exp()).needsGradient()).isFalse();
        assertThatThrownBy(() -> Autograd.noGradient(() -> {
                    throw new IllegalStateException("thrown inside");
                }))
                .hasMessage("thrown inside");
        assertThat(x.exp().needsGradient()).isTrue();
        assertThatThrownBy(() -> Autograd.noGradient(() -> x.sum()).backward())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not depend on any parameter");
    }

    @Test
    void backwardWantsAScalar() {
        assertThatThrownBy(() -> Tensor.of(1f, 2f).requiresGradient().exp().backward())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("backward: shape [2] is not a single number; reduce it by sum() or mean()");
    }

    @Test
    void customOpWithItsOwnGradientIsDifferentiableTwice() {
        Tensor x = Tensor.of(0.5f, -1.5f).requiresGradient();
        Tensor y = Tensor.custom(
                "cube",
                List.of(x),
                in -> in.get(0).pow(3f),
                (g, out, in) -> List.of(g.mul(in.get(0).square()).mul(3f)));
        Tensor slope = y.sum().backward(true).of(x);
        TensorAssert.assertThat(slope).hasBitsOf(Tensor.of(0.75f, 6.75f));
        TensorAssert.assertThat(slope.sum().backward().of(x)).hasBitsOf(Tensor.of(3f, -9f));
    }

    @Test
    void customOpMustReturnOneGradientForEachInput() {
        Tensor x = Tensor.of(1f).requiresGradient();
        Tensor y = Tensor.custom("odd", List.of(x), in -> in.get(0).neg(), (g, out, in) -> List.of(g, g));
        assertThatThrownBy(() -> y.sum().backward())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("custom op 'odd': 2 gradients for 1 inputs");
        Tensor wide =
                Tensor.custom("wide", List.of(x), in -> in.get(0).neg(), (g, out, in) -> List.of(Tensor.zeros(3)));
        assertThatThrownBy(() -> wide.sum().backward())
                .hasMessageContaining("gradient of input 0 of op 'wide' has shape [3], the input [1]");
    }

    @Test
    void aParameterThatChangedSinceTheForwardPassIsNamed() {
        Scale layer = initialized(new Scale());
        Tensor loss = layer.forward(Tensor.of(1f, 2f), Pass.inference()).sum();
        layer.weight.update()[0] = 7f;
        assertThatThrownBy(loss::backward)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("parameter 'weight' has changed since this value was taken from it")
                .hasMessageContaining("run the forward pass again after an update");
    }

    @Test
    void absentGradientIsNotZero() {
        Scale used = initialized(new Scale());
        Scale unused = initialized(new Scale());
        Gradients gradients =
                used.forward(Tensor.of(1f, 2f), Pass.inference()).sum().backward();
        assertThat(gradients.find(used.weight)).isPresent();
        assertThat(gradients.find(unused.weight)).isEmpty();
        assertThatThrownBy(() -> gradients.of(unused.weight))
                .hasMessageContaining("the result does not depend on parameter 'weight'");
        used.freeze();
        assertThat(used.forward(Tensor.of(1f, 2f), Pass.inference()).needsGradient())
                .isFalse();
    }

    @Test
    void aHundredThousandOpsDoNotOverflowTheStack() {
        Tensor x = Tensor.scalar(0.25f).requiresGradient();
        Tensor y = x;
        for (int i = 0; i < 100_000; i++) {
            y = y.neg();
        }
        assertThat(y.backward().of(x).item()).isEqualTo(1f);
        assertThat(y.backward(true).of(x).item()).isEqualTo(1f);
    }

    @Test
    void aTensorThatIsUsedTwiceGetsTheSumOfItsGradients() {
        Tensor x = Tensor.of(3f).requiresGradient();
        Tensor square = x.mul(x);
        assertThat(square.add(square).mul(x).sum().backward().of(x).item()).isEqualTo(54f);
    }

    @Test
    void eightThreadsRecordGraphsOfTheirOwn() throws Exception {
        Scale shared = initialized(new Scale());
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Gradients>> results = new ArrayList<>();
            for (int i = 0; i < 8 * THREADS; i++) {
                Tensor x = Tensor.of(i, 1f);
                boolean recorded = i % 2 == 0;
                results.add(executor.submit(() -> {
                    if (!recorded) {
                        assertThat(shared.predict(x).needsGradient()).isFalse();
                    }
                    return shared.forward(x, Pass.inference()).square().sum().backward();
                }));
            }
            for (int i = 0; i < results.size(); i++) {
                Tensor gradient = results.get(i).get().of(shared.weight);
                TensorAssert.assertThat(gradient).hasBitsOf(Tensor.of(6f * i * i, 6f));
            }
        } finally {
            executor.shutdownNow();
        }
    }

    /** An op that copies nothing must not hand out the live array of a parameter as if it were its own. */
    @Test
    void whatSharesTheElementsOfAParameterGoesStaleWithIt() {
        Scale layer = initialized(new Scale());
        Tensor expanded = layer.weight.value().expand(1, 2);
        Tensor same =
                Tensor.custom("identity", List.of(layer.weight.value()), in -> in.get(0), (g, y, in) -> List.of(g));
        assertThat(same.sum().backward().of(layer.weight).toArray()).containsExactly(1f, 1f);
        assertThat(expanded.sum().backward().of(layer.weight).toArray()).containsExactly(1f, 1f);
        layer.weight.update()[0] = 7f;
        for (Tensor stale : List.of(expanded, same)) {
            assertThatThrownBy(stale::toArray)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("parameter 'weight' has changed");
        }
    }

    @Test
    void aCustomOpThatGivesNullIsNamed() {
        Tensor x = Tensor.of(1f).requiresGradient();
        assertThatThrownBy(
                        () -> Tensor.custom("odd", Collections.singletonList(null), in -> x, (g, y, in) -> List.of()))
                .hasMessage("custom op 'odd': input 0 is null");
    }
}
