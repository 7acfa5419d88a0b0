package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import org.gradus.core.Parameter;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class LookaheadTest {
    @Test
    void defaultsAreThoseOfTheAuthorsCode() {
        assertThat(Lookahead.of(Sgd.defaults())).isEqualTo(new Lookahead(Sgd.defaults(), 5, 0.8));
    }

    @Test
    void everyKStepsTheFastWeightsGoBackPartOfTheWayAndOnlyTheSlowOnesAreForUse() {
        Weights model = Weights.of("w", 8f);
        Parameter w = model.get("w");
        Optimizer optimizer = Optimizer.of(model, new Lookahead(Sgd.defaults(), 2, 0.25), Schedule.constant(1));
        float[] trained = {7f, 7.5f, 6.5f, 7f};
        float[] forUse = {8f, 7.5f, 7.5f, 7f};
        for (int step = 0; step < 4; step++) {
            optimizer.step(Weights.gradients(w, 1f));
            assertThat(w.value().at(0)).isEqualTo(trained[step]);
            assertThat(optimizer.evaluate(() -> w.value().at(0))).isEqualTo(forUse[step]);
        }
    }

    @Test
    void aShareOfOneIsTheInnerRule() {
        Weights model = Weights.of("w", 0.3f, -2f);
        Weights plain = Weights.of("w", 0.3f, -2f);
        Optimizer wrapped = Optimizer.of(model, new Lookahead(Adam.defaults(), 3, 1), Schedule.constant(0.1));
        Optimizer inner = Optimizer.of(plain, Adam.defaults(), Schedule.constant(0.1));
        for (int step = 0; step < 7; step++) {
            wrapped.step(model.get("w").value().square().sum().backward());
            inner.step(plain.get("w").value().square().sum().backward());
        }
        assertThat(model.values("w")).containsExactly(plain.values("w"), offset(1e-6f));
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        Sgd sgd = Sgd.defaults();
        assertThatThrownBy(() -> new Lookahead(sgd, 0, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Lookahead: k = 0 is not accepted; it must be at least 1");
        assertThatThrownBy(() -> new Lookahead(sgd, 5, 1.5))
                .hasMessage("Lookahead: alpha = 1.5 is not accepted; it must lie in [0, 1]");
        assertThatThrownBy(() -> new Lookahead(sgd, 5, 0))
                .hasMessage("Lookahead: alpha = 0.0 is not accepted; it must lie in (0, infinity)");
        assertThatThrownBy(() -> new Lookahead(sgd, 5, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
