package org.gradus.core;

import org.gradus.core.backend.Backends;

/** Keyed random numbers. */
public final class Rng {
    private final long seed;

    private Rng(long seed) {
        this.seed = seed;
    }

    /**
     * Numbers that are a function of a seed.
     *
     * @param seed any number
     * @return the numbers
     */
    public static Rng of(long seed) {
        return new Rng(seed);
    }

    /**
     * The numbers of a name.
     *
     * @param name any text
     * @return the numbers
     */
    public Rng at(String name) {
        return at(name.hashCode());
    }

    /**
     * The numbers of an index.
     *
     * @param index any number
     * @return the numbers
     */
    public Rng at(long index) {
        return new Rng(seed * 31 + index);
    }

    float[] mask(int n, double keep, float scale) {
        float[] mask = new float[n];
        int[] key = {(int) seed, (int) (seed >>> 32), 0, 0};
        Backends.current().draw().mask(key, keep, scale, mask, n);
        return mask;
    }
}
