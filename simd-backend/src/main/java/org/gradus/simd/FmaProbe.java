package org.gradus.simd;

/**
 * Whether {@link Math#fma(float, float, float)} is an instruction: no portable question asks the JVM, so a clock does. Even
 * interpreted it takes a few dozen nanoseconds, while its emulation with big decimals takes many hundreds even when compiled.
 */
final class FmaProbe {
    private static final int CALLS = 32;
    private static final int ROUNDS = 40;
    private static final long LIMIT_NANOS = 200;

    private FmaProbe() {}

    static boolean isFast() {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            float x = 1.1f + round;
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                x = Math.fma(x, 0.7f, 0.3f);
            }
            long nanos = System.nanoTime() - start;
            if (x > 0 && nanos < best) {
                best = nanos;
            }
            if (best < CALLS * LIMIT_NANOS) {
                return true;
            }
        }
        return false;
    }
}
