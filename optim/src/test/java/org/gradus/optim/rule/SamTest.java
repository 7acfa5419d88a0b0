package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Parameter;
import org.gradus.core.Tensor;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class SamTest {
    @Test
    void defaultsAreThoseOfThePapers() {
        Sgd sgd = Sgd.defaults();
        assertThat(Sam.of(sgd)).isEqualTo(new Sam(sgd, 0.05, false, 0.01));
        assertThat(Sam.adaptive(sgd)).isEqualTo(new Sam(sgd, 0.5, true, 0.01));
    }

    @Test
    void c19TheNormIsOverAllParameters() {
        Weights model = new Weights();
        Parameter a = model.add("a", Tensor.of(1f));
        Parameter b = model.add("b", Tensor.of(2f));
        Optimizer optimizer = Optimizer.of(model, Sam.of(Sgd.defaults()).withRho(0.5), Schedule.constant(0.1));
        List<Float> seen = new ArrayList<>();
        optimizer.step(again -> {
            seen.add(a.value().item());
            seen.add(b.value().item());
            return Weights.loss(a, 3f).add(Weights.loss(b, -4f));
        });
        assertThat(seen).containsExactly(1f, 2f, 1.3f, 1.6f);
    }

    @Test
    void theAdaptiveDistanceDoesNotChangeWithTheScaleOfALayer() {
        float[] moved = new float[2];
        for (int i = 0; i < 2; i++) {
            float scale = i == 0 ? 1 : 64;
            Weights model = new Weights();
            Parameter a = model.add("a", Tensor.of(3f * scale));
            Parameter b = model.add("b", Tensor.of(2f));
            Optimizer optimizer =
                    Optimizer.of(model, Sam.adaptive(Sgd.defaults()).withEta(0), Schedule.constant(0.1));
            List<Float> product = new ArrayList<>();
            optimizer.step(again -> {
                product.add(a.value().item() / scale * b.value().item());
                return a.value().mul(1 / scale).mul(b.value()).square().sum();
            });
            moved[i] = product.get(1);
        }
        assertThat(moved[0]).isGreaterThan(6.5f);
        assertThat(moved[1]).isCloseTo(moved[0], offset(1e-5f));
    }

    @Test
    void aGradientOfZerosEvaluatesAtTheSamePoint() {
        Weights model = Weights.of("w", 1f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, Sam.of(Sgd.defaults()), Schedule.constant(0.1));
        assertThat(optimizer.step(again -> Weights.loss(w, 0f)).applied()).isTrue();
        assertThat(w.value().item()).isEqualTo(1f);
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> Sam.of(Sgd.defaults()).withRho(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Sam: rho = 0.0 is not accepted; it must lie in (0, infinity)");
        assertThatThrownBy(() -> Sam.of(Sgd.defaults()).withRho(Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sam.adaptive(Sgd.defaults()).withEta(-1))
                .hasMessage("Sam: eta = -1.0 is not accepted; it must lie in [0, infinity)");
        assertThatThrownBy(() -> Sam.adaptive(Sgd.defaults()).withEta(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
