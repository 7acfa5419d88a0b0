package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.core.backend.Window;
import org.junit.jupiter.api.Test;

class SequentialTest {
    @Test
    void appliesLayersInOrderAndNamesThemByPosition() {
        Sequential model = Sequential.of(
                new Conv2d(1, 2, Window.square(3).pad(1), Activation.RELU),
                new MaxPool2d(2),
                new Flatten(),
                new Linear(2 * 2 * 2, 3));
        model.initialize(1);
        assertThat(model.state().tensors().keySet()).containsExactly("0.weight", "0.bias", "3.weight", "3.bias");
        Tensor x = Tensor.wrap(Shape.of(5, 1, 4, 4), Rng.of(2).normal(80));
        Tensor step = x;
        for (var layer : model.children().values()) {
            step = ((TensorLayer) layer).predict(step);
        }
        assertThat(model.predict(x).shape()).isEqualTo(Shape.of(5, 3));
        assertThat(model.predict(x).toArray()).isEqualTo(step.toArray());
        assertThat(model)
                .hasToString(
                        "Sequential\n  0: Conv2d 1 → 2, 3×3, RELU\n  1: MaxPool2d 2×2\n  2: Flatten\n  3: Linear 8 → 3");
    }

    @Test
    void nothingGivesTheInputBack() {
        Tensor x = Tensor.of(1f, 2f);
        assertThat(new Sequential().predict(x).toArray()).containsExactly(1f, 2f);
    }

    @Test
    void aLayerBelongsToOneModelAndHasOneName() {
        Linear layer = new Linear(2, 2);
        Sequential model = new Sequential().add("a", layer);
        assertThatThrownBy(() -> Sequential.of(layer))
                .hasMessage(
                        "layer '0' is already registered as 'a'; build a second layer, or share a single parameter");
        assertThatThrownBy(() -> model.add("a", new Flatten()))
                .hasMessage("layer '': the name 'a' is taken; choose another");
        assertThatThrownBy(() -> model.add("a.b", new Flatten()))
                .hasMessage("layer '': the name 'a.b' must be letters, digits, '_' or '-'");
    }

    @Test
    void usedBeforeItHasWeightsItSaysWhatToDo() {
        Sequential model = new Sequential().add("fc", new Linear(2, 2));
        assertThatThrownBy(() -> model.predict(Tensor.zeros(1, 2)))
                .hasMessage(
                        "parameter 'fc.weight' has no value yet; call initialize(seed) on the model, or load a saved state");
    }

    @Test
    void groupsMustDivideTheChannels() {
        assertThatThrownBy(() ->
                        new Conv2d(6, 4, Window.square(1), 4, Activation.IDENTITY, true, WeightInit.xavierUniform()))
                .hasMessage("conv2d: 4 groups do not divide 6 input and 4 output channels");
    }

    @Test
    void noLayerIsBelowItself() {
        Sequential outer = new Sequential();
        Sequential inner = new Sequential();
        outer.add("inner", inner);
        assertThatThrownBy(() -> inner.add("outer", outer))
                .hasMessage(
                        "layer 'outer' holds layer 'inner', or is it, and cannot be its child; build a second layer");
        assertThatThrownBy(() -> outer.add("self", outer)).hasMessageContaining("cannot be its child");
    }
}
