package org.gradus.simd;

/**
 * Which kinds of tile are compiled, and how the others become so. Until C2 has compiled a kind, its vectors are objects and it
 * is a thousand times slower; the scalar loops of {@link ColdTile} answer meanwhile, and the vector code practises on zeros.
 *
 * <p>HotSpot counts calls: 200 of them bring a method to the first compiler, 5000 more to C2. Calls of no step return at once
 * and count as well, so practice costs next to nothing. A few whole calls among them show the compiler which branches are
 * taken. No call is long, so that no loop is compiled by itself, which takes C2 three times as long as the method.
 */
final class Rehearsal {
    /** Steps of a practice. */
    static final int STEPS = 16;

    /** Zeros to practise on, that practice overwrites with zeros. */
    static final float[] ZEROS = new float[4096];

    /** Offsets to practise with. */
    static final int[] NO_OFFSETS = new int[STEPS];

    /** Compiled code takes a fifth of that for a practice, and vectors that are objects take five times as long at least. */
    private static final long NANOS = 2000;

    private static final int EMPTY = Integer.getInteger("gr.empty", 128);
    private static final int TURNS = Integer.getInteger("gr.turns", 100);
    private static final int WHOLE = Integer.getInteger("gr.whole", 4);
    private static final int SHARE = Integer.getInteger("gr.share", 8);

    /** Calls the tile of a kind for so many steps on {@link #ZEROS}. */
    interface Practice {
        void run(int kind, int steps, boolean add);
    }

    private final Practice practice;
    private final boolean[] compiled;
    private final int[] turns;
    private final long[] due;

    Rehearsal(int kinds, Practice practice) {
        this.practice = practice;
        compiled = new boolean[kinds];
        turns = new int[kinds];
        due = new long[kinds];
    }

    /** Whether vector code is fast. Threads may learn it a little later than each other. */
    boolean isOver(int kind) {
        return compiled[kind];
    }

    /** Practises a little. */
    void practise(int kind) {
        long start = System.nanoTime();
        int turn = turns[kind];
        if (turn > TURNS && start - due[kind] < 0) {
            return;
        }
        turns[kind] = turn + 1;
        for (int i = 0; i < EMPTY; i++) {
            practice.run(kind, 0, false);
        }
        long end = System.nanoTime();
        if (turn % WHOLE == 0) {
            long begin = end;
            practice.run(kind, STEPS, turn / WHOLE % 2 == 0);
            end = System.nanoTime();
            if (end - begin < NANOS) {
                compiled[kind] = true;
                LOG.accept(kind, turn, this);
            }
        }
        due[kind] = end + SHARE * (end - start);
    }
    interface L { void accept(int k, int t, Object o); }
    static final L LOG = Boolean.getBoolean("gr.log") ? (k, t, o) -> System.out.println("known " + o.hashCode() % 1000 + " " + k + " turn " + t + " " + (System.nanoTime() / 1000000) % 100000) : (k, t, o) -> {};
}
