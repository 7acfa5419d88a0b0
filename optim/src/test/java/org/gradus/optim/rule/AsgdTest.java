package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.testkit.TensorAssert.assertThat;

import java.util.SplittableRandom;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;
import org.gradus.core.backend.Workers;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.OptimizerState;
import org.gradus.optim.Same;
import org.gradus.optim.Weights;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;

class AsgdTest {
    private static final Asgd PLAIN = new Asgd(0, 1, 2, 0);

    /** The path is 0.75, 0.5, 0.25, 0, −0.25, −0.5; from step t0 + 2 = 4 on its mean is shown. */
    @Test
    void showsTheMeanOfThePathFromItsStartOn() {
        OneWeight one = new OneWeight(PLAIN, Schedule.constant(0.25));
        double[] shown = {0.75, 0.5, 0.25, 0, -0.125, -0.25};
        for (int step = 0; step < shown.length; step++) {
            double trained = one.step(1);
            assertThat(trained).isEqualTo(0.75 - 0.25 * step);
            double forUse =
                    one.optimizer.evaluate(() -> (double) one.weight.value().item());
            assertThat(forUse).as("step %d", step).isCloseTo(shown[step], within(1e-7));
            assertThat(one.weight.value().item()).isEqualTo((float) trained);
        }
    }

    /** {@code lr/(1 + λ·lr·(t − 1))^α}, where the schedule's value counts in its own step. */
    @Test
    void theRateFallsByItsOwnLaw() {
        Asgd rule = PLAIN.withLambda(0.5).withAlpha(0.75);
        Schedule schedule = step -> step == 0 ? 0.5 : 0.25;
        double first = 1 - 0.5 * (1 + 0.5);
        double eta = 0.25 / Math.pow(1 + 0.5 * 0.25, 0.75);
        assertThat(OneWeight.after(rule, schedule, 1, 1)).isCloseTo(first - eta * (1 + 0.5 * first), within(1e-7));
    }

    /** The contract's rows do not come as far as the average. */
    @Test
    void theAverageHasTheSameBitsOnAnyThreadsAndGoesOnAfterLoading() {
        Weights model = new Weights();
        Optimizer whole = optimizer(model, 1);
        run(model, whole, 0, 9);
        Weights other = new Weights();
        Optimizer first = optimizer(other, 3);
        run(other, first, 0, 5);
        OptimizerState state = first.state();
        run(other, first, 5, 9);
        Weights third = new Weights();
        Optimizer second = optimizer(third, 7);
        run(third, optimizer(third, 1), 0, 5);
        second.load(state);
        run(third, second, 5, 9);
        for (Weights each : new Weights[] {other, third}) {
            assertThat(each.get("w").value()).hasBitsOf(model.get("w").value());
        }
        Same.bits(first.state(), whole.state());
        Same.bits(second.state(), whole.state());
    }

    private static Optimizer optimizer(Weights model, int threads) {
        if (model.parameters().isEmpty()) {
            model.add("w", Weights.filled(Shape.of(331, 307), new SplittableRandom(3)));
        }
        OptimizerOptions options = OptimizerOptions.defaults().withWorkers(Workers.of(threads));
        return Optimizer.of(model, PLAIN, Schedule.constant(0.1), options);
    }

    private static void run(Weights model, Optimizer optimizer, int from, int to) {
        Parameter w = model.get("w");
        for (int step = from; step < to; step++) {
            Tensor g = Weights.filled(w.shape(), new SplittableRandom(step));
            optimizer.step(Weights.linearLoss(w, g).backward());
        }
    }

    /** {@code torch.optim.ASGD}: lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0. */
    @Test
    void c20DefaultsArePyTorchs() {
        assertThat(Asgd.defaults()).isEqualTo(new Asgd(1e-4, 0.75, 1e6, 0));
        assertThat(Asgd.defaults().withLambda(1).withAlpha(2).withStart(3).withL2(4))
                .isEqualTo(new Asgd(1, 2, 3, 4));
    }
}
