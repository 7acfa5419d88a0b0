package org.gradus.simd;

/**
 * Whether {@link Math#fma(float, float, float)} is an instruction: no portable question asks the JVM, so a clock does. Even
 * interpreted it takes a few times as long as a product and a sum, while its emulation with big decimals takes a hundred
 * times as long. The best of many short rounds counts, in turns with those of the product and the sum, so that a busy or
 * slow machine is not mistaken for one without the instruction.
 */
final class FmaProbe {
    private static final int CALLS = 32;
    private static final int ROUNDS = 40;
    private static final int LIMIT = 50;

    private FmaProbe() {}

    static boolean isFast() {
        long plain = Long.MAX_VALUE;
        long fused = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            plain = Math.min(plain, plain(round));
            fused = Math.min(fused, fused(round));
        }
        return fused < LIMIT * Math.max(1, plain);
    }

    /** Nanoseconds of a chain of products and sums; the result is looked at, so that it is not left out. */
    private static long plain(float x) {
        float y = x;
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            y = y * 0.7f + 0.3f;
        }
        long nanos = System.nanoTime() - start;
        return y >= 0 ? nanos : Long.MAX_VALUE;
    }

    /** The same with fma. */
    private static long fused(float x) {
        float y = x;
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            y = Math.fma(y, 0.7f, 0.3f);
        }
        long nanos = System.nanoTime() - start;
        return y >= 0 ? nanos : Long.MAX_VALUE;
    }
}
