package org.gradus.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradus.core.TensorLayer;
import org.gradus.nn.BatchNorm2d;
import org.gradus.nn.GroupNorm;
import org.gradus.nn.LayerNorm;
import org.gradus.nn.Linear;
import org.gradus.nn.RmsNorm;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.rule.AdamW;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

/** The default policy of weight decay and the layers that normalise. */
class NormDecayTest {
    @Test
    void noLayerThatNormalisesDecaysWhateverTheRankOfItsWeights() {
        for (TensorLayer norm : new TensorLayer[] {
            new BatchNorm2d(3), new GroupNorm(1, 3), new LayerNorm(3), new LayerNorm(2, 3), new RmsNorm(2, 3)
        }) {
            assertThat(summary(norm, OptimizerOptions.defaults()))
                    .as(norm.toString())
                    .contains("of which 0 decay", "0 (bias or norm)");
        }
    }

    @Test
    void otherMatricesDecayAndAllDoWhenAsked() {
        assertThat(summary(new Linear(3, 2), OptimizerOptions.defaults())).contains("of which 6 decay");
        assertThat(summary(new LayerNorm(2, 3), OptimizerOptions.defaults().withDecayAll(true)))
                .contains("of which 12 decay");
    }

    private static String summary(TensorLayer layer, OptimizerOptions options) {
        layer.initialize(1);
        return Optimizer.of(layer, AdamW.defaults(), Schedule.constant(1e-3), options)
                .summary();
    }
}
