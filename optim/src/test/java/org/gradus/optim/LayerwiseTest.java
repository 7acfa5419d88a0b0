package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class LayerwiseTest {
    private final Weights model = new Weights();
    private final Weights embedding = model.nest("embedding", Weights.of("w", 0));
    private final Weights activation = model.nest("activation", new Weights());
    private final Weights block = model.nest("block", new Weights());
    private final Weights inner = block.nest("inner", Weights.of("w", 0));
    private final Weights head = model.nest("head", Weights.of("w", 0));
    private final Parameter loose = model.add("loose", Tensor.of(0f));

    private Optimizer optimizer(List<Weights> order) {
        return Optimizer.of(
                model,
                Sgd.defaults(),
                Schedule.constant(1),
                OptimizerOptions.defaults().withGroups(ParameterGroup.layerwise(0.25, order)));
    }

    @Test
    void theRateShrinksTowardsTheInputByDepth() {
        List<Weights> order = List.of(embedding, activation, block, head);
        Optimizer optimizer = optimizer(order);
        Tensor loss = Tensor.scalar(0f);
        for (Parameter parameter : model.parameters()) {
            loss = loss.add(Weights.loss(parameter, -1));
        }
        optimizer.step(loss.backward());
        assertThat(embedding.values("embedding.w")).containsExactly(0.0625f);
        assertThat(inner.values("block.inner.w")).containsExactly(0.25f);
        assertThat(head.values("head.w")).containsExactly(1);
        assertThat(loose.value().item()).isEqualTo(1);
        assertThat(ParameterGroup.layerwise(0.25, order).stream().map(ParameterGroup::name))
                .containsExactly("layer 0 'embedding'", "layer 1 'block'", "layer 2 'head'");
    }

    @Test
    void aSharedParameterBelongsToTheLayerThatRegisteredIt() {
        head.tie("tied", embedding.get("embedding.w"));
        Optimizer optimizer = optimizer(List.of(embedding, block, head));
        optimizer.step(Weights.gradients(embedding.get("embedding.w"), -1));
        assertThat(embedding.values("embedding.w")).containsExactly(0.0625f);
    }

    @Test
    void theSummaryShowsTheFactors() {
        OptimizerOptions options = OptimizerOptions.defaults()
                .withGroups(ParameterGroup.layerwise(0.9, model.children().values()));
        assertThat(Optimizer.of(model, Sgd.defaults(), Schedule.constant(1), options)
                        .summary()
                        .lines())
                .contains(
                        "loose          [1]    Sgd   x1     0",
                        "embedding.w    [1]    Sgd   x0.81  0",
                        "block.inner.w  [1]    Sgd   x0.9   0",
                        "head.w         [1]    Sgd   x1     0");
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> ParameterGroup.layerwise(0.5, List.of(embedding, block, inner)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "layerwise: layer 'block.inner' belongs to two of the layers; list each block once, and none"
                                + " inside another");
        assertThatThrownBy(() -> ParameterGroup.layerwise(1.5, List.of(embedding)))
                .hasMessage("layerwise: factor = 1.5 is not accepted; it must lie in [0, 1]");
    }
}
