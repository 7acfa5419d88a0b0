package org.gradus.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.gradus.core.CrossEntropy;
import org.gradus.core.Gradients;
import org.gradus.core.Parameter;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.State;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Window;
import org.gradus.testkit.Golden;
import org.junit.jupiter.api.Test;

/**
 * A whole network against PyTorch in double precision. Every element is a chain of at most a few hundred float roundings of
 * mixed sign through five layers; 1e-5 of the largest magnitude is 170 units of 2⁻²⁴.
 */
class NetworkGoldenTest {
    private static final double TOLERANCE = 1e-5;

    private final Golden golden = Golden.read(NetworkGoldenTest.class, "network/conv_norm_linear");
    private final Sequential model = Sequential.of(
            new Conv2d(2, 4, Window.square(3).pad(1), 1, Activation.IDENTITY, false, WeightInit.heNormal()),
            new BatchNorm2d(4),
            Activation.RELU.layer(),
            new MaxPool2d(2),
            new Conv2d(
                    4, 6, Window.square(3).stride(2).pad(1), 2, Activation.GELU, true, Activation.GELU.defaultInit()),
            Activation.IDENTITY.layer(),
            new Flatten(),
            new Linear(24, 5));

    @Test
    void threeBatchesGiveTheOutputsGradientsAndRunningStatisticsOfPyTorch() {
        model.initialize(1);
        Map<String, Tensor> start = new LinkedHashMap<>(model.state().tensors());
        for (Parameter parameter : model.parameters()) {
            start.put(parameter.path(), golden.tensor("start." + parameter.path()));
        }
        model.load(new State(start));
        SoftmaxCrossEntropy loss =
                new SoftmaxCrossEntropy(CrossEntropy.defaults().withSmoothing(0.1));
        for (int batch = 0; batch < 3; batch++) {
            String key = "batch" + batch + ".";
            Tensor x = golden.tensor(key + "x").requiresGradient();
            Tensor output = model.forward(x, Pass.training(Rng.of(1), batch));
            golden.check(key + "output", output, TOLERANCE);
            Tensor value = loss.of(output, golden.indices(key + "labels"));
            golden.check(key + "loss", value, TOLERANCE);
            Gradients gradients = value.backward();
            golden.check(key + "x_gradient", gradients.of(x), TOLERANCE);
            for (Parameter parameter : model.parameters()) {
                golden.check(key + "gradient." + parameter.path(), gradients.of(parameter), TOLERANCE);
            }
        }
        Map<String, Tensor> end = model.state().tensors();
        golden.check("running_mean", end.get("1.running_mean"), TOLERANCE);
        golden.check("running_var", end.get("1.running_var"), TOLERANCE);
        golden.check("evaluated", model.predict(golden.tensor("batch0.x")), TOLERANCE);
    }
}
