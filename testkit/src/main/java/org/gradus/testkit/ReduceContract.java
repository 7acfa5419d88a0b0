package org.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.ReduceOp;
import org.junit.jupiter.api.DynamicTest;

/** The bits of {@link org.gradus.core.backend.Reduce}. */
final class ReduceContract {
    private static final int[][] SHAPES = {
        {0, 5, 1},
        {3, 0, 1},
        {3, 0, 7},
        {3, 5, 0},
        {0, 5, 7},
        {1, 1, 1},
        {7, 63, 1},
        {7, 64, 1},
        {5, 127, 1},
        {3, 1000, 1},
        {2, 8191, 1},
        {2, 8192, 1},
        {2, 8193, 1},
        {3, 24_611, 1},
        {1, 200_003, 1},
        {200, 1024, 1},
        {1, 1, 17},
        {2, 3, 5},
        {1, 64, 10},
        {2, 65, 16},
        {1, 130, 33},
        {3, 64, 64},
        {1, 129, 100},
        {2, 200, 131},
        {1, 1500, 197},
        {1, 6000, 64},
        {4, 5, 1},
        {1, 70, 3},
        {40, 9, 211}
    };

    private ReduceContract() {}

    static Stream<DynamicTest> tests(Backend reference, Backend candidate) {
        Stream<int[]> lengths = IntStream.rangeClosed(0, 65).mapToObj(n -> new int[] {3, n, 1});
        Stream<int[]> widths = IntStream.rangeClosed(2, 65).mapToObj(inner -> new int[] {2, 67, inner});
        int[][] shapes =
                Stream.of(lengths, widths, Stream.of(SHAPES)).flatMap(s -> s).toArray(int[][]::new);
        Stream<DynamicTest> reductions = Stream.of(ReduceOp.values())
                .map(op -> dynamicTest("reduce " + op, () -> {
                    for (int[] s : shapes) {
                        reduce(reference, candidate, op, s, Guarded.ordinary(s[0] * s[1] * s[2], 11));
                        reduce(reference, candidate, op, s, Guarded.special(s[0] * s[1] * s[2], 40, 12));
                        reduce(reference, candidate, op, s, zeros(s[0] * s[1] * s[2]));
                    }
                }));
        Stream<DynamicTest> others = Stream.of(
                dynamicTest("argExtreme", () -> {
                    for (int[] s : shapes) {
                        if (s[1] > 0) {
                            argExtreme(reference, candidate, s, Guarded.ordinary(s[0] * s[1] * s[2], 13));
                            argExtreme(reference, candidate, s, Guarded.special(s[0] * s[1] * s[2], 300, 14));
                            argExtreme(reference, candidate, s, zeros(s[0] * s[1] * s[2]));
                        }
                    }
                }),
                dynamicTest("sumOfSquares", () -> {
                    for (int n : new int[] {0, 1, 7, 15, 16, 17, 31, 33, 100, 8191, 8192, 8193, 20_000}) {
                        sumOfSquares(reference, candidate, n, Guarded.ordinary(n + 3, 17));
                        sumOfSquares(reference, candidate, n, Guarded.special(n + 3, 50, 18));
                    }
                    assertThat(candidate.reduce().sumOfSquares(new float[] {3, 1e30f, 1e30f, 4}, 1, 2))
                            .isEqualTo(2 * (double) 1e30f * 1e30f);
                    assertThat(candidate.reduce().sumOfSquares(new float[] {Float.MIN_VALUE}, 0, 1))
                            .isEqualTo((double) Float.MIN_VALUE * Float.MIN_VALUE);
                }),
                dynamicTest("cumulativeSum", () -> {
                    for (int[] s : shapes) {
                        cumulativeSum(reference, candidate, s, Guarded.ordinary(s[0] * s[1] * s[2], 15));
                        cumulativeSum(reference, candidate, s, Guarded.special(s[0] * s[1] * s[2], 99, 16));
                    }
                }));
        return Stream.concat(reductions, others);
    }

    /** Zeros of both signs: where the order of a tree shows in the sign. */
    private static float[] zeros(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i += 3) {
            x[i] = -0f;
        }
        return x;
    }

    private static void reduce(Backend reference, Backend candidate, ReduceOp op, int[] s, float[] x) {
        float[] expected = Guarded.output(s[0] * s[2]);
        float[] actual = Guarded.output(s[0] * s[2]);
        reference.reduce().reduce(op, s[0], s[1], s[2], x, expected);
        candidate.reduce().reduce(op, s[0], s[1], s[2], x, actual);
        String what = "reduce " + op + " of " + shape(s);
        Guarded.assertSameBits(what, expected, actual);
        Guarded.assertGuard(what, actual, s[0] * s[2]);
    }

    private static void argExtreme(Backend reference, Backend candidate, int[] s, float[] x) {
        for (boolean largest : new boolean[] {true, false}) {
            int[] expected = Guarded.intOutput(s[0] * s[2]);
            int[] actual = Guarded.intOutput(s[0] * s[2]);
            reference.reduce().argExtreme(largest, s[0], s[1], s[2], x, expected);
            candidate.reduce().argExtreme(largest, s[0], s[1], s[2], x, actual);
            assertThat(actual).as("argExtreme of %s", shape(s)).isEqualTo(expected);
        }
    }

    private static void cumulativeSum(Backend reference, Backend candidate, int[] s, float[] x) {
        for (boolean reverse : new boolean[] {true, false}) {
            float[] expected = Guarded.output(x.length);
            float[] actual = Guarded.output(x.length);
            reference.reduce().cumulativeSum(reverse, s[0], s[1], s[2], x, expected);
            candidate.reduce().cumulativeSum(reverse, s[0], s[1], s[2], x, actual);
            Guarded.assertSameBits("cumulativeSum of " + shape(s), expected, actual);
        }
    }

    private static void sumOfSquares(Backend reference, Backend candidate, int n, float[] x) {
        Double expected = reference.reduce().sumOfSquares(x, 3, n);
        Double actual = candidate.reduce().sumOfSquares(x, 3, n);
        assertThat(actual).as("sumOfSquares of %d", n).isEqualTo(expected);
    }

    private static String shape(int[] s) {
        return "[" + s[0] + ", " + s[1] + ", " + s[2] + "]";
    }
}
