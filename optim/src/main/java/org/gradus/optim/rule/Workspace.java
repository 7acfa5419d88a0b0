package org.gradus.optim.rule;

/**
 * Arrays that rules compute in, so that a step allocates none: an optimizer has one for all of its parameters and keeps it from
 * step to step. What is in an array means nothing between two calls of a rule. Not for two threads at once, though a rule's own
 * pieces may write to parts of an array each.
 */
public final class Workspace {
    private float[] floats = {};
    private double[] doubles = {};

    /** Makes an empty one. */
    public Workspace() {}

    /**
     * Room for floats.
     *
     * @param n how many are needed
     * @return an array of at least as many, the same at every call; its content means nothing
     */
    public float[] floats(int n) {
        if (floats.length < n) {
            floats = new float[n];
        }
        return floats;
    }

    /**
     * Room for doubles.
     *
     * @param n how many are needed
     * @return an array of at least as many, the same at every call; its content means nothing
     */
    public double[] doubles(int n) {
        if (doubles.length < n) {
            doubles = new double[n];
        }
        return doubles;
    }
}
