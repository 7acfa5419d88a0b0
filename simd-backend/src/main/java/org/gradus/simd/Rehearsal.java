package org.gradus.simd;

import java.util.Arrays;

/**
 * Which kinds of a kernel are compiled, and how the others become so. Until C2 has compiled it, vector code makes an object of
 * every vector and is a thousand times slower; so a kernel that has a rehearsal answers by scalar code of the same bits
 * meanwhile, and its vector code practises on zeros.
 *
 * <p>HotSpot counts calls and rounds of loops: 200 calls bring a method to its first compiler, and C2 follows after 5000 more, or
 * after 600 with 15000 rounds. Calls of no step count as well and return at once. The whole calls among them show C2 that the loop is
 * where the time goes: with one among a thousand, products became a tenth slower for good, as the loop was compiled
 * like code that hardly ever runs. None is long, so that C2 need not compile a loop that is under way: that would take it three times as long
 * as the method, which it would compile all the same. Whether the method is compiled a clock tells, as nobody else does.
 */
final class Rehearsal {
    /**
     * Steps of a whole call in practice. C2 counts them: a loop that it has seen to be short is compiled into one that is a fifth
     * slower for the tiles of convolutions.
     */
    static final int STEPS = 96;

    /** Zeros to practise on, which practice overwrites with zeros. */
    static final float[] ZEROS = new float[1 << 14];

    /** Offsets to practise with. */
    static final int[] NO_OFFSETS = new int[STEPS];

    /** A whole call takes a fifth of that when it is compiled, several times as much when its vectors are objects. */
    private static final long NANOS = 2000;

    /** Calls of no step before the first whole one, enough to be noticed by the first compiler. */
    private static final int FIRST = 512;

    /** Calls of no step before each other whole one. */
    private static final int EMPTY = 8;

    /** Practice takes one of so many nanoseconds. */
    private static final int SHARE = 9;

    /** Calls the vector code of a kind for so many steps on {@link #ZEROS}. */
    interface Practice {
        void run(int kind, int steps, boolean add);
    }

    private final Practice practice;
    private final boolean[] over;
    private final int[] turns;
    private final long[] due;

    Rehearsal(int kinds, Practice practice) {
        this.practice = practice;
        over = new boolean[kinds];
        turns = new int[kinds];
        due = new long[kinds];
    }

    /** Whether the vector code of a kind is fast. Another thread may learn it a little later. */
    boolean isOver(int kind) {
        return over[kind];
    }

    /** Ends the rehearsal of a kind, or begins it again. */
    void setOver(int kind, boolean value) {
        over[kind] = value;
    }

    /** Ends the rehearsal of all kinds, so that vector code answers, fast or not. */
    void end() {
        Arrays.fill(over, true);
    }

    /** Practises a kind for one turn, unless it is too early. What threads do to each other's counts does not matter. */
    void practise(int kind) {
        int turn = turns[kind];
        long start = System.nanoTime();
        if (turn > 0 && start - due[kind] < 0) {
            return;
        }
        turns[kind] = turn + 1;
        for (int i = turn == 0 ? FIRST : EMPTY; i > 0; i--) {
            practice.run(kind, 0, false);
        }
        long begin = System.nanoTime();
        practice.run(kind, STEPS, turn % 2 == 0);
        long end = System.nanoTime();
        if (end - begin < NANOS) {
            over[kind] = true;
        }
        due[kind] = end + (SHARE - 1) * (end - start);
    }
}
