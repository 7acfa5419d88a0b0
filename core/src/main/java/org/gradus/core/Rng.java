package org.gradus.core;

import java.nio.charset.StandardCharsets;
import org.gradus.core.backend.Backends;
import org.gradus.core.scalar.ScalarDraw;
import org.gradus.core.scalar.ScalarMath;
import org.gradus.core.scalar.Threefry;

/**
 * Keyed random numbers: an immutable key of 128 bits of which every draw is a pure function. The same key gives the same
 * numbers each time, in any order and on any thread; the first n numbers of a longer draw are those of a draw of n. Draws
 * that shall be independent need keys of their own, which {@link #at(String)} and {@link #at(long)} derive:
 *
 * <pre>{@code
 * float[] noise = Rng.of(seed).at("encoder.dropout").at(step).uniform(n);
 * }</pre>
 *
 * <p><b>Reference:</b> the generator is Threefry4x32 with 20 rounds: J. Salmon, M. Moraes, R. Dror, D. Shaw: Parallel
 * random numbers: as easy as 1, 2, 3 (SC 2011).
 *
 * @param key0 word 0 of the key
 * @param key1 word 1 of the key
 * @param key2 word 2 of the key
 * @param key3 word 3 of the key
 */
public record Rng(int key0, int key1, int key2, int key3) {
    /** What a block serves for, in word 3 of its counter; draws of whole arrays have 0. */
    private static final int PATH = 1;

    private static final int STEP = 2;
    private static final int SINGLE = 3;
    private static final int PERMUTATION = 4;
    private static final int TRUNCATED = 5;

    private static final int BLOCK_BYTES = 16;

    /**
     * The numbers of a seed.
     *
     * @param seed any number
     * @return the key whose first words are the seed's lower and upper half
     */
    public static Rng of(long seed) {
        return new Rng((int) seed, (int) (seed >>> 32), 0, 0);
    }

    /**
     * The numbers of a name under this key: the length of its UTF-8 bytes is enciphered by this key, then each 16 bytes
     * (zeros at the end) by the result of the step before, to which they are added bit by bit. {@code at("a").at("b")} is
     * neither {@code at("ab")} nor {@code at("b").at("a")}.
     *
     * @param path any text
     * @return the derived key
     */
    public Rng at(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        int[] state = block(bytes.length, 0, 0, PATH);
        for (int from = 0; from < bytes.length; from += BLOCK_BYTES) {
            int w0 = word(bytes, from);
            int w1 = word(bytes, from + 4);
            int w2 = word(bytes, from + 8);
            int w3 = word(bytes, from + 12);
            int[] next = new int[4];
            Threefry.block(state, w0, w1, w2, w3, next);
            state = new int[] {next[0] ^ w0, next[1] ^ w1, next[2] ^ w2, next[3] ^ w3};
        }
        return new Rng(state[0], state[1], state[2], state[3]);
    }

    /**
     * The numbers of an index (a step, an epoch, a sample) under this key.
     *
     * @param index any number
     * @return the derived key: the index, enciphered by this key
     */
    public Rng at(long index) {
        int[] key = block((int) index, (int) (index >>> 32), 0, STEP);
        return new Rng(key[0], key[1], key[2], key[3]);
    }

    /**
     * Uniform numbers in {@code [0, 1)}, multiples of 2⁻²⁴.
     *
     * @param n how many
     * @return the numbers
     * @throws IllegalArgumentException when n is negative
     */
    public float[] uniform(int n) {
        float[] out = new float[count("uniform", n)];
        Backends.current().draw().uniform(key(), out, n);
        return out;
    }

    /**
     * Standard normal numbers by Box and Muller; none is larger than 5.8.
     *
     * @param n how many
     * @return the numbers
     * @throws IllegalArgumentException when n is negative
     */
    public float[] normal(int n) {
        float[] out = new float[count("normal", n)];
        Backends.current().draw().normal(key(), out, n);
        return out;
    }

    /**
     * Standard normal numbers, truncated to {@code [−2, 2]} by rejection: element i is the first that fits of
     * {@link #normal}'s element i and the pairs that blocks {@code (i, attempt)} give. Their standard deviation is
     * 0.8796.
     *
     * @param n how many
     * @return the numbers
     * @throws IllegalArgumentException when n is negative
     */
    public float[] truncatedNormal(int n) {
        float[] out = new float[count("truncatedNormal", n)];
        Backends.current().draw().normal(key(), out, n);
        for (int i = 0; i < n; i++) {
            for (int attempt = 1; Math.abs(out[i]) > 2f; attempt++) {
                int[] words = block(i, attempt, 0, TRUNCATED);
                float r = ScalarDraw.radius(words[0]);
                float theta = ScalarDraw.angle(words[1]);
                float first = r * ScalarMath.cos(theta);
                out[i] = Math.abs(first) > 2f ? r * ScalarMath.sin(theta) : first;
            }
        }
        return out;
    }

    /**
     * Ones with probability p, zeros otherwise.
     *
     * @param n how many
     * @param p the probability of 1
     * @return the numbers
     * @throws IllegalArgumentException when n is negative or p is outside of 0 to 1
     */
    public float[] bernoulli(int n, double p) {
        float[] out = new float[count("bernoulli", n)];
        Backends.current().draw().mask(key(), probability("bernoulli", "p", p), 1f, out, n);
        return out;
    }

    /**
     * A dropout mask.
     *
     * @param n how many
     * @param keep the probability of {@code scale}
     * @param scale the value of kept elements; the others are 0
     * @return the mask
     * @throws IllegalArgumentException when n is negative or keep is outside of 0 to 1
     */
    public float[] mask(int n, double keep, float scale) {
        return mask(new float[count("mask", n)], keep, scale);
    }

    /** The same mask in a given array, which is returned. */
    float[] mask(float[] out, double keep, float scale) {
        Backends.current().draw().mask(key(), probability("mask", "keep", keep), scale, out, out.length);
        return out;
    }

    /**
     * The numbers from 0 to {@code n − 1} in random order, each order with the same probability (Fisher and Yates).
     *
     * @param n how many
     * @return the permutation
     * @throws IllegalArgumentException when n is negative
     */
    public int[] permutation(int n) {
        int[] words = new int[count("permutation", n)];
        Backends.current().draw().bits(key(), words, n);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = below(i + 1, words[i], i, PERMUTATION);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /**
     * One whole number, all equally probable.
     *
     * @param bound the first number that is too large
     * @return a number from 0 to {@code bound − 1}
     * @throws IllegalArgumentException when bound is not positive
     */
    public int below(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException(
                    "below: bound " + bound + " is not positive; there is no number below it");
        }
        return below(bound, block(0, 0, 0, SINGLE)[0], 0, SINGLE);
    }

    /**
     * One uniform number.
     *
     * @return a multiple of 2⁻⁵³ in {@code [0, 1)}
     */
    public double uniform() {
        int[] words = block(0, 0, 0, SINGLE);
        long bits = Integer.toUnsignedLong(words[2]) << 32 | Integer.toUnsignedLong(words[3]);
        return (bits >>> 11) * 0x1p-53;
    }

    /**
     * The upper half of {@code word·bound}, which is unbiased when words are rejected whose lower half is below
     * {@code 2³² mod bound}; blocks {@code (element, attempt)} replace them.
     */
    private int below(int bound, int word, int element, int purpose) {
        int rejected = Integer.remainderUnsigned(-bound, bound);
        long product = Integer.toUnsignedLong(word) * bound;
        for (int attempt = 1; Integer.compareUnsigned((int) product, rejected) < 0; attempt++) {
            product = Integer.toUnsignedLong(block(element, attempt, 0, purpose)[0]) * bound;
        }
        return (int) (product >>> 32);
    }

    private int[] key() {
        return new int[] {key0, key1, key2, key3};
    }

    private int[] block(int c0, int c1, int c2, int c3) {
        int[] out = new int[4];
        Threefry.block(key(), c0, c1, c2, c3, out);
        return out;
    }

    /** Four bytes, the first in the lowest place; zeros behind the end. */
    private static int word(byte[] bytes, int at) {
        int word = 0;
        for (int i = Math.min(at + 4, bytes.length) - 1; i >= at; i--) {
            word = word << 8 | bytes[i] & 0xFF;
        }
        return word;
    }

    private static int count(String op, int n) {
        if (n < 0) {
            throw new IllegalArgumentException(op + ": cannot draw " + n + " numbers; n is at least 0");
        }
        return n;
    }

    private static double probability(String op, String name, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(op + ": " + name + " = " + p + " is no probability; use 0 to 1");
        }
        return p;
    }
}
