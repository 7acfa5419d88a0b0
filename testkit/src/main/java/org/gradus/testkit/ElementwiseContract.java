package org.gradus.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.BinaryOp;
import org.gradus.core.backend.Elementwise;
import org.gradus.core.backend.UnaryOp;
import org.junit.jupiter.api.DynamicTest;

/** The bits of {@link Elementwise}. */
final class ElementwiseContract {
    /** Every length up to four vectors of 16 lanes and one, primes, and around the sizes at which work is cut. */
    private static final int[] LENGTHS = IntStream.concat(
                    IntStream.rangeClosed(0, 65), IntStream.of(127, 1009, 12_287, 12_289))
            .toArray();

    /** Around the size at which even cheap work is cut; it is cut in the same way for every function. */
    private static final int[] LONG = {98_303, 98_311};

    /** Rows and their length: short ones, odd ones, enough of them to be laid out side by side. */
    private static final int[][] GRIDS = {
        {0, 5}, {5, 0}, {1, 1}, {3, 1}, {7, 2}, {65, 3}, {65, 10}, {50, 12}, {5, 16}, {70, 17}, {3, 64}, {3, 65},
        {2, 513}
    };

    /** Work that is cut: into groups of rows, into parts of rows, and as one long row. */
    private static final int[][] LARGE_GRIDS = {{12_000, 10}, {40, 4099}, {3, 33_001}, {1, 98_311}};

    private ElementwiseContract() {}

    static Stream<DynamicTest> tests(Backend reference, Backend candidate) {
        Elementwise expected = reference.elementwise();
        Elementwise actual = candidate.elementwise();
        Stream<DynamicTest> large = Stream.of(dynamicTest("elementwise, large", () -> {
            for (int n : LONG) {
                unary(expected, actual, UnaryOp.NEG, Guarded.special(n + 7, 5, n), n);
                unary(expected, actual, UnaryOp.GELU, Guarded.special(n + 7, 5, n), n);
                gradient(expected, actual, UnaryOp.RELU, Guarded.special(n + 7, 5, n), Guarded.ordinary(n + 3, 1), n);
                where(expected, actual, n);
            }
            for (int[] grid : LARGE_GRIDS) {
                int rows = grid[0];
                int n = grid[1];
                int[][] strides = {{n, 1}, {0, 1}, {1, 0}, {0, 0}};
                int size = rows * n + rows + n + 8;
                float[] a = Guarded.special(size, 9, 1);
                float[] b = Guarded.special(size, 9, 2);
                for (int[] s : strides) {
                    binary(expected, actual, BinaryOp.SUB, rows, n, a, strides[0], b, s);
                    binary(expected, actual, BinaryOp.SUB, rows, n, a, s, b, strides[0]);
                }
                binary(expected, actual, BinaryOp.POW, rows, n, a, strides[0], b, strides[0]);
            }
        }));
        Stream<DynamicTest> unary = Stream.of(UnaryOp.values())
                .map(op -> dynamicTest("unary " + op, () -> {
                    for (int n : LENGTHS) {
                        unary(expected, actual, op, mixed(n + 7, n), n);
                    }
                }));
        Stream<DynamicTest> gradients = Stream.of(UnaryOp.values())
                .filter(op -> op.gradientFrom() != UnaryOp.Gradient.COMPOSED)
                .map(op -> dynamicTest("unaryGradient " + op, () -> {
                    for (int n : LENGTHS) {
                        gradient(expected, actual, op, mixed(n + 7, n), Guarded.special(n + 3, 30, n), n);
                    }
                }));
        Stream<DynamicTest> binary = Stream.of(BinaryOp.values())
                .map(op -> dynamicTest("binary " + op, () -> {
                    for (int[] grid : GRIDS) {
                        binary(expected, actual, op, grid[0], grid[1]);
                    }
                }));
        Stream<DynamicTest> where = Stream.of(dynamicTest("where", () -> {
            for (int n : LENGTHS) {
                where(expected, actual, n);
            }
        }));
        return Stream.of(unary, gradients, binary, where, large).flatMap(s -> s);
    }

    /** Ordinary numbers, special ones among them, and random bits, which reach every exponent. */
    private static float[] mixed(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = Guarded.special(n, 5, seed);
        for (int i = 0; i < n; i++) {
            if (random.nextInt(3) == 0) {
                x[i] = Float.intBitsToFloat(random.nextInt());
            }
        }
        return x;
    }

    private static void unary(Elementwise reference, Elementwise candidate, UnaryOp op, float[] x, int n) {
        float[] expected = Guarded.output(n + 5);
        float[] actual = Guarded.output(n + 5);
        reference.unary(op, 0.25f, x, 3, expected, 5, n);
        candidate.unary(op, 0.25f, x, 3, actual, 5, n);
        String what = "unary " + op + " of " + n + " elements";
        Guarded.assertSameBits(what, expected, actual);
        Guarded.assertGuard(what, actual, n + 5);

        float[] expectedInPlace = Guarded.output(x);
        float[] actualInPlace = Guarded.output(x);
        reference.unary(op, 0.25f, expectedInPlace, 3, expectedInPlace, 3, n);
        candidate.unary(op, 0.25f, actualInPlace, 3, actualInPlace, 3, n);
        Guarded.assertSameBits(what + " in place", expectedInPlace, actualInPlace);
    }

    private static void gradient(
            Elementwise reference, Elementwise candidate, UnaryOp op, float[] v, float[] dy, int n) {
        float[] expected = Guarded.output(n + 5);
        float[] actual = Guarded.output(n + 5);
        reference.unaryGradient(op, 0.25f, v, 7, dy, 3, expected, 5, n);
        candidate.unaryGradient(op, 0.25f, v, 7, dy, 3, actual, 5, n);
        String what = "unaryGradient " + op + " of " + n + " elements";
        Guarded.assertSameBits(what, expected, actual);
        Guarded.assertGuard(what, actual, n + 5);
    }

    /** Each operand whole, with its rows repeated, with one element a row, and with one element in all. */
    private static void binary(Elementwise reference, Elementwise candidate, BinaryOp op, int rows, int n) {
        int size = rows * n + rows + n + 8;
        float[] a = mixed(size, 3);
        float[] b = mixed(size, 4);
        // equal operands, for the comparisons
        System.arraycopy(a, 3, b, 6, Math.min(size - 6, 40));
        int[][] strides = {{n, 1}, {0, 1}, {1, 0}, {0, 0}, {n + 1, 1}};
        for (int[] s : strides) {
            for (int[] t : strides) {
                binary(reference, candidate, op, rows, n, a, s, b, t);
            }
        }
    }

    private static void binary(
            Elementwise reference,
            Elementwise candidate,
            BinaryOp op,
            int rows,
            int n,
            float[] a,
            int[] s,
            float[] b,
            int[] t) {
        float[] expected = Guarded.output(rows * n + 5);
        float[] actual = Guarded.output(rows * n + 5);
        reference.binary(op, rows, n, a, 3, s[0], s[1], b, 6, t[0], t[1], expected, 5);
        candidate.binary(op, rows, n, a, 3, s[0], s[1], b, 6, t[0], t[1], actual, 5);
        String what = "binary " + op + " of " + rows + " x " + n + ", row and step " + s[0] + " " + s[1] + ", " + t[0]
                + " " + t[1];
        Guarded.assertSameBits(what, expected, actual);
        Guarded.assertGuard(what, actual, rows * n + 5);
    }

    private static void where(Elementwise reference, Elementwise candidate, int n) {
        float[] condition = Guarded.special(n, 2, 5);
        float[] a = Guarded.special(n, 9, 6);
        float[] b = Guarded.special(n, 9, 7);
        float[] expected = Guarded.output(n);
        float[] actual = Guarded.output(n);
        reference.where(condition, a, b, expected, n);
        candidate.where(condition, a, b, actual, n);
        Guarded.assertSameBits("where of " + n, expected, actual);
        Guarded.assertGuard("where of " + n, actual, n);
    }
}
