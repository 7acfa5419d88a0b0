package org.gradus.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.gradus.core.Indices;
import org.gradus.core.Pass;
import org.gradus.core.Rng;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.TensorLayer;
import org.gradus.core.backend.Window;
import org.gradus.data.Batches;
import org.gradus.data.Dataset;
import org.gradus.nn.BatchNorm2d;
import org.gradus.nn.Conv2d;
import org.gradus.nn.Flatten;
import org.gradus.nn.Linear;
import org.gradus.nn.SoftmaxCrossEntropy;
import org.gradus.optim.Optimizer;
import org.gradus.optim.rule.Sam;
import org.gradus.optim.rule.Sgd;
import org.gradus.optim.rule.UpdateRule;
import org.gradus.optim.schedule.Schedule;
import org.gradus.regularization.Dropout;
import org.gradus.testkit.TensorAssert;
import org.gradus.train.Trainer;
import org.junit.jupiter.api.Test;

/** A rule that evaluates twice, on a model with running statistics and noise. */
class SamTrainingTest {
    private static final class Noisy extends TensorLayer {
        private final Conv2d conv = child("conv", new Conv2d(1, 3, Window.square(2)));
        private final BatchNorm2d norm = child("norm", new BatchNorm2d(3));
        private final Dropout dropout = child("dropout", new Dropout(0.5));
        private final Flatten flatten = child("flatten", new Flatten());
        private final Linear linear = child("linear", new Linear(12, 2));
        private final List<BitSet> dropped = new ArrayList<>();
        private final List<float[]> outputs = new ArrayList<>();

        @Override
        protected Tensor compute(Tensor x, Pass pass) {
            Tensor kept = dropout.forward(norm.forward(conv.forward(x, pass), pass), pass);
            BitSet zeros = new BitSet();
            for (int i = 0; i < kept.size(); i++) {
                zeros.set(i, kept.data()[i] == 0f);
            }
            dropped.add(zeros);
            Tensor y = linear.forward(flatten.forward(kept, pass), pass);
            outputs.add(y.toArray());
            return y;
        }
    }

    private static Noisy trained(UpdateRule rule, double rate) {
        Noisy model = new Noisy();
        model.initialize(3);
        Dataset data = Dataset.of(
                Tensor.wrap(Shape.of(6, 1, 3, 3), Rng.of(4).normal(54)), Indices.of(new int[] {0, 1, 0, 1, 1, 0}));
        Optimizer optimizer = Optimizer.of(model, rule, Schedule.constant(rate));
        new Trainer(model, new SoftmaxCrossEntropy()::of, optimizer, Rng.of(5)).fit(new Batches(data, 6, Rng.of(6)), 3);
        return model;
    }

    @Test
    void c19StatisticsAdvanceOnceInAStepThatEvaluatesTwice() {
        Noisy sam = trained(Sam.of(Sgd.defaults()), 0);
        Noisy sgd = trained(Sgd.defaults(), 0);
        assertThat(sam.outputs).hasSize(6);
        assertThat(sgd.outputs).hasSize(3);
        assertThat(sam.buffers()).isNotEmpty();
        for (int i = 0; i < sam.buffers().size(); i++) {
            TensorAssert.assertThat(sam.buffers().get(i).value())
                    .hasBitsOf(sgd.buffers().get(i).value());
        }
    }

    @Test
    void c19BothEvaluationsOfAStepDropTheSameUnitsAndTheNextStepOthers() {
        Noisy sam = trained(Sam.of(Sgd.defaults()).withRho(0.5), 0.1);
        List<BitSet> dropped = sam.dropped;
        for (int step = 0; step < 3; step++) {
            assertThat(dropped.get(2 * step + 1)).isEqualTo(dropped.get(2 * step));
            assertThat(sam.outputs.get(2 * step + 1))
                    .as("it is evaluated at other weights")
                    .isNotEqualTo(sam.outputs.get(2 * step));
        }
        assertThat(dropped.get(2)).isNotEqualTo(dropped.get(0));
        assertThat(dropped.get(4)).isNotEqualTo(dropped.get(2));
    }
}
