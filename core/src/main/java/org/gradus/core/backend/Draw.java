package org.gradus.core.backend;

/**
 * Random numbers from the counter-based generator Threefry4x32 with 20 rounds (Salmon, Moraes, Dror, Shaw: Parallel random
 * numbers: as easy as 1, 2, 3; SC 2011). Every element is a pure function of the key and its index.
 *
 * <p>Element {@code i} is word {@code (i / 32) % 4} of the block whose counter is
 * {@code ((i / 128)·32 + i % 32, 0, 0, 0)}: 128 elements are 32 neighbouring counters, so that vectors of any width store
 * contiguously.
 */
public interface Draw {
    /**
     * Raw 32-bit words.
     *
     * @param key four words
     * @param out the words
     * @param n how many, from index 0
     */
    void bits(int[] key, int[] out, int n);

    /**
     * Uniform numbers in {@code [0, 1)}: the upper 24 bits times 2⁻²⁴.
     *
     * @param key four words
     * @param out the numbers
     * @param n how many, from index 0
     */
    void uniform(int[] key, float[] out, int n);

    /**
     * Standard normal numbers by Box and Muller: words 0 and 1 (2 and 3) of a block give
     * {@code r·cos θ} at the place of the first and {@code r·sin θ} at the place of the second, with
     * {@code r = √(−2·ln u₁)}, {@code u₁} in {@code (0, 1]} and {@code θ = 2π·u₂}.
     *
     * @param key four words
     * @param out the numbers
     * @param n how many, from index 0
     */
    void normal(int[] key, float[] out, int n);

    /**
     * A dropout mask: {@code scale} where the element's word, as an unsigned fraction of 2³², is below {@code keep}, and
     * +0 elsewhere.
     *
     * @param key four words
     * @param keep probability of {@code scale}, from 0 to 1; 1 keeps all, 0 none
     * @param scale the value of a kept element
     * @param out the mask
     * @param n how many, from index 0
     */
    void mask(int[] key, double keep, float scale, float[] out, int n);
}
