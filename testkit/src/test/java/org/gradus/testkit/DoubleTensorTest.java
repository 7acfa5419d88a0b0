package org.gradus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DoubleTensorTest {
    private static DoubleTensor range(int... dims) {
        double[] next = {0};
        return DoubleTensor.of(dims, index -> next[0]++);
    }

    @Test
    void broadcastsAsNumPyDoes() {
        DoubleTensor sum = range(2, 1).add(range(3));
        assertThat(sum.dims()).containsExactly(2, 3);
        assertThat(sum.data()).containsExactly(0, 1, 2, 1, 2, 3);
        assertThat(range(1).mul(range(0)).dims()).containsExactly(0);
    }

    @Test
    void reducesAnyAxes() {
        DoubleTensor x = range(2, 3, 2);
        assertThat(x.sum(false).data()).containsExactly(66);
        assertThat(x.sum(false, 0, -1).data()).containsExactly(0 + 1 + 6 + 7, 2 + 3 + 8 + 9, 4 + 5 + 10 + 11);
        assertThat(x.sum(true, 1).dims()).containsExactly(2, 1, 2);
        assertThat(range(2, 0).sum(false, 1).data()).containsExactly(0, 0);
    }

    @Test
    void multipliesBatchesOfMatrices() {
        DoubleTensor product = range(2, 2).matmul(range(2, 3));
        assertThat(product.data()).containsExactly(3, 4, 5, 9, 14, 19);
        assertThat(range(4, 1, 2, 3).matmul(range(5, 3, 1)).dims()).containsExactly(4, 5, 2, 1);
        assertThat(range(2, 0).matmul(range(0, 3)).data()).containsOnly(0).hasSize(6);
    }

    @Test
    void permutes() {
        DoubleTensor x = range(2, 3, 4).permute(2, 0, 1);
        assertThat(x.dims()).containsExactly(4, 2, 3);
        assertThat(x.at(3, 1, 2)).isEqualTo(23);
        assertThat(x.at(0, 1, 0)).isEqualTo(12);
    }
}
