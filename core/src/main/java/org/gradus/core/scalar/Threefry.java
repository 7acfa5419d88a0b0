package org.gradus.core.scalar;

/**
 * The counter-based generator Threefry4x32 with 20 rounds: a block of four words is a function of a key and a counter of
 * four words each.
 *
 * <p><b>Reference:</b> J. Salmon, M. Moraes, R. Dror, D. Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011);
 * the cipher behind it is Threefish of the hash function Skein.
 */
public final class Threefry {
    private static final int PARITY = 0x1BD11BDA;

    private Threefry() {}

    /**
     * One block.
     *
     * @param key four words
     * @param c0 word 0 of the counter
     * @param c1 word 1 of the counter
     * @param c2 word 2 of the counter
     * @param c3 word 3 of the counter
     * @param out receives the four words of the block from index 0
     */
    public static void block(int[] key, int c0, int c1, int c2, int c3, int[] out) {
        int k0 = key[0];
        int k1 = key[1];
        int k2 = key[2];
        int k3 = key[3];
        int k4 = PARITY ^ k0 ^ k1 ^ k2 ^ k3;
        out[0] = c0 + k0;
        out[1] = c1 + k1;
        out[2] = c2 + k2;
        out[3] = c3 + k3;
        roundsA(out, k1, k2, k3, k4, 1);
        roundsB(out, k2, k3, k4, k0, 2);
        roundsA(out, k3, k4, k0, k1, 3);
        roundsB(out, k4, k0, k1, k2, 4);
        roundsA(out, k0, k1, k2, k3, 5);
    }

    /** Four rounds with the first half of the rotation distances, then the next words of the key. */
    private static void roundsA(int[] x, int k0, int k1, int k2, int k3, int injection) {
        mix(x, 0, 1, 10);
        mix(x, 2, 3, 26);
        mix(x, 0, 3, 11);
        mix(x, 2, 1, 21);
        mix(x, 0, 1, 13);
        mix(x, 2, 3, 27);
        mix(x, 0, 3, 23);
        mix(x, 2, 1, 5);
        inject(x, k0, k1, k2, k3, injection);
    }

    /** Four rounds with the second half of the rotation distances, then the next words of the key. */
    private static void roundsB(int[] x, int k0, int k1, int k2, int k3, int injection) {
        mix(x, 0, 1, 6);
        mix(x, 2, 3, 20);
        mix(x, 0, 3, 17);
        mix(x, 2, 1, 11);
        mix(x, 0, 1, 25);
        mix(x, 2, 3, 10);
        mix(x, 0, 3, 18);
        mix(x, 2, 1, 20);
        inject(x, k0, k1, k2, k3, injection);
    }

    private static void mix(int[] x, int a, int b, int distance) {
        x[a] += x[b];
        x[b] = Integer.rotateLeft(x[b], distance) ^ x[a];
    }

    private static void inject(int[] x, int k0, int k1, int k2, int k3, int injection) {
        x[0] += k0;
        x[1] += k1;
        x[2] += k2;
        x[3] += k3 + injection;
    }
}
