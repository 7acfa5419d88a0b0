package org.gradus.conformance;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.gradus.core.CrossEntropy;
import org.gradus.core.Gradients;
import org.gradus.core.Reduction;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Window;
import org.gradus.testkit.Golden;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Core's ops against PyTorch in double precision, which {@code tools/golden/core_ops.py} wrote: the value y, the gradient d of
 * {@code Σ y·g}, and the gradient dd of {@code Σ d·w}.
 */
class GoldenOpTest {
    /** A value is a sum of at most 32 products. */
    private static final double VALUE = 32 * 0x1p-24;
    /** A derivative is made of some such sums. */
    private static final double DERIVATIVE = 4 * VALUE;

    /** An op with the file of constants that it needs. */
    private interface Op extends BiFunction<Golden, List<Tensor>, Tensor> {}

    private static DynamicTest check(String file, String inputs, Op op) {
        return check(file, inputs, true, op);
    }

    private static DynamicTest check(String file, String inputs, boolean second, Op op) {
        return dynamicTest(file, () -> {
            Golden golden = Golden.read(GoldenOpTest.class, file);
            List<String> names = Arrays.asList(inputs.split(" "));
            List<Tensor> leaves = names.stream()
                    .map(name -> golden.tensor(name).requiresGradient())
                    .toList();
            Tensor y = op.apply(golden, leaves);
            golden.check("y", y, VALUE);
            Gradients fused = y.backward(golden.tensor("g"), false);
            Gradients first = y.backward(golden.tensor("g"), true);
            Tensor slope = Tensor.scalar(0f);
            for (int i = 0; i < leaves.size(); i++) {
                Tensor gradient = first.of(leaves.get(i));
                golden.check("d." + names.get(i), fused.of(leaves.get(i)), DERIVATIVE);
                golden.check("d." + names.get(i), gradient, DERIVATIVE);
                if (second) {
                    slope = slope.add(
                            gradient.mul(golden.tensor("w." + names.get(i))).sum());
                }
            }
            if (second) {
                for (Tensor leaf : leaves) {
                    slope = slope.add(leaf.mul(0f).sum());
                }
                Gradients twice = slope.backward();
                for (int i = 0; i < leaves.size(); i++) {
                    golden.check("dd." + names.get(i), twice.of(leaves.get(i)), DERIVATIVE);
                }
            }
        });
    }

    private static DynamicContainer group(String name, DynamicTest... tests) {
        return dynamicContainer(name, Arrays.asList(tests));
    }

    private static DynamicTest convolution(String name, Window window, int groups) {
        return check(
                "conv2d/" + name,
                "x weight bias",
                (golden, in) -> in.get(0).conv2d(in.get(1), in.get(2), window, groups));
    }

    @TestFactory
    Stream<DynamicContainer> images() {
        return Stream.of(
                group(
                        "convolution",
                        convolution("plain", new Window(3, 2, 1, 1, 0, 0, 1, 1), 1),
                        convolution("padded", Window.square(3).pad(1), 1),
                        convolution("strided", Window.square(3).stride(2).pad(1), 1),
                        convolution("dilated", Window.square(3).dilation(2).pad(2), 1),
                        convolution("grouped", Window.square(3).pad(1), 2),
                        convolution("depthwise", Window.square(3), 3),
                        convolution("uneven", new Window(1, 3, 2, 3, 0, 1, 1, 2), 1),
                        convolution("pointwise", Window.square(1), 1)),
                group(
                        "pooling",
                        check(
                                "pool/max",
                                "x",
                                (golden, in) ->
                                        in.get(0).maxPool2d(Window.square(2).stride(2))),
                        check(
                                "pool/max-overlapping",
                                "x",
                                (golden, in) -> in.get(0)
                                        .maxPool2d(Window.square(3).stride(2).pad(1))),
                        check(
                                "pool/max-dilated",
                                "x",
                                (golden, in) ->
                                        in.get(0).maxPool2d(Window.square(2).dilation(2))),
                        check(
                                "pool/average",
                                "x",
                                (golden, in) ->
                                        in.get(0).averagePool2d(Window.square(2).stride(2))),
                        check(
                                "pool/average-padded",
                                "x",
                                (golden, in) -> in.get(0)
                                        .averagePool2d(
                                                Window.square(3).stride(2).pad(1)))));
    }

    private static Tensor batchNorm(Golden golden, List<Tensor> in) {
        var result = in.get(0).batchNorm(in.get(1), in.get(2), 1e-5);
        golden.check("mean", result.mean(), VALUE);
        golden.check("variance", result.variance(), VALUE);
        return result.output();
    }

    @TestFactory
    Stream<DynamicTest> normalisation() {
        return Stream.of(
                check("batchnorm/training-images", "x gamma beta", GoldenOpTest::batchNorm),
                check("batchnorm/training-rows", "x gamma beta", GoldenOpTest::batchNorm),
                check(
                        "batchnorm/given",
                        "x gamma beta",
                        (golden, in) -> in.get(0)
                                .batchNorm(
                                        golden.tensor("mean"), golden.tensor("variance"), in.get(1), in.get(2), 1e-3)),
                check(
                        "layernorm/one-axis",
                        "x gamma beta",
                        (golden, in) -> in.get(0).layerNorm(1, in.get(1), in.get(2), 1e-5)),
                check(
                        "layernorm/two-axes",
                        "x gamma beta",
                        (golden, in) -> in.get(0).layerNorm(2, in.get(1), in.get(2), 1e-5)),
                groupNorm("images", 3),
                groupNorm("rows", 2),
                groupNorm("one-group", 1),
                groupNorm("single-channels", 3));
    }

    private static DynamicTest groupNorm(String name, int groups) {
        return check(
                "groupnorm/" + name,
                "x gamma beta",
                (golden, in) -> in.get(0).groupNorm(groups, in.get(1), in.get(2), 1e-5));
    }

    private static DynamicTest crossEntropy(String name, CrossEntropy options) {
        return check(
                "crossentropy/" + name,
                "x",
                (golden, in) -> in.get(0).crossEntropy(golden.indices("targets"), options));
    }

    private static DynamicTest weighted(String name, CrossEntropy options) {
        return check(
                "crossentropy/" + name,
                "x",
                (golden, in) -> in.get(0)
                        .crossEntropy(golden.indices("targets"), options.withClassWeights(golden.tensor("weights"))));
    }

    @TestFactory
    Stream<DynamicTest> crossEntropy() {
        CrossEntropy options = CrossEntropy.defaults();
        return Stream.of(
                check("crossentropy/plain", "x", (golden, in) -> in.get(0).crossEntropy(golden.indices("targets"))),
                crossEntropy("sum", options.withReduction(Reduction.SUM)),
                crossEntropy("none", options.withReduction(Reduction.NONE)),
                crossEntropy("smoothed", options.withSmoothing(0.1)),
                crossEntropy("ignored", options),
                crossEntropy("ignored-smoothed", options.withSmoothing(0.2)),
                weighted("weighted", options),
                weighted("weighted-ignored-smoothed", options.withSmoothing(0.3)),
                check(
                        "crossentropy/probabilities",
                        "x q",
                        (golden, in) -> in.get(0).crossEntropy(in.get(1))));
    }

    @TestFactory
    Stream<DynamicTest> activations() {
        return Stream.of(
                check("activation/gelu", "x", (golden, in) -> in.get(0).gelu()),
                check("activation/gelu-tanh", "x", (golden, in) -> in.get(0).geluTanh()),
                check("activation/silu", "x", (golden, in) -> in.get(0).silu()),
                check("activation/softplus", "x", (golden, in) -> in.get(0).softplus()),
                check("activation/elu", "x", (golden, in) -> in.get(0).elu(0.5f)),
                check("activation/leaky-relu", "x", (golden, in) -> in.get(0).leakyRelu(0.1f)),
                check("activation/relu", "x", (golden, in) -> in.get(0).relu()),
                check("activation/sigmoid", "x", (golden, in) -> in.get(0).sigmoid()),
                check("activation/tanh", "x", (golden, in) -> in.get(0).tanh()),
                check("activation/erf", "x", (golden, in) -> in.get(0).erf()));
    }

    @TestFactory
    Stream<DynamicTest> reductions() {
        return Stream.of(
                check("reduction/logsumexp", "x", (golden, in) -> in.get(0).logSumExp(1)),
                check("reduction/logsumexp-all", "x", (golden, in) -> in.get(0).logSumExp(true)),
                check("reduction/var", "x", (golden, in) -> in.get(0).var(1, false, 0, 2)),
                check("reduction/var-biased", "x", (golden, in) -> in.get(0).var(0, true, 1)),
                check("reduction/std", "x", (golden, in) -> in.get(0).std(1, false, 2)),
                check("reduction/norm", "x", (golden, in) -> in.get(0).norm(1, 2)),
                check("reduction/cumsum", "x", (golden, in) -> in.get(0).cumsum(1)),
                check("reduction/prod", "x", (golden, in) -> in.get(0).prod(1)),
                check(
                        "reduction/prod-one-zero",
                        "x",
                        false,
                        (golden, in) -> in.get(0).prod(1)),
                check(
                        "reduction/prod-two-zeros",
                        "x",
                        false,
                        (golden, in) -> in.get(0).prod(1)),
                check("softmax/softmax", "x", (golden, in) -> in.get(0).softmax(1)),
                check("softmax/logsoftmax", "x", (golden, in) -> in.get(0).logSoftmax(-1)));
    }

    @TestFactory
    Stream<DynamicTest> indexingAndProducts() {
        return Stream.of(
                check("index/embedding", "x", (golden, in) -> in.get(0).embedding(golden.indices("ids"))),
                check("index/take-along", "x", (golden, in) -> in.get(0).takeAlong(1, golden.indices("ids"))),
                check(
                        "index/scatter-add",
                        "x source",
                        (golden, in) -> in.get(0).scatterAdd(1, golden.indices("ids"), in.get(1))),
                check("matmul/batched", "x other", (golden, in) -> in.get(0).matmul(in.get(1))),
                check(
                        "matmul/vector-matrix",
                        "x other",
                        (golden, in) -> in.get(0).matmul(in.get(1))),
                check(
                        "matmul/linear",
                        "x weight bias",
                        (golden, in) -> in.get(0).linear(in.get(1), in.get(2))));
    }
}
