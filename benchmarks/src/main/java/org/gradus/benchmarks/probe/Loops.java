package org.gradus.benchmarks.probe;

/** The loops that the probe times. */
interface Loops {
    /** Chains of fma that run side by side, enough to fill the units; returns a number that depends on all. */
    float fma(int steps, float seed);

    /** Floating-point operations of one step of {@link #fma}. */
    int flopsPerStep();

    /** Floats that one operation works on. */
    int lanes();

    /** One pass over {@code from ≤ i < to}; returns a number that depends on the pass. */
    float pass(Pattern pattern, float[] a, float[] b, float[] c, int from, int to);
}
