package org.gradus.optim.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.SplittableRandom;
import org.gradus.core.Shape;
import org.gradus.core.backend.Numerics;
import org.gradus.core.backend.Workers;
import org.gradus.optim.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 7, Numerics.CHUNK, Numerics.CHUNK + 1, 5 * Numerics.CHUNK - 3})
    void everyElementCountsOnceAndThreadsDoNotMatter(int n) {
        float[] a = Weights.filled(Shape.of(n), new SplittableRandom(n)).toArray();
        float[] b = Weights.filled(Shape.of(n), new SplittableRandom(n + 1)).toArray();
        double dot = 0;
        double difference = 0;
        double absolute = 0;
        for (int i = 0; i < n; i++) {
            dot += (double) a[i] * b[i];
            difference += a[i] * ((double) a[i] - b[i]);
            absolute += Math.abs((double) a[i]);
        }
        double is = Sums.dot(a, b, Workers.of(1));
        // Both orders of n additions of terms up to 1 are off by less than n·n·2⁻⁵³.
        assertThat(is).isCloseTo(dot, offset(1e-6));
        assertThat(Sums.dot(a, b, Workers.of(3))).isEqualTo(is);
        double[] two = Sums.of(n, 2, Workers.of(2), (from, to, sums, at) -> {
            sums[at] = Sums.dotDifference(a, a, b, from, to);
            sums[at + 1] = Sums.absolute(a, from, to);
        });
        assertThat(two).containsExactly(new double[] {difference, absolute}, offset(1e-6));
    }
}
