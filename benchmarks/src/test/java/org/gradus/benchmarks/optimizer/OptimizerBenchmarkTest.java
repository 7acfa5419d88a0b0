package org.gradus.benchmarks.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptimizerBenchmarkTest {
    @ParameterizedTest
    @EnumSource(MeasuredRule.class)
    void everyRuleMovesAllParameters(MeasuredRule rule) {
        for (boolean normChecked : new boolean[] {true, false}) {
            OptimizerBenchmark benchmark = small(rule, normChecked);
            benchmark.step();
            benchmark.step(); // some rules only look around in their first
            assertThatCode(benchmark::check).doesNotThrowAnyException();
        }
    }

    @Test
    void aStepThatMovesNothingIsFound() {
        assertThatThrownBy(() -> small(MeasuredRule.SGD, true).check()).hasMessageContaining("wrong result: ");
    }

    @Test
    void bytesAreCountedFromTheSlots() {
        Model model = new Model(2, 3);
        assertThat(model.size()).isEqualTo(24);
        assertThat(model.bytes(MeasuredRule.SGD.rule(), false)).isEqualTo(24 * 12);
        assertThat(model.bytes(MeasuredRule.SGD_MOMENTUM.rule(), false)).isEqualTo(24 * 20);
        assertThat(model.bytes(MeasuredRule.ADAM.rule(), true)).isEqualTo(24 * 32);
    }

    private static OptimizerBenchmark small(MeasuredRule rule, boolean normChecked) {
        OptimizerBenchmark benchmark = new OptimizerBenchmark();
        benchmark.rule = rule;
        benchmark.normChecked = normChecked;
        benchmark.pairs = 2;
        benchmark.width = 8;
        benchmark.setUp();
        return benchmark;
    }
}
