package org.gradus.simd;

import static org.gradus.simd.Species.I;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link org.gradus.core.scalar.Threefry} for neighbouring counters, one in each lane. The twenty rounds are steps of four
 * over the same words, between which these stand in the array: with more in one method the compiler stops inlining in the
 * middle, and vectors become objects. A call that meets three kinds of step is not inlined, so each is compiled by itself.
 */
final class Threefry4x32 {
    private static final int L = I.length();
    private static final int PARITY = 0x1BD11BDA;

    /** So many neighbouring counters, each of four words, make a group. */
    private static final int COUNTERS = 32;

    private static final int GROUP = 4 * COUNTERS;
    private static final IntVector LANE = IntVector.zero(I).addIndex(1);
    private static final Step[] STEPS = {
        Threefry4x32::counters,
        Threefry4x32::roundsA,
        Threefry4x32::roundsB,
        Threefry4x32::roundsA,
        Threefry4x32::roundsB,
        Threefry4x32::roundsA
    };

    /** What happens to the words of some groups, with four words of the key. */
    private interface Step {
        void run(int groups, int k0, int k1, int k2, int k3, int[] x, int at);
    }

    private Threefry4x32() {}

    /** The elements of {@code groups} groups of 128: word w of the 32 blocks of a group at its start + 32·w. */
    static void groups(int[] key, int first, int groups, int[] out, int at) {
        int k0 = key[0];
        int k1 = key[1];
        int k2 = key[2];
        int k3 = key[3];
        int k4 = PARITY ^ k0 ^ k1 ^ k2 ^ k3;
        for (int s = 0; s < STEPS.length; s++) {
            STEPS[s].run(groups, s == 0 ? k0 + first * COUNTERS : k0, k1, k2, k3 + s, out, at);
            int next = k0;
            k0 = k1;
            k1 = k2;
            k2 = k3;
            k3 = k4;
            k4 = next;
        }
    }

    private static void counters(int groups, int k0, int k1, int k2, int k3, int[] x, int at) {
        for (int i = 0; i < groups * COUNTERS; i += L) {
            int p = at + i / COUNTERS * GROUP + i % COUNTERS;
            LANE.add(k0 + i).intoArray(x, p);
            IntVector.broadcast(I, k1).intoArray(x, p + COUNTERS);
            IntVector.broadcast(I, k2).intoArray(x, p + 2 * COUNTERS);
            IntVector.broadcast(I, k3).intoArray(x, p + 3 * COUNTERS);
        }
    }

    /** Four rounds with the first half of the rotation distances, then the next words of the key. */
    private static void roundsA(int groups, int k0, int k1, int k2, int k3, int[] x, int at) {
        for (int i = 0; i < groups * COUNTERS; i += L) {
            int p = at + i / COUNTERS * GROUP + i % COUNTERS;
            IntVector x1 = IntVector.fromArray(I, x, p + COUNTERS);
            IntVector x0 = IntVector.fromArray(I, x, p).add(x1);
            x1 = mix(x1, 10, x0);
            IntVector x3 = IntVector.fromArray(I, x, p + 3 * COUNTERS);
            IntVector x2 = IntVector.fromArray(I, x, p + 2 * COUNTERS).add(x3);
            x3 = mix(x3, 26, x2);
            x0 = x0.add(x3);
            x3 = mix(x3, 11, x0);
            x2 = x2.add(x1);
            x1 = mix(x1, 21, x2);
            x0 = x0.add(x1);
            x1 = mix(x1, 13, x0);
            x2 = x2.add(x3);
            x3 = mix(x3, 27, x2);
            x0 = x0.add(x3);
            x3 = mix(x3, 23, x0);
            x2 = x2.add(x1);
            x1 = mix(x1, 5, x2);
            x0.add(k0).intoArray(x, p);
            x1.add(k1).intoArray(x, p + COUNTERS);
            x2.add(k2).intoArray(x, p + 2 * COUNTERS);
            x3.add(k3).intoArray(x, p + 3 * COUNTERS);
        }
    }

    /** Four rounds with the second half of the rotation distances, then the next words of the key. */
    private static void roundsB(int groups, int k0, int k1, int k2, int k3, int[] x, int at) {
        for (int i = 0; i < groups * COUNTERS; i += L) {
            int p = at + i / COUNTERS * GROUP + i % COUNTERS;
            IntVector x1 = IntVector.fromArray(I, x, p + COUNTERS);
            IntVector x0 = IntVector.fromArray(I, x, p).add(x1);
            x1 = mix(x1, 6, x0);
            IntVector x3 = IntVector.fromArray(I, x, p + 3 * COUNTERS);
            IntVector x2 = IntVector.fromArray(I, x, p + 2 * COUNTERS).add(x3);
            x3 = mix(x3, 20, x2);
            x0 = x0.add(x3);
            x3 = mix(x3, 17, x0);
            x2 = x2.add(x1);
            x1 = mix(x1, 11, x2);
            x0 = x0.add(x1);
            x1 = mix(x1, 25, x0);
            x2 = x2.add(x3);
            x3 = mix(x3, 10, x2);
            x0 = x0.add(x3);
            x3 = mix(x3, 18, x0);
            x2 = x2.add(x1);
            x1 = mix(x1, 20, x2);
            x0.add(k0).intoArray(x, p);
            x1.add(k1).intoArray(x, p + COUNTERS);
            x2.add(k2).intoArray(x, p + 2 * COUNTERS);
            x3.add(k3).intoArray(x, p + 3 * COUNTERS);
        }
    }

    private static IntVector mix(IntVector x, int distance, IntVector with) {
        return x.lanewise(VectorOperators.ROL, distance).lanewise(VectorOperators.XOR, with);
    }
}
