package org.gradus.simd;

import static org.gradus.simd.Species.I;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link org.gradus.core.scalar.Threefry} for neighbouring counters, one in each lane. Four rounds make the loop's body:
 * with eight or all twenty written out the compiler stops inlining, and vectors become objects.
 */
final class Threefry4x32 {
    private static final int L = I.length();
    private static final int PARITY = 0x1BD11BDA;

    /** The rotations of two times four rounds. */
    private static final int[] DISTANCES = {10, 26, 11, 21, 13, 27, 23, 5, 6, 20, 17, 11, 25, 10, 18, 20};

    private static final IntVector LANE = IntVector.zero(I).addIndex(1);

    private Threefry4x32() {}

    /** The 128 elements of a group: word w of the 32 blocks at {@code at + 32·w}. */
    static void group(int[] key, int group, int[] out, int at) {
        IntVector k0 = IntVector.broadcast(I, key[0]);
        IntVector k1 = IntVector.broadcast(I, key[1]);
        IntVector k2 = IntVector.broadcast(I, key[2]);
        IntVector k3 = IntVector.broadcast(I, key[3]);
        IntVector k4 = IntVector.broadcast(I, PARITY ^ key[0] ^ key[1] ^ key[2] ^ key[3]);
        for (int l = 0; l < 32; l += L) {
            IntVector x0 = LANE.add(group * 32 + l).add(k0);
            IntVector x1 = k1;
            IntVector x2 = k2;
            IntVector x3 = k3;
            IntVector a0 = k1;
            IntVector a1 = k2;
            IntVector a2 = k3;
            IntVector a3 = k4;
            IntVector a4 = k0;
            for (int injection = 1; injection <= 5; injection++) {
                int d = (injection - 1) % 2 * 8;
                x0 = x0.add(x1);
                x1 = mix(x1, DISTANCES[d], x0);
                x2 = x2.add(x3);
                x3 = mix(x3, DISTANCES[d + 1], x2);
                x0 = x0.add(x3);
                x3 = mix(x3, DISTANCES[d + 2], x0);
                x2 = x2.add(x1);
                x1 = mix(x1, DISTANCES[d + 3], x2);
                x0 = x0.add(x1);
                x1 = mix(x1, DISTANCES[d + 4], x0);
                x2 = x2.add(x3);
                x3 = mix(x3, DISTANCES[d + 5], x2);
                x0 = x0.add(x3);
                x3 = mix(x3, DISTANCES[d + 6], x0);
                x2 = x2.add(x1);
                x1 = mix(x1, DISTANCES[d + 7], x2);
                x0 = x0.add(a0);
                x1 = x1.add(a1);
                x2 = x2.add(a2);
                x3 = x3.add(a3).add(injection);
                IntVector first = a0;
                a0 = a1;
                a1 = a2;
                a2 = a3;
                a3 = a4;
                a4 = first;
            }
            x0.intoArray(out, at + l);
            x1.intoArray(out, at + l + 32);
            x2.intoArray(out, at + l + 64);
            x3.intoArray(out, at + l + 96);
        }
    }

    private static IntVector mix(IntVector x, int distance, IntVector with) {
        return x.lanewise(VectorOperators.LSHL, distance)
                .or(x.lanewise(VectorOperators.LSHR, 32 - distance))
                .lanewise(VectorOperators.XOR, with);
    }
}
