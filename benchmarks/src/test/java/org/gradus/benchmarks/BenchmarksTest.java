package org.gradus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is measured computes what it says. */
class BenchmarksTest {
    @ParameterizedTest
    @EnumSource(TrainingStepBenchmark.Workload.class)
    void theLossFalls(TrainingStepBenchmark.Workload workload) {
        TrainingStepBenchmark benchmark = new TrainingStepBenchmark();
        benchmark.workload = workload;
        benchmark.build();
        float first = benchmark.step();
        float last = first;
        for (int i = 0; i < 5; i++) {
            last = benchmark.step();
        }
        assertThat(last).isLessThan(first);
    }
}
