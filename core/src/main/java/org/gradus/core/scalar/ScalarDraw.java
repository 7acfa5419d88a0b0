package org.gradus.core.scalar;

import org.gradus.core.backend.Draw;

/** Random numbers, one block of the generator after the other. */
public final class ScalarDraw implements Draw {
    /** So many elements are drawn from neighbouring counters, four words each. */
    private static final int GROUP = 128;

    private static final float TWO_PI = (float) (2 * Math.PI);

    /** Makes the family. */
    public ScalarDraw() {}

    @Override
    public void bits(int[] key, int[] out, int n) {
        int[] words = new int[GROUP];
        for (int g = 0; g < groups(n); g++) {
            group(key, g, words);
            System.arraycopy(words, 0, out, g * GROUP, inGroup(g, n));
        }
    }

    @Override
    public void uniform(int[] key, float[] out, int n) {
        int[] words = new int[GROUP];
        for (int g = 0; g < groups(n); g++) {
            group(key, g, words);
            for (int i = 0; i < inGroup(g, n); i++) {
                out[g * GROUP + i] = fraction(words[i]);
            }
        }
    }

    @Override
    public void normal(int[] key, float[] out, int n) {
        int[] words = new int[GROUP];
        for (int g = 0; g < groups(n); g++) {
            group(key, g, words);
            for (int i = 0; i < inGroup(g, n); i++) {
                int first = i & ~32;
                int second = i | 32;
                float r = radius(words[first]);
                float theta = angle(words[second]);
                out[g * GROUP + i] = r * (i == first ? ScalarMath.cos(theta) : ScalarMath.sin(theta));
            }
        }
    }

    @Override
    public void mask(int[] key, double keep, float scale, float[] out, int n) {
        long threshold = (long) Math.ceil(keep * 0x1p32);
        int[] words = new int[GROUP];
        for (int g = 0; g < groups(n); g++) {
            group(key, g, words);
            for (int i = 0; i < inGroup(g, n); i++) {
                out[g * GROUP + i] = Integer.toUnsignedLong(words[i]) < threshold ? scale : 0f;
            }
        }
    }

    /**
     * A number in {@code [0, 1)}: the upper 24 bits of a word.
     *
     * @param word a random word
     * @return its fraction
     */
    public static float fraction(int word) {
        return (word >>> 8) * 0x1p-24f;
    }

    /**
     * The radius of Box and Muller: {@code √(−2·ln u)} with u in {@code (0, 1]}.
     *
     * @param word a random word
     * @return the radius
     */
    public static float radius(int word) {
        float u = ((word >>> 8) + 1) * 0x1p-24f;
        return (float) Math.sqrt(-2f * ScalarMath.log(u));
    }

    /**
     * The angle of Box and Muller: 2π times the fraction.
     *
     * @param word a random word
     * @return the angle
     */
    public static float angle(int word) {
        return TWO_PI * fraction(word);
    }

    private static void group(int[] key, int g, int[] words) {
        int[] block = new int[4];
        for (int l = 0; l < 32; l++) {
            Threefry.block(key, g * 32 + l, 0, 0, 0, block);
            words[l] = block[0];
            words[32 + l] = block[1];
            words[64 + l] = block[2];
            words[96 + l] = block[3];
        }
    }

    private static int groups(int n) {
        return (int) ((n + GROUP - 1L) / GROUP);
    }

    private static int inGroup(int g, int n) {
        return Math.min(GROUP, n - g * GROUP);
    }
}
