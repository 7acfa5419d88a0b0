package org.gradus.optim.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.Weights;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class CoupledL2Test {
    private final Weights model = new Weights();

    {
        model.add("kernel", Tensor.of(Shape.of(1, 2), 2, -3));
        model.add("bias", Tensor.of(5f));
    }

    private static float[] element(ParameterVector vector, int parameter) {
        return vector.entries().get(parameter).tensor().toArray();
    }

    private ParameterVector gradients() {
        return ParameterVector.of(
                Workers.of(1),
                List.of(
                        new ParameterVector.Entry(model.get("kernel"), Tensor.of(Shape.of(1, 2), 1, 1)),
                        new ParameterVector.Entry(model.get("bias"), Tensor.of(1f))));
    }

    /** The penalty of this class is {@code l2/2·Σθ²}; Keras's {@code k·Σθ²} has twice the gradient. */
    @Test
    void c33TheGradientIsLambdaTimesTheWeightAndKerasMeansTwice() {
        assertThat(element(GradientTransform.l2(0.5).apply(0, gradients()), 0)).containsExactly(2, -0.5f);
        double keras = 0.25;
        Tensor kernel = model.get("kernel").value();
        float[] penalty = kernel.square()
                .sum()
                .mul((float) keras)
                .backward()
                .of(model.get("kernel"))
                .toArray();
        float[] added = element(GradientTransform.l2(2 * keras).apply(0, gradients()), 0);
        assertThat(new float[] {added[0] - 1, added[1] - 1}).containsExactly(penalty);
    }

    @Test
    void c6BiasesAndNormParametersAreLeftOutUnlessAskedFor() {
        assertThat(element(GradientTransform.l2(0.5).apply(0, gradients()), 1)).containsExactly(1);
        assertThat(element(new CoupledL2(0.5, true).apply(0, gradients()), 1)).containsExactly(3.5f);
    }

    @Test
    void itIsTheL2OfSgd() {
        Weights other = new Weights();
        other.add("kernel", model.get("kernel").value());
        other.add("bias", model.get("bias").value());
        Optimizer own = Optimizer.of(other, Sgd.defaults().withMomentum(0.9).withL2(0.3), Schedule.constant(0.1));
        Optimizer transformed = Optimizer.of(
                model,
                Sgd.defaults().withMomentum(0.9),
                Schedule.constant(0.1),
                OptimizerOptions.defaults().withTransform(GradientTransform.l2(0.3)));
        for (int step = 0; step < 5; step++) {
            own.step(Weights.loss(other.get("kernel"), step, 1)
                    .add(Weights.loss(other.get("bias"), step))
                    .backward());
            transformed.step(Weights.loss(model.get("kernel"), step, 1)
                    .add(Weights.loss(model.get("bias"), step))
                    .backward());
        }
        assertThat(model.state().sha256()).isEqualTo(other.state().sha256());
    }

    @Test
    void rejectsAStrengthThatIsNone() {
        assertThatThrownBy(() -> GradientTransform.l2(-0.1))
                .hasMessage("l2: l2 = -0.1 is not accepted; it must lie in [0, infinity)");
    }
}
