package org.gradus.optim.rule;

import org.gradus.core.backend.Workers;

/**
 * Several loops over the same elements, one after the other in the cache. C2 makes vectors only of loops of up to 60 nodes, which a
 * rule with many slots exceeds; two short loops over a block are then several times faster than a long one.
 */
final class Blocks {
    /** Six arrays of this length fit into 96 KB, less than a second-level cache. */
    private static final int LENGTH = 1 << 12;

    private Blocks() {}

    /**
     * Runs loops over each block of a range.
     *
     * @param from the first element
     * @param to the element after the last
     * @param loops the loops, for one block
     */
    static void each(int from, int to, Workers.Range loops) {
        for (int i = from; i < to; i += LENGTH) {
            loops.run(i, Math.min(to, i + LENGTH));
        }
    }
}
