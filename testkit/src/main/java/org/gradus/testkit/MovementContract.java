package org.gradus.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Random;
import java.util.stream.Stream;
import org.gradus.core.backend.Backend;
import org.gradus.core.backend.Movement;
import org.junit.jupiter.api.DynamicTest;

/** The bits of {@link Movement}. */
final class MovementContract {
    /** Extents, source strides, destination strides, offsets are found from the strides' signs. */
    private static final int[][][] BOXES = {
        {{}, {}, {}},
        {{1}, {1}, {1}},
        {{17}, {3}, {1}},
        {{17}, {-1}, {1}},
        {{3, 83}, {83, -1}, {83, 1}},
        {{5, 7}, {0, 1}, {7, 1}},
        {{5, 7}, {1, 0}, {7, 1}},
        {{33, 47}, {1, 33}, {47, 1}},
        {{47, 33}, {33, 1}, {1, 47}},
        {{300, 257}, {1, 300}, {257, 1}},
        {{2, 3, 4, 5}, {60, 20, 5, 1}, {60, 20, 5, 1}},
        {{2, 4, 3, 5}, {60, 5, 20, 1}, {60, 15, 5, 1}},
        {{5, 4, 3, 2}, {1, 5, 20, 60}, {24, 6, 2, 1}},
        {{3, 1, 19, 23}, {437, 9, 1, 19}, {437, 5, 23, 1}},
        {{3, 8, 9}, {72, -9, -1}, {100, 10, 1}},
        {{4, 64, 8, 32}, {16384, 32, 2048, 1}, {16384, 256, 32, 1}},
        {{700, 3, 100}, {300, 100, 1}, {303, 101, 1}},
        {{2, 2, 2, 2, 2, 3}, {1, 2, 4, 8, 16, 32}, {48, 24, 12, 6, 3, 1}}
    };

    private MovementContract() {}

    static Stream<DynamicTest> tests(Backend reference, Backend candidate) {
        Movement r = reference.movement();
        Movement c = candidate.movement();
        return Stream.of(
                dynamicTest("copy", () -> {
                    for (int[][] box : BOXES) {
                        copy(r, c, box[0], box[1], box[2]);
                    }
                    Random random = new Random(81);
                    for (int i = 0; i < 300; i++) {
                        randomCopy(r, c, random);
                    }
                }),
                dynamicTest("gather and scatterAdd", () -> {
                    for (int inner : new int[] {0, 1, 3, 15, 16, 17, 64, 100, 257}) {
                        rows(r, c, 3, 11, inner, 20);
                        rows(r, c, 1, 7, inner, 0);
                        rows(r, c, 2, 50, inner, 900);
                    }
                }),
                dynamicTest("takeAlong and putAlongAdd", () -> {
                    for (int inner : new int[] {0, 1, 2, 17, 64}) {
                        along(r, c, 3, 11, inner, 20);
                        along(r, c, 2, 50, inner, 300);
                    }
                }));
    }

    private static void randomCopy(Movement reference, Movement candidate, Random random) {
        int rank = 1 + random.nextInt(4);
        int[] dims = random.ints(rank, 1, 20).toArray();
        copy(reference, candidate, dims, strides(dims, random, true), strides(dims, random, false));
    }

    /** Strides of a dense layout with the axes in random order, some flipped; in a source some are 0. */
    private static int[] strides(int[] dims, Random random, boolean source) {
        int[] strides = new int[dims.length];
        int step = 1;
        for (int left = dims.length; left > 0; left--) {
            int axis = random.nextInt(dims.length);
            while (strides[axis] != 0) {
                axis = (axis + 1) % dims.length;
            }
            strides[axis] = random.nextInt(4) == 0 ? -step : step;
            step *= dims[axis];
        }
        if (source && random.nextInt(3) == 0) {
            strides[random.nextInt(dims.length)] = 0;
        }
        return strides;
    }

    private static void copy(Movement reference, Movement candidate, int[] dims, int[] from, int[] to) {
        float[] src = Guarded.special(reach(dims, from) + 5, 20, 82);
        float[] expected = Guarded.output(reach(dims, to) + 5);
        float[] actual = expected.clone();
        reference.copy(dims, src, origin(dims, from) + 3, from, expected, origin(dims, to) + 2, to);
        candidate.copy(dims, src, origin(dims, from) + 3, from, actual, origin(dims, to) + 2, to);
        Guarded.assertSameBits("copy", expected, actual);
    }

    /** The index of the box's origin that makes the lowest index 0. */
    private static int origin(int[] dims, int[] strides) {
        int low = 0;
        for (int axis = 0; axis < dims.length; axis++) {
            low += Math.max(0, -strides[axis] * (dims[axis] - 1));
        }
        return low;
    }

    private static int reach(int[] dims, int[] strides) {
        int reach = 1;
        for (int axis = 0; axis < dims.length; axis++) {
            reach += Math.abs(strides[axis]) * (dims[axis] - 1);
        }
        return reach;
    }

    private static void rows(Movement reference, Movement candidate, int outer, int n, int inner, int count) {
        int[] index = Guarded.indices(count, n, 83);
        float[] x = Guarded.special(outer * n * inner, 50, 84);
        float[] expected = Guarded.output(outer * count * inner);
        float[] actual = expected.clone();
        reference.gather(outer, n, inner, x, index, count, expected);
        candidate.gather(outer, n, inner, x, index, count, actual);
        Guarded.assertSameBits("gather", expected, actual);
        float[] values = Guarded.ordinary(outer * count * inner, 85);
        float[] expectedSum = Guarded.output(x);
        float[] actualSum = Guarded.output(x);
        reference.scatterAdd(outer, n, inner, values, index, count, expectedSum);
        candidate.scatterAdd(outer, n, inner, values, index, count, actualSum);
        Guarded.assertSameBits("scatterAdd", expectedSum, actualSum);
    }

    private static void along(Movement reference, Movement candidate, int outer, int n, int inner, int count) {
        int[] index = Guarded.indices(outer * count * inner, n, 86);
        float[] x = Guarded.special(outer * n * inner, 50, 87);
        float[] expected = Guarded.output(index.length);
        float[] actual = expected.clone();
        reference.takeAlong(outer, n, inner, x, index, count, expected);
        candidate.takeAlong(outer, n, inner, x, index, count, actual);
        Guarded.assertSameBits("takeAlong", expected, actual);
        float[] values = Guarded.ordinary(index.length, 88);
        float[] expectedSum = Guarded.output(x);
        float[] actualSum = Guarded.output(x);
        reference.putAlongAdd(outer, n, inner, values, index, count, expectedSum);
        candidate.putAlongAdd(outer, n, inner, values, index, count, actualSum);
        Guarded.assertSameBits("putAlongAdd", expectedSum, actualSum);
    }
}
