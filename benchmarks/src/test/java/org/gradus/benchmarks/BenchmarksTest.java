package org.gradus.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.gradus.core.Rng;
import org.gradus.core.backend.UnaryOp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is measured computes what it says. */
class BenchmarksTest {
    @Test
    void theProductIsOne() {
        GemmBenchmark benchmark = new GemmBenchmark();
        benchmark.shape = "7x5x9";
        benchmark.draw();
        float[] c = benchmark.multiply();
        float[] a = Rng.of(1).normal(7 * 9);
        float[] b = Rng.of(2).normal(9 * 5);
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 5; j++) {
                double sum = 0;
                double size = 0;
                for (int k = 0; k < 9; k++) {
                    double term = (double) a[i * 9 + k] * b[k * 5 + j];
                    sum += term;
                    size += Math.abs(term);
                }
                double bound = 2 * 9 * 0x1p-24 * size;
                assertThat(Math.abs(c[i * 5 + j] - sum)).isLessThanOrEqualTo(bound);
            }
        }
    }

    @Test
    void theFunctionIsApplied() {
        ElementwiseBenchmark benchmark = new ElementwiseBenchmark();
        benchmark.op = UnaryOp.SQRT;
        benchmark.draw();
        float[] x = Rng.of(1).normal(ElementwiseBenchmark.N);
        float[] y = benchmark.unary();
        for (int i = 0; i < x.length; i++) {
            float expected = (float) Math.sqrt(x[i]); // NaN for about half of them
            assertThat(Float.floatToIntBits(y[i])).as("root of %s", x[i]).isEqualTo(Float.floatToIntBits(expected));
        }
    }

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
