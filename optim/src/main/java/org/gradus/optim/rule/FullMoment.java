package org.gradus.optim.rule;

import org.gradus.core.backend.Workers;

/**
 * A second moment with a number for each element.
 *
 * @param g the gradient
 * @param v the moment
 * @param least what keeps its root above 0
 */
record FullMoment(float[] g, float[] v, float least) implements SecondMoment {
    @Override
    public void take(double share, double added, Workers workers) {
        float keep = (float) (1 - share);
        float take = (float) share;
        float more = (float) added;
        workers.split(v.length, (from, to) -> take(g, v, keep, take, more, from, to));
    }

    private static void take(float[] g, float[] v, float keep, float take, float more, int from, int to) {
        for (int i = from; i < to; i++) {
            v[i] = keep * v[i] + take * (g[i] * g[i] + more);
        }
    }

    @Override
    public void quotients(float[] u, float[] a, float[] b, int from, int n) {
        System.arraycopy(g, from, u, 0, n);
        System.arraycopy(v, from, a, 0, n);
        divide(u, a, least, n);
    }

    private static void divide(float[] u, float[] second, float least, int n) {
        for (int i = 0; i < n; i++) {
            u[i] = u[i] / Math.max((float) Math.sqrt(second[i]), least);
        }
    }

    @Override
    public void move(float[] w, float step, float shrink, int from, int to) {
        move(w, g, v, step, shrink, least, from, to);
    }

    private static void move(float[] w, float[] g, float[] v, float step, float shrink, float least, int from, int to) {
        for (int i = from; i < to; i++) {
            w[i] -= step * (g[i] / Math.max((float) Math.sqrt(v[i]), least)) + shrink * w[i];
        }
    }
}
