package org.gradus.benchmarks.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProbeTest {
    private static final List<Loops> BOTH = List.of(new ScalarLoops(), new VectorLoops());

    @ParameterizedTest
    @EnumSource(Pattern.class)
    void aPassTouchesWhatItCounts(Pattern pattern) {
        for (Loops loops : BOTH) {
            float[] a = filled(256, 1);
            float[] b = filled(256, 2);
            float[] c = filled(256, 4);
            float got = loops.pass(pattern, a, b, c, 0, 256);
            float expected = switch (pattern) {
                case READ -> got;
                case COPY -> 2;
                case TRIAD -> 2 + 0.5f * 4;
                case UPDATE -> 1 + 0.5f * 2;
            };
            assertThat(got).isEqualTo(expected).isPositive();
            assertThat(a).containsOnly(pattern == Pattern.READ ? 1 : expected);
        }
    }

    @Test
    void theChainsConvergeToTheirFixedPoint() {
        // a = 0.999·a + 0.001 has the fixed point 1, a chain's share of the sum
        for (Loops loops : BOTH) {
            assertThat(loops.fma(100_000, 0.001f)).isBetween(9.9f, 10.1f);
            assertThat(loops.flopsPerStep()).isPositive();
        }
    }

    @Test
    void aWorkingSetBelongsToTheLevelThatHoldsIt() {
        assertThat(Level.of(1000, 1)).isEqualTo(Level.L1);
        assertThat(Level.of(0.7 * Level.L2.capacity(), 1)).isEqualTo(Level.L2);
        assertThat(Level.of(1.4 * Level.L2.capacity(), 2)).isEqualTo(Level.L2);
        assertThat(Level.of(1e12, 64)).isEqualTo(Level.DRAM);
    }

    private static float[] filled(int n, float value) {
        float[] array = new float[n];
        Arrays.fill(array, value);
        return array;
    }
}
