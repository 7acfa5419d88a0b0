package org.gradus.optim.rule;

/**
 * Cautious weight decay: a weight shrinks only where its update does not pull the other way,
 * {@code θ ← θ − lr·(u + λ·[u·θ ≥ 0]·θ)}.
 *
 * <p>It is a loop of its own before the one that moves the weights. C2 makes vectors only of loops of up to 60 nodes, and the two
 * in one exceed that; alone, both are vector code, and between them the weights stay in the cache.
 *
 * <p><b>Reference:</b> Chen et al. 2025, "Cautious Weight Decay", arXiv:2510.12402, Algorithm 1. Deviation: decay and update
 * round one after the other.
 */
final class Caution {
    private Caution() {}

    /**
     * Shrinks the weights that agree with their update.
     *
     * @param w the weights
     * @param a with b, what {@code p·a + q·b} has the sign of the update of: a moment and a gradient, or two moments
     * @param p the factor of a
     * @param b see a
     * @param q the factor of b
     * @param shrink the learning rate times λ
     * @param from the first element
     * @param to the element after the last
     */
    static void decay(float[] w, float[] a, float p, float[] b, float q, float shrink, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] -= shrink * Signs.unopposed(Signs.of(p * a[i] + q * b[i]), w[i]);
        }
    }

    /** The same for an update that has the sign of {@code p·a + q·b + r·c}. */
    static void decay(
            float[] w, float[] a, float p, float[] b, float q, float[] c, float r, float shrink, int from, int to) {
        for (int i = from; i < to; i++) {
            float update = p * a[i] + q * b[i] + r * c[i];
            w[i] -= shrink * Signs.unopposed(Signs.of(update), w[i]);
        }
    }

    /** The same for an update that has the sign of u. */
    static void decay(float[] w, float[] u, float shrink, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] -= shrink * Signs.unopposed(Signs.of(u[i]), w[i]);
        }
    }

    /**
     * Takes an update off the weights, and their decay beside it.
     *
     * @param w the weights
     * @param u the update
     * @param rate what multiplies the update
     * @param shrink the learning rate times λ
     * @param cautious whether only the weights that agree with their update decay
     * @param from the first element
     * @param to the element after the last
     */
    static void move(float[] w, float[] u, float rate, float shrink, boolean cautious, int from, int to) {
        if (cautious) {
            Blocks.each(from, to, (start, end) -> {
                decay(w, u, shrink, start, end);
                moveBy(w, u, rate, 0f, start, end);
            });
        } else {
            moveBy(w, u, rate, shrink, from, to);
        }
    }

    private static void moveBy(float[] w, float[] u, float rate, float shrink, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] -= rate * u[i] + shrink * w[i];
        }
    }
}
