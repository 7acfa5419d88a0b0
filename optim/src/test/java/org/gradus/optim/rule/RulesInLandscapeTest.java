package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gradus.core.Parameter;
import org.gradus.core.Shape;
import org.gradus.optim.Optimizer;
import org.gradus.optim.OptimizerOptions;
import org.gradus.optim.OptimizerState;
import org.gradus.optim.Same;
import org.gradus.optim.Weights;
import org.gradus.optim.gradient.Objective;
import org.gradus.optim.landscape.RateFinder;
import org.gradus.optim.landscape.RateSweep;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rate finder with every rule of the table. */
class RulesInLandscapeTest {
    static Stream<RuleCase> rules() {
        return RuleCase.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void c44ASweepLeavesWeightsAndStateBitForBit(RuleCase c) {
        Weights model = new Weights();
        SplittableRandom random = new SplittableRandom(1);
        Parameter matrix = model.add("matrix", Weights.filled(Shape.of(3, 4), random));
        Parameter bias = model.add("bias", Weights.filled(Shape.of(4), random));
        Objective objective = again -> matrix.value()
                .matmul(matrix.value().transpose())
                .square()
                .mean()
                .add(bias.value().sub(1f).square().mean());
        Optimizer optimizer =
                Optimizer.of(model, c.rule(), Schedule.constant(1e-3), c.options(OptimizerOptions.defaults(), model));
        for (int i = 0; i < 3; i++) {
            optimizer.step(objective);
        }
        String before = model.state().sha256();
        OptimizerState state = optimizer.state();
        RateSweep sweep = new RateFinder(1e-6, 10, 60, 0.5, 4).sweep(model, optimizer, batch -> objective);
        assertThat(sweep.trials()).isNotEmpty();
        assertThat(sweep.trials().get(0).rate()).isEqualTo(1e-6);
        assertThat(model.state().sha256()).isEqualTo(before);
        Same.bits(optimizer.state(), state);
        assertThat(optimizer.steps()).isEqualTo(3);
    }
}
