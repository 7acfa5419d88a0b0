package org.gradus.optim.rule;

/**
 * A second moment with a number for each element.
 *
 * @param g the gradient
 * @param v the moment
 * @param least what keeps its root above 0
 */
record FullMoment(float[] g, float[] v, float least) implements SecondMoment {
    @Override
    public void take(double share, double added, StepContext context) {
        float keep = (float) (1 - share);
        float take = (float) share;
        float more = (float) added;
        context.split(v.length, (from, to) -> take(g, v, keep, take, more, from, to));
    }

    private static void take(float[] g, float[] v, float keep, float take, float more, int from, int to) {
        for (int i = from; i < to; i++) {
            v[i] = keep * v[i] + take * (g[i] * g[i] + more);
        }
    }

    @Override
    public void quotients(float[] u, StepContext context) {
        context.split(v.length, (from, to) -> divide(u, g, v, least, from, to));
    }

    private static void divide(float[] u, float[] g, float[] v, float least, int from, int to) {
        for (int i = from; i < to; i++) {
            u[i] = g[i] / Math.max((float) Math.sqrt(v[i]), least);
        }
    }
}
