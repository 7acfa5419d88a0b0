package org.gradus.benchmarks.probe;

/** The loops in plain Java: memory passes that the compiler vectorises, and scalar chains of fma. */
final class ScalarLoops implements Loops {
    private static final int CHAINS = 10;

    @Override
    public float fma(int steps, float seed) {
        float y = 0.999f;
        float x = seed;
        float a0 = x, a1 = x, a2 = x, a3 = x, a4 = x, a5 = x, a6 = x, a7 = x, a8 = x, a9 = x;
        for (int i = 0; i < steps; i++) {
            a0 = Math.fma(a0, y, x);
            a1 = Math.fma(a1, y, x);
            a2 = Math.fma(a2, y, x);
            a3 = Math.fma(a3, y, x);
            a4 = Math.fma(a4, y, x);
            a5 = Math.fma(a5, y, x);
            a6 = Math.fma(a6, y, x);
            a7 = Math.fma(a7, y, x);
            a8 = Math.fma(a8, y, x);
            a9 = Math.fma(a9, y, x);
        }
        return a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9;
    }

    @Override
    public int flopsPerStep() {
        return 2 * CHAINS;
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public float pass(Pattern pattern, float[] a, float[] b, float[] c, int from, int to) {
        float s = 0.5f;
        switch (pattern) {
            case READ -> {
                return read(b, from, to);
            }
            case COPY -> System.arraycopy(b, from, a, from, to - from);
            case TRIAD -> {
                for (int i = from; i < to; i++) {
                    a[i] = b[i] + s * c[i];
                }
            }
            case UPDATE -> {
                for (int i = from; i < to; i++) {
                    a[i] = a[i] + s * b[i];
                }
            }
        }
        return a[from];
    }

    private static float read(float[] b, int from, int to) {
        float m0 = 0, m1 = 0, m2 = 0, m3 = 0;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            m0 = Math.max(m0, b[i]);
            m1 = Math.max(m1, b[i + 1]);
            m2 = Math.max(m2, b[i + 2]);
            m3 = Math.max(m3, b[i + 3]);
        }
        return m0 + m1 + m2 + m3;
    }
}
