package org.gradus.core.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScalarMovementTest {
    private static final float[] COUNT = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    private final ScalarMovement kernel = new ScalarMovement();

    @Test
    void copyOfNoAxesCopiesOneElement() {
        float[] y = new float[3];
        kernel.copy(new int[0], COUNT, 7, new int[0], y, 1, new int[0]);
        assertThat(y).containsExactly(0, 7, 0);
    }

    @Test
    void copyTransposes() {
        float[] y = new float[6];
        kernel.copy(new int[] {3, 2}, COUNT, 0, new int[] {1, 3}, y, 0, new int[] {2, 1});
        assertThat(y).containsExactly(0, 3, 1, 4, 2, 5);
    }

    @Test
    void copyFlipsRepeatsAndLeavesGaps() {
        float[] y = new float[11];
        kernel.copy(new int[] {2, 3}, COUNT, 11, new int[] {0, -2}, y, 1, new int[] {5, 1});
        assertThat(y).containsExactly(0, 11, 9, 7, 0, 0, 11, 9, 7, 0, 0);
        float[] flipped = new float[3];
        kernel.copy(new int[] {3}, COUNT, 4, new int[] {1}, flipped, 2, new int[] {-1});
        assertThat(flipped).containsExactly(6, 5, 4);
    }

    @Test
    void gatherPicksAlongTheAxis() {
        float[] y = new float[12];
        kernel.gather(2, 3, 2, COUNT, new int[] {2, 0, 2}, 3, y);
        assertThat(y).containsExactly(4, 5, 0, 1, 4, 5, 10, 11, 6, 7, 10, 11);
    }

    @Test
    void scatterAddIsTheTransposeOfGatherAndAscends() {
        float[] y = {1e8f, 10, 20, 30};
        kernel.scatterAdd(1, 2, 2, new float[] {1, 2, 3, 4, -1e8f, 6}, new int[] {0, 1, 0}, 3, y);
        assertThat(y).containsExactly((1e8f + 1f) - 1e8f, 18, 23, 34);
    }

    @Test
    void takeAlongAndPutAlongAddUseAPositionForEachElement() {
        int[] index = {2, 0, 1, 1};
        float[] y = new float[4];
        kernel.takeAlong(1, 3, 2, COUNT, index, 2, y);
        assertThat(y).containsExactly(4, 1, 2, 3);
        float[] sum = {0, 0, 0, 0, 0, 100};
        kernel.putAlongAdd(1, 3, 2, new float[] {1, 2, 4, 8}, index, 2, sum);
        assertThat(sum).containsExactly(0, 2, 4, 8, 1, 100);
    }
}
