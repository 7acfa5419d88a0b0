package org.gradus.nn;

import java.util.stream.Stream;
import org.gradus.core.backend.Window;
import org.gradus.testkit.LayerContract;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every layer of the module under the layer contract: a new layer gets a row here. */
class LayersTest {
    @TestFactory
    Stream<DynamicNode> layers() {
        return Stream.of(
                LayerContract.tests("linear", () -> new Linear(3, 4), 2, 3),
                LayerContract.tests("linear on a sequence", () -> new Linear(3, 2, Activation.TANH), 2, 3, 3),
                LayerContract.tests(
                        "linear without bias",
                        () -> new Linear(3, 4, Activation.GELU, false, WeightInit.torch()),
                        2,
                        3),
                LayerContract.tests(
                        "conv2d", () -> new Conv2d(2, 3, Window.square(3).pad(1)), 2, 2, 4, 3),
                LayerContract.tests(
                        "conv2d with stride, dilation and groups",
                        () -> new Conv2d(
                                2,
                                4,
                                Window.square(2).stride(2).dilation(2),
                                2,
                                Activation.SILU,
                                true,
                                WeightInit.heUniform()),
                        1,
                        2,
                        5,
                        5),
                LayerContract.tests("maxPool2d", () -> new MaxPool2d(2), 2, 2, 4, 4),
                LayerContract.tests(
                        "overlapping maxPool2d",
                        () -> new MaxPool2d(Window.square(3).stride(2).pad(1)),
                        1,
                        2,
                        5,
                        4),
                LayerContract.tests("batchNorm2d", () -> new BatchNorm2d(2), 3, 2, 2, 2),
                LayerContract.tests("batchNorm2d of Keras", () -> BatchNorm2d.keras(2), 3, 2, 2, 2),
                LayerContract.tests("groupNorm", () -> new GroupNorm(2, 4), 2, 4, 2, 2),
                LayerContract.tests("groupNorm of rows", () -> GroupNorm.keras(2, 6), 3, 6),
                LayerContract.tests("layerNorm", () -> new LayerNorm(5), 2, 2, 5),
                LayerContract.tests("layerNorm over two axes", () -> LayerNorm.keras(2, 3), 3, 2, 3),
                LayerContract.tests("rmsNorm", () -> new RmsNorm(5), 2, 2, 5),
                LayerContract.tests("rmsNorm over two axes", () -> RmsNorm.keras(2, 3), 3, 2, 3),
                LayerContract.tests("avgPool2d", () -> new AvgPool2d(2), 2, 2, 4, 4),
                LayerContract.tests(
                        "overlapping avgPool2d",
                        () -> new AvgPool2d(Window.square(3).stride(2).pad(1)),
                        1,
                        2,
                        5,
                        4),
                LayerContract.tests("globalAvgPool2d", GlobalAvgPool2d::new, 2, 3, 4, 5),
                LayerContract.tests("residual", () -> new Residual(new Linear(4, 4), Activation.TANH), 3, 4),
                LayerContract.tests(
                        "residual with a shortcut",
                        () -> new Residual(
                                Sequential.of(
                                        new Conv2d(
                                                2, 3, Window.square(3).stride(2).pad(1)),
                                        new BatchNorm2d(3)),
                                new Conv2d(2, 3, Window.square(1).stride(2)),
                                Activation.SILU),
                        2,
                        2,
                        4,
                        4),
                LayerContract.tests("flatten", Flatten::new, 2, 2, 3),
                LayerContract.tests("activation", Activation.GELU_TANH::layer, 2, 5),
                LayerContract.tests(
                        "sequential",
                        () -> Sequential.of(
                                new Conv2d(1, 2, Window.square(3), Activation.TANH),
                                new BatchNorm2d(2),
                                new Flatten(),
                                new Linear(8, 3)),
                        3,
                        1,
                        4,
                        4));
    }
}
