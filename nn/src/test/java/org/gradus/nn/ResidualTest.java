package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.core.Gradients;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Window;
import org.gradus.testkit.Golden;
import org.junit.jupiter.api.Test;

/** Residual blocks, average pooling and the global mean, together and by themselves. */
class ResidualTest {
    /** As in {@link NetworkGoldenTest}: chains of at most a few hundred roundings. */
    private static final double TOLERANCE = 1e-5;

    @Test
    void blocksPoolingAndGlobalMeanGiveTheOutputsAndGradientsOfPyTorch() {
        Golden golden = Golden.read(ResidualTest.class, "network/residual");
        Sequential model = Sequential.of(
                new Residual(body(2, 2, 1), Activation.RELU),
                new Residual(body(2, 4, 2), shortcut(), Activation.RELU),
                new AvgPool2d(Window.square(2).pad(1)),
                new GlobalAvgPool2d());
        model.initialize(1);
        Map<String, Tensor> start = new LinkedHashMap<>(model.state().tensors());
        for (Parameter parameter : model.parameters()) {
            start.put(parameter.path(), golden.tensor("start." + parameter.path()));
        }
        model.load(new State(start));
        Tensor x = golden.tensor("x").requiresGradient();
        Tensor output = model.forward(x, Pass.training(Rng.of(1), 0));
        golden.check("output", output, TOLERANCE);
        Gradients gradients = output.mul(golden.tensor("slope")).sum().backward();
        golden.check("x_gradient", gradients.of(x), TOLERANCE);
        for (Parameter parameter : model.parameters()) {
            golden.check("gradient." + parameter.path(), gradients.of(parameter), TOLERANCE);
        }
        golden.check("evaluated", model.predict(golden.tensor("x")), TOLERANCE);
    }

    private static Sequential body(int in, int out, int stride) {
        return Sequential.of(
                conv(in, out, Window.square(3).stride(stride).pad(1)),
                new BatchNorm2d(out),
                Activation.RELU.layer(),
                conv(out, out, Window.square(3).pad(1)),
                new BatchNorm2d(out));
    }

    private static Sequential shortcut() {
        return Sequential.of(conv(2, 4, Window.square(1).stride(2)), new BatchNorm2d(4));
    }

    private static Conv2d conv(int in, int out, Window window) {
        return new Conv2d(in, out, window, 1, Activation.IDENTITY, false, WeightInit.heNormal());
    }

    @Test
    void aBlockAddsItsInput() {
        Residual block =
                new Residual(new Linear(2, 2, Activation.IDENTITY, false, WeightInit.torch()), Activation.RELU);
        block.load(new State(
                Map.of("body.weight", Tensor.of(new float[] {1, 0, 0, -3}).reshape(2, 2))));
        assertThat(block.predict(Tensor.of(new float[] {2, 5}).reshape(1, 2)).toArray())
                .containsExactly(2 + 2, 0);
        assertThat(block).hasToString("Residual, RELU");
    }

    @Test
    void aShortcutOfAnotherShapeIsRefused() {
        Residual block = new Residual(new Linear(3, 2), Activation.RELU);
        block.initialize(1);
        assertThatThrownBy(() -> block.predict(Tensor.zeros(1, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("residual '': the body gives [1, 2], the shortcut [1, 3];"
                        + " give the shortcut the body's stride and channels");
    }

    @Test
    void theGlobalMeanNeedsImages() {
        assertThatThrownBy(() -> new GlobalAvgPool2d().predict(Tensor.zeros(2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("globalAvgPool2d '': needs [n, channels, h, w], but the input is [2, 3]");
    }
}
