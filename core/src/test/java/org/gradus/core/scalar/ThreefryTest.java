package org.gradus.core.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The published known answers of Threefry4x32 with 20 rounds: the file {@code tests/kat_vectors} of Random123, the
 * authors' own library (D. E. Shaw Research).
 */
class ThreefryTest {
    @Test
    void zeroKeyAndCounter() {
        assertThat(block(new int[4], new int[4])).containsExactly(0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8);
    }

    @Test
    void allBitsSet() {
        int[] ones = {-1, -1, -1, -1};
        assertThat(block(ones, ones)).containsExactly(0x2a881696, 0x57012287, 0xf6c7446e, 0xa16a6732);
    }

    @Test
    void digitsOfPi() {
        int[] counter = {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344};
        int[] key = {0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89};
        assertThat(block(key, counter)).containsExactly(0x59cd1dbb, 0xb8879579, 0x86b5d00c, 0xac8b6d84);
    }

    private static int[] block(int[] key, int[] counter) {
        int[] out = new int[4];
        Threefry.block(key, counter[0], counter[1], counter[2], counter[3], out);
        return out;
    }
}
