package org.gradus.optim;

/** The step of a weight average: {@code a ← a + share·(w − a)}. */
final class Mixing {
    private static final double HALF = 0.5;

    private Mixing() {}

    /** Exact for the shares 0 and 1; from one half on it starts from w, which is then the nearer end. */
    static void mix(float[] a, float[] w, double share, int from, int to) {
        float toward = (float) share;
        float back = (float) (1 - share);
        if (back == 0) {
            System.arraycopy(w, from, a, from, to - from);
        } else if (share < HALF) {
            for (int i = from; i < to; i++) {
                a[i] += toward * (w[i] - a[i]);
            }
        } else {
            for (int i = from; i < to; i++) {
                a[i] = w[i] - back * (w[i] - a[i]);
            }
        }
    }
}
